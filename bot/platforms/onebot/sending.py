"""What goes out: one message as actions of OneBot."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.abilities import Outcome, Sent
from bot.images import picture_type
from bot.messages import Address, Document, Outgoing
from bot.pieces import pieces
from bot.platforms.onebot.accounts import Accounts
from bot.platforms.onebot.connection import NoAnswer, NotSent, Refused
from bot.platforms.onebot.links import Links
from bot.platforms.onebot.outcomes import outcome_of
from bot.platforms.onebot.parts import Own
from bot.platforms.onebot.segments import in_base64, written
from bot.platforms.onebot.words import file_lost, shown

log = structlog.get_logger()

LONGEST = 2000  # of a text: QQ cuts or refuses more than about 4,500 characters
_PIECES = 10  # of a file that is said
_REMEMBERED = 5000  # messages of the bot's own, to know what is replied to
_DOUBTS = 200
_DOUBT_S = 3.0  # within which a message that arrived after all is seen


@dataclass(eq=False, slots=True)
class _Leaving:
    """A message on its way, until it is known whether it arrived."""

    chat: str
    group: bool
    text: str = field(repr=False)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)  # the text, or the picture: files are not seen


class Sender:
    """Sends through the connection of the account that an address belongs to."""

    def __init__(self, connections: Accounts, links: Links, language: str, gap_s: float) -> None:
        self._connections, self._links, self._language, self._gap_s = connections, links, language, gap_s
        self.ours = connections.ours
        self._own: deque[str] = deque(maxlen=_REMEMBERED)
        self._leaving: dict[str, _Leaving] = {}  # by the key of the message, oldest first

    def sent(self, message: str) -> bool:
        """Whether a message is one of the bot's own, as far as is remembered."""
        return message in self._own

    def seen(self, own: Own) -> None:
        """A message of the bot's own has arrived."""
        if own.message and own.message in self._own:  # its answer said so before
            return
        self._own.append(own.message)
        for each in self._leaving.values():
            if (each.chat, each.group, each.text) == (own.chat, own.group, own.text):
                each.arrived.set()

    async def send(self, key: str, address: Address, outgoing: Outgoing) -> Sent:
        """Send a text, then its file; what arrived at the try before is not sent again."""
        before, text, file = self._leaving.pop(key, None), shown(outgoing), outgoing.document
        leaving = self._leaving[key] = before or _Leaving(address.chat, address.group, text.strip())
        shows = file.data if file and picture_type(file.data) else b""
        drawn = outgoing.picture.data if outgoing.picture else b""
        try:
            if (text or shows or drawn) and not leaving.arrived.is_set():
                await self._said(leaving, self._shown(address, outgoing, shows, drawn))
            if file and not shows:
                await self._hand(address, file)
        except (NotSent, NoAnswer, Refused) as problem:
            sent = outcome_of(problem)
        else:
            sent = Sent(Outcome.SENT)
        self._forget(key, sent)
        return sent

    async def _said(self, leaving: _Leaving, saying: Awaitable[None]) -> None:
        """Say it; what may have arrived is looked for a moment. Raises what `say` does."""
        try:
            await saying
        except (NoAnswer, Refused) as problem:
            if outcome_of(problem).outcome is not Outcome.UNKNOWN:
                raise
            try:
                async with asyncio.timeout(_DOUBT_S):
                    await leaving.arrived.wait()
            except TimeoutError:
                raise problem from None
        leaving.arrived.set()

    async def say(self, address: Address, text: str, *, answers: str = "", picture: bytes = b"") -> None:
        """Say or show something, as a reply to a message of a group where one is named.

        Raises `NotSent`, `NoAnswer` or `Refused`.
        """
        segments = written(text, answers=answers if address.group else "", picture=picture)
        action = "send_group_msg" if address.group else "send_private_msg"
        told = await self._call(address, action, {"message": segments})
        if isinstance(told, dict) and "message_id" in told:
            self._own.append(str(told["message_id"]))

    async def _shown(self, address: Address, outgoing: Outgoing, given: bytes, drawn: bytes) -> None:
        """Words with the picture of a file, or with one that was drawn; words alone where that is refused for sure."""
        text, answers = shown(outgoing), outgoing.answers
        try:
            await self.say(address, text, answers=answers, picture=given or drawn)
        except Refused as problem:
            if not drawn or not text or outcome_of(problem).outcome is not Outcome.NEVER:
                raise
            log.info("sending without the picture", reason=str(problem))
            await self.say(address, text, answers=answers)

    async def _hand(self, address: Address, document: Document) -> None:
        """By an action that the vendors have added; where it fails by a link, or what the file says is said."""
        file = {"file": in_base64(document.data), "name": document.name}
        action = "upload_group_file" if address.group else "upload_private_file"
        try:
            await self._call(address, action, file, uploads=True)
        except Refused as problem:
            log.info("file not uploaded", reason=str(problem))
            if link := await self._links.to(address, document):
                await self.say(address, f"{document.name}\n{link}")
            else:
                await self._recite(address, document)

    async def _recite(self, address: Address, document: Document) -> None:
        """What a file says, where that is text and not too much of it."""
        parts = pieces(_read(document), (), LONGEST)
        readable = parts if len(parts) <= _PIECES and parts[0][0] else [(file_lost(self._language), ())]
        for number, (part, _strong) in enumerate(readable):
            if number:
                await asyncio.sleep(self._gap_s)
            await self.say(address, part)

    async def _call(self, address: Address, action: str, what: Mapping[str, object], *, uploads: bool = False) -> Any:
        # Never both ids: with a group's, what is meant for one person can reach the group.
        whom = {"group_id" if address.group else "user_id": int(address.chat)}
        connection = self._connections.of(address.bot)
        if connection is None:
            raise NotSent
        return await connection.call(action, {**whom, **what}, uploads=uploads)

    def _forget(self, key: str, sent: Sent) -> None:
        """What is in doubt is looked for again at the next try, and what has arrived of it is not said again."""
        tried_again = sent.outcome in (Outcome.UNKNOWN, Outcome.LATER)
        if not tried_again or (sent.outcome is Outcome.LATER and not self._leaving[key].arrived.is_set()):
            del self._leaving[key]
        elif len(self._leaving) > _DOUBTS:
            del self._leaving[next(iter(self._leaving))]


def _read(document: Document) -> str:
    try:
        return document.data.decode()
    except UnicodeDecodeError:
        return ""
