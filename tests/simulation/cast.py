"""Who is there: people, their accounts and settings, groups, exams, and what happens to them within the week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bot.aims import Quiet
from bot.messages import Address
from tests.simulation.clockwork import DAY_S, HOUR_S
from tests.simulation.school import Grade, Happenings, Listing
from tests.simulation.systems import CetTicket

SITTING = "2025-12"
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚"
_QUIET = ("22:00-07:00", "23:30-06:15", "12:30-14:00", "00:00-08:00")
_EXAMS_EACH = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with at most one account in each system."""

    number: int
    name: str
    account: str  # in 考试云; several may hold the same one
    kaoshixing: str = ""
    ticket: str = ""
    quiet: str = ""
    covers: bool = False

    @property
    def chat(self) -> str:
        return str(100_000 + self.number)

    @property
    def address(self) -> Address:
        return Address("telegram", "7", "private", self.chat)


@dataclass(frozen=True, slots=True)
class Group:
    """A class that watches an exam."""

    number: int
    exam: str
    quiet: str = ""

    @property
    def chat(self) -> str:
        return str(-1000 - self.number)

    @property
    def address(self) -> Address:
        return Address("telegram", "7", "group", self.chat)


@dataclass(frozen=True, slots=True)
class Size:
    """How big a simulation is."""

    people: int
    exams: int
    days: float
    every_s: float = HOUR_S  # between two looks
    gather_s: float = 2 * HOUR_S
    turns: int = 20_000  # of the loop between two crashes, more or less

    @property
    def lasts_s(self) -> float:
        """How long what is no slip stands: long enough to be seen whatever fails meanwhile."""
        return 14 * self.every_s


@dataclass
class Cast:
    """All of them."""

    people: Sequence[Person]
    groups: Sequence[Group]
    exams: Mapping[str, Listing]
    accounts: Mapping[str, Listing]
    tickets: Mapping[str, CetTicket]
    plan: list[tuple[float, Listing]] = field(default_factory=list)  # when something happens to which, in order


def cast(size: Size, random: Random, happenings: Happenings) -> Cast:
    people = [_person(number, random) for number in range(size.people)]
    exams = {f"e{number:03}": Listing(f"e{number:03}", f"考试{number:03}") for number in range(size.exams)}
    _seat(people, list(exams.values()), random)
    accounts = {each.kaoshixing: _of_kaoshixing(each.kaoshixing, random) for each in people if each.kaoshixing}
    ready = (0.0, 2.5 * DAY_S, 99 * DAY_S)
    tickets = {
        each.ticket: CetTicket(each.ticket, each.name, random.choice(ready) * size.days / 7, random.randint(300, 600))
        for each in people
        if each.ticket
    }
    groups = [
        Group(number, random.choice(list(exams)), random.choice(("", _QUIET[0])))
        for number in range(max(3, size.exams // 5))
    ]
    made = Cast(people, groups, exams, accounts, tickets)
    for listing in (each for each in (*exams.values(), *accounts.values()) if each.grades):
        _planned(made, listing, size, random, happenings)
    made.plan.sort(key=lambda each: each[0])
    return made


def _person(number: int, random: Random) -> Person:
    # Every fiftieth person holds the account of the one before; every seventieth is somebody else under its number.
    whose = number - 1 if number % 50 == 49 or number % 70 == 69 else number
    named = whose if number % 70 != 69 else number
    watches_more = number % 10 == 3 and number < 100  # so many whatever the size: each is a request of its own
    return Person(
        number,
        _name(named),
        f"s{whose:05}",
        kaoshixing=f"1000{number:03}" if watches_more else "",
        ticket=f"4400102521{number // 25:03}{number % 25 + 1:02}" if number % 10 == 5 and number < 300 else "",
        quiet=random.choice(_QUIET) if random.random() < 0.2 else "",
        covers=random.random() < 0.1,
    )


def _name(number: int) -> str:
    first, rest = divmod(number, len(_GIVEN) ** 2)
    return _SURNAMES[first % len(_SURNAMES)] + _GIVEN[rest // len(_GIVEN)] + _GIVEN[rest % len(_GIVEN)]


def _seat(people: Sequence[Person], exams: Sequence[Listing], random: Random) -> None:
    """Everybody sits some exams; two who hold the same account and name have the same grades."""
    seated = set[tuple[str, str]]()
    for person in people:
        if (person.account, person.name) in seated:
            continue
        seated.add((person.account, person.name))
        for exam in random.sample(exams, min(_EXAMS_EACH, len(exams))):
            # Some exams' rows have no id of their own.
            number = "" if int(exam.id[1:]) % 10 == 7 else f"g{exam.id}{person.number:06}"
            exam.grades.append(Grade(person.account, person.name, exam.title, number))


def _of_kaoshixing(account: str, random: Random) -> Listing:
    listing = Listing(account, account, plain=True)
    for number in range(random.randint(1, 4)):
        listing.grades.append(Grade(account, "", f"测验{account[-3:]}{number}", f"r{account}{number}"))
    return listing


def _planned(cast: Cast, listing: Listing, size: Size, random: Random, happenings: Happenings) -> None:
    """Some have grades from the beginning, some are made within the week; then something happens now and again."""
    begins = random.random()
    at = size.lasts_s * random.random()
    if begins < 0.3:
        for _time in range(2):
            happenings.happen(listing, 0.0)
        listing.slips = 0
    elif begins < 0.4 and not listing.plain:
        listing.born = at
    ends = size.days * DAY_S - 2 * size.lasts_s
    while at < ends:
        cast.plan.append((at, listing))
        at += size.lasts_s * random.uniform(1, 2.5)


def quiet_of(each: Person | Group) -> Quiet | None:
    return Quiet.parse(each.quiet) if each.quiet else None
