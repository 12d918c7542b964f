"""Whatever the QQ side sends is read, or passed over: the connection goes on, and nothing half-read goes further."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.platforms.onebot.frames import Reader, Unreadable
from bot.platforms.onebot.parts import Heard, Setup
from tests.bot.onebot.side import ACCOUNT, FAST, TOKEN, Side, connected, house, until
from tests.near import anything, near
from tests.whole import whole

BASE = {"time": 1_760_000_000, "self_id": int(ACCOUNT)}
SENDER = {"user_id": 222, "nickname": "A", "card": "B", "role": "admin"}
PARTS = [
    {"type": "reply", "data": {"id": "9"}},
    {"type": "at", "data": {"qq": ACCOUNT}},
    {"type": "text", "data": {"text": " /help"}},
    {"type": "image", "data": {"file": "a.png", "url": "http://127.0.0.1:1/a", "file_size": "7"}},
]
MESSAGE = BASE | {"post_type": "message", "message_id": 5, "user_id": 222, "sender": SENDER, "message": PARTS}
PRIVATE = MESSAGE | {"message_type": "private", "sub_type": "friend"}
CODED = "[CQ:reply,id=9][CQ:at,qq=10001] &#91;x&#93;[CQ:image,file=a&#44;b.png,file_size=7]"
NOTICE = BASE | {"post_type": "notice", "user_id": int(ACCOUNT), "group_id": 777, "operator_id": 222}
REQUEST = BASE | {"post_type": "request", "user_id": 222, "flag": "f", "comment": "c"}
GENUINE: list[dict[str, Any]] = [
    PRIVATE,
    MESSAGE | {"message_type": "group", "sub_type": "normal", "group_id": 777},
    MESSAGE | {"message_type": "group", "sub_type": "normal", "group_id": "777", "message": CODED},
    MESSAGE | {"message_type": "private", "sub_type": "group", "group_id": 777},
    PRIVATE | {"post_type": "message_sent", "target_id": 222},
    NOTICE | {"notice_type": "friend_add"},
    NOTICE | {"notice_type": "group_increase", "sub_type": "invite"},
    NOTICE | {"notice_type": "group_decrease", "sub_type": "kick_me"},
    NOTICE | {"notice_type": "group_ban", "sub_type": "lift_ban", "duration": 0},
    REQUEST | {"request_type": "friend"},
    REQUEST | {"request_type": "group", "sub_type": "invite", "group_id": 777},
    {"status": "ok", "retcode": 0, "data": {"message_id": 1}, "echo": "unknown"},
]
MADE_UP = (Phase.generate,)  # to make sixty of them simpler would take minutes
BEAT = BASE | {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 30_000}
frames = st.sampled_from(GENUINE).flatmap(near)


@given(frames | near(BEAT) | anything)
def test_a_frame_is_read_whole_or_refused(value: Any) -> None:
    reader = Reader(ACCOUNT, lambda message: message == "9", lambda: 1.0)
    frame = json.loads(json.dumps(value))
    if not isinstance(frame, dict):
        return
    with suppress(Unreadable):
        event = reader.read(frame)
        if isinstance(event, Heard):
            assert whole(event.incoming)


@settings(max_examples=3, phases=MADE_UP)
@given(
    st.lists((frames | anything).map(json.dumps) | st.text(), min_size=60, max_size=60),
    st.lists(st.binary(max_size=60), min_size=10, max_size=10),
)
def test_the_connection_goes_on(texts: list[str], raw: list[bytes]) -> None:
    asyncio.run(_sent([*texts, *raw, "[" * 100_000, '{"post_type": "message", "time": ' + "9" * 10_000 + "}"]))


async def _sent(strange: list[str | bytes]) -> None:
    async with house(Setup(FAST, access_token=TOKEN, groups="ignore")) as there, connected(there) as side:
        connection = there.platform.connected[ACCOUNT]
        answering = asyncio.create_task(_answered(side))
        for frame in strange:
            with suppress(UnicodeEncodeError):  # which no WebSocket carries
                await (side.socket.send_str(frame) if isinstance(frame, str) else side.socket.send_bytes(frame))
        genuine = PRIVATE | {"message_id": 77, "user_id": 333, "message": [{"type": "text", "data": {"text": "still"}}]}
        await side.tell(genuine)
        await until(lambda: bool(there.heard) and there.heard[-1].text == "still")
        assert all(whole(incoming) for incoming in there.heard)
        assert there.platform.connected[ACCOUNT] is connection
        answering.cancel()


async def _answered(side: Side) -> None:
    """Whatever the bot asks meanwhile."""
    while True:
        await side.answer(await side.socket.receive_json())
