"""What the web chat shows again: the lines of each chat, sealed, and the files that they offer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a web chat in its last form."""

    id: str  # the frame's id, unique within its chat
    text: str
    options: tuple[tuple[str, str], ...] = ()  # (id, label)
    document: tuple[str, str] | None = None  # (name, token of the file)
    picture: str | None = None  # token of the file
    author: str = ""  # the handle of the person who wrote it; "" for the bot's own lines
    name: str = ""  # how the author is called, in a room
    secret: bool = False  # the bot's: the next answer is typed hidden
