"""Makes platforms from the settings; only `app` and `checks` ask for them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from bot.abilities import Platform
from bot.alarms import Sign
from bot.budget import Pace
from bot.forms import Form, Menu
from bot.messages import addresses_of
from bot.pages.metrics import Guard
from bot.pipeline.intake import Intake
from bot.platforms.web.parts import Setup as WebSetup
from bot.platforms.web.platform import Web
from bot.recipes import Draw
from bot.settings import Settings
from bot.store.database import Database
from bot.store.history import History
from bot.store.store import Store
from bot.store.writer import Writer
from bot.words import Words

if TYPE_CHECKING:
    from bot.platforms.onebot.asking import Asking
    from bot.platforms.telegram.parts import Setup as TelegramSetup


_JITTER = 0.54  # of the gap between two messages on QQ: 0.6 to 2 s, as people write


class Housed(Platform, Protocol):
    """A platform with what it wants of the house."""

    def routes(self) -> list[web.RouteDef]: ...

    async def run(self) -> None:
        """Bring in what has to be fetched, until cancelled; outlives whatever may pass."""

    async def close(self) -> None:
        """Let go of everything that is open."""

    def signs(self, now: datetime) -> Sequence[Sign]:
        """What administrators have to know of it."""


def guard(settings: Settings) -> Guard:
    http = settings.http
    return Guard(http.token.get_secret_value(), open=http.alone)


def bots(settings: Settings) -> dict[str, str]:
    """The bot's own identity on each platform that is switched on, where it is known before it is connected."""
    platforms = settings.platforms
    there = {"web": ("", platforms.web.enabled), "telegram": (platforms.telegram.bot, platforms.telegram.enabled)}
    return {name: bot for name, (bot, enabled) in there.items() if enabled}


def serves(settings: Settings) -> tuple[str, ...]:
    """What the addresses of the platforms that are switched on begin with."""
    known = (addresses_of(name, bot) for name, bot in bots(settings).items())
    return (*known, "onebot/") if settings.platforms.onebot.enabled else tuple(known)


Beside = Mapping[str, tuple[str, str]]
"""What stands beside the web chat, alone and in a room, by language."""


def web_setup(settings: Settings, menu: Menu, beside: Beside, draw: Draw) -> WebSetup:
    choices, http = settings.platforms.web, settings.http
    return WebSetup(
        name=settings.bot.name,
        footer=choices.footer,
        rooms=choices.rooms,
        cookie_days=choices.cookie_days,
        public_url=http.public_url,
        trusted_proxies=http.trusted_proxies,
        language=settings.bot.language,
        contact=settings.bot.contact,
        examples=_examples(menu, lambda form: form.counts is not None),
        room_examples=_examples(menu, lambda form: form.place == "admins"),
        beside=beside,
        draw=draw,
    )


def web_chat(setup: WebSetup, database: Database, writer: Writer, intake: Intake) -> Web:
    return Web(setup, database.vault.cookie_key, History(database, writer), intake)


# Telegram's library takes a third of a second and many megabytes: only who uses it pays for it.


def telegram(settings: Settings, menu: Menu, store: Store, intake: Intake) -> Housed:
    from bot.platforms.telegram.platform import Telegram  # noqa: PLC0415

    return Telegram(_telegram_setup(settings, menu), store, intake)


def asking(settings: Settings, store: Store) -> "Asking | None":
    """What asks administrators who may come in, where a platform has doors."""
    if not settings.platforms.onebot.enabled:
        return None
    from bot.platforms.onebot.asking import Asking  # noqa: PLC0415

    return Asking(store.tokens, settings.bot.admins)


def onebot(settings: Settings, store: Store, files: History, intake: Intake, asking: "Asking") -> Housed:
    from bot.platforms.onebot.parts import Setup  # noqa: PLC0415
    from bot.platforms.onebot.platform import OneBot  # noqa: PLC0415

    choices = settings.platforms.onebot
    setup = Setup(
        pace=Pace(
            1 / choices.gap_s, 1 / choices.gap_s, choices.per_group_minute, jitter=_JITTER, per_day=choices.per_day
        ),
        url=choices.url if choices.mode == "forward" else "",
        access_token=choices.access_token.get_secret_value(),
        accounts=choices.accounts,
        friends=choices.friends,
        groups=choices.groups,
        pages=settings.http.public_url if choices.links else "",
        language=settings.bot.language,
    )
    return OneBot(setup, store, files, intake, asking)


async def onebot_looked_at(settings: Settings) -> str:
    """Whether the QQ side answers: "ok …", or what to do; where it comes to us, that can't be asked."""
    from bot.platforms.onebot.checking import looked_at  # noqa: PLC0415
    from bot.platforms.onebot.reverse import PATH  # noqa: PLC0415

    choices = settings.platforms.onebot
    if choices.mode == "forward":
        return await looked_at(choices.url, choices.access_token.get_secret_value())
    return f"ok, waits for QQ to connect to ws://{settings.http.listen}{PATH}"


async def telegram_looked_at(settings: Settings) -> str:
    """Whether Telegram takes the token: "ok …", or what to do."""
    from bot.platforms.telegram.checking import looked_at  # noqa: PLC0415

    return await looked_at(_telegram_setup(settings, Menu(())))


def _telegram_setup(settings: Settings, menu: Menu) -> "TelegramSetup":
    from bot.platforms.telegram.parts import Setup  # noqa: PLC0415

    choices = settings.platforms.telegram
    return Setup(
        bot=choices.bot,
        token=choices.token.get_secret_value(),
        base_url=choices.base_url,
        proxy=choices.proxy,
        webhook=settings.http.public_url if choices.mode == "webhook" else "",
        webhook_secret=choices.webhook_secret.get_secret_value(),
        protect=choices.protect,
        pace=Pace(choices.per_second, choices.per_chat_second, choices.per_group_minute),
        menu=menu,
        language=settings.bot.language,
    )


def _examples(menu: Menu, fits: Callable[[Form], bool]) -> tuple[tuple[str, Words], ...]:
    """What an empty chat offers: the first commands of the menu that fit, and help."""
    shown = [form for form in menu if form.off is None and fits(form)][:2]
    helping = [form for form in menu if form.name == "help"]
    return tuple((f"/{form.name}", form.summary) for form in (*shown, *helping))
