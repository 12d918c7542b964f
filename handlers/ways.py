"""What proves accounts of 考试云 and 考试星: the name in the lists of grades, the end of a phone or identity card."""

from datetime import timedelta
from typing import Final

from handlers.lists import may_have_grades
from handlers.proving import Known, Way
from providers.cet.names import bare, same_name
from providers.clock import Clock
from providers.counts import Counts
from providers.errors import BadInput, NotFound
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Exam
from providers.lookups import Lookups
from providers.texts import fold

DIGITS: Final = 4


class Names:
    """Under which names an account of 考试云 stands in the lists of grades.

    There is no call for one account's name, so the lists are read, the newest first, up to the first page on which the
    account stands. What was found is remembered ten minutes, since people mistype and try again.
    """

    def __init__(self, client: KaoshiyunClient, days: int, clock: Clock | None = None) -> None:
        self._client, self._span, self._clock = client, timedelta(days=days), clock or Clock()
        self._lookups = Lookups(self._read, self._clock, Counts(), lasting=lambda known: bool(known.proofs))

    async def of(self, account: str) -> Known:
        """Raises NotFound where there is no such account, and what else a call raises."""
        return await self._lookups.get(account)

    async def exists(self, account: str) -> str:
        await anext(self._client.pending(account))
        return account

    async def _read(self, account: str) -> Known:
        await self.exists(account)
        for exam in await self._recent():
            if found := await self._in_exam(exam.exam_id, account):
                return found
        return Known(account)

    async def _recent(self) -> list[Exam]:
        """The exams that may have grades, the newest first."""
        now = self._clock.now()
        exams: list[Exam] = []
        async for page in self._client.exams():
            there = (exam for exam in page.items if exam.attended != 0)
            exams += [exam for exam in there if may_have_grades(exam, now - self._span, now)]
        return sorted(exams, key=lambda exam: exam.begins or exam.created or now, reverse=True)

    async def _in_exam(self, exam: str, account: str) -> Known | None:
        try:
            async for page in self._client.grades(exam):
                there = [row for row in page.items if row.account.casefold() == account.casefold() and bare(row.name)]
                if there:
                    number = account if any(row.account == account for row in there) else there[0].account
                    # More than one name: the document's own example has two people under one account.
                    return Known(number, frozenset(row.name for row in there if row.account == number))
        except (NotFound, BadInput):  # the exam is gone by now, or its id is none that can be asked for
            return None
        return None


def kaoshiyun_way(client: KaoshiyunClient, proof: str, days: int, clock: Clock | None = None) -> Way:
    names = Names(client, days, clock)
    return Way("kaoshiyun", names.exists, names.of if proof == "name" else None, _same_name, named=True)


def kaoshixing_way(client: KaoshixingClient, proof: str) -> Way:
    async def exists(user_id: str) -> str:
        return (await client.candidate(user_id)).user_id

    async def known(user_id: str) -> Known:
        candidate = await client.candidate(user_id)
        ends = (_end(candidate.phone), _end(candidate.identity_card))
        return Known(candidate.user_id, frozenset(end for end in ends if len(end) == DIGITS))

    return Way("kaoshixing", exists, known if proof == "digits" else None, _same_digits)


def _same_name(said: str, known: str) -> bool:
    return bool(bare(said)) and same_name(said, known)


def _same_digits(said: str, known: str) -> bool:
    return "".join(fold(said).split()).upper() == known


def _end(number: str) -> str:
    """The last four characters: digits, and at the end of an identity card perhaps an X."""
    return "".join(each for each in fold(number) if each.isalnum())[-DIGITS:].upper()
