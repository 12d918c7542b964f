"""The file, the local one beside it, the environment: which of them holds."""

from pathlib import Path

import pytest

from bot.settings import Settings, load
from tests.bot.settings.conftest import File


def test_environment_over_local_over_file(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADEBELL__BOT__NAME", "third")
    settings = file.read(
        '[bot]\nname = "first"\ncontact = "first"\nlanguage = "en"\n',
        local='[bot]\nname = "second"\ncontact = "second"\n',
    )
    assert (settings.bot.name, settings.bot.contact, settings.bot.language) == ("third", "second", "en")


def test_defaults_without_a_file(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml", required=False) == Settings()


def test_overlay_over_all(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo has a port of its own, whatever else is set."""
    monkeypatch.setenv("GRADEBELL__HTTP__LISTEN", "127.0.0.1:2")
    file.path.write_text('[http]\nlisten = "127.0.0.1:1"\ntoken = "kept"\n')
    settings = load(file.path, {"http": {"listen": "127.0.0.1:3"}})
    assert (settings.http.port, settings.http.token.get_secret_value()) == (3, "kept")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("BOT__ADMINS", '["telegram:1000", "web:x"]', ("telegram:1000", "web:x")),
        ("BOT__ADMINS", "[]", ()),
        ("PROVIDERS__KAOSHIYUN__TOKEN_PARAMS", '{"appId": "a"}', {"appId": "a"}),
        ("PLATFORMS__WEB__ENABLED", "false", False),
        ("PLATFORMS__WEB__ROOMS", "1", True),
        ("LIMITS__TIMEOUT_S", "2.5", 2.5),
        ("PROVIDERS__CET__TIMEOUT_S", "4", 4.0),
        ("BOT__NAME", "123", "123"),
        ("STORE__KEY_FILE", "a/b.key", Path("a/b.key")),
    ],
)
def test_environment(file: File, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: object) -> None:
    monkeypatch.setenv(f"GRADEBELL__{name}", value)
    found: object = file.read()
    for part in name.lower().split("__"):
        found = getattr(found, part)
    assert found == expected


def test_environment_in_small_letters(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("gradebell__bot__name", "small")
    assert file.read().bot.name == "small"


def test_environment_overrides_a_wrong_file(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADEBELL__LIMITS__TIMEOUT_S", "2")
    assert file.read("[limits]\ntimeout_s = -1\n").limits.timeout_s == 2


def test_mark_at_the_beginning(file: File) -> None:
    """Windows' editor begins a file with one."""
    assert file.read('\ufeff[bot]\nname = "Glocke"\n').bot.name == "Glocke"
