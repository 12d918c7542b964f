"""The log: one line an event, JSON or for a console, with one vocabulary and nothing secret in it.

A line's event says what was done; ERROR means that a person must act. `reference` ties a person's complaint to its
lines. No line holds a name, a text, an account or an identifier of a person.
"""

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_HIDDEN = "••••"
_SECRET_KEYS = frozenset(
    {"token", "password", "credit", "ticket", "name", "text", "account", "key", "proof", "answers"}
)
_SECRET_SHAPES = re.compile(
    r"\b\d{15,18}\b"  # tickets and identity cards
    r"|\b\d{6,12}:[A-Za-z0-9_-]{30,}\b"  # a bot's token
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"  # a JSON web token
    r"|(?<=token=)[^&\s]+|(?<=jwt=)[^&\s]+|(?<=password=)[^&\s]+|(?<=credit=)[^&\s]+"
    r"|(?<=://)[^/@\s]+:[^/@\s]+(?=@)"  # user and password of an address
)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide values by their key, and by their shape wherever they stand."""
    for key, value in event.items():
        if key in _SECRET_KEYS:
            event[key] = _HIDDEN
        elif isinstance(value, str):
            event[key] = _SECRET_SHAPES.sub(_HIDDEN, value)
    return event


def configure(form: Literal["auto", "console", "json"], level: str) -> None:
    """Send our lines and those of the libraries to standard error; `auto` is for a console where there is one."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=max(_LEVELS[level], logging.INFO), force=True)
    # Whole updates and addresses stand in the libraries' lines below these levels.
    for library in ("httpx", "aiosqlite", "sqlalchemy", "alembic", "asyncio", "aiohttp.access"):
        logging.getLogger(library).setLevel(logging.WARNING)
