"""The web chat's addresses: the page, its parts, the socket, files, and the way out."""

import unicodedata

import structlog
from aiohttp import web

from bot.attachments import file_response
from bot.messages import Address
from bot.platforms.web.chat import Chat
from bot.platforms.web.chats import Chats
from bot.platforms.web.cookies import Cookie, Cookies, new_person
from bot.platforms.web.network import Network
from bot.platforms.web.pages import Pages, part
from bot.platforms.web.parts import NAME, Keeper, Setup, Visitor, private_address
from bot.platforms.web.pictures import picture_response
from bot.platforms.web.tabs import LEFT

LONGEST_ROOM = 40

log = structlog.get_logger()


class Site:
    """Answers the requests. Who may do what is decided here and nowhere deeper."""

    def __init__(self, setup: Setup, keeper: Keeper, cookies: Cookies, chats: Chats, chat: Chat) -> None:
        self._setup = setup
        self._keeper = keeper
        self._cookies = cookies
        self._chats = chats
        self._chat = chat
        self._pages = Pages(setup)
        self._network = Network(setup.public_url, setup.trusted_proxies)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/room", self.room),
            web.get("/chat", self.socket),
            web.get("/file/{token}", self.file),
            web.get("/picture/{token}", self.picture),
            web.get("/web/{version}/{name}", self.part),
            web.post("/leave", self.leave),
        ]

    async def page(self, request: web.Request) -> web.Response:
        return await self._page(await self._recognise(request))

    async def room(self, request: web.Request) -> web.Response:
        if not self._setup.rooms:
            return self.lost(request)
        room = room_name(request.query.get("name", ""))
        if room is None:
            return self._pages.refusal(400, "room_wrong")
        cookie = await self._recognise(request)
        await self._keeper.room_admin(room, Visitor(cookie.person).handle)
        return await self._page(cookie, room)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        room = await self._room_of(request)
        self._same_site(request)
        cookie = await self._person(request)
        if not web.WebSocketResponse().can_prepare(request):
            # The page asks without an upgrade to learn why its socket was refused: a socket doesn't tell.
            return web.Response(status=426, headers={"Upgrade": "websocket"})
        return await self._chat.serve(request, await self._visitor(request, cookie.person, room))

    async def file(self, request: web.Request) -> web.Response:
        name, data = await self._kept(request)
        return file_response(name, data)

    async def picture(self, request: web.Request) -> web.Response:
        """`?dark` for the night."""
        _name, recipe = await self._kept(request)
        return await picture_response(recipe, self._setup.draw, dark="dark" in request.query)

    async def _kept(self, request: web.Request) -> tuple[str, bytes]:
        """A private chat's file for its person; a room's for every visitor, as rooms are open to whoever knows them."""
        cookie = await self._person(request)
        found = await self._keeper.file(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        chat, name, data = found
        in_room = self._setup.rooms and Address.parse(chat).group
        if not in_room and chat != private_address(cookie.person).key:
            raise web.HTTPNotFound
        return name, data

    async def part(self, request: web.Request) -> web.Response:
        return part(request)

    async def leave(self, request: web.Request) -> web.Response:
        self._same_site(request)
        cookie = await self._person(request)
        await self.end(cookie.person)
        response = web.Response(status=204, headers={"Cache-Control": "no-store"})
        self._cookies.clear(response)
        return response

    def lost(self, _request: web.Request) -> web.Response:
        return self._pages.refusal(404, "not_here")

    async def end(self, person: str) -> None:
        await self._keeper.end(person)
        self._chats.leave(person, LEFT)

    async def _recognise(self, request: web.Request) -> Cookie:
        """The person that the cookie names, else a new one."""
        cookie = self._cookies.read(request)
        if cookie is None or await self._keeper.ended(cookie.person):
            cookie = Cookie(new_person(), since=0)
        return cookie

    async def _page(self, cookie: Cookie, room: str = "") -> web.Response:
        """The page for this person; the cookie is (re)newed where it is time."""
        response = self._pages.chat(await self._chats.language(Visitor(cookie.person, room)), room)
        if self._cookies.stale(cookie):
            self._cookies.write(response, cookie.person)
        return response

    async def _person(self, request: web.Request) -> Cookie:
        cookie = self._cookies.read(request)
        if cookie is None or await self._keeper.ended(cookie.person):
            log.info("request refused", platform=NAME, reason="no valid cookie")
            raise web.HTTPUnauthorized
        return cookie

    def _same_site(self, request: web.Request) -> None:
        if not self._network.ours(request):
            log.warning("request refused", platform=NAME, reason="foreign origin")
            raise web.HTTPForbidden

    async def _room_of(self, request: web.Request) -> str:
        if "room" not in request.query:
            return ""
        if not self._setup.rooms:
            raise web.HTTPNotFound
        room = room_name(request.query["room"])
        if room is None:
            raise web.HTTPBadRequest
        return room

    async def _visitor(self, request: web.Request, person: str, room: str) -> Visitor:
        handle = Visitor(person).handle
        return Visitor(
            person,
            room=room,
            room_admin=await self._keeper.room_admin(room, handle) == handle if room else None,
            network=self._network.peer(request),
        )


def room_name(text: str) -> str | None:
    """A room's name as it is kept; None for what can't be one."""
    name = unicodedata.normalize("NFC", text).strip()
    return name if 0 < len(name) <= LONGEST_ROOM and name.isprintable() else None
