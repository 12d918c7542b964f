"""The platforms on which every journey is made, what each needs, and what it can't do."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests import botapi, qqside
from tests.journeys import qq, telegram
from tests.journeys.chat import Platform
from tests.journeys.web import Browsers, WebPlatform
from tests.ports import free_port

NAMES = ("web", "polling", "reverse")
# The other way of Telegram and that of QQ differ in how updates come in, and in that they have pages: for the journeys
# that would show it. All else is the same code, which the way above walks through.
EVERYWHERE = (*NAMES, "webhook", "forward")
_VARIANTS = {each.name: each for each in qqside.ALL} | {"reverse": qqside.NAPCAT, "forward": qqside.LLBOT}
Settings = Mapping[str, Mapping[str, Any]]


class Stage(Protocol):
    """Where a bot meets people."""

    @property
    def pages(self) -> bool:
        """Whether forms can be filled in on pages."""

    @property
    def edits(self) -> bool:
        """Whether what was said can be put in another's place."""

    @property
    def old_buttons(self) -> bool:
        """Whether what was offered before the newest question can still be pressed."""

    def settings(self) -> Settings:
        """What a bot needs to be there."""

    def platform(self, port: int) -> AbstractAsyncContextManager[Platform]:
        """The people there, once the bot listens on this port."""


@dataclass
class OnPages:
    """The web chat."""

    pages: bool = False
    edits: bool = True
    old_buttons: bool = True
    _browsers: Browsers = field(default_factory=Browsers)

    def settings(self) -> Settings:
        return {"http": {"listen": "127.0.0.1:0"}, "platforms": {"web": {"rooms": True}}}

    def platform(self, port: int) -> AbstractAsyncContextManager[Platform]:
        return WebPlatform(f"http://127.0.0.1:{port}", self._browsers)


@dataclass
class OnTelegram:
    fake: botapi.Fake
    mode: telegram.Mode
    edits: bool = True
    old_buttons: bool = True
    _port: int = field(default_factory=free_port)
    _platform: telegram.TelegramPlatform = field(init=False)  # one for all bots: people know what they have seen

    def __post_init__(self) -> None:
        self._platform = telegram.TelegramPlatform(self.fake)

    @property
    def pages(self) -> bool:
        return self.mode == "webhook"

    def settings(self) -> Settings:
        return telegram.settings(self.fake, self.mode, self._port)

    def platform(self, port: int) -> AbstractAsyncContextManager[Platform]:
        return nullcontext(self._platform)


class OnQq:
    """In reverse mode with NapCat's ways, in forward mode with LLBot's, unless a test wants others."""

    edits = False
    old_buttons = False

    def __init__(self, fake: qqside.Fake, mode: qq.Mode, folder: Path) -> None:
        self.fake, self.mode = fake, mode
        self.address = ""  # of the bot, for connections to it
        self._port = free_port() if self.pages else 0
        self._platform = qq.QqPlatform(fake, qq.Outbox(folder / "bot.db"))

    @property
    def pages(self) -> bool:
        return self.mode == "forward"

    def settings(self) -> Settings:
        return qq.settings(self.fake, self.mode, self._port)

    @asynccontextmanager
    async def platform(self, port: int) -> AsyncIterator[Platform]:
        self.address = f"ws://127.0.0.1:{port}/onebot/v11/ws"
        if self.mode == "reverse":
            self.fake.reverse(self.address)
        await self.fake.connected()
        yield self._platform
        self.fake.hang_up()


@asynccontextmanager
async def staged(name: str, folder: Path) -> AsyncIterator[Stage]:
    """The stage of this name; afterwards, whether the bot did what it must not.

    "reverse plain" and the like name one of the QQ side's variants.
    """
    mode, _, variant = name.partition(" ")
    if mode == "web":
        yield OnPages()
    elif mode in ("reverse", "forward"):
        async with qqside.serving(_VARIANTS[variant or mode]) as side:
            yield OnQq(side, "reverse" if mode == "reverse" else "forward", folder)
            assert not side.violations
    else:
        async with botapi.serving() as fake:
            yield OnTelegram(fake, "webhook" if mode == "webhook" else "polling")
            assert not fake.violations
