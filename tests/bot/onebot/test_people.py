"""Who may be answered alone, where, and what they send."""

import asyncio
import base64

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.messages import Address, Incoming, Upload
from bot.platforms.onebot.parts import Setup
from tests.bot.onebot.side import ACCOUNT, FAST, TOKEN, connected, house, until

CLASS = Address("onebot", ACCOUNT, "group", "777")
ASKED = Incoming("1", CLASS, "222", 0.0, "/grades")


async def test_whoever_has_just_become_a_friend_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the list, once it names somebody, is good for a minute."""
    monkeypatch.setattr("bot.platforms.onebot.platform._STRANGERS_S", 0.0)
    async with house() as there, connected(there) as side:
        for friends, expected in (([], None), ([{"user_id": "222"}], "222")):
            asking = asyncio.create_task(there.platform.private(ASKED))
            await side.answer(await side.next_call(), {"status": "ok", "retcode": 0, "data": friends})
            found = await asking
            assert (found.chat if found else None) == expected
        assert await there.platform.private(ASKED)  # nobody is asked again


async def test_the_one_account_is_named() -> None:
    """So that what somebody is told unasked stays in line with the answers."""
    async with house() as there:
        assert there.platform.alone("222") == Address("onebot", "", "private", "222")
        async with connected(there):
            pass
        assert there.platform.alone("222") == Address("onebot", ACCOUNT, "private", "222")
        async with connected(there, "10002"):
            assert there.platform.alone("222") == Address("onebot", "", "private", "222")
    async with house(Setup(FAST, access_token=TOKEN, accounts=(ACCOUNT,))) as there:
        assert there.platform.alone("222") == Address("onebot", ACCOUNT, "private", "222")


OTHER = "10002"
WRITTEN = {"post_type": "message", "message_id": 1, "user_id": OTHER, "message": "/id"}
IN_PRIVATE = {**WRITTEN, "message_type": "private", "sub_type": "friend"}
IN_GROUP = {**WRITTEN, "message_type": "group", "sub_type": "normal", "group_id": 777}
FRIENDS_NOW = {"post_type": "notice", "notice_type": "friend_add", "user_id": OTHER}
FROM_GROUP = {**WRITTEN, "message_type": "private", "sub_type": "group"}


@pytest.mark.parametrize("frame", [IN_PRIVATE, IN_GROUP, FRIENDS_NOW, FROM_GROUP])
async def test_two_accounts_do_not_answer_each_other(frame: dict[str, object]) -> None:
    """Of one bot, in one group or as friends: what is on its way when one of them goes included."""
    async with house() as there, connected(there) as side:
        async with connected(there, OTHER):
            await side.tell(frame)
        await until(lambda: OTHER not in there.platform.connected)
        await side.tell(frame)
        await side.tell({**IN_PRIVATE, "user_id": "222"})
        await until(lambda: bool(there.heard))
        assert [each.sender for each in there.heard] == ["222"]
        assert there.platform._strangers == {}


async def test_accounts_that_are_named_are_known_before_they_connect() -> None:
    """As are those that another process has."""
    async with house(Setup(FAST, access_token=TOKEN, accounts=(ACCOUNT, OTHER))) as there, connected(there) as side:
        await side.tell(IN_GROUP)
        await side.tell({**IN_GROUP, "user_id": "222"})
        await until(lambda: bool(there.heard))
        assert [each.sender for each in there.heard] == ["222"]


async def test_a_file_that_comes_in_pieces_is_whole() -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _piece in range(3):
            await response.write(b"a,b\n" * 20_000)
            await asyncio.sleep(0)
        return response

    app = web.Application()
    app.router.add_get("/list.csv", slowly)
    async with house() as there, connected(there), TestServer(app) as server:
        upload = Upload("list.csv", b"", there=str(server.make_url("/list.csv")))
        assert await there.platform.file(CLASS, upload) == b"a,b\n" * 60_000


async def test_a_file_is_asked_of_the_account_that_it_was_sent_to() -> None:
    """Its name over there says nothing to another one."""
    async with house() as there, connected(there, "10002"), connected(there) as side:
        asking = asyncio.create_task(there.platform.file(CLASS, Upload("list.csv", b"", there="file:abc")))
        data = {"base64": base64.b64encode(b"a,b").decode()}
        await side.answer(await side.next_call(), {"status": "ok", "retcode": 0, "data": data})
        assert await asking == b"a,b"
        assert side.calls[0]["params"] == {"file": "abc", "file_id": "abc"}
