"""The text or caption of a call: parsed, trimmed, measured, and what Telegram marks in it by itself."""

import re

from tests.botapi.call import Call, Table
from tests.botapi.errors import bad_request
from tests.botapi.markup import ENTITY_TYPES, Entity, parse_html, utf16

MAX_TEXT, MAX_CAPTION, MAX_ENTITIES = 4096, 1024, 100  # UTF-16 units, UTF-16 units, entities

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[A-Za-z]{2,})"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<url>\bhttps?://[^\s<>\"]+)"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
_MAY_BE_FOUND = re.compile("[/@#]")


def read_text(call: Call, name: str = "text") -> tuple[str, tuple[Entity, ...]]:
    """Return the text without its mark-up, and its entities; raise `Refusal` if the real server would."""
    listed = "entities" if name == "text" else "caption_entities"
    source = call.text(name)
    mode = call.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode:
        # Markdown exists there; nothing of ours may use it, since it can't be escaped in every place.
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, _checked(call.tables(listed) or [], source)
    text, entities = _trimmed(text, entities)
    limit = MAX_TEXT if name == "text" else MAX_CAPTION
    if not text and name == "text":
        raise bad_request("message text is empty")
    if utf16(text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return text, (*entities, *found(text))[:MAX_ENTITIES]


def found(text: str) -> tuple[Entity, ...]:
    """Return what Telegram finds by itself: commands, mentions, addresses, hashtags."""
    if not _MAY_BE_FOUND.search(text):
        return ()
    return tuple(
        {"type": match.lastgroup or "", "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _FOUND.finditer(text)
    )


def _checked(entities: list[Table], text: str) -> tuple[Entity, ...]:
    length = utf16(text)
    for entity in entities:
        kind, offset, size = entity.get("type"), entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int) or kind not in ENTITY_TYPES:
            raise bad_request(f"can't parse MessageEntity: {dict(entity)!r}")
        if offset < 0 or size <= 0 or offset + size > length:
            raise bad_request(f"entity beyond the text: {dict(entity)!r}")
    return tuple(entities)


def _trimmed(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    """Take white space off both ends; entities move along and are cut."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    lead, units = utf16(text[: len(text) - len(text.lstrip())]), utf16(stripped)
    kept = []
    for entity in entities:
        begin, size = entity["offset"], entity["length"]
        assert isinstance(begin, int)
        assert isinstance(size, int)
        start, end = max(begin - lead, 0), min(begin + size - lead, units)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, tuple(kept)
