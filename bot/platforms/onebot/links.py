"""Files by link: for where they can't be uploaded, and links are not blocked."""

import secrets

from aiohttp import web

from bot.attachments import file_response
from bot.messages import Address, Document
from bot.platforms.onebot.parts import NAME, Files

_PATH = "/onebot/files"


class Links:
    """Keeps a file and says under which address nobody else will guess it; `base` is what that begins with."""

    def __init__(self, files: Files, base: str) -> None:
        self._files, self._base = files, base

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{_PATH}/{{token}}", self._fetched)] if self._base else []

    async def to(self, address: Address, document: Document) -> str:
        """The address of a file; "" where links lead nowhere."""
        if not self._base:
            return ""
        token = secrets.token_urlsafe(24)
        await self._files.put_file(token, address.key, document.name, document.data)
        return f"{self._base}{_PATH}/{token}"

    async def _fetched(self, request: web.Request) -> web.Response:
        found = await self._files.file(request.match_info["token"])
        if found is None or not found[0].startswith(f"{NAME}/"):
            raise web.HTTPNotFound
        _chat, name, data = found
        return file_response(name, data)
