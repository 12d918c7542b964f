"""What is known for watching goes with the last who watches it."""

from sqlalchemy import Delete, delete, select
from sqlalchemy.engine import Connection

from bot.store import tables


def unwatched() -> Delete:
    """What is known of accounts, or for groups, of which nothing is watched any more."""
    known, watches = tables.known, tables.watches
    of_both = watches.c.account.concat("/").concat(watches.c.subject)
    watched = select(watches.c.account).union(select(watches.c.subject), select(of_both))
    return delete(known).where(known.c.account != "", known.c.account.not_in(watched))


def asleep() -> Delete:
    """Aims that sleep until they are woken by their topic, and that nobody watches any more."""
    aims = tables.aims
    return delete(aims).where(
        aims.c.topic != "", aims.c.owner.is_(None), aims.c.lane.not_in(select(tables.watches.c.aim))
    )


def orphaned() -> Delete:
    """What is known of aims that are gone."""
    known, aims = tables.known, tables.aims
    return delete(known).where(known.c.account == "", known.c.aim.not_in(select(aims.c.lane)))


def stop_all(connection: Connection, person: str) -> None:
    """End all watches of a person; of aims that nobody else watches nothing is left."""
    aims, watches = tables.aims, tables.watches
    theirs = list(connection.execute(select(watches.c.aim).where(watches.c.subject == person)).scalars())
    connection.execute(delete(watches).where(watches.c.subject == person))
    left = [aims.c.lane.in_(theirs), aims.c.lane.not_in(select(watches.c.aim))]
    connection.execute(delete(aims).where(*left))
    connection.execute(unwatched())
    connection.execute(orphaned())
