"""What the log hides: by the key of a value, by its shape, and in what libraries say."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.chance import word_for
from bot.log import concerns, configure, redact

HIDDEN = "••••"
TICKET = "440530151110612"
BOT_TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    structlog.reset_defaults()
    root.level, root.handlers[:] = before


def logged(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize(
    "key", ["token", "password", "credit", "ticket", "name", "text", "account", "key", "proof", "answers", "app_key"]
)
def test_hidden_by_key(key: str) -> None:
    assert redact(None, "", {"event": "x", key: ["secret"]}) == {"event": "x", key: HIDDEN}


@pytest.mark.parametrize("key", ["event", "reference", "key_id", "platform", "reason", "listen"])
def test_shown_by_key(key: str) -> None:
    assert redact(None, "", {key: "plain"}) == {key: "plain"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TICKET, HIDDEN),
        (f"准考证号{TICKET}罗增榕", HIDDEN * 3),
        (f"GET /GetCetScore/{TICKET}/%E7%BD%97%E5%A2%9E", f"GET /GetCetScore/{HIDDEN}/{HIDDEN}"),
        ("id 11010519491231002X", f"id {HIDDEN}"),
        ("no candidate 13800000305, nor +8613800000305", f"no candidate {HIDDEN}, nor +{HIDDEN}"),
        (f"https://api.telegram.org/bot{BOT_TOKEN}/getMe", f"https://api.telegram.org/bot{HIDDEN}/getMe"),
        (f"?jwt={WEB_TOKEN}", f"?jwt={HIDDEN}"),
        (f"got {WEB_TOKEN}", f"got {HIDDEN}"),
        ("postgresql://me:pass@word@host/db", f"postgresql://{HIDDEN}@host/db"),
        ("socks5://me:password@127.0.0.1:1080", f"socks5://{HIDDEN}@127.0.0.1:1080"),
        ("/getExams?token=abc&page=1", f"/getExams?token={HIDDEN}&page=1"),
        ("ws://host/?access_token=abc", f"ws://host/?access_token={HIDDEN}"),
        ('{"password": "a b", "credit":"c"}', f'{{"password": {HIDDEN}, "credit":{HIDDEN}}}'),
        ("{'credit': 'it is'}", f"{{'credit': {HIDDEN}}}"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        ("KeyError: '罗增榕'", f"KeyError: '{HIDDEN}'"),
        (r'{"name": "\u7f57\u589e"}', f'{{"name": "{HIDDEN}"}}'),
        (r"b'\xe7\xbd\x97'", f"b'{HIDDEN}'"),
    ],
)
def test_hidden_by_shape(text: str, shown: str) -> None:
    assert redact(None, "", {"event": text}) == {"event": shown}


@pytest.mark.parametrize(
    "text",
    [
        "running",
        "127.0.0.1:8080",
        "https://cjcx.neea.edu.cn/",
        "2026-11-22T04:11:52.123456Z",
        "TimeoutError",
        "answered 503 after 15000 ms",
    ],
)
def test_shown_as_it_is(text: str) -> None:
    assert redact(None, "", {"event": text}) == {"event": text}


def test_hidden_inside() -> None:
    """In tables, lists, numbers, and what shows itself by its repr."""
    event = {
        "event": "x",
        "request": {"url": f"/{TICKET}", "token": "abc"},
        "seen": [TICKET, (int(TICKET), 3)],
        "problem": ValueError("no such student: 罗增榕"),
        "size": 12,
        "share": 0.5,
        "ok": True,
        "none": None,
    }
    assert redact(None, "", event) == {
        "event": "x",
        "request": {"url": f"/{HIDDEN}", "token": HIDDEN},
        "seen": [HIDDEN, [HIDDEN, 3]],
        "problem": f"ValueError('no such student: {HIDDEN}')",
        "size": 12,
        "share": 0.5,
        "ok": True,
        "none": None,
    }


def test_nested_exceptions(capsys: Capture) -> None:
    """Each text of a chain and of a group, in a line of ours."""
    configure("json", "info")
    structlog.get_logger().exception("unexpected fault", reference="ABC234", exc_info=nested())
    (line,) = logged(capsys)
    assert (line["event"], line["level"], line["reference"]) == ("unexpected fault", "error", "ABC234")
    told = str(line["exception"])
    assert "KeyError" in told
    assert "RuntimeError" in told
    assert "Traceback" in told
    assert [secret for secret in (TICKET, "罗增榕", BOT_TOKEN, "hunter2") if secret in told] == []


async def test_lines_say_which_message_they_are_of(capsys: Capture) -> None:
    """Those of a library too; what is nobody's message has no reference."""
    configure("json", "info")

    async def answer(key: str) -> None:
        concerns(key)
        structlog.get_logger().info("said")
        logging.getLogger("telegram").warning("slow")

    await asyncio.gather(asyncio.create_task(answer("u1")), asyncio.create_task(answer("u2")))
    structlog.get_logger().info("idle")
    told = [line.get("reference") for line in logged(capsys)]
    assert told == [word_for("u1"), word_for("u1"), word_for("u2"), word_for("u2"), None]


def test_lines_of_libraries(capsys: Capture) -> None:
    """Their arguments and exceptions go the same way."""
    configure("json", "info")
    logging.getLogger("aiohttp.server").error("Error handling %s", f"/{TICKET}", exc_info=nested())
    (line,) = logged(capsys)
    assert line["event"] == f"Error handling /{HIDDEN}"
    assert [secret for secret in (TICKET, "罗增榕", BOT_TOKEN, "hunter2") if secret in json.dumps(line)] == []


@pytest.mark.parametrize("library", ["httpx", "sqlalchemy.engine", "aiosqlite", "aiohttp.access", "asyncio"])
def test_chatter_of_libraries_is_left_out(capsys: Capture, library: str) -> None:
    """Whole requests and statements stand in it."""
    configure("json", "debug")
    logging.getLogger(library).info("a statement with a name")
    assert logged(capsys) == []


def test_levels(capsys: Capture) -> None:
    configure("json", "warning")
    structlog.get_logger().info("not told")
    structlog.get_logger().warning("told")
    assert [line["event"] for line in logged(capsys)] == ["told"]


def test_console(capsys: Capture) -> None:
    """The same redaction, and no local variables below an exception."""
    configure("console", "info")
    structlog.get_logger().exception("unexpected fault", account="42", exc_info=nested())
    told = capsys.readouterr().err
    assert "unexpected fault" in told
    assert f"account={HIDDEN}" in told
    assert [secret for secret in (TICKET, "罗增榕", BOT_TOKEN, "hunter2", "in_a_local") if secret in told] == []


def nested() -> Exception:
    """Four exceptions, each with something secret in its text."""
    in_a_local = "hunter2"
    group = ExceptionGroup(f"password={in_a_local}", [ValueError(TICKET)])
    group.__cause__ = KeyError("罗增榕")
    last = RuntimeError(f"https://api.telegram.org/bot{BOT_TOKEN}")
    last.__context__ = group
    try:
        raise last
    except RuntimeError as raised:
        return raised
