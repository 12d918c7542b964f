"""The web chat: a page in the browser and the socket behind it."""

from bot.platforms.web.parts import Keeper, Setup
from bot.platforms.web.platform import Web

__all__ = ["Keeper", "Setup", "Web"]
