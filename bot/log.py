"""The log: one line an event, JSON or for a console, with one vocabulary and nothing secret in it.

A line's event says what was done; ERROR means that a person must act. `reference` ties a person's complaint to its
lines. No line holds a name, a text, an account or an identifier of a person.
"""

import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.chance import word_for

_message: ContextVar[str] = ContextVar("message", default="")
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_HIDDEN = "••••"
_SECRET_KEYS = frozenset(
    {
        "account",
        "answers",
        "authorization",
        "cookie",
        "credit",
        "key",
        "name",
        "password",
        "proof",
        "secret",
        "text",
        "ticket",
        "token",
    }
)
# No \b: a ticket may touch a Chinese character, which is a letter too, and a token the word "bot".
_SECRET_SHAPES = re.compile(
    r"(?<!\d)(?:\d{17}[Xx]|\d{15,})"  # tickets and identity cards
    r"|(?<![\d.])(?:86)?1[3-9]\d{9}(?!\d)"  # mobile phones; what stands behind a point is of a time
    r"|(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"  # a bot's token
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]*"  # a JSON web token
    r"|(?<=://)[^/\s\"'<>]+(?=@)"  # user and password of an address
    r"|(?i:(?<=bearer )|(?<=basic ))[^\s\"',]+"
    # Our own words are English: Chinese is somebody's name, school or message, however it is written down.
    r"|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    r"|(?:%[0-9A-Fa-f]{2}){3,}|(?:\\+x[0-9a-f]{2}){3,}|(?:\\+u[0-9a-f]{4})+"
)
_NAMED = re.compile(  # token=…, "password": "…"
    r"((?:token|jwt|password|passwd|pwd|credit|secret|key|proof|sign|ticket|account|username)[\"']?\s*[=:]\s*)"
    r"(?:\"[^\"]*\"?|'[^']*'?|[^&\s,;)}\]]+)",
    re.IGNORECASE,
)


def concerns(message: str) -> None:
    """What this task logs from now on is of the message with this key: its lines say the message's reference."""
    _message.set(message)


def refer(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put in which message a line is of."""
    if message := _message.get():
        event["reference"] = word_for(message)
    return event


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide values by their key, and by their shape wherever they stand."""
    return {key: value if key.startswith("_") else _shown(value, key) for key, value in event.items()}


def _shown(value: object, key: str = "") -> object:
    if key.lower().rpartition("_")[2] in _SECRET_KEYS:
        return _HIDDEN
    match value:
        case Mapping():
            return {_shown(str(inner)): _shown(of, str(inner)) for inner, of in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_shown(inner) for inner in value]
        case None | bool():
            return value
        case int() | float():
            return _HIDDEN if _SECRET_SHAPES.search(str(value)) else value
        case _:  # of what is no text the renderer would take the repr
            return _shapes_hidden(value if isinstance(value, str) else repr(value))


def _shapes_hidden(text: str) -> str:
    return _SECRET_SHAPES.sub(_HIDDEN, _NAMED.sub(rf"\1{_HIDDEN}", text))


def configure(form: Literal["auto", "console", "json"], level: str) -> None:
    """Send our lines and those of the libraries to standard error; `auto` is for a console where there is one."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        refer,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: structlog.typing.Processor = (
        # Its other formatters of exceptions show local variables.
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
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
