"""Who may connect, and what becomes of a connection."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, ClientWSTimeout, WSServerHandshakeError

from bot.abilities import Outcome
from bot.alarms import State
from bot.messages import Address, Outgoing
from bot.platforms.onebot.parts import Setup
from tests.bot.onebot.side import ACCOUNT, FAST, TOKEN, connected, house, until

ALICE = Address("onebot", ACCOUNT, "private", "222")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer wrong"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "X-Self-ID": ""}, 400),
        ({"Authorization": f"Bearer {TOKEN}", "X-Self-ID": "abc"}, 400),
        ({"Authorization": f"Bearer {TOKEN}", "X-Self-ID": "0"}, 400),
        ({"Authorization": f"Bearer {TOKEN}", "X-Client-Role": "Event"}, 400),
        ({"Authorization": f"Bearer {TOKEN}", "X-Self-ID": "10009"}, 403),
    ],
)
async def test_refused_before_the_upgrade(headers: dict[str, str], status: int) -> None:
    setup = Setup(FAST, access_token=TOKEN, accounts=(ACCOUNT,))
    async with house(setup) as there, ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(there.server.make_url("/onebot/v11/ws"), headers={"X-Self-ID": ACCOUNT} | headers)
        assert refused.value.status == status


async def test_token_that_is_no_text() -> None:
    """Bytes that are no UTF-8, which no library of ours would send."""
    async with house(Setup(FAST, access_token=TOKEN)) as there:
        assert there.server.port
        reader, writer = await asyncio.open_connection("127.0.0.1", there.server.port)
        writer.write(b"GET /onebot/v11/ws HTTP/1.1\r\nHost: bot\r\nAuthorization: Bearer \xff\r\n\r\n")
        assert b" 403 " in await reader.readline()
        writer.close()


async def test_without_a_token_an_empty_one_will_do() -> None:
    """NapCat sends the word without a token behind it."""
    async with house(Setup(FAST)) as there, connected(there, Authorization="Bearer "):
        assert there.platform.budget.room()


async def test_token_in_the_address() -> None:
    async with house() as there, ClientSession() as session:
        address = there.server.make_url("/onebot/v11/ws").with_query(access_token=TOKEN)
        async with session.ws_connect(address, headers={"X-Self-ID": ACCOUNT}):
            await until(lambda: bool(there.platform.connected))


async def test_new_connection_takes_the_place_of_the_old_one() -> None:
    async with house() as there, connected(there) as old, connected(there) as new:
        await old.closed()
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await new.answer(await new.next_call())
        assert (await sending).outcome is Outcome.SENT


async def test_new_connection_does_not_wait_for_a_dead_one() -> None:
    """Which never says that it has closed."""
    async with house() as there, ClientSession() as session:
        address = there.server.make_url("/onebot/v11/ws")
        given = {"X-Self-ID": ACCOUNT, "Authorization": f"Bearer {TOKEN}"}
        async with session.ws_connect(address, headers=given, timeout=ClientWSTimeout(ws_close=0.1)):  # reads nothing
            await until(lambda: ACCOUNT in there.platform.connected)
            async with connected(there) as new, asyncio.timeout(5):
                sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
                await new.answer(await new.next_call())
                assert (await sending).outcome is Outcome.SENT


@pytest.mark.parametrize("again", ["heartbeat", "message"])
async def test_nothing_is_sent_while_the_account_is_offline(again: str) -> None:
    """Its program may live on and answer; what it says to have failed then is not lost."""
    beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 3_600_000}
    message = {"post_type": "message", "message_type": "private", "user_id": 222, "message_id": 1, "message": "/id"}
    async with house() as there, connected(there) as side:
        await side.tell({**beat, "status": {"online": False, "good": True}})
        await until(lambda: not there.platform.budget.room())
        assert (await there.platform.send("k", ALICE, Outgoing("hello"))).outcome is Outcome.LATER
        assert there.platform.signs(datetime.now(UTC))[0].state is not State.WELL
        await side.tell(message if again == "message" else {**beat, "status": {"online": True}})
        await until(lambda: there.platform.budget.room() > 0)
        assert there.platform.signs(datetime.now(UTC))[0].state is State.WELL


async def test_nothing_is_taken_up_while_nobody_is_connected() -> None:
    async with house() as there:
        assert not there.platform.budget.room()
        async with connected(there):
            assert there.platform.budget.room()
        await until(lambda: not there.platform.connected)
        assert not there.platform.budget.room()
        assert (await there.platform.send("k", ALICE, Outgoing("hello"))).outcome is Outcome.LATER


async def test_calls_fail_at_once_when_the_connection_closes() -> None:
    async with house() as there:
        async with connected(there) as side:
            asking = asyncio.create_task(there.platform.connected[ACCOUNT].call("get_status", {}))
            await side.next_call()
        with pytest.raises(Exception, match="closed"):
            await asyncio.wait_for(asking, 5)


async def test_silence_after_heartbeats_ends_the_connection() -> None:
    async with house() as there, connected(there) as side:
        await side.tell({"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 20, "self_id": 10001})
        await side.closed()
        await until(lambda: not there.platform.connected)


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        "null",
        "[" * 5000,
        '{"echo": [1]}',
        '{"post_type": 5}',
        f'{{"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 1{"0" * 400}}}',
        '{"post_type": "message", "message_type": "private", "user_id": 222, "message_id": 1, "message": '
        '[{"type": "image", "data": {"file": "a", "file_size": "LARGE"}}]}'.replace("LARGE", "1" * 5000),
    ],
    ids=range(8),
)
async def test_odd_frames_end_nothing(frame: str) -> None:
    async with house() as there, connected(there) as side:
        await side.socket.send_str(frame)
        await side.tell(
            {"post_type": "message", "message_type": "private", "user_id": 222, "message_id": 1, "message": "/id"}
        )
        await until(lambda: "/id" in [each.text for each in there.heard])
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call())
        assert (await sending).outcome is Outcome.SENT
