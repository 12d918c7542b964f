"""Telegram as one of the bot's platforms."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

import structlog
from aiohttp import web
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.abilities import Abilities, Receive, Sent
from bot.alarms import Sign
from bot.budget import Budget
from bot.leaving import at_once
from bot.messages import Address, Incoming, Outgoing, Upload, addresses_of
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.files import fetched
from bot.platforms.telegram.intake import Updates
from bot.platforms.telegram.menus import set_menus
from bot.platforms.telegram.offering import Offering
from bot.platforms.telegram.parts import NAME, Identity, Keeper, Setup
from bot.platforms.telegram.polling import Patience, Sleep, poll
from bot.platforms.telegram.sending import Sender, where
from bot.platforms.telegram.transport import Transport
from bot.platforms.telegram.updates import Reader, Unreadable, identity
from bot.platforms.telegram.webhook import set_webhook, webhook

log = structlog.get_logger()
T = TypeVar("T")

LONGEST = 4096  # UTF-16 units of a text
_CAPTION = 1024  # of what stands under a file
_RUNS = ("creator", "administrator")
_LEASE_S = 15.0  # between two looks at who speaks for the bot
_MENUS_S = 1.0  # after the start: whoever wrote while the bot was away is answered first


class Telegram:
    """The platform of `bot.messages`; `run` brings in what people write."""

    name = NAME
    abilities = Abilities(longest=LONGEST, caption=_CAPTION)

    def __init__(self, setup: Setup, keeper: Keeper, receive: Receive, sleep: Sleep = asyncio.sleep) -> None:
        self._setup, self._keeper, self._sleep = setup, keeper, sleep
        self.budget = Budget(setup.pace)
        self.budget.shut = True
        self._mine = asyncio.Event()  # this process is the one that speaks for the bot
        self._transport = Transport(setup.proxy)
        self._api = Api(setup, self._transport)
        self._sender = Sender(self._api, self.budget, self._moved, protect=setup.protect)
        self._updates = Updates(self._api, keeper, receive, self._moved, Offering(self._api, setup))
        self._reader: Reader | None = None
        self._username = ""

    @property
    def serves(self) -> str:
        """What the addresses of this bot begin with."""
        return addresses_of(NAME, self._setup.bot)

    @property
    def home(self) -> str:
        return f"https://t.me/{self._username}" if self._username else ""

    def routes(self) -> list[web.RouteDef]:
        return [webhook(self._setup.webhook_secret, self._take)] if self._setup.webhook else []

    def signs(self, now: datetime) -> Sequence[Sign]:
        return self._api.refusals.signs(now)

    async def run(self) -> None:
        """Speak for the bot whenever no other process does, until cancelled."""
        patience = Patience(self._sleep)
        identity = await self._identified(patience)
        self._username = identity.username
        self._reader = Reader(self._setup.bot, identity)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hold())
            group.create_task(self._listen(patience))
            group.create_task(self._menus())

    async def close(self) -> None:
        await self._transport.shutdown()

    async def send(self, _key: str, address: Address, outgoing: Outgoing) -> Sent:
        return await self._sender.send(address, outgoing)

    async def typing(self, address: Address) -> None:
        try:
            await self._api.call("sendChatAction", where(address) | {"action": "typing"})
        except TelegramError as problem:
            log.debug("typing not shown", error=type(problem).__name__)

    async def announce(self, _key: str, address: Address, text: str) -> str:
        """Only where the chat may be written to at once: the answer must not wait for it."""
        return await self._at_once(address, lambda: self._sender.say(address, text)) or ""

    async def amend(self, _key: str, address: Address, message: str, text: str) -> None:
        await self._at_once(address, lambda: self._sender.amend(address, message, text))

    async def _at_once(self, address: Address, say: Callable[[], Awaitable[T]]) -> T | None:
        """Say it if the chat may be written to now, and never mind what becomes of it."""
        try:
            return await at_once(self.budget, address.chat, say, group=address.group)
        except TelegramError as problem:
            log.info("announcement not sent", error=type(problem).__name__)
            return None

    async def delete(self, address: Address, message: str) -> bool:
        try:
            await self._api.call("deleteMessage", {"chat_id": int(address.chat), "message_id": int(message)})
        except BadRequest as problem:
            return "not found" in problem.message  # it is gone already
        except TelegramError as problem:
            log.warning("message not deleted", error=type(problem).__name__)
            return False
        return True

    async def file(self, _address: Address, upload: Upload) -> bytes | None:
        return await fetched(self._api, upload)

    async def private(self, incoming: Incoming) -> Address | None:
        """A bot can't begin a conversation; whether the person did shows in whether typing can be shown there."""
        if not incoming.address.group:
            return incoming.address
        if incoming.sender == incoming.address.chat:  # an administrator who hides behind the group
            return None
        try:
            await self._api.call("sendChatAction", {"chat_id": int(incoming.sender), "action": "typing"})
        except (Forbidden, BadRequest):
            return None
        except TelegramError as problem:
            log.info("private chat not looked for", error=type(problem).__name__)
        return Address(NAME, self._setup.bot, "private", incoming.sender)

    def alone(self, person: str) -> Address | None:
        return Address(NAME, self._setup.bot, "private", person)

    async def runs_group(self, incoming: Incoming) -> bool:
        if incoming.group_admin is not None:
            return incoming.group_admin
        try:
            whom = {"chat_id": int(incoming.address.chat), "user_id": int(incoming.sender)}
            member = await self._api.told("getChatMember", whom)
        except TelegramError as problem:
            log.warning("administrators not asked for", error=type(problem).__name__)
            return False
        return member.get("status") in _RUNS

    async def _moved(self, old: Address, new: Address) -> None:
        self.budget.moved(old.chat, new.chat)
        await self._keeper.moved(old, new)

    async def _identified(self, patience: Patience) -> Identity:
        while True:
            try:
                me = identity(await self._api.call("getMe", {}))
            except TelegramError as problem:
                await patience.after(problem)
            except Unreadable:
                await patience.after(TelegramError("not a bot"))
            else:
                patience.fine()
                return me

    async def _hold(self) -> None:
        """Keep the lease of this bot; without it nothing is sent and nothing polled."""
        name, told = f"{NAME}/{self._setup.bot}", None
        try:
            while True:
                held = await self._leased(name)
                if held is not told:
                    log.info("speaks for the bot" if held else "another process speaks for the bot; this one waits")
                told, self.budget.shut = held, not held
                (self._mine.set if held else self._mine.clear)()
                await self._sleep(_LEASE_S)
        finally:
            self.budget.shut = True
            self._mine.clear()
            with suppress(Exception):  # it runs out by itself
                await self._keeper.give_up(name)

    async def _leased(self, name: str) -> bool:
        try:
            async with asyncio.timeout(_LEASE_S):
                return await self._keeper.lease(name)
        except Exception:  # the loop must outlive a database that fails for a while
            log.exception("lease not renewed")
            return False

    async def _listen(self, patience: Patience) -> None:
        while True:
            await self._mine.wait()
            try:
                await self._prepared()
            except TelegramError as problem:
                await patience.after(problem)
                continue
            if self._setup.webhook:
                return
            await poll(self._api, self._take, self._mine.is_set, patience)

    async def _prepared(self) -> None:
        """Tell Telegram how updates are to come; what waits there waits on."""
        if self._setup.webhook:
            await set_webhook(self._api, self._setup)
        else:
            await self._api.call("deleteWebhook", {})

    async def _menus(self) -> None:
        await self._mine.wait()
        await asyncio.sleep(_MENUS_S)
        await set_menus(self._api, self._setup)

    async def _take(self, updates: Sequence[object]) -> None:
        if self._reader is None:
            raise web.HTTPServiceUnavailable(reason="the bot does not know its own name yet")
        await self._updates.take(self._reader, updates)
