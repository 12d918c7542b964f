"""The command line. Settings are read before anything else is imported, so that a mistake is told at once."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn

from bot.errors import GradebellError, KeyMissing, SettingsMistaken, StoreOutdated
from bot.settings import Settings, load

ROOT = Path(__file__).parent.parent
_MISTAKE = 2  # the exit status of whatever an operator has to mend


def collect_seldom() -> None:
    """Look for garbage seldom: start-up makes none, and what comes up later is small, short-lived and not circular."""
    gc.set_threshold(50_000, 50, 50)


def main() -> NoReturn:
    """Run one command and exit with its status."""
    collect_seldom()
    arguments = _parser().parse_args()
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        sys.exit(command(arguments))
    except GradebellError as problem:
        print(problem, file=sys.stderr)
        sys.exit(_MISTAKE if isinstance(problem, SettingsMistaken | KeyMissing | StoreOutdated) else 1)
    except KeyboardInterrupt:
        sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description="Gradebell looks up exam scores in chats.")
    parser.add_argument("--settings", type=Path, metavar="PATH", help="settings file (default: settings.toml)")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, does: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
        one.set_defaults(command=command)
        return one

    add("run", "run every enabled platform until SIGINT or SIGTERM (default)", _run)
    demo = add("demo", "run the sandboxed exam systems and the web chat", _demo)
    demo.add_argument("--port", type=int, default=8080, help="where the page is (default: 8080)")
    sandbox = add("sandbox", "run the sandboxed exam systems alone", _sandbox)
    sandbox.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    sandbox.add_argument("--port", type=int, default=8900, help="where to listen (default: 8900)")
    sandbox.add_argument("--people", type=int, default=0, metavar="N", help="make N more people, always the same")
    add("check", "tell what works of settings, database, key, platforms and providers", _check)
    add("migrate", "bring the database to the newest schema", _migrate)
    return parser


def _settings(arguments: argparse.Namespace) -> Settings:
    given: Path | None = arguments.settings
    settings = load(given or ROOT / "settings.toml", required=given is not None)
    _log(settings)
    return settings


def _log(settings: Settings) -> None:
    from bot.log import configure  # noqa: PLC0415 - settings come first, so that a mistake is told at once

    configure(settings.log.format, settings.log.level)


# Each command imports what it runs by itself: what it does not run costs it no start-up time.


def _run(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.commands import run  # noqa: PLC0415

    return _finished(run(settings))


def _demo(arguments: argparse.Namespace) -> int:
    from bot.commands import demo, demo_settings  # noqa: PLC0415

    settings = demo_settings(arguments.port)
    _log(settings)
    return _finished(demo(settings))


def _sandbox(arguments: argparse.Namespace) -> int:
    from bot.commands import sandbox  # noqa: PLC0415

    return _finished(sandbox(arguments.host, arguments.port, arguments.people))


def _check(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.checks import check  # noqa: PLC0415

    return _finished(check(settings))


def _migrate(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.commands import migrate  # noqa: PLC0415

    return _finished(migrate(settings))


def _finished(command: Coroutine[Any, Any, int]) -> int:
    import uvloop  # noqa: PLC0415 - as above

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(command)
