"""The fake as tests hold it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.botapi.chats import membership_update
from tests.botapi.faults import Fault, Plan
from tests.botapi.groups import Group
from tests.botapi.people import Person, Seat
from tests.botapi.poison import Poison, poisoned
from tests.botapi.queries import Query
from tests.botapi.records import Chat, Rights
from tests.botapi.world import Called, Violation, World


@dataclass(slots=True)
class Fake:
    world: World
    url: str = ""  # of the Bot API: {url}/bot{token}/{method}; no slash at its end
    _people: dict[str, Person] = field(default_factory=dict)
    _groups: dict[str, Group] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return self.world.settings.token

    @property
    def bot_name(self) -> str:
        return self.world.bot.username

    @property
    def calls(self) -> list[Called]:
        return self.world.calls

    @property
    def violations(self) -> list[Violation]:
        return self.world.violations

    @property
    def unanswered(self) -> list[Query]:
        """Pressed buttons that the bot didn't answer (yet)."""
        return self.world.queries.unanswered()

    def called(self, method: str) -> list[Called]:
        return [call for call in self.world.calls if call.method == method]

    def user(self, name: str) -> Person:
        """The person of this name; the same at every call."""
        if name not in self._people:
            account = self.world.person(name)
            self._people[name] = Person(self.world, account, Seat(self.world, account, account.id))
        return self._people[name]

    def group(
        self,
        name: str,
        *,
        admins: Sequence[Person] = (),
        members: Sequence[Person] = (),
        forum: bool = False,
        basic: bool = False,
    ) -> Group:
        """The group of this name, which the bot is in; `basic` makes one that can still be migrated."""
        if name not in self._groups:
            chat = self.world.add_group(name, forum=forum, basic=basic)
            for at, person in enumerate(admins):
                chat.members[person.id] = Rights("administrator" if at else "creator")
            for person in members:
                chat.members[person.id] = Rights()
            self._groups[name] = Group(self.world, chat.id)
            self._join(chat, admins[0] if admins else None)
        return self._groups[name]

    def chat(self, number: int) -> Chat:
        return self.world.chats[number]

    def fault(self, fault: Fault | str, method: str = "", **plan: float | None) -> None:
        """Let a fault strike; the fields are those of `Plan`, `seconds` stands for `until`."""
        seconds = plan.pop("seconds", None)
        wanted = replace(Plan(Fault(fault), method), **plan)  # type: ignore[arg-type] # dataclasses check no field's type
        wanted.until = None if seconds is None else self.world.settings.clock() + seconds
        self.world.faults.set(wanted)

    def poison(self, kind: Poison | str, person: Person) -> int:
        """Put an update that no library can parse behind the others; return its id."""
        return self.world.updates.put("message", poisoned(Poison(kind), person.private))

    def _join(self, chat: Chat, by: Person | None) -> None:
        bot = self.world.bot
        chat.members[bot.id] = Rights()
        if by is not None:
            membership_update(self.world, chat, by.id, {"status": "left", "user": bot.told()})
