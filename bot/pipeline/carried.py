"""What a platform carries for a button."""

import secrets

from bot.messages import Button, Option
from bot.words import render

_BUTTON_BYTES = 64


def carried(option: Option, language: str) -> tuple[Button, tuple[str, str] | None]:
    """The button: with its line, or with a token where that is too long; then the token and the line."""
    label = render(option.label, language)
    if len(option.line.encode()) <= _BUTTON_BYTES and not option.line.startswith("#"):
        return Button(option.line, label), None
    token = secrets.token_urlsafe(12)
    return Button(f"#{token}", label), (token, option.line)
