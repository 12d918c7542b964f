"""Whatever comes as an update, fetched or brought: the others get through, and nothing half-read goes further."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.parts import Heard, Identity
from bot.platforms.telegram.updates import Reader, Unreadable
from tests.bot.telegram.house import House, at_work
from tests.bot.telegram.test_webhook import HEADER, SECRET, listening, post
from tests.botapi import Fake, serving
from tests.near import anything, near
from tests.whole import whole

READER = Reader("7", Identity(7, "my_bot"))
CHAT = {"id": 5, "type": "private"}
GROUP = {"id": -1009, "type": "supergroup", "is_forum": True}
PERSON = {"id": 5, "is_bot": False, "first_name": "A"}
MESSAGE = {"message_id": 1, "from": PERSON, "chat": CHAT, "date": 9, "text": "x"}
IN_GROUP = MESSAGE | {"chat": GROUP, "message_thread_id": 3, "is_topic_message": True, "reply_to_message": MESSAGE}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 7, "file_name": "a.txt"}
GENUINE: list[dict[str, Any]] = [
    {"message": MESSAGE},
    {"message": IN_GROUP | {"sender_chat": GROUP, "text": "/start@my_bot word"}},
    {"message": MESSAGE | {"document": FILE, "caption": "c"}},
    {"message": MESSAGE | {"photo": [FILE, FILE]}},
    {"message": MESSAGE | {"migrate_to_chat_id": -1009}},
    {"callback_query": {"id": "1", "from": PERSON, "data": "/help", "message": IN_GROUP}},
    {"my_chat_member": {"chat": GROUP, "from": PERSON, "date": 1, "new_chat_member": {"status": "kicked"}}},
]
MADE_UP = (Phase.generate,)  # to make sixty of them simpler would take minutes
updates = st.sampled_from(GENUINE).flatmap(near)


@given(updates | anything)
def test_an_update_is_read_whole_or_refused(value: Any) -> None:
    update = json.loads(json.dumps({"update_id": 1} | value if isinstance(value, dict) else value))
    with suppress(Unreadable):
        event = READER.read(update, 1.0)
        if isinstance(event, Heard):
            event.callback.encode()
            assert event.incoming is None or whole(event.incoming)


@settings(max_examples=3, phases=MADE_UP)
@given(st.lists(updates | anything.map(lambda value: {"message": value}), min_size=60, max_size=60))
def test_fetched(strange: list[dict[str, Any]]) -> None:
    async def polling(fake: Fake, house: House) -> None:
        async with at_work(fake, house):
            for update in strange:
                for kind, content in update.items():
                    fake.world.updates.put(kind, {kind: content})
            await fake.user("alice").private.say("still here")
            await house.bell.until(lambda: "still here" in house.texts, 10)

    asyncio.run(_shown(polling))


@settings(max_examples=3, phases=MADE_UP)
@given(
    st.lists((updates | anything).map(json.dumps).map(str.encode) | st.binary(max_size=60), min_size=60, max_size=60)
)
def test_brought(strange: list[bytes]) -> None:
    async def pushed(fake: Fake, house: House) -> None:
        async with listening(fake, house) as (_telegram, url):
            for body in [*strange, b"[" * 100_000, b'{"update_id": ' + b"9" * 10_000 + b"}"]:
                assert await post(url, body, {HEADER: SECRET}) in (200, 400)
            genuine = json.dumps({"update_id": 99, "message": MESSAGE | {"text": "still here"}})
            assert await post(url, genuine.encode(), {HEADER: SECRET}) == 200
            assert "still here" in house.texts

    asyncio.run(_shown(pushed))


async def _shown(scenario: Callable[[Fake, House], Awaitable[None]]) -> None:
    house = House()
    async with serving() as fake:
        await scenario(fake, house)
    assert all(whole(incoming) for incoming in house.incoming)
