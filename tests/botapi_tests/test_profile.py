"""What the bot says of itself."""

import pytest

from tests.botapi import Seat
from tests.botapi_tests.client import Client

CET = {"command": "cet", "description": "CET 成绩"}


async def test_commands_are_kept_by_scope_and_language(client: Client) -> None:
    private = {"type": "all_private_chats"}
    await client.call("setMyCommands", commands=[CET])
    await client.call("setMyCommands", commands=[CET, CET], scope=private, language_code="zh")
    assert await client.call("getMyCommands") == [CET]
    assert await client.call("getMyCommands", scope=private) == []
    assert len(await client.call("getMyCommands", scope=private, language_code="zh")) == 2
    await client.call("deleteMyCommands")
    assert await client.call("getMyCommands") == []


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"commands": [{"command": "Cet", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "c" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "cet", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "cet", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [CET] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [CET], "scope": {"type": "everybody"}}, "unsupported BotCommandScope"),
        ({"commands": [CET], "scope": {"type": "chat"}}, "can't parse BotCommandScope"),
        ({"commands": [CET], "language_code": "zh-hans"}, "invalid language code"),
    ],
)
async def test_commands_that_are_refused(client: Client, params: dict[str, object], why: str) -> None:
    assert why in await client.refused("setMyCommands", **params)


@pytest.mark.parametrize(
    ("setter", "getter", "name", "most"),
    [
        ("setMyName", "getMyName", "name", 64),
        ("setMyDescription", "getMyDescription", "description", 512),
        ("setMyShortDescription", "getMyShortDescription", "short_description", 120),
    ],
)
async def test_texts_about_the_bot(client: Client, setter: str, getter: str, name: str, most: int) -> None:
    await client.call(setter, **{name: "x" * most})
    await client.call(setter, **{name: "中", "language_code": "zh"})
    assert await client.call(getter, language_code="en") == {name: "x" * most}
    assert await client.call(getter, language_code="zh") == {name: "中"}
    assert "too long" in await client.refused(setter, **{name: "x" * (most + 1)})
    await client.call(setter)
    assert await client.call(getter) == {name: ""}


async def test_the_menu_button(client: Client, chat: Seat) -> None:
    assert await client.call("getChatMenuButton") == {"type": "commands"}
    await client.call("setChatMenuButton", chat_id=1001, menu_button={"type": "default"})
    assert await client.call("getChatMenuButton", chat_id=1001) == {"type": "default"}
    assert "wrong menu button" in await client.refused("setChatMenuButton", menu_button={"type": "none"})


async def test_get_me_tells_about_privacy_mode(client: Client) -> None:
    me = await client.call("getMe")
    assert (me["is_bot"], me["can_read_all_group_messages"], me["supports_inline_queries"]) == (True, False, True)
