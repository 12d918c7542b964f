"""People, groups and messages as they are kept here."""

from dataclasses import dataclass, field
from typing import Literal

from tests.qqside.segments import Segment

Role = Literal["owner", "admin", "member"]
RANK: dict[Role, int] = {"owner": 2, "admin": 1, "member": 0}


@dataclass(slots=True)
class Account:
    id: int
    name: str
    friend: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A chat: with one person, or a group."""

    kind: Literal["private", "group"]
    id: int


@dataclass(slots=True)
class Member:
    role: Role = "member"
    card: str = ""
    muted: bool = False


@dataclass(slots=True)
class GroupRecord:
    id: int
    name: str
    members: dict[int, Member] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place("group", self.id)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Message:
    id: int
    seq: int
    at: int
    sender: int
    place: Place
    segments: tuple[Segment, ...]
    files: tuple[File, ...] = ()  # of its pictures and documents, in order
    recalled: bool = False

    @property
    def text(self) -> str:
        """What a reader reads, without pictures, files and who is mentioned."""
        return "".join(str(each.data["text"]) for each in self.segments if each.kind == "text")

    @property
    def mentions(self) -> tuple[str, ...]:
        return tuple(str(each.data["qq"]) for each in self.segments if each.kind == "at")

    @property
    def replies_to(self) -> int | None:
        return next((int(str(each.data["id"])) for each in self.segments if each.kind == "reply"), None)

    @property
    def picture(self) -> bool:
        return any(each.kind == "image" for each in self.segments)

    @property
    def document(self) -> str:
        """The name of the file that it is, if it is one."""
        return self.files[0].name if any(each.kind == "file" for each in self.segments) else ""


@dataclass(slots=True)
class Asked:
    """A request to become friends, or to come into a group, which waits for an answer."""

    kind: Literal["friend", "invite", "add"]
    user: int
    group: int = 0
    approved: bool | None = None


@dataclass(frozen=True, slots=True)
class Called:
    action: str
    params: dict[str, object]
    retcode: int
