"""Who is forgotten leaves no row, and on SQLite no byte in file or log."""

from pathlib import Path

from bot.changes import Bind, Forget, SetSchool
from bot.conversation import Open
from bot.messages import Button, Outgoing
from bot.people import Account, School
from bot.store.settled import Keep, Sending, Settled
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, GROUP, person_of, said

TABLES = ("persons", "addresses", "accounts", "credits", "conversations", "buttons", "inbox", "tokens", "history")
MARK = "a school that nobody else names"


async def something_of(store: Store, sender: str) -> None:
    """One row in nearly every table."""
    await store.receive([said("a line", sender=sender), said("another", sender=sender, where=GROUP)])
    claimed, in_group = await store.claim(2)
    person, here = person_of(claimed), claimed.work.incoming.address
    account = Account(store.keeping.accounts.id_of("wejh", sender), "wejh", sender)
    await store.settle(
        claimed.work,
        Settled(
            person,
            replies=(Sending("late", here, Outgoing("x", (Button("#t", "x"),))),),
            conversations=(Keep(claimed.work.incoming.lane, Open("cet", "name", {"ticket": MARK})),),
            changes=(SetSchool(School("广东", MARK)), Bind(account)),
            buttons=((f"token of {sender}", "line", here.key),),
        ),
    )
    lane = in_group.work.incoming.lane
    await store.settle(in_group.work, Settled(person, conversations=(Keep(lane, Open("cet", "name")),)))
    async with store.keeping.credits.of(account.id) as credit:
        await credit.keep("a credit")


async def forget(store: Store, sender: str) -> None:
    await store.receive([said("/forget", sender=sender)])
    wanted = next(each for each in await store.claim(5) if each.work.incoming.text == "/forget")
    here = wanted.work.incoming.address
    told = Sending("told", here, Outgoing("forgotten"))
    await store.settle(wanted.work, Settled(person_of(wanted), replies=(told,), changes=(Forget(),)))


async def left(stores: Stores) -> dict[str, int]:
    counts = {table: await stores.rows(f"select count(*) from {table}") for table in TABLES}
    return {table: int(str(rows[0][0])) for table, rows in counts.items() if rows[0][0]}


async def test_no_row_is_left(stores: Stores) -> None:
    """But for the message that says so."""
    store = await stores.store()
    await something_of(store, "alice")
    await store.receive([said("waits", sender="alice", where=GROUP)])
    await forget(store, "alice")
    assert await left(stores) == {}
    assert await stores.rows("select key from outbox") == [("told",)]


async def test_others_keep_theirs(stores: Stores) -> None:
    store = await stores.store()
    await something_of(store, "bob")
    before = await left(stores)
    await something_of(store, "bo")
    await forget(store, "bo")
    assert await left(stores) == before


async def test_no_byte_is_left(stores: Stores, tmp_path: Path) -> None:
    """On SQLite; the school stands in the open, so that a byte of it would be found."""
    if not stores.url.startswith("sqlite"):
        return
    store = await stores.store()
    await something_of(store, "alice")
    assert found(tmp_path)
    await forget(store, "alice")
    await store.scrub()
    assert not found(tmp_path)


def found(folder: Path) -> list[str]:
    return [file.name for file in folder.glob("bot.db*") if MARK.encode() in file.read_bytes()]


async def test_credit_of_a_login_under_way(stores: Stores) -> None:
    """Somebody else's, that came a moment ago and that no account holds yet, stays."""
    store = await stores.store()
    await something_of(store, "alice")
    async with store.keeping.credits.of(store.keeping.accounts.id_of("wejh", "bob")) as credit:
        await credit.keep("another credit")
    await forget(store, "alice")
    assert await left(stores) == {"credits": 1}


async def test_no_byte_of_the_last_message_is_left(stores: Stores, tmp_path: Path) -> None:
    """It may be sent after the files were looked through once."""
    if not stores.url.startswith("sqlite"):
        return
    store = await stores.store()
    await forget(store, "alice-of-the-wonders")
    await store.scrub()
    [parcel] = await store.parcels(ALL, 5)
    await store.sent(parcel)
    await store.scrub()
    assert not [file.name for file in tmp_path.glob("bot.db*") if b"alice-of-the-wonders" in file.read_bytes()]
