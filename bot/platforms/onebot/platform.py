"""QQ through OneBot as one of the bot's platforms."""

import asyncio
import time

import structlog
from aiohttp import web

from bot.abilities import Abilities, Receive, Sent
from bot.budget import Budget
from bot.leaving import at_once
from bot.messages import Address, Incoming, Outgoing, Upload
from bot.platforms.onebot.accounts import Accounts
from bot.platforms.onebot.asking import Asking
from bot.platforms.onebot.connection import NoAnswer, NotSent, Refused, Socket
from bot.platforms.onebot.doors import Doors
from bot.platforms.onebot.files import fetched
from bot.platforms.onebot.forward import connecting
from bot.platforms.onebot.intake import Frames
from bot.platforms.onebot.links import Links
from bot.platforms.onebot.parts import NAME, RUNS, Files, Keeper, Setup
from bot.platforms.onebot.reverse import reverse
from bot.platforms.onebot.sending import LONGEST, Sender
from bot.platforms.onebot.words import befriend

log = structlog.get_logger()

_FRIENDS_S = 60.0  # a list of friends is good for so long
_STRANGERS_S = 3.0  # for whom it does not name, who may have become one since
_TOLD_S = 3600.0  # between two words to the same stranger
_STRANGERS = 1000  # that are remembered


class OneBot:
    """The platform of `bot.messages`, for every QQ account that is connected."""

    name = NAME
    serves = f"{NAME}/"
    home = ""  # no link leads to a QQ account everywhere

    def __init__(self, setup: Setup, keeper: Keeper, files: Files, receive: Receive, asking: Asking) -> None:
        self._setup, self._now = setup, time.monotonic
        self._links = Links(files, setup.pages)
        self.abilities = Abilities(
            edits=False,
            deletes=False,
            buttons=False,
            links=bool(setup.pages),
            strangers=False,
            longest=LONGEST,
            caption=LONGEST,
        )
        self.budget = Budget(setup.pace)
        self.connected = Accounts(setup, self.budget)
        self.signs = self.connected.signs
        self._sender = Sender(self.connected, self._links, setup.language, 1 / setup.pace.per_second)
        doors = Doors(setup, self.connected, asking, receive)
        self._frames = Frames(keeper, receive, self._sender, doors, self._turned_away)
        self._friends: dict[str, tuple[float, frozenset[str]]] = {}
        self._strangers: dict[str, float] = {}

    def routes(self) -> list[web.RouteDef]:
        theirs = [] if self._setup.url else [reverse(self._setup, self._served)]
        return [*theirs, *self._links.routes()]

    async def run(self) -> None:
        """Keep the connection that we make; those made to us come by themselves."""
        if self._setup.url:
            await connecting(self._setup, self._met)
        await asyncio.Event().wait()

    async def close(self) -> None:
        for connection in list(self.connected.values()):
            await connection.close()

    def alone(self, person: str) -> Address | None:
        """Through the one account; where there are several, through whichever is connected then."""
        return Address(NAME, self.connected.only(), "private", person) if person.isdecimal() else None

    async def send(self, key: str, address: Address, outgoing: Outgoing) -> Sent:
        return await self._sender.send(key, address, outgoing)

    async def typing(self, address: Address) -> None:
        """The protocol knows nothing of the kind."""

    async def announce(self, _key: str, address: Address, text: str) -> str:
        """Only where the chat may be written to at once: the answer, which comes besides, must not wait for it."""
        await self._at_once(address, text)
        return ""

    async def amend(self, _key: str, address: Address, message: str, text: str) -> None:
        """Nothing can be put in another's place."""

    async def delete(self, address: Address, message: str) -> bool:
        """In a group that the bot runs; what is written to it alone only its writer can recall."""
        connection = self.connected.get(address.bot)
        if not address.group or connection is None:
            return False
        try:
            await connection.call("delete_msg", {"message_id": int(message)})
        except (NotSent, NoAnswer, Refused) as problem:
            log.info("message not deleted", error=str(problem) or type(problem).__name__)
            return False
        return True

    async def file(self, address: Address, upload: Upload) -> bytes | None:
        connection = self.connected.get(address.bot)  # no other account knows it
        return await fetched(connection, upload) if connection else None

    async def private(self, incoming: Incoming) -> Address | None:
        """Friends only: to others no answer finds its way but by their group."""
        address = incoming.address
        if address.group and not await self._befriended(address.bot, incoming.sender):
            return None
        return Address(NAME, address.bot, "private", incoming.sender)

    async def runs_group(self, incoming: Incoming) -> bool:
        if incoming.group_admin is not None:
            return incoming.group_admin
        connection = self.connected.get(incoming.address.bot)
        if connection is None:
            return False
        whom = {"group_id": int(incoming.address.chat), "user_id": int(incoming.sender)}
        try:
            member = await connection.call("get_group_member_info", whom)
        except (NotSent, NoAnswer, Refused) as problem:
            log.warning("administrators not asked for", error=str(problem) or type(problem).__name__)
            return False
        return isinstance(member, dict) and member.get("role") in RUNS

    async def _served(self, account: str, socket: Socket) -> None:
        await self.connected.serve(account, socket, self._frames.take)

    async def _met(self, socket: Socket) -> None:
        await self.connected.find_out(socket, self._frames.take)

    async def _befriended(self, account: str, person: str) -> bool:
        at, friends = self._friends.get(account, (-_FRIENDS_S, frozenset[str]()))
        if self._now() - at >= (_FRIENDS_S if person in friends else _STRANGERS_S):
            friends = await self._friends_of(account, friends)
        return person in friends

    async def _friends_of(self, account: str, friends: frozenset[str]) -> frozenset[str]:
        """Asked anew; where nobody says, whoever is known."""
        connection = self.connected.get(account)
        if connection is None:
            return friends
        try:
            told = await connection.call("get_friend_list", {})
        except (NotSent, NoAnswer, Refused) as problem:
            log.warning("friends not asked for", error=str(problem) or type(problem).__name__)
            return friends
        listed = told if isinstance(told, list) else []
        friends = frozenset(str(each.get("user_id")) for each in listed if isinstance(each, dict))
        self._friends[account] = self._now(), friends
        return friends

    async def _turned_away(self, account: str, person: str) -> None:
        """Say once in a while how to write to the bot."""
        if self._now() - self._strangers.get(person, -_TOLD_S) < _TOLD_S:
            return
        if len(self._strangers) >= _STRANGERS:
            self._strangers.clear()
        self._strangers[person] = self._now()
        await self._at_once(Address(NAME, account, "private", person), befriend(self._setup.language))

    async def _at_once(self, address: Address, text: str) -> None:
        """Say it if the chat may be written to now, and never mind what becomes of it."""
        try:
            await at_once(self.budget, address.chat, lambda: self._sender.say(address, text), group=address.group)
        except (NotSent, NoAnswer, Refused) as problem:
            log.info("not said", error=str(problem) or type(problem).__name__)
