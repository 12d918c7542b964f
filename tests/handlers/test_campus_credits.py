"""A campus credit is never lost or raced, and one that is void ends in one sentence and one button."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.errors import Expired, Throttled, Unavailable
from sandbox.server import DATA, build, serving
from tests.examples import person
from tests.handlers.campus import FILED, OLD, Campus, campus_of
from tests.sandbox.asker import Asker

LOG_IN = {"登录": "/login"}


async def test_twenty_at_once(campus: Campus) -> None:
    """Two people share an account whose credit is old: one renewal, and all twenty are answered."""
    account = campus.holding("10086", FILED, age=OLD)
    chats = [campus.chat(who=person(id=f"p{number % 2}", accounts=(account,))) for number in range(20)]
    told = await asyncio.gather(*(chat.say("/me") for chat in chats))
    assert all("test1" in each for each in told)
    asked = await campus.asked()
    assert [each.get("method") for each in asked].count("autologin") == 1
    assert asked[0]["credit"] == FILED
    assert {each["credit"] for each in asked[1:]} == {campus.credit("10086").value}
    assert len(asked) == 41


async def test_young_credit_is_used_as_it_is(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    assert "test1" in await chat.say("我的")
    assert campus.credit("10086").value == FILED


@pytest.mark.parametrize("fault", ["truncated", "reset", "garbage", "empty"])
async def test_answer_to_a_renewal_is_lost(campus: Campus, fault: str) -> None:
    """Nobody knows whether the old credit still holds, so it is not tried."""
    chat = campus.chat(campus.holding("10086", FILED, age=OLD))
    await campus.sandbox.steer("fault", system="wejh", kind=fault, seconds=60)
    assert await chat.say("/me") == "校园账号 10086 的登录已经失效，请重新登录。"
    assert chat.buttons == LOG_IN
    await campus.sandbox.steer("fault", system="wejh", kind=fault, seconds=0)
    assert await chat.say("/me") == "校园账号 10086 的登录已经失效，请重新登录。"
    assert len(await campus.asked()) == 1
    assert "已登录校园账号 10086" in await chat.say("/login 10086 123456")
    assert "test1" in await chat.say("/me")


async def test_expired(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    await campus.sandbox.steer("expire", system="wejh")
    for _again in range(2):
        assert await chat.say("/me") == "校园账号 10086 的登录已经失效，请重新登录。"
        assert chat.buttons == LOG_IN
    assert len(await campus.asked()) == 1


@pytest.mark.parametrize("credit", ["none that the system made", "", "two\nlines"])
@pytest.mark.parametrize("old", [True, False])
async def test_malformed(campus: Campus, credit: str, *, old: bool) -> None:
    chat = campus.chat(campus.holding("10086", credit, **({"age": OLD} if old else {})))
    assert await chat.say("/me") == "校园账号 10086 的登录已经失效，请重新登录。"
    assert chat.buttons == LOG_IN


@pytest.mark.parametrize("old", [True, False])
async def test_newer_build_breaks_at_an_older_credit(session: ClientSession, tmp_path: Path, *, old: bool) -> None:
    """It answers with a stack trace, of which nothing is passed on."""
    data = tmp_path / "data.toml"
    data.write_text(DATA.read_text("utf-8").replace('build = "2019-01"', 'build = "2019-03"'), "utf-8")
    async with serving(app=build(data)) as url:
        campus = campus_of(Asker(session, url))
        chat = campus.chat(campus.holding("10086", FILED, **({"age": OLD} if old else {})))
        told = await chat.say("/me")
        assert "请重新登录" in told
        assert "Exception" not in told
        assert chat.buttons == LOG_IN
        await chat.say("/login 10086 123456")
        assert "test1" in await chat.say("/me")


@pytest.mark.parametrize("status", [503, 404, 429])
async def test_renewal_that_was_turned_away_keeps_the_credit(campus: Campus, status: int) -> None:
    chat = campus.chat(campus.holding("10086", FILED, age=OLD))
    await campus.sandbox.steer("fault", system="wejh", kind="status", status=status, seconds=60)
    assert "重新登录" not in await chat.say("/me")
    assert campus.credit("10086").value == FILED


async def test_nobody_listens(campus: Campus) -> None:
    """Not even connected: nothing was done there."""
    away = campus_of(campus.sandbox, url="http://127.0.0.1:9")
    away.keeping = campus.keeping
    account = away.holding("10086", FILED, age=OLD)
    with pytest.raises(Unavailable):
        await away.sessions.asked(account, away.client.profile)
    assert campus.credit("10086").value == FILED


async def test_cancelled_while_it_renews(campus: Campus) -> None:
    """Who waits no longer still brings the renewal to its end, under the lock."""
    account = campus.holding("10086", FILED, age=OLD)
    await campus.sandbox.steer("fault", system="wejh", kind="latency", delay_s=0.2, seconds=60)
    call = asyncio.create_task(campus.sessions.asked(account, campus.client.profile))
    while not await campus.asked():
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert campus.credit("10086").value not in (FILED, None)
    assert (await campus.sessions.asked(account, campus.client.profile)).username == "10086"


async def test_no_credit_is_kept(campus: Campus) -> None:
    with pytest.raises(Expired):
        await campus.sessions.asked(campus.account("10086"), campus.client.profile)
    assert await campus.asked() == []


async def test_two_logins_at_once(campus: Campus) -> None:
    """The credit that is kept is the one that holds."""
    await asyncio.gather(*(campus.chat(who=person(id=str(n))).say("/login 10086 123456") for n in range(5)))
    assert (await campus.client.profile(campus.credit("10086").value or "")).username == "10086"


async def test_answer_to_a_login_is_lost(campus: Campus) -> None:
    """The credit of before may be void by now, so it is not used again."""
    chat = campus.chat(campus.holding("10086", FILED))
    await campus.sandbox.steer("fault", system="wejh", kind="truncated", seconds=60)
    await chat.say("/login 10086 123456")
    assert chat.buttons == LOG_IN
    await campus.sandbox.steer("fault", system="wejh", kind="truncated", seconds=0)
    assert await chat.say("/me") == "校园账号 10086 的登录已经失效，请重新登录。"


async def test_login_that_was_refused_keeps_the_credit(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    assert "密码不对" in await chat.say("/login 10086 wrong-one")
    assert "test1" in await chat.say("/me")


async def test_too_many_calls(campus: Campus) -> None:
    """Whoever is asked to wait has lost nothing."""
    account = campus.holding("10086", FILED, age=OLD)
    await campus.sandbox.steer("fault", system="wejh", kind="status", status=429, seconds=60)
    with pytest.raises(Throttled):
        await campus.sessions.asked(account, campus.client.profile)
    assert campus.credit("10086").value == FILED


async def test_stranger_s_login_gives_up_nobody_s_credit(campus: Campus) -> None:
    """Whatever becomes of it; if it was done all the same, the next call tells that the credit is void."""
    campus.holding("10086", FILED)
    await campus.sandbox.steer("fault", system="wejh", kind="garbage", seconds=60)
    assert "看不懂" in await campus.chat(who=person(id="stranger")).say("/login 10086 anything")
    assert campus.credit("10086").value == FILED
