"""The web chat as one of the bot's platforms: what goes out."""

import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from aiohttp import web

from bot.abilities import Abilities, Outcome, Receive, Sent
from bot.alarms import Sign, nothing
from bot.budget import Budget
from bot.images import picture_type
from bot.messages import Address, Document, Incoming, Outgoing, Upload, addresses_of
from bot.platforms.web.chat import Chat
from bot.platforms.web.chats import HIDDEN, Chats
from bot.platforms.web.cookies import Cookies
from bot.platforms.web.frames import LONGEST, shown
from bot.platforms.web.parts import NAME, Keeper, Setup, private_address
from bot.platforms.web.pictures import written
from bot.platforms.web.site import Site
from bot.platforms.web.tabs import AWAY
from bot.platforms.web.words import ALONE, REMOVED
from bot.store.history import Line
from bot.words import render


class Web:
    """The platform of `bot.messages`. `key` is the house's cookie key; the house's server mounts `routes()`."""

    name = NAME
    abilities = Abilities(longest=LONGEST, caption=LONGEST, repeats=True, alone=ALONE)
    serves = addresses_of(NAME, "")
    home = ""  # every member of a room has a chat of its own at `/`

    def __init__(
        self, setup: Setup, key: bytes, keeper: Keeper, receive: Receive, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._setup = setup
        self.budget = Budget(None)
        self._keeper = keeper
        self._chats = Chats(keeper, setup.language)
        self._ids = hmac.digest(key, b"web ids", sha256)
        cookies = Cookies(key, days=setup.cookie_days, https=setup.https, clock=clock)
        chat = Chat(setup.name, self._chats, receive, clock)
        self._site = Site(setup, keeper, cookies, self._chats, chat)

    def routes(self) -> list[web.RouteDef]:
        return self._site.routes()

    def lost(self, request: web.Request) -> web.Response:
        """The page for an address that leads nowhere."""
        return self._site.lost(request)

    async def send(self, key: str, address: Address, outgoing: Outgoing) -> Sent:
        """Keep the line, then show it. What is kept is sent: whoever is away finds it on coming back."""
        frame_id = self._id("frame", key)
        document, picture = await self._put(key, address, outgoing.document)
        line = Line(
            id=outgoing.edits or frame_id,
            text=outgoing.text,
            options=tuple((button.id, button.label) for button in outgoing.options),
            document=document,
            picture=picture,
            secret=outgoing.secret,
        )
        line = await self._drawn(key, address, outgoing, line)
        if outgoing.passing:
            self._chats.flash(address.key, shown(line, frame_id=frame_id, edits=outgoing.edits or None))
        else:
            await self._chats.say(address.key, line, frame_id=frame_id, edits=outgoing.edits or None)
        if outgoing.speaks:
            self._chats.speak(address.key, outgoing.speaks)
        return Sent(Outcome.SENT)

    async def typing(self, address: Address) -> None:
        self._chats.flash(address.key, {"typing": True})

    async def announce(self, key: str, address: Address, text: str) -> str:
        """Volatile: a tab that is opened later sees only what takes its place.

        A bot that was killed before the answer announces it under the same id, and an open page shows it once.
        """
        frame_id = self._id("announce", key)
        self._chats.flash(address.key, shown(Line(frame_id, text)))
        return frame_id

    async def amend(self, key: str, address: Address, message: str, text: str) -> None:
        self._chats.flash(
            address.key, shown(Line(message, text), frame_id=self._id("amend", f"{key}:{text}"), edits=message)
        )

    async def delete(self, address: Address, message: str) -> bool:
        """In a private chat the person still sees that something was written; in a room it is gone for everybody."""
        text = render(REMOVED, self._setup.language) if address.group else HIDDEN
        return await self._chats.hide(address.key, message, frame_id=secrets.token_hex(12), text=text)

    async def file(self, _address: Address, upload: Upload) -> bytes | None:
        return upload.data

    async def private(self, incoming: Incoming) -> Address | None:
        return private_address(incoming.sender)

    def alone(self, person: str) -> Address | None:
        return private_address(person)

    async def runs_group(self, incoming: Incoming) -> bool:
        return bool(incoming.group_admin)

    async def end(self, person: str) -> None:
        """Make the person's cookie worthless and close every tab, as 退出这台设备 does."""
        await self._site.end(person)

    async def close(self) -> None:
        """Close every socket; the pages come back when the bot does."""
        for tab in self._chats.tabs.all():
            tab.close(AWAY)

    async def run(self) -> None:
        """Nothing to be fetched: browsers come by themselves."""

    def signs(self, now: datetime) -> Sequence[Sign]:
        """Nobody can refuse what is our own."""
        return nothing(now)

    async def _put(
        self, key: str, address: Address, document: Document | None
    ) -> tuple[tuple[str, str] | None, str | None]:
        """Keep the file and say where the line shows it: as a document or as a picture."""
        if document is None:
            return None, None
        token = self._id("file", key)
        await self._keeper.put_file(token, address.key, document.name, document.data)
        return (None, token) if picture_type(document.data) else ((document.name, token), None)

    async def _drawn(self, key: str, address: Address, outgoing: Outgoing, line: Line) -> Line:
        """With the picture, which delivery could draw: its recipe is kept, and each browser asks for its own."""
        recipe, picture = outgoing.recipe, outgoing.picture
        if recipe is None or picture is None:
            return line
        token = self._id("picture", key)
        await self._keeper.put_file(token, address.key, "", written(recipe))
        return replace(line, picture=token, alt=recipe.alt, size=(picture.width, picture.height))

    def _id(self, kind: str, key: str) -> str:
        """The same for the same message at every try, and for nobody to guess."""
        return hmac.new(self._ids, f"{kind}:{key}".encode(), sha256).hexdigest()[:32]
