"""A store with something in every table that holds what is sealed, written as the bot writes it."""

from dataclasses import replace
from datetime import timedelta

from bot.aims import Aim
from bot.batches import End
from bot.changes import BeginBatch, Bind, WatchFor
from bot.conversation import Open
from bot.messages import Button, Outgoing
from bot.people import Account
from bot.store.database import Database
from bot.store.history import History, Line
from bot.store.settled import NOTIFICATION, Dead, Keep, Sending, Settled
from bot.store.store import Store
from bot.store.writer import Writer
from tests.bot.store.conftest import writing
from tests.bot.store.messages import person_of, said

AIM = Aim("kaoshiyun", "d7310f")


def account_of(store: Store, sender: str) -> Account:
    return Account(store.keeping.accounts.id_of("kaoshiyun", sender), "kaoshiyun", sender, name="林晓雯")


async def furnish(database: Database, store: Store, sender: str = "alice") -> None:
    """Something of one person in every table."""
    await store.receive([said("a line", sender=sender), said("waits", sender=sender)])
    [claimed] = await store.claim(1)
    here, account = claimed.work.incoming.address, account_of(store, sender)
    settled = Settled(
        replace(person_of(claimed), address=here.key),
        replies=(Sending(f"waits for {sender}", here, Outgoing("late", (Button("#t", "x"),)), NOTIFICATION, 3600.0),),
        conversations=(Keep(claimed.work.incoming.lane, Open("cet", "name", {"ticket": sender})),),
        changes=(
            Bind(account),
            WatchFor(AIM, here.key, account.id, ((AIM, "what is known"),), wait_s=3600.0),
            BeginBatch("grant", f"batch of {sender}", ((2, {"user": sender}), (3, {"user": "another"}))),
        ),
        buttons=((f"token of {sender}", f"/cet {sender}", here.key),),
        dead=Dead("KeyError", "A1"),
    )
    await store.settle(claimed.work, settled)
    await store.keeping.tokens.put("cover", f"score of {sender}", timedelta(days=1), person=claimed.person)
    async with store.keeping.credits.of(account.id) as credit:
        await credit.keep(f"credit of {sender}")
    await _worked(store)
    await store.keeping.readings.keep("kaoshiyun", sender, "a list")
    async with writing(database) as writer:
        await _shown(History(database, writer), here.key, sender)


async def _worked(store: Store) -> None:
    """One line of each batch is done."""
    for batch in await store.batches.due(5):
        lines = await store.batches.next(batch, 1)
        await store.batches.ended(batch, [replace(each, end=End.DONE, why="done") for each in lines or ()])
        await store.batches.free(batch)


async def _shown(history: History, chat: str, sender: str) -> None:
    await history.keep(chat, Line("1", f"score of {sender}"))
    await history.put_file(f"file of {sender}", chat, "portrait.png", b"png")


async def read_all(database: Database, store: Store, sender: str = "alice") -> None:
    """All of it is there and opens."""
    account = account_of(store, sender)
    lane = f"web//private/{sender}/"
    async with store.keeping.credits.of(account.id) as credit:
        assert credit.value == f"credit of {sender}"
    reading = await store.keeping.readings.load("kaoshiyun", sender)
    assert reading
    assert reading.value == "a list"
    assert await store.pressed(f"token of {sender}") == f"/cet {sender}"
    whose = store.persons.id_of(f"web:{sender}")
    assert await store.keeping.tokens.newest("cover", whose) == f"score of {sender}"
    [watch] = await store.keeping.watches.of(whose)
    assert watch.aim == AIM
    known = await database.read(lambda connection: store.watches.known.load(connection, store.watches.lane(AIM)))
    assert known == {account.id: "what is known"}
    history = History(database, Writer(database.engines))
    assert await history.file(f"file of {sender}") == (lane, "portrait.png", b"png")
    for batch in await store.batches.due(5):
        assert [each.why for each in await store.batches.lines(batch)] == ["done", ""]
        await store.batches.free(batch)
    [claimed] = await store.claim(1)
    assert claimed.work.incoming.text == "waits"
    assert claimed.waiting
    assert claimed.waiting.open.answers == {"ticket": sender}
    assert [each.name for each in claimed.accounts] == ["林晓雯"]
    await store.free(claimed)
    record = await store.keeping.records.of(whose, f"web:{sender}")
    assert [each.text for each in record.messages] == [f"score of {sender}"]
