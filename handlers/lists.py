"""考试云's lists, read once for everybody.

The system has no call for one account's grades, so the lists of all exams are read. What is kept of them, sealed and
for at most one watch interval, are rows of accounts that somebody holds, and nothing of anybody else.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypeVar

from bot.as_json import AsJson
from bot.keeping import Keeping
from bot.values import dataclass
from providers.counts import Counts
from providers.errors import BadInput, NotFound, ProviderError
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Exam, Grade
from providers.shared import Shared

T = TypeVar("T")
_SYSTEM = "kaoshiyun"
_AT_ONCE = 8  # lists; a year of them waits here, and holds up no other question to the system
_SOON_S = 2.0  # for what is only nicer to have
_EXAMS = ""  # the part of the system that is the list of exams; others are an exam's id


@dataclass(frozen=True, slots=True)
class _List:
    """What is kept of an exam's grades."""

    covers: tuple[str, ...] = field(repr=False)  # accounts whose rows are all in it
    grades: tuple[Grade, ...] = field(repr=False)


_Part: TypeAlias = tuple[_List, float]  # and as of when
_ALL_EXAMS: Final = AsJson(tuple[Exam, ...])
_ONE_LIST: Final = AsJson(_List)


@dataclass(frozen=True, slots=True)
class Listed:
    """All grades of some accounts, as of the oldest list, and why not all of them could be read."""

    grades: tuple[Grade, ...] = field(repr=False)
    as_of: datetime
    problem: ProviderError | None = None


class Lists:
    """Reads lists of the last `days`, each again once it is older than `fresh`."""

    def __init__(
        self,
        client: KaoshiyunClient,
        keeping: Keeping,
        *,
        days: int,
        fresh: timedelta,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client, self._accounts, self._readings = client, keeping.accounts, keeping.readings
        self._days, self._fresh, self._now = days, fresh, now
        self._reading = asyncio.Semaphore(_AT_ONCE)
        self._exams = Shared(self._read_exams, Counts())
        self._grades = Shared(self._read_grades, Counts())

    async def of(self, numbers: Collection[str], today: datetime) -> Listed:
        """The grades of these accounts. Raises ProviderError where not even the exams can be read."""
        exams, oldest = await self._listed(today)
        grades: list[Grade] = []
        problem: ProviderError | None = None
        for part in await self._parts(exams, frozenset(numbers)):
            match part:
                case ProviderError():
                    problem = part
                case BaseException():
                    raise part
                case (found, at):
                    grades += [grade for grade in found.grades if grade.account in numbers]
                    oldest = min(oldest, at)
        return Listed(tuple(grades), datetime.fromtimestamp(oldest, today.tzinfo), problem)

    async def exams(self, fresh: timedelta) -> tuple[Exam, ...]:
        """All exams, read anew where what is kept of them is older than this. Raises ProviderError."""
        kept = await self._kept(_EXAMS, _ALL_EXAMS, min(fresh, self._fresh))
        return kept[0] if kept else await self._exams.get(_EXAMS)

    async def titles(self) -> Mapping[str, str]:
        """What exams are called, by their ids, be it a while ago; nothing where that is not to be had soon."""
        kept = await self._kept(_EXAMS, _ALL_EXAMS, timedelta.max)
        try:
            async with asyncio.timeout(_SOON_S):
                exams = kept[0] if kept else await self._exams.get(_EXAMS)
        except (ProviderError, TimeoutError):
            return {}
        return {each.exam_id: each.name for each in exams if each.name}

    async def _parts(self, exams: list[str], numbers: frozenset[str]) -> list[_Part | BaseException]:
        """Each exam's list, kept or read anew; who else holds accounts is looked up once for all that are read."""
        kept = [(exam, await self._covering(exam, numbers)) for exam in exams]
        parts: list[_Part | BaseException] = [part for _exam, part in kept if part]
        lacking = [exam for exam, part in kept if part is None]
        if lacking:
            wanted = numbers | await self._accounts.numbers(_SYSTEM)
            parts += await asyncio.gather(*(self._anew(exam, wanted) for exam in lacking), return_exceptions=True)
        return parts

    async def _listed(self, today: datetime) -> tuple[list[str], float]:
        """The exams that may have grades, and as of when."""
        kept = await self._kept(_EXAMS, _ALL_EXAMS, self._fresh)
        exams, at = kept or (await self._exams.get(_EXAMS), self._now())
        return recent(exams, today, self._days), at

    async def _covering(self, exam: str, numbers: frozenset[str]) -> _Part | None:
        kept = await self._kept(exam, _ONE_LIST, self._fresh)
        return kept if kept and numbers <= set(kept[0].covers) else None

    async def _anew(self, exam: str, wanted: frozenset[str]) -> _Part:
        return await self._grades.get((exam, wanted)), self._now()

    async def _kept(self, part: str, json: AsJson[T], fresh: timedelta) -> tuple[T, float] | None:
        reading = await self._readings.load(_SYSTEM, part)
        if reading is None or self._now() - reading.at > fresh.total_seconds():
            return None
        value = json.read(reading.value)
        return None if value is None else (value, reading.at)

    async def _read_exams(self, _all: str) -> tuple[Exam, ...]:
        exams = tuple([exam async for page in self._client.exams() for exam in page.items])
        await self._readings.keep(_SYSTEM, _EXAMS, _ALL_EXAMS.write(exams))
        return exams

    async def _read_grades(self, wanted: tuple[str, frozenset[str]]) -> _List:
        exam, numbers = wanted
        grades: list[Grade] = []
        async with self._reading:
            try:
                async for page in self._client.grades(exam):
                    grades += [grade for grade in page.items if grade.account in numbers]
            except (NotFound, BadInput):
                pass  # deleted since, or under an id that can not be asked for: then it has no grades
        found = _List(tuple(sorted(numbers)), tuple(grades))
        await self._readings.keep(_SYSTEM, exam, _ONE_LIST.write(found))
        return found


def recent(exams: Iterable[Exam], now: datetime, days: int) -> list[str]:
    """The ids of the exams of the last days, which alone may have grades that matter."""
    first = now - timedelta(days=days)
    return [exam.exam_id for exam in exams if may_have_grades(exam, first, now)]


def may_have_grades(exam: Exam, first: datetime, now: datetime) -> bool:
    """Whether it has begun, and was still open on the `first` of the days that are looked at."""
    begins, ends = exam.begins or exam.created or now, exam.ends or exam.begins or now
    return begins <= now and ends >= first
