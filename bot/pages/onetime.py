"""A page on which a form is filled in, once: passwords need not stand in a chat for that.

What was filled in becomes a message of its person, and goes the way of every other one; the answer is in the chat.
"""

import html
import time
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.abilities import Receive
from bot.conversation import read
from bot.forms import Answers, Form, Menu, Refuse, Step
from bot.keeping import Tokens
from bot.lines import command
from bot.messages import Address, Incoming
from bot.onward import ONWARD, PAGE, Onward
from bot.people import Person
from bot.words import Words, _, render

_HERE = Path(__file__).parent
_TAKER = "page"  # whoever has the word: it is not written down as such
_LONGEST = 1000  # characters of one field; what a step itself takes is shorter


class OneTimePages:
    """`GET` and `POST` of `/form/{word}`. Opening a page spends nothing, sending it does."""

    def __init__(self, menu: Menu, tokens: Tokens, receive: Receive) -> None:
        self._menu, self._tokens, self._receive = menu, tokens, receive

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/form/{word}", self.page), web.post("/form/{word}", self.sent)]

    async def page(self, request: web.Request) -> web.Response:
        found = await self._found(request)
        if found is None:
            return _lost(request)
        onward, form = found
        return _form(onward, form, {}, {})

    async def sent(self, request: web.Request) -> web.Response:
        """Take what was filled in; what can't be taken is explained, and nothing is spent."""
        found = await self._found(request)
        if found is None:
            return _lost(request)
        onward, form = found
        typed = await _typed(request)
        answers, wrong = _read(form, typed, self._person(onward))
        if wrong:
            return _form(onward, form, typed, wrong, status=422)
        word = request.match_info["word"].upper()
        # Stored first: the same word sent twice is the same message, and only then is the link spent.
        await self._receive([_incoming(onward, answers, word)])
        await self._tokens.take(PAGE, word, _TAKER)
        return _page(onward.language, _("收到了，请回到聊天里看结果。"))

    async def _found(self, request: web.Request) -> tuple[Onward, Form] | None:
        value = await self._tokens.look(PAGE, request.match_info["word"])
        onward = ONWARD.read(value)
        asked = command(onward.line) if onward else None
        form = self._menu.named(asked.name) if asked else None
        return (onward, form) if onward and form else None

    def _person(self, onward: Onward) -> Person:
        """As far as a page knows whom it asks."""
        handle = f"{Address.parse(onward.address).platform}:{onward.sender}"
        return Person("", handle, datetime.now(UTC), language=onward.language)


async def _typed(request: web.Request) -> dict[str, str]:
    """What was filled in, by field; nothing where a form sends no such thing."""
    try:
        fields = await request.post()
    except (LookupError, ValueError, AssertionError, HttpProcessingError):  # no such charset, bytes or parts
        return {}
    return {name: value[:_LONGEST] for name, value in fields.items() if isinstance(value, str)}


def _incoming(onward: Onward, answers: Answers, word: str) -> Incoming:
    return Incoming(
        update=f"page/{word}",
        address=Address.parse(onward.address),
        sender=onward.sender,
        at=time.time(),
        text=onward.line,
        answers={**onward.answers, **answers},
    )


def _fields(form: Form) -> list[Step]:
    """What a page can ask: the steps of a command's line. What else is missing is asked in the chat."""
    return [step for step in form.steps if step.in_line and not callable(step.choices)]


def _read(form: Form, typed: Mapping[str, str], person: Person) -> tuple[dict[str, str], dict[str, Words]]:
    """The answers, and what is wrong with those that can't be taken."""
    answers: dict[str, str] = {}
    wrong: dict[str, Words] = {}
    for step in _fields(form):
        if not step.when(answers, person):
            continue
        text = typed.get(step.name) or _first_choice(step)
        got = read(step, text) if text else Refuse(_("这一项还没有填。"))
        if not isinstance(got, Refuse):
            answers[step.name] = got
        elif text or not step.optional:
            wrong[step.name] = got.why
    return answers, wrong


def _first_choice(step: Step) -> str:
    return step.choices[0].value if isinstance(step.choices, tuple) and step.choices else ""


def _form(
    onward: Onward, form: Form, typed: Mapping[str, str], wrong: Mapping[str, Words], *, status: int = 200
) -> web.Response:
    fields = "".join(_field(step, onward.language, typed, wrong.get(step.name)) for step in _fields(form))
    send = html.escape(render(_("提交"), onward.language))
    # Else somebody could have another one's account logged in to his own chat.
    warning = html.escape(render(_("只填写你自己在聊天里要来的链接：结果会发给要它的人。"), onward.language))
    markup = (
        f'<p>{warning}</p><form method="post" autocomplete="off">{fields}<button type="submit">{send}</button></form>'
    )
    return _page(onward.language, form.summary, markup, status=status)


def _field(step: Step, language: str, typed: Mapping[str, str], wrong: Words | None) -> str:
    """One question; what was typed hidden is never shown again."""
    question = html.escape(render(step.question, language))
    why = f'<p class="wrong" role="alert">{html.escape(render(wrong, language))}</p>' if wrong else ""
    name, value = html.escape(step.name), "" if step.secret else html.escape(typed.get(step.name, ""))
    if isinstance(step.choices, tuple) and step.choices:
        options = "".join(
            f'<option value="{html.escape(choice.value)}"{" selected" if choice.value == value else ""}>'
            f"{html.escape(render(choice.label, language))}</option>"
            for choice in step.choices
        )
        field = f'<select name="{name}">{options}</select>'
    else:
        kind = "password" if step.secret else "text"
        field = f'<input type="{kind}" name="{name}" value="{value}" maxlength="{_LONGEST}" autocomplete="off">'
    return f"<label>{question}{field}{why}</label>"


def _lost(request: web.Request) -> web.Response:
    """Nobody knows any more whose link it was; so in the language of the browser."""
    chinese = not request.headers.get("Accept-Language", "zh").startswith("en")
    return _page("zh_CN" if chinese else "en", _("这个链接已经失效了，请回到聊天里重新开始。"), status=410)


def _page(language: str, title: Words, markup: str = "", *, status: int = 200) -> web.Response:
    style = _static("style.css")
    text = Template(_static("page.html")).substitute(
        lang=language.replace("_", "-"), title=html.escape(render(title, language)), style=style, markup=markup
    )
    return web.Response(text=text, status=status, content_type="text/html", headers=_headers(style))


@cache
def _headers(style: str) -> dict[str, str]:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }


@cache
def _static(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
