"""Updates that Telegram brings to us."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.app import running
from bot.forms import Menu
from bot.platforms.telegram.platform import Telegram
from bot.settings import load
from tests.bot.telegram.forms import ECHO
from tests.bot.telegram.house import House, at_work, setup
from tests.botapi import Fake, Person
from tests.journeys.telegram import Mode
from tests.journeys.telegram import settings as as_fast_as_it_likes
from tests.ports import free_port

SECRET = "a-secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def listening(fake: Fake, house: House, port: int = 0) -> AsyncIterator[tuple[Telegram, str]]:
    """A platform whose webhook is on a server; and its address."""
    url = f"http://127.0.0.1:{port or free_port()}"
    async with at_work(fake, house, webhook=url, webhook_secret=SECRET) as telegram:
        app = web.Application()
        app.add_routes(telegram.routes())
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(url.rpartition(":")[2])).start()
        try:
            await fake.world.bell.until(lambda: bool(fake.world.webhook.url), 10)
            yield telegram, f"{url}/telegram"
        finally:
            await runner.cleanup()


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status


def update(fake: Fake, number: int = 7) -> bytes:
    person = fake.user("alice").account
    chat = fake.user("alice").private.chat
    message = {"message_id": number, "from": person.told(), "chat": chat.told(), "date": 1, "text": "hi"}
    return json.dumps({"update_id": number, "message": message}).encode()


@pytest.mark.parametrize("shown", [None, "", "wrong", "a-secre", "a-secret2", "秘密"])
async def test_wrong_or_missing_secret_is_refused(fake: Fake, house: House, shown: str | None) -> None:
    headers = {} if shown is None else {HEADER: shown}
    with capture_logs() as lines:
        async with listening(fake, house) as (_telegram, url):
            assert await post(url, update(fake), headers) == 403
    assert not house.incoming
    assert "update without the webhook's secret refused" in [line["event"] for line in lines]
    assert not any(line.keys() - {"event", "log_level"} for line in lines if line["log_level"] == "warning")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "text/plain"])
async def test_stored_and_then_taken(fake: Fake, house: House, kind: str) -> None:
    async with listening(fake, house) as (_telegram, url):
        assert await post(url, update(fake), {HEADER: SECRET, "Content-Type": kind}) == 200
        assert house.texts == ["hi"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"hello"])
async def test_what_is_no_json_is_a_bad_request(fake: Fake, house: House, body: bytes) -> None:
    async with listening(fake, house) as (_telegram, url):
        assert await post(url, body, {HEADER: SECRET}) == 400


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b'{"update_id": 1, "message": "hello"}'])
async def test_what_nobody_can_read_is_taken_once(fake: Fake, house: House, body: bytes) -> None:
    """It would come again for ever."""
    async with listening(fake, house) as (_telegram, url):
        assert await post(url, body, {HEADER: SECRET}) == 200
    assert not house.incoming


async def test_store_that_fails_gets_it_again(fake: Fake, house: House, alice: Person) -> None:
    waited: list[float] = []

    async def soon(seconds: float) -> None:
        waited.append(seconds)

    fake.world.settings = replace(fake.world.settings, sleep=soon)
    house.failures = 2
    async with listening(fake, house):
        await alice.private.say("one")
        await house.got("one")
    assert waited == [1, 2]
    assert "500" in fake.world.webhook.last_error


async def test_before_the_bot_knows_its_name_updates_wait(fake: Fake, house: House) -> None:
    telegram = Telegram(setup(fake), house, house.receive)
    with pytest.raises(web.HTTPServiceUnavailable):
        await telegram._take([json.loads(update(fake))])


async def test_names_what_it_wants(fake: Fake, house: House) -> None:
    async with listening(fake, house):
        assert fake.world.updates.allowed == {"message", "callback_query", "inline_query", "my_chat_member"}
        (call,) = fake.called("setWebhook")
        assert call.params["secret_token"] == SECRET
        assert "drop_pending_updates" not in call.params


async def test_switching_modes_loses_nothing_and_doubles_nothing(fake: Fake, alice: Person, tmp_path: Path) -> None:
    port = free_port()
    await alice.private.say("/echo 0")
    said: list[str] = []
    for number, mode in enumerate(["polling", "webhook", "polling", "webhook"], 1):
        async with _bot(fake, tmp_path, mode, port):  # type: ignore[arg-type]  # one of the modes
            said.append((await alice.private.hears()).text)
            await alice.private.say(f"/echo {number}")
            said.append((await alice.private.hears()).text)
        await alice.private.say(f"/echo after {number}")
    wanted = [str(0), "1", "after 1", "2", "after 2", "3", "after 3", "4"]
    assert said == [f"you said {each}" for each in wanted]
    assert not alice.private.unheard()


@asynccontextmanager
async def _bot(fake: Fake, folder: Path, mode: Mode, port: int) -> AsyncIterator[None]:
    settings = {
        **as_fast_as_it_likes(fake, mode, port),
        "store": {"url": f"sqlite:///{folder}/bot.db", "key_file": str(folder / "bot.key")},
    }
    async with running(
        load(Path("none"), settings, required=False), lambda _settings, _clients, _keeping: Menu((ECHO,))
    ):
        yield
