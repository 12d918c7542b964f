"""What an operator is told of mistakes."""

from pathlib import Path

import pytest

from bot.errors import SettingsMistaken
from bot.settings import load
from tests.bot.settings.conftest import File


def test_all_at_once(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all layers and of all kinds, in one run."""
    monkeypatch.setenv("GRADEBELL__LIMITS__NAMES_PER_DAY", "many")
    text = """
        [bot]
        timezone = "Mars/Olympus"
        admins = ["telegram:1", "nobody"]
        [http]
        listen = "0.0.0.0:8080"
        [platforms.telegram]
        enabled = true
        colour = "blue"
    """
    assert sorted(file.wrong(text)) == [
        "bot.admins.1",
        "bot.timezone",
        "http.public_url",
        "limits.names_per_day",
        "platforms.telegram.colour",
        "platforms.telegram.token",
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[bots]\n", "bots: there is no such setting"),
        ("name = 'x'\n", "name: there is no such setting"),
        ("[platforms.irc]\nenabled = true\n", "platforms.irc: there is no such setting"),
        ("[providers.cet]\nbaseurl = 'x'\n", "providers.cet.baseurl: there is no such setting"),
        ("http = 8080\n", "http: must be a section of settings"),
        ("[bot]\nadmins = 'web:1'\n", 'bot.admins: must be a list (in the environment as JSON: ["one", "two"])'),
        ("[bot]\nlanguage = 'fr'\n", "bot.language: Input should be 'zh_CN' or 'en'"),
        ("[bot]\ntimezone = '../Asia'\n", "bot.timezone: no such time zone"),
        ("[http]\nlisten = '8080'\n", "http.listen: not host:port"),
        ("[http]\nlisten = ':8080'\n", "http.listen: not host:port"),
        ("[http]\nlisten = 'localhost:65536'\n", "http.listen: not host:port"),
        ("[http]\ntrusted_proxies = ['10.0.0.0/33']\n", "http.trusted_proxies.0: not an IP address or network"),
        ("[store]\nurl = 'mysql://host/db'\n", "store.url: must begin with sqlite:/// or postgresql://"),
        ("[store]\nurl = ''\n", "store.url: must begin with sqlite:/// or postgresql://"),
    ],
)
def test_mistake(file: File, text: str, mistake: str) -> None:
    assert file.mistakes(text) == [mistake]


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("bot", "name", "5"),
        ("bot", "name", "''"),
        ("store", "key", "[1]"),
        ("platforms.web", "enabled", "'perhaps'"),
        ("platforms.web", "cookie_days", "0"),
        ("platforms.onebot", "friends", "'some'"),
        ("providers.cet", "timeout_s", "0"),
        ("providers.cet", "timeout_s", "'soon'"),
        ("providers.cet", "per_second", "nan"),
        ("providers.cet", "at_once", "1.5"),
        ("providers.kaoshiyun", "token_params", "'a=b'"),
        ("providers.kaoshiyun", "exams_days", "-1"),
        ("limits", "watch_interval_s", "0.5"),
        ("limits", "commands_per_minute", "0"),
        ("limits", "conversation_s", "inf"),
        ("log", "level", "'loud'"),
    ],
)
def test_wrong_type_or_range(file: File, section: str, key: str, value: str) -> None:
    assert file.wrong(f"[{section}]\n{key} = {value}\n") == [f"{section}.{key}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("base_url", "exam.example.edu"),
        ("base_url", "ftp://exam.example.edu"),
        ("base_url", "http://"),
        ("base_url", "http://exam.example.edu:port"),
        ("base_url", "http://exam.example.edu:70000"),
        ("base_url", "http://exam example"),
        ("base_url", "http://[::1"),
        ("base_url", "http://exam.example.edu/?key=1"),
        ("proxy", "socks5://127.0.0.1:1080"),  # only Telegram's goes through a library that speaks it
    ],
)
def test_wrong_address(file: File, key: str, value: str) -> None:
    assert file.wrong(f"[providers.cet]\n{key} = '{value}'\n") == [f"providers.cet.{key}"]


def test_syntax_is_named_with_its_place(file: File) -> None:
    (mistake,) = file.mistakes("[bot]\nname = \n")
    assert mistake.startswith(f"{file.path}: ")
    assert "line 2" in mistake


def test_not_text(file: File) -> None:
    file.path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsMistaken, match="can not be read"):
        load(file.path)


def test_missing_file(tmp_path: Path) -> None:
    """Only where it was asked for by its name."""
    with pytest.raises(SettingsMistaken, match=r"nowhere\.toml: there is no such file"):
        load(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("BOTS__NAME", "bots.name"),
        ("TOKEN", "token"),
        ("BOT__NAMES", "bot.names"),
        ("PLATFORMS__IRC__TOKEN", "platforms.irc"),
        ("PROVIDERS__CET__BASEURL", "providers.cet.baseurl"),
    ],
)
def test_unknown_in_the_environment(file: File, monkeypatch: pytest.MonkeyPatch, name: str, key: str) -> None:
    monkeypatch.setenv(f"GRADEBELL__{name}", "hunter2")
    (mistake,) = file.mistakes()
    assert mistake.startswith(f"{key}: there is no such setting")


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [
        ("BOT__ADMINS", '["telegram:1"', 'bot.admins: must be a list (in the environment as JSON: ["one", "two"])'),
        ("BOT__ADMINS", "telegram:1", 'bot.admins: must be a list (in the environment as JSON: ["one", "two"])'),
        ("BOT", "{", "bot: must be a section of settings"),
    ],
)
def test_broken_json(file: File, monkeypatch: pytest.MonkeyPatch, name: str, value: str, mistake: str) -> None:
    monkeypatch.setenv(f"GRADEBELL__{name}", value)
    assert file.mistakes() == [mistake]
