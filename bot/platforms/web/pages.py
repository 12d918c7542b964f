"""The page, what it is made of, and the language that it speaks."""

import html
import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

from aiohttp import web

from bot.platforms.web.parts import Setup
from bot.platforms.web.words import spoken
from bot.words import render

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Cookie",
}


class Pages:
    """Renders the page for a reader's language."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def chat(self, language: str, room: str = "") -> web.Response:
        words = spoken(self._setup.name, language)
        examples = self._setup.room_examples if room else self._setup.examples
        return self._page(
            "chat.html",
            language,
            heading=room or self._setup.name,
            title=f"{room} · {self._setup.name}" if room else words["title"],
            welcome_text=words["welcome_room" if room else "welcome_text"],
            _beside=self._setup.beside.get(language, ("", ""))[bool(room)],
            _examples="".join(_example(line, render(what, language)) for line, what in examples),
            _footer=_paragraph("footer", self._setup.footer),
            _contact=_paragraph("contact", self._setup.contact),
            _words=json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
        )

    def refusal(self, status: int, word: str) -> web.Response:
        words = spoken(self._setup.name, self._setup.language)
        response = self._page("refusal.html", self._setup.language, reason=words[word], title=self._setup.name)
        response.set_status(status)
        return response

    def _page(self, template: str, language: str, **places: str) -> web.Response:
        """Every place is escaped, but those whose names start with an underscore: they are markup already."""
        values = {**spoken(self._setup.name, language), **places}
        safe = {name: html.escape(value) for name, value in values.items() if name[0] != "_"}
        markup = {name: value for name, value in places.items() if name[0] == "_"}
        text = Template(static(template).decode()).substitute(
            safe | markup, lang=tag(language), base=f"/web/{version()}", name=html.escape(self._setup.name)
        )
        return web.Response(text=text, content_type="text/html", headers=HEADERS)


def tag(language: str) -> str:
    """As browsers write it."""
    return language.replace("_", "-")


def part(request: web.Request) -> web.Response:
    """A script, the style or the icon. Its address holds a digest of them all, so a browser may keep it."""
    name = request.match_info["name"]
    kind = TYPES.get(Path(name).suffix)
    if kind is None or not (STATIC / Path(name).name).is_file():
        raise web.HTTPNotFound
    current = request.match_info["version"] == version()
    caching = "public, max-age=31536000, immutable" if current else "no-cache"
    headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    return web.Response(body=static(Path(name).name), content_type=kind, charset="utf-8", headers=headers)


@cache
def static(name: str) -> bytes:
    return (STATIC / name).read_bytes()


@cache
def version() -> str:
    return sha256(b"\0".join(each.read_bytes() for each in sorted(STATIC.iterdir()))).hexdigest()[:12]


def _example(line: str, what: str) -> str:
    line, what = html.escape(line), html.escape(what)
    return f'<li><button type="button" data-line="{line}"><b>{line}</b> <span>{what}</span></button></li>'


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{html.escape(text)}</p>' if text else ""
