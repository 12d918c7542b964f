"""How the work on rows is claimed, goes on, and ends."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Connection

from bot.errors import LeaseLost, StoreUnreachable
from bot.store.claims import Claims
from bot.store.writer import Row, Writer

T = TypeVar("T")


async def claimed(
    writer: Writer, claims: Claims, question: Callable[[Connection], list[T]], row: Callable[[T], int]
) -> list[T]:
    """What `question` claims, from now on held; `row` is the id of a piece of it."""
    asked = claims.now()
    pieces = await writer.ask(question)
    claims.note(map(row, pieces), asked)
    return pieces


async def hold(writer: Writer, claims: Claims, row: int) -> None:
    """Ask the database whether a row is ours still, and hold on to it. Raises `LeaseLost`."""
    asked = claims.now()
    if not await writer.ask(lambda connection: claims.extend(connection, [row])):
        claims.held.pop(row, None)
        raise LeaseLost
    claims.note([row], asked)


async def end(
    writer: Writer, claims: Claims, row: int, *rows: Row, then: Callable[[Connection], None] | None = None
) -> None:
    """Write how the work on a row ended; while the database does not answer, it is still ours. Raises `LeaseLost`."""
    try:
        await writer.write(*rows, then=then)
    except StoreUnreachable:
        raise
    except Exception:
        claims.held.pop(row, None)
        raise
    claims.held.pop(row, None)
