"""People who block the bot and unblock it, groups that it is removed from and comes back to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import writing
from bot.messages import Address, Outgoing
from bot.settings import Settings, load
from bot.store.claims import Mine
from bot.store.database import opened
from bot.store.settled import ANSWER, NOTIFICATION, Sending
from bot.store.store import Store
from bot.store.vault import key_source
from tests.bot.telegram.forms import HELLO
from tests.bot.telegram.house import House, at_work, becomes, in_group, private, whole
from tests.botapi import Fake, Person
from tests.botapi.records import Rights


async def test_block_and_unblock_are_heard(fake: Fake, alice: Person, house: House) -> None:
    there = private(alice)
    async with at_work(fake, house):
        alice.block()
        alice.unblock()
        await house.bell.until(lambda: len(house.standings) == 2, 10)
    assert house.standings == [(there, False), (there, True)]


@pytest.mark.parametrize(
    ("rights", "reachable"),
    [
        (Rights("left"), False),
        (Rights("kicked"), False),
        (Rights("restricted", can_send_messages=False), False),
        (Rights("restricted"), True),
        (Rights("member"), True),
        (Rights("administrator"), True),
    ],
)
async def test_place_in_a_group_is_heard(
    fake: Fake, alice: Person, house: House, rights: Rights, *, reachable: bool
) -> None:
    group = fake.group("class", admins=[alice])
    async with at_work(fake, house):
        await house.bell.until(lambda: len(house.standings) == 1, 10)  # it was added
        group.set_bot(alice, rights.status, can_send_messages=rights.can_send_messages)
        await house.bell.until(lambda: len(house.standings) == 2, 10)
    assert house.standings[1] == (in_group(group.chat.id), reachable)


@asynccontextmanager
async def beside(folder: Path) -> AsyncIterator[Store]:
    """The store of the bot that lives in `folder`, as another process would open it."""
    store = {"url": f"sqlite:///{folder}/bot.db", "key_file": str(folder / "bot.key")}
    settings: Settings = load(Path("none"), {"store": store}, required=False)
    source = key_source(settings)
    async with opened(store["url"], source, alone=False) as database, writing(database) as writer:
        yield Store(database, writer, Mine("beside", ()))


async def put(store: Store, key: str, where: Address, priority: int) -> None:
    sending = Sending(key, where, Outgoing(key), priority)
    await store._writer.write(store.outbox.put(sending))


async def test_notifications_are_not_tried_where_nothing_arrives_and_answers_are(
    fake: Fake, alice: Person, tmp_path: Path
) -> None:
    there = private(alice)
    async with whole(tmp_path, fake, HELLO), beside(tmp_path) as store:
        await alice.private.say("/hello")
        await alice.private.hears("hello")
        alice.block()
        await becomes(tmp_path, "select lane from gone", [(there.key,)])
        calls = len(fake.called("sendMessage"))
        await put(store, "a notification", there, NOTIFICATION)
        await becomes(tmp_path, "select reason from dead", [("nothing can be sent there",)])
        assert len(fake.called("sendMessage")) == calls
        await put(store, "an answer", there, ANSWER)
        await becomes(tmp_path, "select count(*) from dead", [(2,)])
        assert len(fake.called("sendMessage")) == calls + 1
        alice.unblock()
        await becomes(tmp_path, "select lane from gone", [])
        await put(store, "another notification", there, NOTIFICATION)
        await alice.private.hears("another notification")


async def test_send_that_finds_nobody_is_remembered_for_the_whole_group(
    fake: Fake, alice: Person, tmp_path: Path
) -> None:
    """Topics too; and whoever comes back is back in all of them."""
    group = fake.group("forum", admins=[alice], forum=True)
    one, two = (in_group(group.chat.id, str(group.open_topic(alice, name))) for name in ("one", "two"))
    async with whole(tmp_path, fake, HELLO), beside(tmp_path) as store:
        fake.world.updates.allowed = frozenset()  # that it was removed nobody tells
        group.set_bot(alice, "kicked")
        await put(store, "first", one, NOTIFICATION)
        await becomes(tmp_path, "select lane from gone", [(in_group(group.chat.id).key,)])
        await put(store, "second", two, NOTIFICATION)
        await becomes(tmp_path, "select count(*) from dead", [(2,)])
        assert len(fake.called("sendMessage")) == 1
        fake.world.updates.allowed = frozenset(("my_chat_member",))
        group.set_bot(alice, "member")
        await becomes(tmp_path, "select lane from gone", [])
        await put(store, "third", two, NOTIFICATION)
        await group.seat(alice).hears("third")
