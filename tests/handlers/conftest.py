"""The real client of the CET system, asking the sandbox."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import ClientSession

from bot.keeping import Keeping
from bot.settings import Settings
from handlers import Clients, menu
from providers.cet.client import CetClient, CetConfig
from providers.http import open_session
from providers.system import Terms
from sandbox.server import serving
from tests.handlers.binding import Bindings, bindings_of
from tests.handlers.campus import Campus, campus_of
from tests.handlers.chat import Chat
from tests.in_memory import kept
from tests.providers.hand_clock import HandClock
from tests.sandbox.asker import Asker


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
async def sandbox(session: ClientSession) -> AsyncIterator[Asker]:
    async with serving() as url:
        yield Asker(session, url)


Chats = Callable[..., Chat]


@pytest.fixture
def chats(sandbox: Asker) -> Chats:
    """Makes chats with the whole menu; its arguments are settings of `providers.cet`."""
    return partial(chat_with, sandbox)


@pytest.fixture
def chat(chats: Chats) -> Chat:
    return chats()


@pytest.fixture
def campus(sandbox: Asker) -> Campus:
    return campus_of(sandbox)


@pytest.fixture
def closed() -> Chat:
    """A chat where no exam system is set up."""
    return Chat(menu(Settings(), Clients(), kept()))


def chat_with(sandbox: Asker, **cet: object) -> Chat:
    clock = HandClock().clock  # it stands still at 17:00 in Shanghai, and nobody waits
    client = CetClient(sandbox.session, CetConfig(sandbox.url, Terms(timeout_s=5, per_second=1000)), clock)
    return Chat(menu(Settings.model_validate({"providers": {"cet": cet}}), Clients(client), kept()))


def chat_of(settings: Settings | None = None, keeping: Keeping | None = None, **clients: Any) -> Chat:
    """A chat with the whole menu over these clients."""
    return Chat(menu(settings or Settings(), Clients(**clients), keeping or kept()))


async def asked(sandbox: Asker) -> list[str]:
    """The paths that were asked for, in plain letters."""
    told = await sandbox.steer("requests")
    requests = told["requests"]
    assert isinstance(requests, list)
    return [unquote(request["path"]) for request in requests]


@pytest.fixture
def bindings(sandbox: Asker) -> Bindings:
    """People who bind accounts of all the systems."""
    return bindings_of(sandbox)
