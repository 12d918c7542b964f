"""Reads the layers of the settings and names what is wrong with them.

`GRADEBELL__PLATFORMS__TELEGRAM__TOKEN` overrides `platforms.telegram.token`, and so for every key; lists and tables are
JSON there. `load` raises `SettingsMistaken` with every mistake at once, each led by its whole dotted key and none
showing a value, since a value may be a secret.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import SettingsMistaken
from bot.settings.contradictions import contradictions
from bot.settings.model import Settings

PREFIX = "GRADEBELL__"
_WORDS = {
    "extra_forbidden": "there is no such setting",
    "tuple_type": 'must be a list (in the environment as JSON: ["one", "two"])',
    "dict_type": 'must be a table (in the environment as JSON: {"one": "two"})',
    "model_type": "must be a section of settings",
}


def load(path: Path, overlay: Mapping[str, Any] | None = None, *, required: bool = True) -> Settings:
    """The settings in `path`, its `.local.toml` and the environment; over all of them `overlay`.

    Without `required`, a file that is not there means the defaults.
    """
    mistakes: list[str] = []
    values: dict[str, Any] = {}
    if required and not path.is_file():
        mistakes.append(f"{path}: there is no such file")
    for file in (path, path.with_suffix(".local.toml")):
        _merge(values, _read(file, mistakes))
    if overriding := [name for name in os.environ if name.upper().startswith(PREFIX)]:
        # Most bots pay nothing for this import: their settings stand in the file alone.
        from bot.settings.environment import overrides  # noqa: PLC0415

        _merge(values, overrides(PREFIX))
        mistakes += _unknown(overriding)
    _merge(values, overlay or {})
    settings, wrong = _validated(values)
    mistakes += [f"{key}: {words}" for key, words in wrong.items()]
    # A key that holds something wrong is not missing as well.
    mistakes += [f"{key}: {words}" for key, words in contradictions(settings) if key not in wrong]
    if mistakes:
        raise SettingsMistaken(mistakes)
    return settings


def _read(file: Path, mistakes: list[str]) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors begin a file with a mark
    except tomllib.TOMLDecodeError as problem:
        mistakes.append(f"{file}: {problem}")
    except (OSError, UnicodeDecodeError):
        mistakes.append(f"{file}: can not be read")
    return {}


def _merge(into: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value


def _unknown(overriding: Iterable[str]) -> list[str]:
    """Sections that do not exist; within a section the validation finds what is unknown."""
    names = (name.upper().removeprefix(PREFIX).lower() for name in overriding)
    unknown = (name for name in names if name.partition("__")[0] not in Settings.model_fields)
    return [f"{name.replace('__', '.')}: there is no such setting (in the environment)" for name in sorted(unknown)]


def _validated(values: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    """The settings, and what is wrong by dotted key; the default stands for what is wrong.

    So what contradicts itself elsewhere is found in the same run.
    """
    try:
        return Settings(**values), {}
    except ValidationError as problem:
        errors = problem.errors()
    for error in errors:
        _take_out(values, error)
    return Settings(**values), {".".join(map(str, error["loc"])): _said(error) for error in errors}


def _take_out(values: dict[str, Any], error: ErrorDetails) -> None:
    """Remove the smallest table entry that holds the mistake: of a list, all of it."""
    at = values
    for part in error["loc"]:
        inner = at.get(str(part))
        if not isinstance(inner, dict) or part == error["loc"][-1]:
            at.pop(str(part), None)
            return
        at = inner


def _said(error: ErrorDetails) -> str:
    return _WORDS.get(error["type"], error["msg"].removeprefix("Value error, "))
