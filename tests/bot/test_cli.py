"""`python bot.py …` as an operator runs it: a process, its exit status and what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import ROOT


def bot(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it away from the project's own folder, in an environment without settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GRADEBELL__")}
    return subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        env=plain | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd="/",
    )


def test_help() -> None:
    """Every command in one line, without anything being started."""
    done = bot("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("run", "demo", "sandbox", "check", "migrate", "keys", "backup", "restore"):
        assert f"\n    {command} " in done.stdout


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("run", []),
        ("demo", ["--port"]),
        ("sandbox", ["--host", "--port", "--people"]),
        ("check", []),
        ("migrate", []),
        ("keys", ["new", "rotate"]),
        ("keys new", ["--print"]),
        ("keys rotate", []),
        ("backup", ["FILE"]),
        ("restore", ["--force", "FILE"]),
    ],
)
def test_help_on_a_command(command: str, options: list[str]) -> None:
    done = bot(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: bot.py {command}" in done.stdout
    assert [option for option in options if option not in done.stdout] == []


@pytest.mark.parametrize("arguments", [["fly"], ["demo", "--port", "many"], ["run", "--loud"], ["keys"], ["restore"]])
def test_mistyped_command(arguments: list[str]) -> None:
    done = bot(*arguments)
    assert done.returncode == 2
    assert "usage: bot.py" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [[], ["check"], ["keys", "rotate"], ["backup", "copy"]])
def test_mistaken_settings(tmp_path: Path, command: list[str]) -> None:
    """Every mistake by its dotted key, of file and environment, before anything is started."""
    file = tmp_path / "settings.toml"
    file.write_text(
        f"""
        [bot]
        timezone = "Mars/Olympus"
        [store]
        url = "sqlite:///{tmp_path}/never.db"
        [platforms.telegram]
        enabled = true
        """
    )
    done = bot("--settings", str(file), *command, GRADEBELL__LIMITS__TIMEOUT_S="-1", GRADEBELL__HTTP__TOKN="hunter2")
    assert (done.returncode, done.stdout) == (2, "")
    assert sorted(line.partition(": ")[0] for line in done.stderr.splitlines()) == [
        "bot.timezone",
        "http.tokn",
        "limits.timeout_s",
        "platforms.telegram.token",
    ]
    assert "hunter2" not in done.stderr
    assert list(tmp_path.iterdir()) == [file]


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    done = bot("--settings", str(tmp_path / "nowhere.toml"))
    assert done.returncode == 2
    assert done.stderr == f"{tmp_path}/nowhere.toml: there is no such file\n"


def test_settings_that_can_not_be_parsed(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[bot\n")
    done = bot("--settings", str(file), "check")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{file}: ")
    assert done.stderr.count("\n") == 1
