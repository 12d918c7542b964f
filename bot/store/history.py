"""What the web chat shows again: the lines of each chat, sealed, the files that they offer, and who runs a room."""

from pydantic import Base64Bytes
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement, Writer
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a web chat in its last form."""

    id: str  # the frame's id, unique within its chat
    text: str
    options: tuple[tuple[str, str], ...] = ()  # (id, label)
    document: tuple[str, str] | None = None  # (name, token of the file)
    picture: str | None = None  # token of the file
    author: str = ""  # the handle of the person who wrote it; "" for the bot's own lines
    name: str = ""  # how the author is called, in a room
    secret: bool = False  # the bot's: the next answer is typed hidden
    press: str = ""  # the author's: the id of the option that was pressed
    alt: str = ""  # where the picture is drawn of a recipe: what it shows, in a sentence
    size: tuple[int, int] = (0, 0)  # of that picture on the page


@dataclass(frozen=True, slots=True)
class _File:
    chat: str
    name: str
    data: Base64Bytes


class History:
    """The lines of web chats."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer = database, writer
        self._digests = database.vault.digests
        self._lines = Sealed(Line, "history", database.vault.sealer)
        now, inserting = database.engines.clock, database.engines.insert
        put = inserting(tables.history).values(at=now)
        self._keep = Statement(
            Order.KEEP_LINE,
            put.on_conflict_do_update(index_elements=["chat", "frame"], set_={"payload": put.excluded.payload}),
        )
        self._hear = put.on_conflict_do_nothing().returning(tables.history.c.id)
        self._files = Sealed(_File, "files", database.vault.sealer)
        self._put_file = Statement(Order.KEEP_FILE, inserting(tables.files).values(at=now).on_conflict_do_nothing())
        self._admin = inserting(tables.rooms).on_conflict_do_nothing()
        self._end = Statement(Order.END_COOKIE, inserting(tables.ended).values(at=now).on_conflict_do_nothing())

    async def keep(self, chat: str, line: Line) -> None:
        """Add the line, or put it in the place of the one with its id."""
        payload = self._lines.seal(line, f"{chat}:{line.id}")
        await self._writer.write(Row(self._keep, {"chat": chat, "frame": line.id, "payload": payload}))

    async def hear(self, chat: str, line: Line) -> bool:
        """Add the line; False, and nothing changes, where there is one with its id."""
        row = {"chat": chat, "frame": line.id, "payload": self._lines.seal(line, f"{chat}:{line.id}")}
        return await self._writer.ask(lambda connection: connection.execute(self._hear, row).first() is not None)

    async def last(self, chat: str, count: int) -> list[Line]:
        """The newest lines of a chat, oldest first; one that can't be read any more is left out."""
        table = tables.history
        newest = select(table).where(table.c.chat == chat).order_by(table.c.id.desc()).limit(count)
        # Asked of the writer, whose thread answers in one step; aiosqlite changes threads for every call.
        rows = await self._writer.ask(lambda connection: connection.execute(newest).all())
        lines = (self._lines.read(row.payload, f"{chat}:{row.frame}") for row in reversed(rows))
        return [line for line in lines if line]

    async def language(self, *, handle: str, room: str = "") -> str | None:
        """What a person has chosen, or whoever runs a room, where `room` is its chat; `None` for nothing."""
        persons, addresses, chats = tables.persons, tables.addresses, tables.chats
        own = select(persons.c.language).join(addresses, addresses.c.person == persons.c.id)
        of_room = select(chats.c.language).where(chats.c.chat == room)
        query = of_room if room else own.where(addresses.c.handle == handle)
        return await self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())

    async def room_admin(self, room: str, handle: str) -> str:
        """Who runs the room: the first who asked."""

        def first(connection: Connection) -> str:
            connection.execute(self._admin, {"room": room, "admin": handle})
            rooms = tables.rooms
            return str(connection.execute(select(rooms.c.admin).where(rooms.c.room == room)).scalar_one())

        return await self._writer.ask(first)

    async def end(self, visitor: str) -> None:
        """From now on this visitor's cookie counts no more."""
        await self._writer.write(Row(self._end, {"visitor": self._digests.of("visitor", visitor)}))

    async def ended(self, visitor: str) -> bool:
        query = select(tables.ended.c.at).where(tables.ended.c.visitor == self._digests.of("visitor", visitor))
        return await self._database.read(lambda connection: connection.execute(query).first()) is not None

    async def put_file(self, token: str, chat: str, name: str, data: bytes) -> None:
        """Keep a file that a line of this chat offers under an unguessable token."""
        digest = self._digests.of("file", token)
        payload = self._files.seal(_File(chat, name, data), digest.hex())
        await self._writer.write(Row(self._put_file, {"token": digest, "chat": chat, "payload": payload}))

    async def file(self, token: str) -> tuple[str, str, bytes] | None:
        """The chat, name and bytes of a file; `None` where there is none, or it can't be read any more."""
        digest = self._digests.of("file", token)
        query = select(tables.files.c.payload).where(tables.files.c.token == digest)
        payload = await self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())
        file = self._files.read(payload, digest.hex())
        return (file.chat, file.name, file.data) if file else None
