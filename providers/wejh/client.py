"""Asks the campus system: accounts, bindings, profiles, the term and the timetable."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, TypeVar

from aiohttp import ClientSession
from yarl import URL

from providers.address import base_address
from providers.client import Client
from providers.clock import Clock
from providers.errors import Ambiguous, BadInput, Changed, NotFound
from providers.http import Answer, Ask
from providers.system import Terms
from providers.wejh import inputs, wire
from providers.wejh.models import Bound, Course, Profile, PublicUser, Registered, Session, Taken, Term, UserDigest
from providers.wejh.terms import current, guess

T = TypeVar("T")

_MOST_BYTES: Final = 16 * 2**20  # profiles hold portraits, two characters a byte

OnCredit: TypeAlias = Callable[[str], Awaitable[None]]
"""Is given a new credit and returns once it is kept."""


@dataclass(frozen=True, slots=True)
class WejhConfig:
    base_url: str = field(repr=False)
    device: Literal["pc", "mobile"] = "pc"  # the system keeps one session for each
    terms: Terms = field(default_factory=Terms)


class WejhClient(Client):
    """There is nothing to close: the session is the caller's.

    Each method raises BadInput, mostly before anything is sent, and Ambiguous, Throttled, Unavailable or Changed; each
    that takes a credit raises Expired where it is void. Nothing that changes something is sent twice.
    """

    def __init__(self, session: ClientSession, config: WejhConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        super().__init__(session, config.terms, clock)
        self._base = base_address(config.base_url)
        self._device = config.device

    async def register(self, nickname: str, password: str) -> Registered:
        """Make an account (register2); the system hands out the username."""
        form = {"password": inputs.new_password(password), "nickname": inputs.nickname(nickname)}
        return await self._change("user", {"method": "register2", **form}, wire.registered)

    async def register_named(self, username: str, nickname: str, password: str) -> None:
        """Make an account by the older `register`. BadInput("username") with TAKEN where somebody else has it."""
        form = {
            "method": "register",
            "username": inputs.new_username(username),
            "password": inputs.new_password(password),
            "nickname": inputs.nickname(nickname),
        }
        await self._change("user", form, wire.done)

    async def login(self, username: str, password: str, on_credit: OnCredit) -> Session:
        """Log in; the session of this kind of device before it is void. Raises NotFound and WrongCredentials.

        `on_credit` is awaited before the rest of the answer is looked at: when Changed is raised, it may have
        been called all the same.
        """
        form = {
            "method": "login",
            "username": inputs.username(username),
            "password": inputs.hashed(password),
            "devicetype": self._device,
        }
        return await self._renew(form, on_credit)

    async def autologin(self, credit: str, on_credit: OnCredit) -> Session:
        """Exchange a credit for a new one, which is told as in `login`; the old one is void from then on.

        One at a time for each account, and not to be cancelled: who loses the answer has lost the session.
        """
        return await self._renew({"method": "autologin", "credit": inputs.credit(credit)}, on_credit)

    async def wejh_login(self) -> Session:
        """Raise NotFound: the system took wejhlogin away. So no password is taken, and nothing is sent."""
        raise NotFound("wejhlogin was taken away by the system; login is what remains")

    async def change_password(self, username: str, old: str, new: str) -> None:
        """Void all credits too. Raises NotFound, WrongCredentials, and BadInput("username") with NOT_ALLOWED."""
        form = {
            "method": "changepw",
            "username": inputs.username(username),
            "password": inputs.hashed(old, "old"),
            "newpassword": inputs.new_password(new, "new"),
        }
        await self._change("user", form, wire.done)

    async def change_nickname(self, credit: str, nickname: str) -> None:
        form = {"credit": inputs.credit(credit), "nickname": inputs.nickname(nickname)}
        await self._change("user", {"method": "changenickname", **form}, wire.done)

    async def bind_jh(self, credit: str, pid: str, password: str) -> None:
        """Bind 精弘. The password travels in clear, and a failure overwrites what was bound before.

        Raises NotFound (未注册账户) and WrongCredentials.
        """
        form = {"pid": inputs.pid(pid), "password": inputs.clear_password(password)}
        await self._change("bind", {"bindname": "jh", "credit": inputs.credit(credit), **form}, wire.done)

    async def bind_zfedu(self, credit: str, password: str) -> None:
        """Bind 正方, its password in clear. Raises Unbound where 精弘 is not bound, and WrongCredentials."""
        form = {"bindname": "zfedu", "credit": inputs.credit(credit), "password": inputs.clear_password(password)}
        await self._change("bind", form, wire.done)

    async def bindings(self, credit: str) -> tuple[Bound, ...]:
        return await self._read("getinfo", {"type": "bind", "credit": inputs.credit(credit)}, wire.bindings)

    async def profile(self, credit: str) -> Profile:
        return await self._read("getinfo", {"type": "base", "credit": inputs.credit(credit)}, wire.profile)

    async def users(self, usernames: Sequence[str]) -> tuple[PublicUser, ...]:
        """Give public profiles; unknown ones are left out."""
        return await self._read("shared", {"type": "user", "query": inputs.user_list(usernames)}, wire.users)

    async def user_digests(self, usernames: Sequence[str]) -> tuple[UserDigest, ...]:
        """Tell by a digest whether a public profile has changed (usermd5); unknown ones are left out."""
        return await self._read("shared", {"type": "usermd5", "query": inputs.user_list(usernames)}, wire.digests)

    async def set_email(self, credit: str, email: str) -> Taken:
        return await self._set(credit, "email", inputs.email(email))

    async def set_phone(self, credit: str, phone: str) -> Taken:
        return await self._set(credit, "phone", inputs.phone(phone))

    async def set_portrait(self, credit: str, image: bytes) -> Taken:
        return await self._set(credit, "portrait", inputs.portrait(image))

    async def time(self) -> Term:
        """Tell the term and its week: by /api/time, else by the system's list of terms, else by the calendar."""
        today = self._clock.today()
        for ask in (self._time, self._term_list):
            try:
                term = await ask()
            except (Ambiguous, BadInput, NotFound):
                continue
            except Changed as error:
                if error.broken:
                    raise
                continue
            if term:
                return term
        return guess(today)

    async def courses(self, credit: str, year: int, term: int) -> tuple[Course, ...]:
        """Give the timetable of a term, by the year in which its school year began and its code (terms.NAMES).

        Raises Unbound where 精弘 or 正方 is not bound.
        """
        return await self._read("course", {"credit": inputs.credit(credit), **inputs.term(year, term)}, wire.courses)

    async def _time(self) -> Term | None:
        today = self._clock.today()
        ask = Ask(URL(f"{self._base}/api/time", encoded=True), repeatable=True)
        return await self._system.call(ask, lambda answer: wire.term(answer, today))

    async def _term_list(self) -> Term | None:
        form = {"type": "termtime", "query": wire.SCHOOL}
        return current(await self._read("shared", form, wire.spans), self._clock.today())

    async def _renew(self, form: Mapping[str, str], on_credit: OnCredit) -> Session:
        credit, answer = await self._change("user", form, wire.credit_first)
        await on_credit(credit)
        return wire.session(answer)

    async def _set(self, credit: str, name: str, value: str) -> Taken:
        # One field a call: of several the system takes the first.
        form = {"credit": inputs.credit(credit), name: value}
        return await self._change("setinfo", form, lambda answer: wire.taken(answer, name))

    async def _read(self, path: str, form: Mapping[str, str], decode: Callable[[Answer], T]) -> T:
        return await self._system.call(self._ask(path, form, repeatable=True), decode)

    async def _change(self, path: str, form: Mapping[str, str], decode: Callable[[Answer], T]) -> T:
        return await self._system.call(self._ask(path, form, repeatable=False), decode)

    def _ask(self, path: str, form: Mapping[str, str], *, repeatable: bool) -> Ask:
        url = URL(f"{self._base}/api/{path}", encoded=True)
        return Ask(url, "POST", form=form, repeatable=repeatable, max_bytes=_MOST_BYTES)
