"""The command line. Settings are read before anything else is imported, so that a mistake is told at once."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn

from bot import garbage
from bot.errors import GradebellError, KeyMissing, SettingsMistaken, StoreOutdated
from bot.settings import Settings, load

ROOT = Path(__file__).parent.parent
_MISTAKE = 2  # the exit status of whatever an operator has to mend


def main() -> NoReturn:
    """Run one command and exit with its status."""
    garbage.not_yet()
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
    _keys(commands.add_parser("keys", help="make the sealing key, or change it", description=_KEYS))
    backup = add("backup", "copy the database into FILE, while the bot runs or not", _backup)
    backup.description = _BACKUP
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file; an SQLite database without the key")
    restore = add("restore", "put the copy FILE into the place of the database", _restore)
    restore.description = _RESTORE
    restore.add_argument("--force", action="store_true", help="overwrite a database that has rows")
    restore.add_argument("file", type=Path, metavar="FILE", help="what `bot.py backup` made")
    return parser


_KEYS = "Make the key that what is stored of people is sealed with, or change it. docs/operations.md has the steps."
_NEW = (
    "Make the key file (store.key_file) for a database that has none yet, never in the place of another one. Where the"
    " key is given by the environment (GRADEBELL__STORE__KEY) a new key is printed instead, for you to put there."
)
_ROTATE = (
    "Make a new key and seal everything in the database anew under it; the bot must be stopped. Interrupted, it is"
    " finished by saying it again, and the bot can run meanwhile. A key in the environment is yours to change:"
    " GRADEBELL__STORE__KEY=new,old, then this, then the new one alone."
)
_BACKUP = (
    "Copy the whole database, SQLite or PostgreSQL, into a new SQLite file, as of one moment, while the bot runs or"
    " not. What is sealed stays sealed, and the key is not in it."
)
_RESTORE = (
    "Put a copy that `bot.py backup` made into the place of the database; the bot must be stopped. Nothing that waited"
    " in the copy is sent or answered, what changed since is told as one line, and who used /forget since is forgotten"
    " again. The key file stays as it is and has to fit."
)


def _keys(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = commands.add_parser("new", help="make the key file", description=_NEW)
    new.add_argument("--print", action="store_true", dest="show", help="print a new key and change nothing")
    new.set_defaults(command=_keys_new)
    rotate = commands.add_parser("rotate", help="seal everything anew under a new key", description=_ROTATE)
    rotate.set_defaults(command=_keys_rotate)


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
    from bot.operations import migrate  # noqa: PLC0415

    return _finished(migrate(settings))


def _keys_new(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.operations import keys_new  # noqa: PLC0415

    return _finished(keys_new(settings, show=arguments.show))


def _keys_rotate(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.operations import keys_rotate  # noqa: PLC0415

    return _finished(keys_rotate(settings))


def _backup(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.operations import backup  # noqa: PLC0415

    return _finished(backup(settings, arguments.file))


def _restore(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.operations import restore  # noqa: PLC0415

    return _finished(restore(settings, arguments.file, force=arguments.force))


def _finished(command: Coroutine[Any, Any, int]) -> int:
    import uvloop  # noqa: PLC0415 - as above

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(command)
