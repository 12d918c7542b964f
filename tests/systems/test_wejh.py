"""The client of the campus system against the sandbox: accounts and credits, which are worth one use each."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.errors import Ambiguous, BadInput, Expired, NotFound, Problem, WrongCredentials
from providers.wejh.client import WejhClient
from tests.systems.sandboxed import PASSWORD, Hand, Sandboxed, forget, sandboxed

FILED = "43c1ce34f16240b0ad92e507065e2ac9"  # 10086's on pc, from the start


class Kept:
    """The credit of one account, as the bot would keep it."""

    def __init__(self, credit: str = "") -> None:
        self.credit = credit

    async def __call__(self, credit: str) -> None:
        self.credit = credit


async def test_account(systems: Sandboxed) -> None:
    """From registering to a new password, which voids the credit."""
    client, kept = systems.wejh(), Kept()
    made = await client.register("小明", "secret1")
    assert (made.nickname, made.usertype) == ("小明", "COMMON")
    session = await client.login(made.username, "secret1", kept)
    assert (session.username, session.nickname, session.credit) == (made.username, "小明", kept.credit)
    await client.change_nickname(kept.credit, "小红")
    assert (await client.profile(kept.credit)).nickname == "小红"
    await client.change_password(made.username, "secret1", "secret2")
    with pytest.raises(Expired):
        await client.profile(kept.credit)
    with pytest.raises(WrongCredentials):
        await client.login(made.username, "secret1", kept)
    await client.login(made.username, "secret2", kept)


async def test_rotation(systems: Sandboxed) -> None:
    """Each renewal voids the credit before it at once."""
    client, kept = systems.wejh(), Kept(FILED)
    for _ in range(3):
        old = kept.credit
        assert (await client.autologin(old, kept)).credit == kept.credit != old
        for use in (client.autologin(old, forget), client.profile(old), client.bindings(old)):
            with pytest.raises(Expired):
                await use
    assert (await client.profile(kept.credit)).username == "10086"


async def test_renewed_twice_at_once(systems: Sandboxed) -> None:
    """One gets the credit, the other one is too late: so one at a time for each account."""
    client = systems.wejh()
    ended = await asyncio.gather(*(client.autologin(FILED, forget) for _ in range(2)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended) == ["Expired", "Session"]


async def test_one_of_each_device(systems: Sandboxed) -> None:
    """A login on a pc leaves the phone's session alone, and ends the one on the other pc."""
    pc, mobile = systems.wejh(), systems.wejh("mobile")
    first, phone = Kept(), Kept()
    await pc.login("10086", PASSWORD, first)
    await mobile.login("10086", PASSWORD, phone)
    await pc.login("10086", PASSWORD, forget)
    assert (await mobile.profile(phone.credit)).username == "10086"
    with pytest.raises(Expired):
        await pc.profile(first.credit)


async def test_seven_days(systems: Sandboxed, hand: Hand) -> None:
    client = systems.wejh()
    hand.forward(days=7, seconds=-1)
    await client.profile(FILED)
    hand.forward(seconds=1)
    with pytest.raises(Expired):
        await client.autologin(FILED, forget)


async def test_expired(systems: Sandboxed) -> None:
    await systems.steer("expire", system="wejh", username="10086")
    client = systems.wejh()
    uses = (
        client.autologin(FILED, forget),
        client.change_nickname(FILED, "小红"),
        client.bind_jh(FILED, "201806061777", PASSWORD),
        client.bind_zfedu(FILED, PASSWORD),
        client.bindings(FILED),
        client.profile(FILED),
        client.set_email(FILED, "a@b.cn"),
        client.courses(FILED, 2026, 3),
    )
    for use in uses:
        with pytest.raises(Expired):
            await use


async def test_refused(systems: Sandboxed) -> None:
    client = systems.wejh()
    with pytest.raises(WrongCredentials):
        await client.login("10086", "654321", forget)
    with pytest.raises(NotFound):
        await client.login("nobody", PASSWORD, forget)
    with pytest.raises(WrongCredentials):
        await client.change_password("10086", "654321", "secret2")
    for use, problem in (
        (client.change_password("201806061201", PASSWORD, "secret2"), Problem.NOT_ALLOWED),
        (client.register_named("chenhao", "小陈", PASSWORD), Problem.TAKEN),
    ):
        with pytest.raises(BadInput) as caught:
            await use
        assert (caught.value.field, caught.value.problem) == ("username", problem)


@pytest.mark.parametrize(("build", "length"), [("2019-01", 32), ("2019-03", 320)])
async def test_builds(session: ClientSession, hand: Hand, tmp_path: Path, build: str, length: int) -> None:
    """Credits are short in the older builds and long in the newer ones."""
    async with sandboxed(session, hand, tmp_path, {'build = "2019-01"': f'build = "{build}"'}) as systems:
        client, kept = systems.wejh(), Kept()
        await client.login("10086", PASSWORD, kept)
        await client.autologin(kept.credit, kept)
        assert len(kept.credit) == length
        await systems.steer("expire", system="wejh")
        with pytest.raises(Expired):
            await client.autologin(kept.credit, kept)


async def test_credit_of_an_older_build(session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """The newer one breaks on it; its stack trace goes no further."""
    async with sandboxed(session, hand, tmp_path, {'build = "2019-01"': 'build = "2019-03"'}) as systems:
        with pytest.raises(Ambiguous, match=r"^code 500$"):
            await systems.wejh().autologin(FILED, forget)


async def test_to_the_letter_of_the_document(session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """No data instead of null, an autologin without a nickname, a bind without data."""
    async with sandboxed(session, hand, tmp_path, {'shape = "code"': 'shape = "document"'}) as systems:
        client, kept = systems.wejh(), Kept(FILED)
        session_ = await client.autologin(FILED, kept)
        assert (session_.username, session_.nickname, session_.usertype) == ("10086", "", "COMMON")
        await client.bind_jh(kept.credit, "201806061777", PASSWORD)
        await client.change_nickname(kept.credit, "小红")
        await client.register_named("xiaoming", "小明", PASSWORD)
        assert (await client.login("xiaoming", PASSWORD, forget)).nickname == "小明"
        assert int(await client.set_phone(kept.credit, "13800000001")) == 2


async def test_only_posts(systems: Sandboxed) -> None:
    """The term alone is asked for by GET."""
    client: WejhClient = systems.wejh()
    await client.time()
    await client.users(["10086"])
    assert [asked["method"] for asked in await systems.asked("wejh")] == ["GET", "POST"]
