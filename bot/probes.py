"""Asks each exam system that is set up something harmless, for `bot.py check`."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.systems import clients
from providers.errors import (
    Ambiguous,
    BadInput,
    Changed,
    Expired,
    NotFound,
    ProviderError,
    Throttled,
    WrongCredentials,
)
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.maxuetang.client import MaxuetangClient
from providers.wejh.client import WejhClient

C = TypeVar("C")

_CONNECT_S = 5.0
_NOBODY: Final = "gradebell-check"


async def probed(settings: Settings) -> list[tuple[str, str]]:
    """One row a system: its name, and "ok …", "off …" or what to do."""
    async with clients(settings) as systems:
        said = await asyncio.gather(
            _reached(settings.providers.cet.base_url, settings.providers.cet.proxy),
            _asked(systems.kaoshiyun, _kaoshiyun),
            _asked(systems.maxuetang, _maxuetang),
            _asked(systems.kaoshixing, _kaoshixing),
            _asked(systems.wejh, _wejh),
        )
    return list(zip(("cet", "kaoshiyun", "maxuetang", "kaoshixing", "wejh"), said, strict=True))


async def _asked(client: C | None, question: Callable[[C], Awaitable[str]]) -> str:
    if client is None:
        return "off"
    try:
        return await question(client)
    except ProviderError as problem:
        return _advice(problem)


def _advice(problem: ProviderError) -> str:
    what = "; ".join((str(problem), *getattr(problem, "__notes__", ())))
    match problem:
        case Expired() | WrongCredentials():
            return f"refused ({what}): are the keys or the token right?"
        case Throttled():
            return f"asks to wait ({what}): try again later"
        case Changed():
            return f"answers otherwise than documented ({what}): is base_url right?"
        case Ambiguous() | BadInput() | NotFound():
            return f"answers with a failure ({what})"
        case _:
            return f"no connection ({what}): is base_url right, and does the system run?"


async def _kaoshiyun(client: KaoshiyunClient) -> str:
    """Look at one exam."""
    async for page in client.exams(page_size=1):
        return f"ok, the token is taken; {page.total if page.total is not None else len(page.items)} exams"
    return "ok, the token is taken"


async def _maxuetang(client: MaxuetangClient) -> str:
    """Look for a submission that hardly exists."""
    try:
        await client.result("1", "1", "1")
    except NotFound:
        return "ok, the signature is taken"
    except Ambiguous:
        # There is no list of its messages, so this may be a wrong key too.
        return "ok, answers; its words don't tell whether it takes the signature"
    return "ok, the signature is taken"


async def _kaoshixing(client: KaoshixingClient) -> str:
    """Look for a candidate that hardly exists."""
    with suppress(NotFound):
        await client.candidate(_NOBODY)
    return "ok, app_id and app_key are taken"


async def _wejh(client: WejhClient) -> str:
    """Look for a user that hardly exists; the term is no question, since without an answer it is guessed."""
    with suppress(NotFound):
        await client.users([_NOBODY])
    return "ok, answers"


async def _reached(address: str, proxy: str) -> str:
    """Only connect: the CET system has nothing harmless to be asked. Behind a proxy that is all that can be tried."""
    if not address:
        return "off: set providers.cet.base_url"
    parts, way = urlsplit(proxy or address), "the proxy" if proxy else "base_url"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(_CONNECT_S):
            _reader, writer = await asyncio.open_connection(parts.hostname, port)
    except (OSError, TimeoutError) as problem:
        return f"no connection ({type(problem).__name__}): is {way} right, and does the system run?"
    writer.close()
    return f"ok, connected{' with the proxy' if proxy else ''}; whether it knows an answer can't be asked harmlessly"
