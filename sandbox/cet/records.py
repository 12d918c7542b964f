"""Who sat which CET and with what result: what lies behind the CET system's three routes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sandbox import people

PREFIX = 4  # bytes of GB2312, two Chinese characters: all that the look-up compares of a name


@dataclass(frozen=True, slots=True)
class Scores:
    listening: int
    reading: int
    writing: int
    total: int


@dataclass(frozen=True, slots=True)
class Record:
    ticket: str
    name: str  # that it is filed under, and asked for by
    province: str  # short, without 省 and the like
    school: str
    scores: Scores | None = None  # None: sat, but not released yet
    shown: str = ""  # the name in the answer, where it is another one
    readme_result: str = ""  # what the README printed instead of the ticket

    @property
    def level(self) -> int:
        """1 for CET-4, 2 for CET-6: the ticket's tenth digit."""
        return int(self.ticket[9])

    @property
    def sitting(self) -> str:
        """Year and half, e.g. `242` for December 2024; sorts by time."""
        return self.ticket[6:9]


def record_of(person: people.Person) -> Record:
    scores = Scores(person.listening, person.reading, person.writing, person.total)
    return Record(person.ticket, person.name, person.province, person.school, scores)


class Records:
    """The filed records, those published since, and the first `count` of the made-up people.

    The made-up ones are worked out at each look-up and take no memory. A filed record with the same
    ticket hides one.
    """

    def __init__(self, filed: Sequence[Record], count: int) -> None:
        self._filed = tuple(filed)
        self._count = count
        self.reset()

    def reset(self) -> None:
        self._by_ticket: dict[str, Record] = {}
        self._by_place: dict[tuple[str, str, int], dict[str, Record]] = {}
        for record in self._filed:
            self.put(record)

    def put(self, record: Record) -> None:
        """File a record, in the place of the one with its ticket."""
        old = self._by_ticket.get(record.ticket)
        if old is not None:
            del self._by_place[old.province, old.school, old.level][old.ticket]
        self._by_ticket[record.ticket] = record
        self._by_place.setdefault((record.province, record.school, record.level), {})[record.ticket] = record

    def by_ticket(self, ticket: str) -> Record | None:
        record = self._by_ticket.get(ticket)
        if record is not None:
            return record
        person = people.by_ticket(ticket, self._count)
        return None if person is None else record_of(person)

    def by_name(self, province: str, school: str, level: int, name: str) -> Record | None:
        """Find the newest released result under the name, else under its first two characters."""
        for candidates in (
            self._named(province, school, level, name),
            self._beginning(province, school, level, name),
        ):
            released = [record for record in candidates if record.scores is not None]
            if released:
                return max(released, key=lambda record: record.sitting)
        return None

    def _named(self, province: str, school: str, level: int, name: str) -> Iterator[Record]:
        for record in self._by_place.get((province, school, level), {}).values():
            if record.name == name:
                yield record
        person = people.by_name(province, school, level, name, self._count)
        if person is not None and person.ticket not in self._by_ticket:
            yield record_of(person)

    def _beginning(self, province: str, school: str, level: int, name: str) -> Iterator[Record]:
        asked = prefix(name)
        for record in self._by_place.get((province, school, level), {}).values():
            if prefix(record.name) == asked:
                yield record
        for person in people.beginning(province, school, level, name[:2], self._count):
            if person.ticket not in self._by_ticket:
                yield record_of(person)


def prefix(name: str) -> bytes | None:
    """Return what the look-up compares of a name, None for a name that it can't hold."""
    try:
        return name.encode("gb2312")[:PREFIX]
    except UnicodeEncodeError:
        return None
