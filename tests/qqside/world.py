"""Everything that this QQ knows: one account of the bot, people, groups, and what was said."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.botapi.bell import Bell
from tests.qqside.faults import Faults
from tests.qqside.params import Refusal
from tests.qqside.records import Account, Asked, Called, File, GroupRecord, Member, Message, Place
from tests.qqside.segments import Segment
from tests.qqside.variants import NAPCAT, Variant

TOKEN = "a-token-of-onebot"
# Numbers beyond 32 bits, as newer accounts have them.
BOT, FIRST_PERSON, FIRST_GROUP = 9_889_001_100, 9_254_196_301, 5_673_646_675
PATIENCE_S = 10.0
LONGEST = 4500  # characters of one message
RECALL_S = 120  # how long one's own message can be recalled


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the real side lets pass, and that a bot which keeps grades must not do."""

    action: str
    what: str


@dataclass(slots=True)
class World:
    variant: Variant = NAPCAT
    token: str = TOKEN
    clock: Callable[[], float] = time.time
    bell: Bell = field(default_factory=Bell)
    faults: Faults = field(default_factory=Faults)
    people: dict[str, Account] = field(default_factory=dict)  # by the name that tests use
    groups: dict[int, GroupRecord] = field(default_factory=dict)
    chats: dict[Place, list[Message]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)  # by id; where ids collide, the newest
    files: dict[str, File] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)  # by flag
    calls: list[Called] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    emit: Callable[[dict[str, object]], None] = field(default=lambda event: None)
    url: str = ""  # where files can be fetched
    next_id: int | None = None  # for a message whose id collides with another's
    _chance: Random = field(default_factory=lambda: Random(11))
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> int:
        return int(self.clock())

    def number(self, what: str, first: int = 1) -> int:
        self._numbers[what] = self._numbers.get(what, first - 1) + 1
        return self._numbers[what]

    def violate(self, action: str, what: str) -> None:
        self.violations.append(Violation(action, what))

    def failed(self, words: str) -> Refusal:
        return Refusal(self.variant.failed, words)

    def person(self, name: str) -> Account:
        if name not in self.people:
            self.people[name] = Account(self.number("person", FIRST_PERSON), name.capitalize())
        return self.people[name]

    def account(self, number: int) -> Account | None:
        return next((each for each in self.people.values() if each.id == number), None)

    def name(self, number: int) -> str:
        found = self.account(number)
        return found.name if found else "Gradebell"

    def group(self, number: int) -> GroupRecord:
        """The group that the bot is in; raise `Refusal` if it isn't."""
        found = self.groups.get(number)
        if found is None or BOT not in found.members:
            raise self.failed(f"群{number}不存在")
        return found

    def add_group(self, name: str) -> GroupRecord:
        made = GroupRecord(self.number("group", FIRST_GROUP), name)
        made.members[BOT] = Member("owner")
        self.groups[made.id] = made
        return made

    def post(self, sender: int, place: Place, segments: tuple[Segment, ...], *files: File) -> Message:
        """Put a message into its chat and wake whoever waits for it."""
        chat = self.chats.setdefault(place, [])
        message = Message(self._id(), len(chat) + 1, self.now, sender, place, segments, files)
        chat.append(message)
        self.messages[message.id] = message
        self.bell.ring()
        return message

    def keep(self, file: File) -> str:
        key = f"/{self.number('file'):06d}-{self._chance.getrandbits(64):016x}"
        self.files[key] = file
        return key

    def happened(self, kind: str, **fields: object) -> None:
        """Tell the bot of something."""
        self.emit({"time": self.now, "self_id": BOT, "post_type": kind, **fields})

    def noticed(self, kind: str, **fields: object) -> None:
        self.happened("notice", notice_type=kind, **fields)

    def called(self, action: str, params: Mapping[str, object], retcode: int) -> None:
        self.calls.append(Called(action, dict(params), retcode))
        self.bell.ring()

    def _id(self) -> int:
        if self.next_id is not None:
            number, self.next_id = self.next_id, None
            return number
        number = self._chance.getrandbits(31)
        return -number if self.variant.negative_ids else number
