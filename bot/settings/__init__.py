"""The settings of an operator: `settings.toml`, over it `settings.local.toml`, over it the environment."""

from bot.settings.loading import load
from bot.settings.model import Settings

__all__ = ["Settings", "load"]
