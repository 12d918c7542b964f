"""Files that people send: asked for by their id, then fetched."""

from urllib.parse import quote

import structlog
from telegram.error import NetworkError, TelegramError

from bot.messages import Upload
from bot.platforms.telegram.api import Api

log = structlog.get_logger()


async def fetched(api: Api, upload: Upload) -> bytes | None:
    """The bytes of a file, of which Telegram gives out 20 MB at most; None where they can't be had."""
    try:
        path = (await api.told("getFile", {"file_id": upload.there})).get("file_path")
        return await _retrieved(api, f"{api.base_file_url}/{quote(path)}") if isinstance(path, str) else None
    except TelegramError as problem:
        log.info("file not fetched", error=type(problem).__name__)  # its text may hold the address, and so the token
        return None


async def _retrieved(api: Api, address: str) -> bytes:
    try:
        return await api.request.retrieve(address)
    except NetworkError as problem:
        if type(problem) is not NetworkError:  # a refusal is one too
            raise
        return await api.request.retrieve(address)  # the other side may just have closed a connection that was kept
