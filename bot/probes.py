"""Asks each exam system that is set up something harmless, for `bot.py check`."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeVar

from yarl import URL

from bot.settings import Settings
from bot.settings.model import Provider
from bot.systems import clients
from exchange.http import Http
from providers.errors import (
    Ambiguous,
    BadInput,
    Changed,
    Expired,
    NotFound,
    ProviderError,
    Throttled,
    Unavailable,
    WrongCredentials,
)
from providers.http import Ask, open_session, request
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.maxuetang.client import MaxuetangClient
from providers.wejh.client import WejhClient

C = TypeVar("C")

_CONNECT_S, _ANSWER_S = 5.0, 15.0
_NOBODY: Final = "gradebell-check"


async def probed(settings: Settings) -> list[tuple[str, str]]:
    """One row a system: its name, and "ok …", "off …" or what to do."""
    providers = settings.providers
    async with clients(settings) as systems:
        said = await asyncio.gather(
            _cet(providers.cet),
            _asked(providers.kaoshiyun, systems.kaoshiyun, _kaoshiyun),
            _asked(providers.maxuetang, systems.maxuetang, _maxuetang),
            _asked(providers.kaoshixing, systems.kaoshixing, _kaoshixing),
            _asked(providers.wejh, systems.wejh, _wejh),
        )
    return list(zip(("cet", "kaoshiyun", "maxuetang", "kaoshixing", "wejh"), said, strict=True))


async def _asked(provider: Provider, client: C | None, question: Callable[[C], Awaitable[str]]) -> str:
    if client is None:
        return "off"
    try:
        return await question(client)
    except ProviderError as problem:
        return _advice(problem, provider)


def _advice(problem: ProviderError, provider: Provider) -> str:
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
        case Unavailable(by_proxy=True):
            return f"refused by the proxy ({what}): are the name and the password in proxy right?"
        case _:
            way = "are proxy and base_url right" if provider.proxy else "is base_url right"
            return f"no connection ({what}): {way}, and does the system run?"


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


async def _cet(provider: Provider) -> str:
    """Only connect: nothing harmless can be asked. What a proxy thinks of us shows once it is asked for a page."""
    if not provider.base_url:
        return "off: set providers.cet.base_url"
    by_proxy = bool(provider.proxy)
    try:
        async with asyncio.timeout(_ANSWER_S if by_proxy else _CONNECT_S):
            await (_passed_on if by_proxy else _connected)(provider)
    except (OSError, TimeoutError) as problem:
        return _advice(Unavailable(type(problem).__name__), provider)
    except Unavailable as problem:
        return _advice(problem, provider)
    return f"ok, connected{' with the proxy' if by_proxy else ''}; whether it knows an answer can't be asked harmlessly"


async def _connected(provider: Provider) -> None:
    url = URL(provider.base_url)
    _reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.close()


async def _passed_on(provider: Provider) -> None:
    """Raises Unavailable where the proxy refuses us, or finds nobody."""
    async with open_session() as session:
        ask = Ask(URL(provider.base_url).with_path("/"))
        try:
            await request(Http(session, proxy=provider.proxy), ask, now=partial(datetime.now, UTC))
        except Unavailable as problem:
            if problem.by_proxy or problem.passing:
                raise
        except ProviderError:
            pass  # whatever it says of such a page, it was reached
