"""The command menus that people see: for each scope and language, set only where they changed."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import structlog
from telegram.constants import BotCommandLimit, BotCommandScopeType
from telegram.error import TelegramError

from bot.forms import Form
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.parts import Setup
from bot.words import render

log = structlog.get_logger()

_SCOPES: Final[Mapping[str, Callable[[Form], bool]]] = {
    BotCommandScopeType.ALL_PRIVATE_CHATS.value: lambda _form: True,
    BotCommandScopeType.ALL_GROUP_CHATS.value: lambda form: form.place == "any",
    BotCommandScopeType.ALL_CHAT_ADMINISTRATORS.value: lambda form: form.place != "private",
}
_LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}  # Telegram's code → ours; everybody else reads bot.language


async def set_menus(api: Api, setup: Setup) -> None:
    """Bring every menu up to date; one that fails is left for the next start."""
    for scope, fits in _SCOPES.items():
        shown = (form for form in setup.menu if form.off is None and not form.admins and not form.hidden)
        forms = [form for form in shown if fits(form)]
        for code, language in {"": setup.language, **_LANGUAGES}.items():
            # In a thread: the first word of a language reads its catalogue, for which the loop would stand still.
            commands = await asyncio.to_thread(_commands, forms, language)
            try:
                await _set(api, scope, code, commands)
            except TelegramError as problem:
                log.warning("menu not set", scope=scope, language=code, error=type(problem).__name__)


def _commands(forms: list[Form], language: str) -> list[dict[str, str]]:
    most = BotCommandLimit.MAX_DESCRIPTION
    return [{"command": form.name, "description": render(form.summary, language)[:most]} for form in forms]


async def _set(api: Api, scope: str, language: str, commands: list[dict[str, str]]) -> None:
    where: dict[str, object] = {"scope": {"type": scope}, "language_code": language}
    there = await api.call("getMyCommands", where)
    if _shown(there) != commands:
        await api.call("setMyCommands", where | {"commands": commands})
        log.info("menu set", scope=scope, language=language or "any", commands=len(commands))


def _shown(menu: object) -> list[dict[str, object]]:
    """What counts of a menu that is set; a proxy may answer with anything."""
    listed = [each for each in menu if isinstance(each, dict)] if isinstance(menu, list) else []
    return [{name: each.get(name) for name in ("command", "description")} for each in listed]
