"""What anybody may ask the campus system."""

from datetime import UTC, datetime
from functools import partial

import pytest
from aiohttp import ClientSession

from bot.forms import Menu
from bot.messages import Document
from handlers.holding import others_told
from handlers.wejh import wejh_forms
from providers.clock import Clock
from providers.system import Terms
from providers.wejh.client import WejhClient, WejhConfig
from sandbox.server import World, build, serving
from tests.handlers.campus import Campus
from tests.handlers.chat import Chat
from tests.in_memory import kept

GIF = b"GIF89a" + bytes(9)


async def test_whois(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("/whois 10086") == "test1 · 10086"
    assert await chat.say("/whois 10086，nobody 10087、10086 no-one") == (
        "test1 · 10086\ntest2 · 10087\n没有这样的用户：nobody、no-one"
    )
    assert await chat.say("/whois nobody") == "没有这样的用户：nobody"
    assert await chat.say("/whois 201806061201") == "wejh · 201806061201 · 类型：WEJH"


async def test_whois_asks(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("/whois") == "请发送用户名，可以有几个，用空格隔开。"
    assert "一次最多查 20 个用户名" in await chat.say(" ".join(map(str, range(21))))
    assert "太长" in await chat.say("x" * 51)
    assert await chat.say("linxiaowen huangzixuan") == "林晓雯 · linxiaowen\n黄子轩 · huangzixuan"


async def test_whois_shows_one_portrait(campus: Campus) -> None:
    await campus.sandbox.steer("publish", system="wejh", user={"username": "10086", "portrait": GIF.hex()})
    chat = campus.chat()
    for line, document in (("/whois 10086", Document("portrait.gif", GIF)), ("/whois 10086 10087", None)):
        await chat.say(line)
        assert chat.last is not None
        assert chat.last.replies[0].document == document


async def test_no_answer(campus: Campus) -> None:
    await campus.sandbox.steer("fault", system="wejh", kind="status", seconds=60)
    for line in ("/whois 10086", "/term"):
        assert "没有应答" in await campus.chat().say(line)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ((2018, 10, 1), "2018/2019 学年上学期\n第 2 周，共 18 周 · 星期一\n2018-09-24 至 2019-01-27"),
        ((2026, 3, 1), "2025/2026 学年下学期\n第 1 周，共 18 周 · 星期日\n2026-02-23 至 2026-06-28"),
        (
            (2026, 8, 5),
            "2025/2026 学年短学期\n星期三\n校园系统没有给出校历，这是按今天的日期推算的，没有周次。",
        ),
    ],
)
async def test_term(session: ClientSession, day: tuple[int, int, int], told: str) -> None:
    now = datetime(*day, 4, tzinfo=UTC)
    keeping = kept()
    async with serving(app=build(world=World(wall=now.timestamp))) as url:
        client = WejhClient(session, WejhConfig(url, terms=Terms(per_second=1000)), Clock(now=lambda: now))
        assert await Chat(Menu(wejh_forms(client, keeping, partial(others_told, keeping)))).say("校历") == told
