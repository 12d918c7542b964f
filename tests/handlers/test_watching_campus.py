"""Bindings of a campus account that is watched: told when one comes or goes; rests where only a login helps."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.aims import Aim
from bot.changes import WatchFor
from bot.messages import Address
from bot.people import Account
from bot.watches import Look, Looked, Notice, Watcher
from bot.words import render
from handlers.watching.campus import campus_kind
from tests.examples import NOW
from tests.handlers.campus import FILED, OLD, Campus

EVERY = timedelta(minutes=10)


@dataclass
class Watching:
    """Somebody who watches 10086; 精弘 is bound there."""

    campus: Campus
    account: Account
    known: dict[str, str] = field(default_factory=dict)

    async def look(self) -> Looked:
        watcher = Watcher("p1", Address("web", "", "private", "1"), None, self.account)
        aim = Aim("wejh", self.account.number)
        looked = await campus_kind(self.campus.sessions, EVERY).look(Look(aim, (watcher,), self.known, 0, 0.0, NOW))
        self.known |= looked.known
        return looked

    async def bound(self, **bindings: object) -> None:
        await self.campus.sandbox.steer("publish", system="wejh", user={"username": "10086", "bindings": bindings})


def text(notices: tuple[Notice, ...]) -> str:
    [notice] = notices
    return render(notice.reply.text, "zh_CN")


def buttons(notices: tuple[Notice, ...]) -> dict[str, str]:
    return {render(each.label, "zh_CN"): each.line for each in notices[0].reply.options}


@pytest.fixture
async def watching(campus: Campus) -> Watching:
    made = Watching(campus, campus.holding("10086", FILED))
    assert not (await made.look()).notices
    return made


async def test_goes_and_comes(watching: Watching) -> None:
    """Each time anew, so that the same change is told twice."""
    keys = set()
    for _time in range(2):
        await watching.bound(jh={"pid": "", "state": 0})
        gone = (await watching.look()).notices
        assert text(gone) == "校园账号 …86\n绑定有变化：\n精弘：未绑定"
        assert buttons(gone)["重新绑定"] == "/campus jh"
        await watching.bound(jh={"pid": "201806061777", "state": 2})
        back = (await watching.look()).notices
        assert text(back).endswith("精弘：已绑定，201806061777")
        assert "重新绑定" not in buttons(back)
        keys |= {gone[0].key, back[0].key}
    assert len(keys) == 4


async def test_runs_out(watching: Watching) -> None:
    await watching.bound(jh={"pid": "201806061201", "state": 1})
    assert text((await watching.look()).notices).endswith("精弘：已失效，要重新绑定，201806061201")
    await watching.bound(jh={"pid": "", "state": 0})
    assert not (await watching.look()).notices


async def test_several_at_once(watching: Watching) -> None:
    await watching.bound(jh={"pid": "201806061777", "state": 2}, zfedu={"pid": "201806061777", "state": 2})
    assert text((await watching.look()).notices).count("已绑定，201806061777") == 2


async def test_nothing_new(watching: Watching) -> None:
    looked = await watching.look()
    assert (looked.notices, looked.paused, looked.failed) == ((), (), False)


async def test_login_has_run_out(watching: Watching) -> None:
    """Told with the way to mend it; what was known stays, so that nothing is missed until then."""
    await watching.campus.sandbox.steer("expire", system="wejh")
    looked = await watching.look()
    assert "10086 的登录已经失效" in text(looked.paused)
    assert buttons(looked.paused) == {"登录": "/login 10086"}
    assert (looked.known, looked.notices) == ({}, ())


async def test_no_credit(campus: Campus) -> None:
    assert (await Watching(campus, campus.account("10086")).look()).paused


@pytest.mark.parametrize("kind", ["status", "garbage", "reset"])
async def test_system_is_away(watching: Watching, kind: str) -> None:
    await watching.campus.sandbox.steer("fault", system="wejh", kind=kind, seconds=60)
    looked = await watching.look()
    assert (looked.failed, looked.paused, looked.known) == (True, (), {})


async def test_credit_is_renewed_first(campus: Campus) -> None:
    watching = Watching(campus, campus.holding("10086", FILED, age=OLD))
    await watching.look()
    first, second = await campus.asked()
    assert (first["method"], first["credit"]) == ("autologin", FILED)
    assert second["credit"] == campus.credit("10086").value != FILED


async def test_watch(campus: Campus) -> None:
    chat = campus.watching_chat(campus.holding("10086", FILED))
    assert "绑定有变化就告诉你" in await chat.say("/watch wejh 10086")
    assert chat.last
    [watch] = chat.last.changes
    assert isinstance(watch, WatchFor)
    assert (watch.aim, watch.account) == (Aim("wejh", "10086"), campus.account("10086").id)
    watching = Watching(campus, campus.account("10086"), {watch.account: watch.known[0][1]})
    assert not (await watching.look()).notices


async def test_watch_where_only_a_login_helps(campus: Campus) -> None:
    chat = campus.watching_chat(campus.account("10086"))
    assert "没有订阅成功。\n校园账号 10086 的登录已经失效" in await chat.say("/watch 校园账号")
    assert chat.buttons == {"登录": "/login"}
