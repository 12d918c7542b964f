"""The one place where campus credits are used.

The system gives an account one credit for each kind of device; a newer one voids the older at once. So all that is
asked with a credit, and all that brings a new one, happens under the account's lock, whoever shares the account, and
what brings a new one is never left in the middle. A credit that may be void is given up: a new login costs a person
less than not knowing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import field
from datetime import timedelta
from typing import Any, Final, TypeVar

from bot.keeping import Credit, Keeping
from bot.people import Account
from bot.values import dataclass
from bot.words import Words, _
from handlers.failures import unsure
from handlers.there import there
from providers.errors import BadInput, Expired, ProviderError
from providers.wejh.client import WejhClient
from providers.wejh.models import Session

T = TypeVar("T")

SYSTEM: Final = "wejh"
_RENEWED_AT: Final = timedelta(days=5)  # of the seven that a credit lasts


@dataclass(frozen=True, slots=True)
class Entered:
    """A login that succeeded; its credit is kept."""

    account: Account
    nickname: str = field(repr=False)


class Sessions:
    """Asks the campus system for people."""

    def __init__(self, client: WejhClient | None, keeping: Keeping) -> None:
        self._client, self._credits, self._id_of = client, keeping.credits, keeping.accounts.id_of

    @property
    def off(self) -> Words | None:
        return None if self._client else _("校园账号在这里没有开通。")

    @property
    def client(self) -> WejhClient:
        return there(self._client)

    async def asked(self, account: Account, call: Callable[[str], Awaitable[T]]) -> T:
        """What `call` brings with the account's credit. Raises Expired where only a new login helps."""
        async with self._credits.of(account.id) as credit:
            value = await self._good(credit)
            try:
                return await call(value)
            except ProviderError as problem:
                if not isinstance(problem, Expired) and not _of_credit(problem):
                    raise
                await credit.lose()
                raise Expired("the credit is refused") from None

    async def entered(self, username: str, password: str, *, own: bool = False) -> Entered:
        """Log in. Raises what the client raises.

        Where nobody knows whether it was done, the credit that is kept is given up only if the account is the
        person's `own`: else strangers could log people out with any password.
        """
        return await _finished(self._entered(username, password, own=own))

    async def password_changed(self, account: Account, old: str, new: str) -> bool:
        """Change the password and log in anew; False where that second part failed. Raises what the first raises."""
        return await _finished(self._password_changed(account, old, new))

    async def _good(self, credit: Credit) -> str:
        if credit.value is not None and credit.age >= _RENEWED_AT:
            await _finished(self._renewed(credit, credit.value))
        if credit.value is None:
            raise Expired("no credit is kept")
        return credit.value

    async def _renewed(self, credit: Credit, old: str) -> None:
        try:
            await self.client.autologin(old, credit.keep)
        except ProviderError as problem:
            if problem.untouched:
                raise
            if credit.value == old:  # else only the rest of the answer was odd
                await credit.lose()

    async def _entered(self, username: str, password: str, *, own: bool) -> Entered:
        typed = self._id_of(SYSTEM, username)
        async with self._credits.of(typed) as credit:
            old = credit.value
            try:
                session = await self.client.login(username, password, credit.keep)
            except ProviderError as problem:
                if own and unsure(problem) and credit.value == old:
                    await credit.lose()
                raise
            account = Account(self._id_of(SYSTEM, session.username), SYSTEM, session.username)
            if account.id != typed:
                await self._moved(credit, account, session)
        return Entered(account, session.nickname)

    async def _moved(self, credit: Credit, account: Account, session: Session) -> None:
        """The system calls the account by another name than its person does."""
        async with self._credits.of(account.id) as own:
            await own.keep(session.credit)
        await credit.lose()

    async def _password_changed(self, account: Account, old: str, new: str) -> bool:
        async with self._credits.of(account.id) as credit:
            try:
                await self.client.change_password(account.number, old, new)
            except ProviderError as problem:
                if unsure(problem):
                    await credit.lose()
                raise
            await credit.lose()  # the system voids them all
            try:
                await self.client.login(account.number, new, credit.keep)
            except ProviderError:
                return credit.value is not None
            return True


def _of_credit(problem: ProviderError) -> bool:
    return isinstance(problem, BadInput) and problem.field == "credit"


async def _finished(work: Coroutine[Any, Any, T]) -> T:
    """What it brings. Who is cancelled meanwhile waits for its end all the same: a credit may be on its way."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # nobody is left whom it could be told
        raise
