"""Which QQ accounts are connected, each by one connection."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.alarms import Sign, State
from bot.budget import Budget
from bot.platforms.onebot.connection import Connection, Json, NoAnswer, NotSent, Refused, Socket
from bot.platforms.onebot.frames import Unreadable, number
from bot.platforms.onebot.parts import Setup
from bot.words import _

log = structlog.get_logger()

_AWAY_S = 120.0
_GONE = _("QQ 的连接断开了：在那里收不到也发不出消息。请看看 QQ 那边的程序是否在运行、是否掉线。")
_BACK = _("QQ 又连上了。")

Take = Callable[[str, Connection, Sequence[Json]], Awaitable[None]]


class Accounts(dict[str, Connection]):
    """Connections by account. While there is none, nothing is sent: what waits, waits."""

    def __init__(self, setup: Setup, budget: Budget) -> None:
        super().__init__()
        self._setup, self._budget = setup, budget
        budget.shut = True
        self._alone_since = time.monotonic()
        self._known: set[str] = set()  # accounts that were ever connected

    def signs(self, _now: datetime) -> Sequence[Sign]:
        """Whether anybody is connected; a new start of theirs takes a moment."""
        if self._reachable():
            state = State.WELL
        else:
            state = State.RINGS if time.monotonic() - self._alone_since > _AWAY_S else State.DOUBTFUL
        return (Sign("onebot/connection", state, _GONE, _BACK),)

    def of(self, account: str) -> Connection | None:
        """The account's connection, if it is online; of an address that names none, whichever is."""
        of_all = self.values() if not account else filter(None, (self.get(account),))
        return next((each for each in of_all if each.online), None)

    def only(self) -> str:
        """The account, where it is known that there is but one; else ""."""
        known = set(self._setup.accounts) or self._known
        return next(iter(known)) if len(known) == 1 else ""

    def ours(self, account: str) -> bool:
        """Whether it is the bot that writes there, connected to this process or not."""
        return account in self._known or account in self._setup.accounts

    def _reachable(self) -> bool:
        return any(each.online for each in self.values())

    def _changed(self) -> None:
        """Somebody is there, or nobody is."""
        if self._reachable():
            self._budget.shut = False
        elif not self._budget.shut:
            self._budget.shut, self._alone_since = True, time.monotonic()

    async def serve(self, account: str, socket: Socket, take: Take) -> None:
        """Speak with an account until the connection closes; a new connection takes the place of an old one."""
        connection = Connection(socket, lambda frames: take(account, connection, frames), self._changed)
        await self._speaking(account, connection, connection.run())

    async def find_out(self, socket: Socket, take: Take) -> None:
        """The same, with an account that has to be asked who it is."""
        known: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def taken(frames: Sequence[Json]) -> None:
            if account := await known:
                await take(account, connection, frames)

        connection = Connection(socket, taken, self._changed)
        running = asyncio.create_task(connection.run())
        try:
            account = number(await connection.call("get_login_info", {}), "user_id")
            if not account.strip("0"):
                log.warning("QQ side has no account logged in")
                return
            if self._setup.accounts and account not in self._setup.accounts:
                log.warning("QQ account turned away", reason="not in platforms.onebot.accounts")
                return
            known.set_result(account)
            await self._speaking(account, connection, running)
        except (NotSent, NoAnswer, Refused, Unreadable) as problem:
            log.warning("QQ side does not say who it is", error=str(problem) or type(problem).__name__)
        finally:
            if not known.done():
                known.set_result("")
            running.cancel()

    async def _speaking(self, account: str, connection: Connection, running: Awaitable[None]) -> None:
        before = self.get(account)
        self[account] = connection
        self._known.add(account)
        if before:  # often half broken, which only one side knows: nobody waits until it has closed
            log.info("QQ account connected anew")
            before.abandon()
        self._changed()
        log.info("QQ account connected")
        try:
            await running
        finally:
            if self.get(account) is connection:
                del self[account]
                log.warning("QQ account gone")
            self._changed()
