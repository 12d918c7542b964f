"""Files that are there whole or not at all, whenever the power goes, and that only their owner can read."""

import os
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Put `text` into the place of what the file held; a link keeps leading to it."""
    path = path.resolve()
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def new_empty(path: Path) -> None:
    """An empty file in the place of what an interruption may have left there."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync(path: Path) -> None:
    """Return when what was written into the file is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when it is on the disk which files the folder has."""
    sync(folder)


def come_to_be(part: Path, path: Path) -> None:
    """A finished file gets its name; raises `FileExistsError` rather than take another one's place."""
    sync(part)
    try:
        os.link(part, path)
        part.unlink()
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links, such as a memory stick
        if path.exists():
            raise FileExistsError(path) from None
        part.replace(path)
    sync_folder(path.parent)
