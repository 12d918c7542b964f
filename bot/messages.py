"""The vocabulary: what comes in, what goes out, and where.

Identifiers of platforms are opaque strings, never numbers.
"""

from dataclasses import field
from functools import cached_property, lru_cache
from typing import ClassVar, Literal
from urllib.parse import quote, unquote

from pydantic import ConfigDict

from bot.recipes import Picture, Recipe
from bot.values import dataclass
from bot.words import Spans, Words

_AS_JSON = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

Kind = Literal["private", "group"]


@dataclass(frozen=True)
class Address:
    """Where a message is written or read. Without slots, since its key is asked for again and again.

    `bot` is the bot's own identity there ("" where a platform has only one), `topic` the thread within a group.
    """

    platform: str
    bot: str
    kind: Kind
    chat: str
    topic: str = ""

    @cached_property
    def key(self) -> str:
        """The address as one column of a table; `Address.parse` reads it back."""
        return _key(self)

    @classmethod
    def parse(cls, key: str) -> "Address":
        return _address(key)

    @property
    def group(self) -> bool:
        return self.kind == "group"


@lru_cache(10_000)
def _key(address: Address) -> str:
    parts = (address.platform, address.bot, address.kind, address.chat, address.topic)
    return "/".join(quote(part, safe="") for part in parts)


@lru_cache(10_000)
def _address(key: str) -> Address:
    platform, bot, kind, chat, topic = (unquote(part) for part in key.split("/"))
    return Address(platform, bot, "group" if kind == "group" else "private", chat, topic)


def addresses_of(platform: str, bot: str) -> str:
    """What the keys of all addresses of one bot begin with."""
    return f"{quote(platform, safe='')}/{quote(bot, safe='')}/"


LARGEST_FILE = 1_000_000
"""Bytes of a file that answers a question."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person sent: its own name for it, and its bytes or the platform's word for them."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)
    there: str = field(default="", repr=False)  # what the platform fetches it by; "": `data` is all of it
    size: int = 0  # bytes, as the platform told; 0 where it did not


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a person, as its platform told it."""

    update: str  # the platform's id of this event: unique for one platform and bot, the same at a second delivery
    address: Address
    sender: str  # the person's id on the platform
    at: float  # when it was written, in seconds of the epoch
    text: str = field(default="", repr=False)
    press: str = field(default="", repr=False)  # the id of the option that was pressed instead of a text
    offered: str = field(default="", repr=False)  # the id of the option, just offered, whose label the text is
    upload: Upload | None = field(default=None, repr=False)
    answers: dict[str, str] = field(default_factory=dict, repr=False)  # what was filled in on a page, by step name
    onward: str = field(default="", repr=False)  # the word of a link that leads here from a group
    message: str = ""  # the platform's id of the message, for deleting it or replying to it
    name: str = field(default="", repr=False)  # how the sender is called there
    addressed: bool = True  # in a group: it names the bot or replies to it; a known command is heard without that
    group_admin: bool | None = None  # whether the sender runs this group; None where only the platform can tell
    network: str = ""  # the network address that it came from, where people can make themselves many identities

    __pydantic_config__: ClassVar = _AS_JSON

    @property
    def handle(self) -> str:
        """Who wrote it, as `/id` shows it: `telegram:1000`."""
        return f"{self.address.platform}:{self.sender}"

    @property
    def lane(self) -> str:
        """What must stay in order: a private chat, or one person in a group."""
        return f"{self.address.key}/{quote(self.sender, safe='')}" if self.address.group else self.address.key


@dataclass(frozen=True, slots=True)
class Option:
    """A button. `line` is what pressing it says: a command line, or an answer made by `bot.lines.answering`."""

    label: Words
    line: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler wants said, in words that are not translated yet."""

    text: Words
    options: tuple[Option, ...] = ()
    document: Document | None = None
    secret: bool = False  # the next answer is to be typed hidden
    passing: bool = False  # shown and not kept, where a platform keeps what was said
    picture: Recipe[Words] | None = field(default=None, repr=False)  # shows what the text says too


@dataclass(frozen=True, slots=True)
class Button:
    """An option on its way out: at most 64 bytes of `id`, and its label in the reader's language."""

    id: str
    label: str
    typed: str = ""  # a word that says the same, for whoever has no buttons


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What leaves: final words for one address."""

    text: str = field(repr=False)
    options: tuple[Button, ...] = field(default=(), repr=False)
    document: Document | None = None
    secret: bool = False
    edits: str = ""  # the message that it takes the place of
    strong: Spans = field(default=(), repr=False)  # what of the text stands out
    answers: str = ""  # in a group: the person's message that it answers
    asks: bool = False  # a question that this person is to answer
    personal: bool = False  # holds somebody's result
    passing: bool = False
    gathers: str = field(default="", repr=False)  # what else that waits with the same word may be told with it
    recipe: Recipe[str] | None = field(default=None, repr=False)  # of a picture beside the text
    picture: Picture | None = field(default=None, repr=False)  # as delivery has drawn it; never stored
    sums: tuple[int, str] | None = (
        None  # such texts are told as one: its number, and the text with {count} in its place
    )

    speaks: str = ""  # the language that the chat was just given
    names: tuple[str, ...] = field(default=(), repr=False)  # of the exams that it sums, for {names} there

    __pydantic_config__: ClassVar = _AS_JSON

    @property
    def empty(self) -> bool:
        """Nothing is left to be shown: it was a picture that can't be."""
        return not (self.text or self.picture or self.document)
