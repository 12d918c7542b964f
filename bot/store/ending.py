"""How the work on a claimed row goes on, and ends."""

from collections.abc import Callable

from sqlalchemy.engine import Connection

from bot.errors import LeaseLost, StoreUnreachable
from bot.store.claims import Claims
from bot.store.writer import Row, Writer


async def hold(writer: Writer, claims: Claims, row: int) -> None:
    """Ask the database whether a row is ours still, and hold on to it. Raises `LeaseLost`."""
    asked = claims.now()
    if not await writer.ask(lambda connection: claims.extend(connection, [row])):
        claims.held.pop(row, None)
        raise LeaseLost
    claims.hold([row], asked)


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
