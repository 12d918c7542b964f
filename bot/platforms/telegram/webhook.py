"""The webhook: Telegram brings updates to our server; stored, and then 200."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot.platforms.telegram.api import Api
from bot.platforms.telegram.parts import Setup
from bot.platforms.telegram.updates import ALLOWED

log = structlog.get_logger()

PATH = "/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_CONNECTIONS = 40  # Telegram brings one chat's updates one after the other, however many it has


def address(setup: Setup) -> str:
    """Where Telegram brings updates to."""
    return f"{setup.webhook.rstrip('/')}{PATH}"


async def set_webhook(api: Api, setup: Setup) -> None:
    """Where Telegram brings updates from now on; what waits there comes too. Raises `TelegramError`."""
    await api.call(
        "setWebhook",
        {
            "url": address(setup),
            "secret_token": setup.webhook_secret,
            "allowed_updates": ALLOWED,
            "max_connections": _CONNECTIONS,
        },
    )


def webhook(secret: str, store: Callable[[Sequence[object]], Awaitable[None]]) -> web.RouteDef:
    """The route that takes updates in."""

    async def take(request: web.Request) -> web.Response:
        shown = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(shown.encode(errors="replace"), secret.encode()):
            log.warning("update without the webhook's secret refused")
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        await store([update])
        return web.Response()

    return web.post(PATH, take)
