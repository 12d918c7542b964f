"""Administrators decide who may come in: a request goes the common way, as a message of whoever asks.

So it is stored before anybody is asked, asked once however often it comes, and answered on any platform.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from bot import said
from bot.abilities import Receive
from bot.as_json import AsJson
from bot.forms import Answers, Done, Form, Outcome, Step, Tell
from bot.messages import Address, Incoming, Option, Reply
from bot.people import Person
from bot.platforms.onebot.parts import NAME, Door
from bot.words import Words, _, lines

_KIND: Final = "door"
_LIFE: Final = timedelta(days=7)
_DOORS: Final = AsJson(Door)


class Tokens(Protocol):
    """The part of `bot.keeping.Tokens` that is needed here."""

    async def put(self, kind: str, value: str, per: timedelta, *, person: str = "") -> str: ...

    async def look(self, kind: str, word: str, *, person: str = "") -> str | None: ...

    async def take(self, kind: str, word: str, by: str) -> str | None: ...


class Asking:
    """Asks administrators, and opens as they say; `opens` is told by the platform once it is there."""

    def __init__(self, tokens: Tokens, admins: tuple[str, ...]) -> None:
        self._tokens, self._admins = tokens, admins
        self.opens: Callable[[Door, bool], Awaitable[bool]] | None = None

    async def ask(self, door: Door, receive: Receive, at: float) -> None:
        """Let administrators be asked; returns when that is stored."""
        word = await self._tokens.put(_KIND, _DOORS.write(door), _LIFE)
        address = Address(NAME, door.bot, "private", door.person)
        await receive([Incoming(f"door/{door.flag}", address, door.person, at, press=f"/knock {word}")])

    def forms(self) -> tuple[Form, ...]:
        return (
            self._form("knock", _("请管理员决定"), self._knocked, admins=False),
            self._form("admit", _("同意请求"), self._admitted, admins=True),
            self._form("turnaway", _("拒绝请求"), self._turned_away, admins=True),
        )

    def _form(
        self, name: str, summary: Words, run: Callable[[Answers, Person], Awaitable[Outcome]], *, admins: bool
    ) -> Form:
        word = Step("word", _("是哪一个请求？"), str.strip)
        return Form(name, summary, run, steps=(word,), place="private", admins=admins, hidden=True, once=admins)

    async def _knocked(self, answers: Answers, person: Person) -> Outcome:
        """Nothing is said to whoever asks: there is no chat with a stranger."""
        door = _DOORS.read(await self._tokens.look(_KIND, answers["word"]))
        if door is None or f"{NAME}:{door.person}" != person.handle:
            return Done((said.unknown_command(),))
        word = answers["word"]
        buttons = Option(_("同意"), f"/admit {word}"), Option(_("拒绝"), f"/turnaway {word}")
        return Done((), tells=tuple(Tell(admin, Reply(_asked(door), buttons), None) for admin in self._admins))

    async def _admitted(self, answers: Answers, person: Person) -> Outcome:
        return await self._decided(answers["word"], person, yes=True)

    async def _turned_away(self, answers: Answers, person: Person) -> Outcome:
        return await self._decided(answers["word"], person, yes=False)

    async def _decided(self, word: str, person: Person, *, yes: bool) -> Outcome:
        door = _DOORS.read(await self._tokens.take(_KIND, word, f"{person.id} {yes}"))
        if door is None:
            return Done((Reply(_("这个请求已经处理过了，或者已经过期。")),))
        if self.opens is None or not await self.opens(door, yes):
            return Done((Reply(_("QQ 没有接受：这个请求可能已经处理过了，请在 QQ 里看一看。")),))
        return Done((Reply(_("已同意。") if yes else _("已拒绝。")),))


def _asked(door: Door) -> Words:
    who = _("QQ {person}", person=door.person)
    wants = (
        _("{who} 请我进群 {group}。", who=who, group=door.group) if door.group else _("{who} 想加我为好友。", who=who)
    )
    return lines(wants, _("附言：{comment}", comment=door.comment) if door.comment else None)
