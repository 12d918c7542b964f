"""A person is forgotten: every row that is theirs goes; what is left are digests, until they run out."""

from collections.abc import Collection
from urllib.parse import quote

from sqlalchemy import Column, ColumnElement, Select, Table, and_, delete, false, or_, select
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.unwatched import stop_all

_Lane = Column[str] | Column[str | None]
# By the address of a private chat; in the first three also by what somebody says in a group.
_IN_GROUPS_TOO: tuple[tuple[Table, _Lane], ...] = (
    (tables.inbox, tables.inbox.c.lane),
    (tables.dead, tables.dead.c.lane),
    (tables.conversations, tables.conversations.c.lane),
)
_ALONE: tuple[tuple[Table, _Lane], ...] = (
    (tables.outbox, tables.outbox.c.lane),
    (tables.history, tables.history.c.chat),
    (tables.files, tables.files.c.chat),
    (tables.buttons, tables.buttons.c.lane),
    (tables.gone, tables.gone.c.lane),
    (tables.batches, tables.batches.c.address),
)


def forget(connection: Connection, person: str, handle: str, spared: Collection[str]) -> None:
    """Forget a person with all their addresses, but for the messages of `spared` keys, which say so.

    To be asked within the transaction that ends the message which wanted it.
    """
    handles = {handle, *connection.execute(handles_of(person)).scalars()}
    for table, lane in _IN_GROUPS_TOO:
        connection.execute(delete(table).where(or_(*(alone(lane, each) | in_group(lane, each) for each in handles))))
    for table, lane in _ALONE:
        kept = table.c.key.in_(spared) if "key" in table.c else false()
        connection.execute(delete(table).where(or_(*(alone(lane, each) for each in handles)), ~kept))
    connection.execute(delete(tables.rooms).where(tables.rooms.c.admin.in_(handles)))
    stop_all(connection, person)
    connection.execute(delete(tables.tokens).where(tables.tokens.c.person == person))
    accounts, credits = tables.accounts, tables.credits
    held = list(connection.execute(select(accounts.c.id).where(accounts.c.person == person)).scalars())
    linked = select(tables.addresses.c.own).where(
        tables.addresses.c.person == person, tables.addresses.c.own.is_not(None)
    )
    everyone = [person, *connection.execute(linked).scalars()]
    connection.execute(delete(tables.persons).where(tables.persons.c.id.in_(everyone)))  # accounts and addresses too
    by_others = select(accounts.c.id).where(accounts.c.id == credits.c.account).exists()
    connection.execute(delete(credits).where(credits.c.account.in_(held), ~by_others))
    connection.execute(delete(tables.readings))  # they may hold what was the person's, and are soon read again


def handles_of(person: str) -> Select[tuple[str]]:
    """Every handle of a person."""
    return select(tables.addresses.c.handle).where(tables.addresses.c.person == person)


def alone(lane: _Lane, handle: str) -> ColumnElement[bool]:
    """The lanes of private chats with whoever has this handle, of every bot of the platform."""
    platform, sender = _parts(handle)
    return and_(lane.startswith(f"{platform}/", autoescape=True), lane.endswith(f"/private/{sender}/", autoescape=True))


def in_group(lane: _Lane, handle: str) -> ColumnElement[bool]:
    """The lanes of what this one says in groups."""
    platform, sender = _parts(handle)
    return and_(
        lane.startswith(f"{platform}/", autoescape=True),
        lane.contains("/group/"),
        lane.endswith(f"/{sender}", autoescape=True),
    )


def _parts(handle: str) -> tuple[str, str]:
    platform, _, sender = handle.partition(":")
    return quote(platform, safe=""), quote(sender, safe="")
