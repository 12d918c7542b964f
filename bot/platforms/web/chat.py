"""A socket's life: who may open it, and what becomes of each frame."""

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import structlog
from aiohttp import WSMsgType, web

from bot.abilities import Receive
from bot.lines import command
from bot.messages import Incoming, Upload
from bot.platforms.web.chats import Chats, own_line
from bot.platforms.web.frames import ClientFrame, Malformed, Pressed, Said, Uploaded, read_frame
from bot.platforms.web.parts import NAME, Visitor
from bot.platforms.web.tabs import AGAIN, Tab

BIGGEST = 12 * 2**20  # bytes of one frame: a file of 8 MB in base64 and some room
HEARTBEAT_S = 25.0

log = structlog.get_logger()


class Chat:
    """Serves the sockets of all chats."""

    def __init__(self, name: str, chats: Chats, receive: Receive, clock: Callable[[], float]) -> None:
        self._chats = chats
        self._receive = receive
        self._clock = clock
        # A name of Latin letters ends where no further one follows; Chinese ones run on without a blank.
        self._mention = re.compile(rf"[@＠]{re.escape(name)}(?![A-Za-z0-9_])[\s:：,，]*", re.IGNORECASE)

    async def serve(self, request: web.Request, visitor: Visitor) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=BIGGEST, compress=False)
        await socket.prepare(request)
        tab = Tab(socket, visitor)
        writer = asyncio.create_task(tab.write())
        try:
            await self._chats.join(tab, marked="marks" in request.query)
            await self._listen(socket, tab)
            if tab.closing:
                await writer
        finally:
            self._chats.tabs.remove(tab)
            writer.cancel()
        return socket

    async def _listen(self, socket: web.WebSocketResponse, tab: Tab) -> None:
        async for message in socket:
            if tab.closing:
                return
            if message.type is not WSMsgType.TEXT:
                log.warning("frame dropped", platform=NAME, reason="not text")
                continue
            try:
                frame = read_frame(message.data)
            except Malformed as wrong:
                log.warning("frame dropped", platform=NAME, reason=str(wrong))
                continue
            try:
                await self._take(tab, frame)
            except Exception as fault:  # noqa: BLE001 whatever kept it from being stored, the page must send it again
                log.warning("message not stored", platform=NAME, reason=type(fault).__name__)
                tab.close(AGAIN)
                return

    async def _take(self, tab: Tab, frame: ClientFrame) -> None:
        frame_id = frame.id or secrets.token_hex(12)
        match frame:
            case Said(text=""):
                tab.push({"ack": frame_id})
                return
            case Said(text=text):
                option = await self._chats.hear(tab, own_line(tab.visitor, frame_id, text))
                incoming = replace(self._incoming(tab.visitor, frame_id, text=text), offered=option)
            case Pressed(option=option):
                await self._chats.hear(tab, own_line(tab.visitor, frame_id, option), label_of=option)
                incoming = self._incoming(tab.visitor, frame_id, press=option)
            case Uploaded(upload=upload):
                await self._chats.hear(tab, own_line(tab.visitor, frame_id, f"📎 {upload.name}"))
                incoming = self._incoming(tab.visitor, frame_id, upload=upload)
        await self._receive([incoming])
        if frame.id:
            tab.push({"ack": frame.id})

    def _incoming(
        self, visitor: Visitor, frame_id: str, *, text: str = "", press: str = "", upload: Upload | None = None
    ) -> Incoming:
        words, addressed = self._addressed(text) if visitor.room else (text, True)
        return Incoming(
            update=f"{quote(visitor.room)}:{visitor.person}:{frame_id}",
            address=visitor.address,
            sender=visitor.person,
            at=self._clock(),
            text=words,
            press=press,
            upload=upload,
            message=visitor.own + frame_id,
            name=visitor.alias,
            addressed=addressed or bool(press),
            group_admin=visitor.room_admin,
            network=visitor.network,
        )

    def _addressed(self, text: str) -> tuple[str, bool]:
        """The text without a mention of the bot, and whether it was meant for the bot."""
        words, mentions = self._mention.subn("", text)
        words = words.strip() if mentions else text
        return words, bool(mentions) or command(words) is not None
