"""Every table. Times are seconds of the epoch by the database's clock.

Bytes called `payload`, `answers`, `line` or `sealed` are sealed; `digest` columns are keyed digests. What routes (lane,
due, priority) is plain.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    false,
    text,
)
from sqlalchemy.engine import Connection

SCHEMA = "0007"  # the newest migration; `bot.store.migrations` leads here

metadata = MetaData()

# SQLite numbers rows by themselves only in a column that is called INTEGER.
_number = BigInteger().with_variant(Integer, "sqlite")


def _leased() -> list[Column[object]]:
    """What `Claims` needs of a table besides `id`, `lane` and its payload."""
    return [
        Column("priority", SmallInteger, nullable=False),  # lower goes first within its lane
        Column("due", Double, nullable=False),
        Column("owner", String),  # the process that works on it
        Column("until", Double),  # when its lease ends
        Column("begun", SmallInteger, nullable=False, server_default="0"),  # how often it was claimed without an end
    ]


def _orders(table: str, *first: str) -> tuple[Index, ...]:
    """How `Claims` looks for the head of a lane, for what is under work in it, and for what waits, in its order."""
    leased, waits = text("owner is not null"), text("owner is null")
    return (
        Index(f"{table}_lane", "lane", "priority", "id"),
        Index(f"{table}_leased", "lane", "owner", sqlite_where=leased),
        Index(f"{table}_waits", *first, "id", sqlite_where=waits),
    )


secrets = Table(
    "secrets",
    metadata,
    Column("name", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # of platform, bot and update
    Column("at", Double, nullable=False, index=True),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _number, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),  # as in seen
    Column("lane", String, nullable=False),
    *_leased(),
    Column("calling", Boolean, nullable=False, server_default=false()),  # a call that must not be repeated was begun
    Column("at", Double, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    *_orders("inbox", "priority"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _number, primary_key=True),
    Column("key", String, nullable=False, unique=True),  # makes one answer of one message, one notification of a change
    Column("lane", String, nullable=False),  # the address
    *_leased(),
    Column("tries", SmallInteger, nullable=False, server_default="0"),  # sends that failed for sure
    Column("quiet", String),  # it is not sent in these hours, whenever its turn comes: "23:00-07:00"
    Column("at", Double, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    *_orders("outbox", "priority"),
)

dead = Table(
    "dead",
    metadata,
    Column("id", _number, primary_key=True),
    Column("box", String, nullable=False),  # "inbox" or "outbox"
    Column("key", String, nullable=False),  # what its payload is sealed under
    Column("lane", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Double, nullable=False),
    Column("language", String),
    Column("province", String),
    Column("school", String),
    Column("quiet", String),  # no notifications then: "23:00-07:00"
    Column("spoiler", Boolean),  # scores of notifications are covered
    Column("remind", String),  # how long before an exam: "1d 1h"; "off"
    Column("notify", String),  # the address that notifications go to; null: where each was asked for
)

addresses = Table(
    "addresses",
    metadata,
    Column("handle", String, primary_key=True),  # "telegram:1000"
    Column("person", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("own", String),  # the person that it was before it was linked, and is again afterwards
    Column("address", String),  # of whoever was ever linked: where they are written to alone
)

accounts = Table(
    "accounts",
    metadata,
    Column("person", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String, primary_key=True, index=True),  # keyed digest of system and number, in hex
    Column("system", String, nullable=False),
    Column("handle", String, nullable=False),  # where it was bound
    Column("suspended", Boolean, nullable=False, server_default=false()),
    Column("at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # number and name
)

credits = Table(
    "credits",
    metadata,
    Column("account", String, primary_key=True),  # accounts.id, whoever holds it
    Column("at", Double, nullable=False),  # when it was received
    Column("sealed", LargeBinary, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", _number, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True, index=True),  # of kind and word
    Column("kind", String, nullable=False, server_default=""),
    Column("until", Double, nullable=False, index=True),
    Column("person", String, index=True),  # whom it is forgotten with
    Column("taken", String),  # by whom
    Column("sealed", LargeBinary, nullable=False),
)

tries = Table(
    "tries",
    metadata,
    Column("id", _number, primary_key=True),
    Column("person", LargeBinary, nullable=False, index=True),  # digest; empty once a right one has set them to naught
    Column("account", String, nullable=False, index=True),  # digest
    Column("at", Double, nullable=False, index=True),
)

readings = Table(
    "readings",
    metadata,
    Column("id", String, primary_key=True),  # keyed digest of system and exam, in hex
    Column("system", String, nullable=False),
    Column("at", Double, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),  # an exam's list: only what is of accounts that somebody holds
)

aims = Table(
    "aims",
    metadata,
    Column("id", _number, primary_key=True),
    Column("lane", String, nullable=False, unique=True),  # keyed digest of kind and part, in hex
    Column("kind", String, nullable=False),
    Column("topic", String, nullable=False, server_default=""),  # what wakes it, such as a sitting
    *_leased(),
    Column("failures", SmallInteger, nullable=False, server_default="0"),  # looks in a row
    Column("turn", Double),  # when it is this one's turn in a line that was announced
    Column("restored", Double),  # as of when it is known, where that is a copy's and it was not looked at since
    Column("at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the part
    *_orders("aims", "due"),
)

watches = Table(
    "watches",
    metadata,
    Column("id", _number, primary_key=True),
    Column("aim", String, nullable=False),  # aims.lane
    Column("subject", String, nullable=False, index=True),  # a person's id, or a group's address
    Column("account", String, nullable=False, index=True),  # accounts.id, "" where a group watches
    Column("address", String, nullable=False),  # where it is told
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("at", Double, nullable=False),
    Index("watches_once", "aim", "subject", "account", unique=True),
    Index("watches_held", "aim", "account"),
)

known = Table(
    "known",
    metadata,
    Column("aim", String, primary_key=True),  # aims.lane
    Column("account", String, primary_key=True),  # accounts.id, a group's address, "" for what is nobody's
    Column("sealed", LargeBinary, nullable=False),  # the last known grades
)

batches = Table(
    "batches",
    metadata,
    Column("id", _number, primary_key=True),
    Column("word", String, nullable=False, unique=True),
    Column("lane", String, nullable=False),  # the address and the word: each batch goes on by itself
    Column("address", String, nullable=False, index=True),  # where it was asked for and is told
    Column("kind", String, nullable=False),  # the name of its procedure
    *_leased(),
    Column("failures", SmallInteger, nullable=False, server_default="0"),  # pauses in a row
    Column("stopped", Boolean, nullable=False, server_default=false()),
    Column("shown", String, nullable=False, server_default=""),  # the message, or the share, that showed how far it is
    Column("at", Double, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),  # whom it is of
    *_orders("batches", "due"),
)

batch_rows = Table(
    "batch_rows",
    metadata,
    Column("batch", ForeignKey("batches.word", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", SmallInteger, nullable=False, server_default="0"),  # of `bot.batches.End`
    Column("sealed", LargeBinary, nullable=False),  # the line
    Column("outcome", LargeBinary),  # what came of it, sealed
)

alarms = Table(
    "alarms",
    metadata,
    Column("name", String, primary_key=True),  # of what administrators were told, until it is well again
    Column("at", Double, nullable=False, index=True),  # when it was last seen
)

chats = Table(
    "chats",
    metadata,
    Column("chat", String, primary_key=True),  # a group's address
    Column("language", String),
    Column("province", String),
    Column("school", String),
    Column("quiet", String),
    Column("remind", String),
)

gone = Table(
    "gone",
    metadata,
    Column("lane", String, primary_key=True),  # an address where nothing can be sent: blocked, or the bot was removed
    Column("at", Double, nullable=False, index=True),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),  # of what only one process may do
    Column("owner", String, nullable=False),
    Column("until", Double, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("lane", String, primary_key=True),
    Column("form", String, nullable=False),
    Column("step", String, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("at", Double, nullable=False, index=True),
)

counts = Table(
    "counts",
    metadata,
    Column("subject", String, primary_key=True),  # digest of a person or a network address, in hex
    Column("kind", String, primary_key=True),
    Column("thing", LargeBinary, primary_key=True),  # digest of what was asked for
    Column("until", Double, nullable=False, index=True),
    sqlite_with_rowid=False,  # asked for with every message: so its rows stand in the index itself
)

buttons = Table(
    "buttons",
    metadata,
    Column("token", String, primary_key=True),
    Column("lane", String, index=True),  # whom it is forgotten with
    Column("line", LargeBinary, nullable=False),
    Column("at", Double, nullable=False, index=True),
)

history = Table(
    "history",
    metadata,
    Column("id", _number, primary_key=True),
    Column("chat", String, nullable=False),
    Column("frame", String, nullable=False),
    Column("at", Double, nullable=False, index=True),
    Column("payload", LargeBinary, nullable=False),
    Index("history_frame", "chat", "frame", unique=True),
    Index("history_chat", "chat", "id"),
)

files = Table(
    "files",
    metadata,
    Column("token", LargeBinary, primary_key=True),  # digest of the token
    Column("chat", String, index=True),  # whom it is forgotten with
    Column("at", Double, nullable=False, index=True),
    Column("payload", LargeBinary, nullable=False),
)

rooms = Table(
    "rooms",
    metadata,
    Column("room", String, primary_key=True),
    Column("admin", String, nullable=False),
)

audits = Table(
    "audits",
    metadata,
    Column("key", String, primary_key=True),  # of the message that said it
    Column("who", LargeBinary, nullable=False),  # digest of the administrator's handle
    Column("command", String, nullable=False),
    Column("about", LargeBinary, nullable=False),  # digest of the command with its arguments
    Column("ended", String, nullable=False),  # "done", "refused", "failed"; "begun" where the process died in a call
    Column("at", Double, nullable=False, index=True),
)

bans = Table(
    "bans",
    metadata,
    Column("who", String, primary_key=True),  # digest of a handle, in hex
    Column("at", Double, nullable=False),
)

ended = Table(
    "ended",
    metadata,
    Column("visitor", LargeBinary, primary_key=True),  # digest of whose cookie no longer counts
    Column("at", Double, nullable=False, index=True),
)


def make(connection: Connection) -> None:
    """All of them in an empty database, which then counts as brought to the newest version by Alembic."""
    metadata.create_all(connection, checkfirst=False)  # where some of them are there already, they are somebody else's
    connection.execute(
        text(
            "create table alembic_version"
            " (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))"
        )
    )
    connection.execute(text("insert into alembic_version values (:version)"), {"version": SCHEMA})
