"""The client of the campus system against the sandbox: bindings, profiles, the term and the timetable."""

from datetime import date
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.errors import BadInput, NotFound, WrongCredentials
from providers.wejh.models import BindState, Board, Source, Taken
from providers.wejh.refusals import Unbound
from tests.systems.sandboxed import PASSWORD, Hand, Sandboxed, sandboxed


async def bound(systems: Sandboxed, credit: str) -> dict[str, tuple[str, BindState | None]]:
    return {each.name: (each.pid, each.state) for each in await systems.wejh().bindings(credit)}


async def test_bind(systems: Sandboxed) -> None:
    """精弘 first, then 正方."""
    client, credit = systems.wejh(), await systems.credit("linxiaowen")
    with pytest.raises(Unbound) as caught:
        await client.bind_zfedu(credit, PASSWORD)
    assert (caught.value.binding, caught.value.again) == ("jh", False)
    await client.bind_jh(credit, "202405300305", PASSWORD)
    with pytest.raises(WrongCredentials):
        await client.bind_zfedu(credit, "wrong")
    await client.bind_zfedu(credit, PASSWORD)
    states = await bound(systems, credit)
    assert list(states) == ["jh", "lib", "zfedu", "ycedu", "card"]
    assert states["jh"] == states["zfedu"] == ("202405300305", BindState.BOUND)
    assert states["card"] == ("", BindState.UNBOUND)


async def test_bind_fails(systems: Sandboxed) -> None:
    """What was bound before is blanked by it, there and in fact."""
    client, credit = systems.wejh(), await systems.credit("huangzixuan")
    with pytest.raises(NotFound):
        await client.bind_jh(credit, "209900000000", PASSWORD)
    assert (await bound(systems, credit))["jh"] == ("", BindState.UNBOUND)
    with pytest.raises(WrongCredentials):
        await client.bind_jh(credit, "202450007724", "wrong")


async def test_lapsed(systems: Sandboxed) -> None:
    client, credit = systems.wejh(), await systems.credit("chenhao")
    assert (await bound(systems, credit))["jh"] == ("202430008809", BindState.STALE)
    with pytest.raises(Unbound) as caught:
        await client.bind_zfedu(credit, PASSWORD)
    assert caught.value.again


async def test_profile(systems: Sandboxed) -> None:
    """One field a call; a phone is never taken."""
    client, credit = systems.wejh(), await systems.credit("chenhao")
    before = await client.profile(credit)
    assert (before.email, before.board, before.portrait) == ("chenhao@example.com", Board.ADMIN, None)
    (digest,) = await client.user_digests(["chenhao"])
    assert await client.set_email(credit, "hao@example.cn") is Taken.DONE
    assert await client.set_phone(credit, "13800008809") is Taken.UNCHANGED
    assert await client.set_portrait(credit, b"\x89PNG\r\n") is Taken.DONE
    after = await client.profile(credit)
    assert (after.email, after.phone, after.portrait) == ("hao@example.cn", "", b"\x89PNG\r\n")
    assert (await client.user_digests(["chenhao"]))[0].md5 != digest.md5


async def test_email_not_taken(systems: Sandboxed) -> None:
    """An address that we let pass and the system doesn't."""
    client, credit = systems.wejh(), await systems.credit("10086")
    assert await client.set_email(credit, "名字@example.cn") is Taken.FAILED


async def test_largest_portrait(systems: Sandboxed) -> None:
    client, credit = systems.wejh(), await systems.credit("10086")
    image = bytes(range(250)) * 4000
    assert await client.set_portrait(credit, image) is Taken.DONE
    (user,) = await client.users(["10086"])
    assert user.portrait == image


async def test_users(systems: Sandboxed) -> None:
    """Unknown ones are left out; made-up people are known."""
    client = systems.wejh()
    found = await client.users(["10086", "nobody", "s000042"])
    assert [user.username for user in found] == ["10086", "s000042"]
    assert await client.users(["nobody"]) == ()
    assert len((await client.user_digests(["10086"]))[0].md5) == 32


async def test_term(systems: Sandboxed) -> None:
    """A Sunday in the week that began on Tuesday two weeks before Christmas."""
    term = await systems.wejh().time()
    assert (term.year, term.code, term.weekday, term.week) == (2026, 3, 7, 15)
    assert (term.begins, term.ends, term.source) == (date(2026, 9, 8), date(2027, 1, 18), Source.SYSTEM)


async def test_term_of_a_newer_build(systems: Sandboxed, session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """Found in the list of terms, with the same weeks."""
    async with sandboxed(session, hand, tmp_path, {'build = "2019-01"': 'build = "2019-03"'}) as newer:
        assert await newer.wejh().time() == await systems.wejh().time()
        assert [asked["path"] for asked in await newer.asked("wejh")] == ["/api/time", "/api/shared"]


@pytest.mark.parametrize("build", ["2019-01", "2019-03"])
async def test_holidays(session: ClientSession, hand: Hand, tmp_path: Path, build: str) -> None:
    """Nobody tells, so it is guessed."""
    hand.forward(days=40)
    async with sandboxed(session, hand, tmp_path, {'build = "2019-01"': f'build = "{build}"'}) as systems:
        term = await systems.wejh().time()
        assert (term.year, term.code, term.week, term.source) == (2026, 3, None, Source.CALENDAR)


async def test_courses(systems: Sandboxed) -> None:
    client, credit = systems.wejh(), await systems.credit("huangzixuan")
    maths, english, policy = await client.courses(credit, 2026, 3)
    assert (maths.name, maths.weekday, maths.sections, maths.weeks) == ("高等数学A1", 1, (1, 2), tuple(range(1, 17)))
    assert english.weeks == (*range(1, 13), 14, 15, 16)
    assert (policy.weeks, policy.weekday, policy.sections) == (tuple(range(1, 16, 2)), 7, (9, 9))
    assert await client.courses(credit, 2026, 9) == ()


@pytest.mark.parametrize(
    ("jh", "zfedu", "binding", "again"),
    [(2, 0, "zfedu", False), (2, 1, "zfedu", True), (0, 2, "jh", False), (1, 2, "jh", True)],
)
async def test_courses_unbound(systems: Sandboxed, jh: int, zfedu: int, binding: str, *, again: bool) -> None:
    states = {"jh": {"pid": "202405300305", "state": jh}, "zfedu": {"pid": "202405300305", "state": zfedu}}
    await systems.steer("publish", system="wejh", user={"username": "linxiaowen", "bindings": states})
    with pytest.raises(Unbound) as caught:
        await systems.wejh().courses(await systems.credit("linxiaowen"), 2026, 3)
    assert (caught.value.binding, caught.value.again) == (binding, again)


async def test_courses_of_no_term(systems: Sandboxed) -> None:
    with pytest.raises(BadInput):
        await systems.wejh().courses(await systems.credit("huangzixuan"), 2026, 2)
