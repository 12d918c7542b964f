"""How the work on a claimed row ends."""

from collections.abc import Callable

from sqlalchemy.engine import Connection

from bot.errors import StoreUnreachable
from bot.store.claims import Claims
from bot.store.writer import Row, Writer


async def end(
    writer: Writer, claims: Claims, row: int, *rows: Row, then: Callable[[Connection], None] | None = None
) -> None:
    """Write how the work on a row ended; while the database does not answer, it is still ours. Raises `LeaseLost`."""
    try:
        await writer.write(*rows, then=then)
    except StoreUnreachable:
        raise
    except Exception:
        claims.held.discard(row)
        raise
    claims.held.discard(row)
