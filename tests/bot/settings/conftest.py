"""A settings file to write, in an environment without settings."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import SettingsMistaken
from bot.settings import Settings, load


@dataclass(frozen=True)
class File:
    path: Path

    def read(self, text: str = "", local: str = "") -> Settings:
        """What is loaded where this is written there."""
        self.path.write_text(text, encoding="utf-8")
        if local:
            self.path.with_name("settings.local.toml").write_text(local, encoding="utf-8")
        return load(self.path)

    def mistakes(self, text: str = "") -> list[str]:
        with pytest.raises(SettingsMistaken) as caught:
            self.read(text)
        return caught.value.mistakes

    def wrong(self, text: str = "") -> list[str]:
        """The dotted keys of the mistakes."""
        return [mistake.partition(": ")[0] for mistake in self.mistakes(text)]


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "settings.toml")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("GRADEBELL__")]:
        monkeypatch.delenv(name)
