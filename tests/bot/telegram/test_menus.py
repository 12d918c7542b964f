"""The menus of commands: which ones are shown where, and that they are set only when they changed."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.forms import Form, Menu
from bot.platforms.telegram import platform
from bot.platforms.telegram.menus import set_menus
from bot.words import _
from tests.bot.telegram.forms import HELLO
from tests.bot.telegram.house import House, at_work, calling, setup
from tests.botapi import Fake, Person


def form(name: str, **fields: Any) -> Form:
    return Form(name, _("帮助"), HELLO.run, **fields)


MENU = Menu(
    (
        form("cet"),
        form("bind", place="private"),
        form("ours", place="admins"),
        form("stats", admins=True),
        form("notme", hidden=True),
        form("judge", off="not here"),
    )
)


async def set_by(fake: Fake, menu: Menu, **changes: Any) -> int:
    """How many menus are set."""
    before = len(fake.called("setMyCommands"))
    async with calling(fake) as api:
        await set_menus(api, setup(fake, menu=menu, **changes))
    return len(fake.called("setMyCommands")) - before


def shown(fake: Fake, scope: str, language: str = "") -> dict[object, object]:
    for (where, code), commands in fake.world.profile.commands.items():
        if f'"{scope}"' in where and code == language:
            return {each["command"]: each["description"] for each in commands}
    return {}


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("all_private_chats", ["cet", "bind", "ours"]),
        ("all_group_chats", ["cet"]),
        ("all_chat_administrators", ["cet", "ours"]),
    ],
)
async def test_each_place_has_its_own(fake: Fake, scope: str, names: list[str]) -> None:
    await set_by(fake, MENU)
    for language in ("", "zh", "en"):
        assert list(shown(fake, scope, language)) == names


async def test_each_language_has_its_own_and_all_others_the_bot_s(fake: Fake) -> None:
    await set_by(fake, MENU, language="en")
    said = [shown(fake, "all_group_chats", language)["cet"] for language in ("", "zh", "en")]
    assert said == ["Help", "帮助", "Help"]


async def test_second_start_sets_nothing(fake: Fake) -> None:
    assert await set_by(fake, MENU) == 9
    assert await set_by(fake, MENU) == 0


async def test_what_changed_is_set(fake: Fake) -> None:
    await set_by(fake, MENU)
    assert await set_by(fake, Menu((*MENU, form("more", place="private")))) == 3


async def test_menu_that_fails_is_said_and_left(fake: Fake) -> None:
    fake.fault("status", "setMyCommands", status=502, count=1)
    with capture_logs() as lines:
        assert await set_by(fake, MENU) == 8
    assert [line["event"] for line in lines].count("menu not set") == 1
    assert await set_by(fake, MENU) == 1


@pytest.mark.parametrize("answer", [True, None, [1, "help"], {"command": "cet"}])
async def test_answer_that_is_no_menu(fake: Fake, answer: object) -> None:
    """From a proxy, say: nothing ends by it, and the menus are set."""
    called: list[str] = []

    async def odd(request: web.Request) -> web.Response:
        called.append(request.match_info["method"])
        return web.json_response({"ok": True, "result": answer if called[-1] == "getMyCommands" else True})

    app = web.Application()
    app.router.add_post("/{bot}/{method}", odd)
    async with TestServer(app) as proxy:
        changes: dict[str, Any] = {"base_url": str(proxy.make_url("")), "menu": MENU}
        async with calling(fake, **changes) as api:
            await set_menus(api, setup(fake, **changes))
    assert called.count("setMyCommands") == 9


async def test_start_sets_them(fake: Fake, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "_MENUS_S", 0)

    def all_set() -> bool:
        return len(fake.called("setMyCommands")) == 9

    async with at_work(fake, house, menu=MENU):
        while not all_set():
            await asyncio.sleep(0)


async def test_whoever_wrote_before_the_start_comes_first(fake: Fake, house: House, alice: Person) -> None:
    await alice.private.say("one")
    async with at_work(fake, house, menu=MENU):
        await house.got("one")
        assert not fake.called("getMyCommands")
