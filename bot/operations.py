"""What an operator does now and then while the bot stands still, or beside it: schema, keys, backups, restoring."""

import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final, TypeVar, cast

from bot.errors import NotDone
from bot.sealing import Sealer, keys_from, new_key, write_key_file
from bot.settings import Settings
from bot.store.copying import copied
from bot.store.database import opened, sealed_already
from bot.store.restoring import restored
from bot.store.rotation import rotated
from bot.store.vault import key_source

T = TypeVar("T")

_KEEP = (
    "Copy it to another place now, and not to the one where your backups go: without it nobody can read the database"
    " any more, and who has both can read everything."
)
_WENT: Final[Mapping[str, str]] = {
    "inbox": "messages that waited for an answer; nobody is answered late",
    "outbox": "answers and notifications that waited to be sent",
    "batches": "unfinished batches of lines; look into the exam system how far they came, and begin anew",
    "tokens": "links and codes that can be used once, since they may have been used meanwhile",
}


async def migrate(settings: Settings) -> int:
    """Bring the database to the newest schema."""
    async with opened(settings.store.url.get_secret_value(), key_source(settings)):
        print("The database has the newest schema.")
    return 0


async def keys_new(settings: Settings, *, show: bool) -> int:
    """Make the key file, or print a key for whoever keeps it in the environment."""
    keys = key_source(settings)
    if show or keys.key:
        print(new_key())
        print(f"This key is nowhere else. {_KEEP}", file=sys.stderr)
        return 0
    if keys.file.exists():
        raise NotDone(f"store.key_file: {keys.file} is there already; `bot.py keys rotate` makes another key")
    await sealed_already(settings.store.url.get_secret_value(), keys)
    key = new_key()
    try:
        write_key_file(keys.file, key)
    except OSError as problem:
        raise NotDone(f"store.key_file: {keys.file} can not be written ({problem.strerror})") from problem
    print(f"The key {Sealer(*keys_from(key, 'store.key_file')).key_id} stands in {keys.file}. {_KEEP}")
    print("Next: `bot.py check`, then `bot.py run`.")
    return 0


async def keys_rotate(settings: Settings) -> int:
    """Seal everything anew under a new key."""
    keys = key_source(settings)
    async for step in _all(rotated(settings.store.url.get_secret_value(), keys)):
        print(step, flush=True)
    if keys.key:
        print("Now take the old key out of GRADEBELL__STORE__KEY.")
    print("Keep a copy of the new key elsewhere, and the old one as long as you keep backups from before.")
    return 0


async def backup(settings: Settings, file: Path) -> int:
    """Copy the database into a new file."""
    await copied(settings.store.url.get_secret_value(), key_source(settings), file)
    print(f"{file} is a copy of the database. The key is not in it.")
    return 0


async def restore(settings: Settings, file: Path, *, force: bool) -> int:
    """Put a copy into the place of the database."""
    done: Mapping[str, int] = {}
    async for step in _all(restored(settings.store.url.get_secret_value(), key_source(settings), file, force=force)):
        if isinstance(step, str):
            print(step, flush=True)
        else:
            done = step
    print("The copy is the database now. Of what was in it:")
    for name, what in _WENT.items():
        if done.get(name):
            print(f"- dropped ({done[name]}): {what}")
    if done["forgotten"]:
        print(f"- forgotten again ({done['forgotten']}): addresses of people who used /forget since the copy was made")
    if done["credits"]:
        print(f"- perhaps run out since ({done['credits']}): campus logins; whose has is asked to log in once more")
    print("- what changed since the copy was made is told as one line, since it may have been told already")
    return 0


async def _all(steps: AsyncIterator[T]) -> AsyncIterator[T]:
    """Every step; an interruption ends them in order."""
    async with aclosing(cast("AsyncGenerator[T, None]", steps)) as going:
        async for step in going:
            yield step
