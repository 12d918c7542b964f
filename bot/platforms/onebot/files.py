"""Files that people send: fetched by their address, or asked for by name."""

import base64
import binascii
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader

from bot.messages import LARGEST_FILE, Upload
from bot.platforms.onebot.connection import Connection, NoAnswer, NotSent, Refused

log = structlog.get_logger()

_WITHIN_S = 20.0


async def fetched(connection: Connection, upload: Upload) -> bytes | None:
    """The bytes of a file, or a little more than may be taken of them; None where they can't be had."""
    if upload.there.startswith(("http://", "https://")):
        return await _loaded(upload.there)
    kind, _, file = upload.there.partition(":")
    try:
        told: Any = await connection.call(
            "get_image" if kind == "image" else "get_file", {"file": file, "file_id": file}
        )
    except (NotSent, NoAnswer, Refused) as problem:
        log.info("file not fetched", error=str(problem))
        return None
    told = told if isinstance(told, dict) else {}
    if isinstance(told.get("base64"), str):
        return _decoded(told["base64"])
    address = told.get("url")
    return await _loaded(address) if isinstance(address, str) and address.startswith("http") else None


async def _loaded(address: str) -> bytes | None:
    try:
        async with ClientSession(timeout=ClientTimeout(total=_WITHIN_S)) as session, session.get(address) as response:
            return await _read(response.content) if response.ok else None
    except (ClientError, OSError, TimeoutError, ValueError) as problem:
        log.info("file not fetched", error=type(problem).__name__)
        return None


async def _read(content: StreamReader) -> bytes:
    """All of it, which comes in pieces, or a little more than may be taken."""
    data = bytearray()
    while len(data) <= LARGEST_FILE and (piece := await content.read(LARGEST_FILE + 1 - len(data))):
        data += piece
    return bytes(data)


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.removeprefix("base64://"), validate=True)
    except binascii.Error:
        return None
