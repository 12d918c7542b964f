"""Our own way to the Bot API: what arrives there, and which error each trouble is."""

import traceback

import pytest
from structlog.testing import capture_logs
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.abilities import Outcome
from bot.messages import Outgoing
from bot.platforms.telegram.outcomes import seconds
from bot.platforms.telegram.transport import NotConnected, Transport
from tests.bot.telegram.house import calling, private, standing_still
from tests.bot.telegram.servers import answering, silent
from tests.botapi import Fake, Person
from tests.ports import free_port

WORDS = "总分 515 & <b>“好”</b> + 100 % \n😀"
PAGE = "<html>no way to {url}</html>"


async def test_form_arrives_as_it_was(fake: Fake, alice: Person) -> None:
    private(alice)
    async with calling(fake) as api:
        sent = await api.call("sendMessage", {"chat_id": alice.id, "text": WORDS, "protect_content": True})
    heard = await alice.private.hears()
    assert (heard.text, heard.protect, sent["message_id"]) == (WORDS, True, heard.id)


async def test_file_arrives_under_its_chinese_name(fake: Fake, alice: Person) -> None:
    private(alice)
    body = bytes(range(256)) * 5000
    async with calling(fake) as api:
        file = InputFile(body, "成绩 (一) “a”.csv")
        await api.call("sendDocument", {"chat_id": alice.id, "document": file, "caption": "你的"})
    heard = await alice.private.hears("你的")
    assert heard.file
    assert (heard.file.upload.name, heard.file.upload.body) == ("成绩 (一) “a”.csv", body)


async def test_call_without_parameters(fake: Fake) -> None:
    async with calling(fake) as api:
        assert (await api.call("getMe", {}))["username"] == fake.bot_name


def test_answer_with_half_of_a_pair_of_surrogates() -> None:
    """Which only the slower of two parsers takes."""
    answer = Transport.parse_json_payload(rb'{"ok": true, "result": [{"text": "\ud83d"}, {"text": "\ud83d\ude00"}]}')
    assert answer["result"] == [{"text": "\ud83d"}, {"text": "😀"}]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (413, BadRequest),
        (429, RetryAfter),
        (500, NetworkError),
        (502, NetworkError),
    ],
)
async def test_refusals(fake: Fake, status: int, error: type[TelegramError]) -> None:
    fake.fault("status", status=status, retry_after=7)
    async with calling(fake) as api:
        with pytest.raises(error) as caught:
            await api.call("getMe", {})
    assert type(caught.value) is error
    if isinstance(caught.value, RetryAfter):
        assert seconds(caught.value) == 7


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("drop_before", NetworkError),
        ("drop_after", NetworkError),
        ("truncated", NetworkError),
        ("garbage", TelegramError),
    ],
)
async def test_broken_answers(fake: Fake, fault: str, error: type[TelegramError]) -> None:
    fake.fault(fault)
    async with calling(fake) as api:
        with pytest.raises(error) as caught:
            await api.call("getMe", {})
    assert type(caught.value) is error


async def test_server_that_says_nothing(fake: Fake) -> None:
    async with silent() as url, calling(fake, base_url=url) as api:
        with pytest.raises(TimedOut):
            await api.call("getMe", {}, read_timeout=0.05)


async def test_nobody_listens(fake: Fake) -> None:
    async with calling(fake, base_url=f"http://127.0.0.1:{free_port()}") as api:
        with pytest.raises(NotConnected):
            await api.call("getMe", {})


async def test_wait_named_in_a_header_alone(fake: Fake) -> None:
    async with answering(429, PAGE, **{"Retry-After": "9"}) as url, calling(fake, base_url=url) as api:
        with pytest.raises(RetryAfter) as caught:
            await api.call("getMe", {})
    assert seconds(caught.value) == 9


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 413, 500])
async def test_page_of_a_proxy_is_no_refusal_of_telegram(fake: Fake, alice: Person, status: int) -> None:
    """A portal's 403 must not look like somebody who blocked the bot; nor is anybody sent elsewhere."""
    async with (
        answering(status, PAGE, Location=f"{fake.url}/bot{fake.token}/getMe") as url,
        standing_still(fake, base_url=url) as telegram,
    ):
        sent = await telegram.send("k", private(alice), Outgoing("x"))
    assert sent.outcome is (Outcome.UNKNOWN if status == 500 else Outcome.LATER)
    assert not sent.gone
    assert not fake.calls


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 429, 500, 502])
async def test_no_error_and_no_line_quotes_the_address(fake: Fake, alice: Person, status: int) -> None:
    async with answering(status, PAGE) as url, standing_still(fake, base_url=url) as telegram:
        with capture_logs() as lines:
            sent = await telegram.send("k", private(alice), Outgoing("x"))
            await telegram.announce("k", private(alice), "x")
            await telegram.delete(private(alice), "1")
            await telegram.typing(private(alice))
            with pytest.raises(TelegramError) as caught:
                await telegram._api.call("getMe", {})
    said = "".join(traceback.format_exception(caught.value)) + str(lines) + sent.reason
    assert fake.token not in said
    assert url not in said
    assert "/bot" not in said.replace("/bot/", "")


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_no_error_quotes_the_proxy(fake: Fake, scheme: str) -> None:
    """It may hold a password."""
    proxy = f"{scheme}://somebody:hunter2@127.0.0.1:{free_port()}"
    async with calling(fake, proxy=proxy) as api:
        with pytest.raises(NotConnected) as caught:
            await api.call("getMe", {})
    said = "".join(traceback.format_exception(caught.value))
    assert "hunter2" not in said
    assert fake.token not in said
