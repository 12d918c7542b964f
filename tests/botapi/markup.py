"""Text with HTML in it, read as the real server reads it: one fault and the whole message is refused."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.botapi.errors import Refusal, bad_request
from tests.botapi.words import words

Entity = Mapping[str, object]

_SIMPLE = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TAGS = frozenset(_SIMPLE) | {"a", "tg-emoji"}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[^\s>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
_ATTRIBUTE = re.compile(r"\s*(?P<name>[^\s=>]+)(?:\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[A-Za-z0-9.-]+)))?")
# Only these names are known; any other &…; stays as it was typed.
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
ENTITY_TYPES = words(
    """mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote
    expandable_blockquote code pre text_link text_mention custom_emoji date_time"""
)


def utf16(text: str) -> int:
    """Return the length in UTF-16 units, which is what Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    name: str
    at: int  # UTF-16 units before it in the plain text
    position: int  # in the source, for complaints
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    plain: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def take(self, text: str) -> None:
        said = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
        self.plain.append(said)
        self.units += utf16(said)

    def start(self, name: str, rest: str, position: int) -> None:
        if name not in _TAGS:
            raise self.fault(f'Unsupported start tag "{name}" at byte offset', position)
        self.open.append(_Open(name, self.units, position, self._attributes(name, rest, position)))

    def end(self, name: str, position: int) -> None:
        if not self.open:
            raise self.fault("Unexpected end tag at byte offset", position)
        tag = self.open.pop()
        if name and name != tag.name:
            where = f'{self._byte(position)}, expected "</{tag.name}>", found "</{name}>"'
            raise _unparsed(f"Unmatched end tag at byte offset {where}")
        kind = self._kind(tag)
        if kind is not None and self.units > tag.at:
            self.entities.append({"offset": tag.at, "length": self.units - tag.at, **kind})

    def fault(self, what: str, position: int) -> Refusal:
        return _unparsed(f"{what} {self._byte(position)}")

    def unclosed(self, position: int) -> Refusal:
        """Judge a "<" that no ">" ends: "1 < 2" is seen as a tag without a name."""
        if self.source.startswith("</", position):
            return self.fault("Unclosed end tag at byte offset", position)
        name, space, _ = re.split(r"(\s|$)", self.source[position + 1 :], maxsplit=1)
        if space and name.lower() not in _TAGS:
            return self.fault(f'Unsupported start tag "{name.lower()}" at byte offset', position)
        return self.fault("Unclosed start tag at byte offset", position)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _attributes(self, name: str, rest: str, position: int) -> dict[str, str]:
        found: dict[str, str] = {}
        at = 0
        while rest[at:].strip():
            match = _ATTRIBUTE.match(rest, at)
            if match is None:
                raise self.fault(f'Empty attribute name in the tag "{name}" at byte offset', position)
            value = next((match[group] for group in "abc" if match[group] is not None), None)
            if value is None and match["name"] != "expandable":
                where = f'Expected equal sign in declaration of an attribute of the tag "{name}" at byte offset'
                raise self.fault(where, position)
            found[match["name"].lower()] = html.unescape(value or "")
            at = match.end()
        if name == "span" and found.get("class") != "tg-spoiler":
            raise self.fault('Tag "span" must have class "tg-spoiler" at byte offset', position)
        return found

    def _kind(self, tag: _Open) -> dict[str, object] | None:
        match tag.name:
            case "a":
                return _link(tag.attributes.get("href", ""))
            case "tg-emoji":
                return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
            case "blockquote" if "expandable" in tag.attributes:
                return {"type": "expandable_blockquote"}
            case "code" if self.open and self.open[-1].name == "pre":
                # <pre><code class="language-…"> is one entity, the outer one.
                self.open[-1].attributes["language"] = tag.attributes.get("class", "").removeprefix("language-")
                return None
        language = tag.attributes.get("language")
        kind: dict[str, object] = {"type": _SIMPLE[tag.name]}
        return kind | ({"language": language} if language else {})


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the plain text and its entities in order; raise `Refusal` at the first thing that isn't right."""
    if "<" not in source and "&" not in source:
        return source, ()
    reader = _Reader(source)
    at = 0
    while (begin := source.find("<", at)) >= 0:
        reader.take(source[at:begin])
        tag = _TAG.match(source, begin)
        if tag is None:
            raise reader.unclosed(begin)
        if tag["close"]:
            reader.end(tag["name"].lower(), begin)
        else:
            reader.start(tag["name"].lower(), tag["rest"], begin)
        at = tag.end()
    reader.take(source[at:])
    if reader.open:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    return "".join(reader.plain), _in_order(reader.entities)


def _in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Outer ones first, as clients want them."""
    return tuple(sorted(entities, key=lambda entity: (_number(entity, "offset"), -_number(entity, "length"))))


def _number(entity: Entity, name: str) -> int:
    value = entity.get(name)
    return value if isinstance(value, int) else 0


def _link(target: str) -> dict[str, object] | None:
    person = re.fullmatch(r"tg://user\?id=([0-9]+)", target)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": "?"}}
    # Without a usable address the text stays and the link is left out, silently.
    return {"type": "text_link", "url": target} if re.match(r"(https?|tg)://\S|[\w-]+\.\w", target) else None


def _unparsed(what: str) -> Refusal:
    return bad_request(f"can't parse entities: {what}")
