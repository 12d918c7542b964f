"""The shipped `settings.toml`: every key, its default, and a comment on it."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from bot.cli import ROOT
from bot.settings import Settings, load

SHIPPED = ROOT / "settings.toml"
KEY = re.compile(r"(?:# )?(\w+) = ")


def test_holds_the_defaults(tmp_path: Path) -> None:
    """What an operator reads there is what holds without the file."""
    copy = tmp_path / "settings.toml"  # away from anybody's settings.local.toml
    copy.write_bytes(SHIPPED.read_bytes())
    assert load(copy) == Settings()


def test_holds_every_key() -> None:
    """None is missing, none is too many, none stands twice; what is not set by default stands as a comment."""
    assert [key for key, _comment in written()] == list(modelled(Settings))


def test_every_key_has_a_comment() -> None:
    assert [key for key, comment in written() if len(comment) < 10] == []


def written() -> Iterator[tuple[str, str]]:
    """Each dotted key in the file, with its comment."""
    section = ""
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"\[([\w.]+)\]", line):
            section = heading[1]
        elif key := KEY.match(line):
            yield f"{section}.{key[1]}", line[key.end() :].rpartition("# ")[2].strip()


def modelled(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Each dotted key of the model, a system's own keys behind those that all have, as the file has them."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from modelled(inner, f"{path}{name}.")
        else:
            yield f"{path}{name}"
