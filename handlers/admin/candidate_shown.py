"""A candidate of 考试星 in words, for administrators."""

from collections.abc import Sequence
from typing import Final

from bot.people import Person
from bot.words import Strong, Words, _, joined, lines
from handlers.csv_file import last_four, masked
from handlers.failures import FIELDS
from handlers.scores import of_kaoshixing
from handlers.sources import graded
from providers.kaoshixing.models import Candidate, ExamResult

_NUMBERS: Final = frozenset({"phone", "identity_card"})
_SEXES: Final = {"0": _("女"), "1": _("男")}
_MOST: Final = 10  # results


def candidate_shown(candidate: Candidate, results: Sequence[ExamResult], person: Person) -> Words:
    """Fields that hold something, and the latest results."""
    custom = {f"field{number}": value for number, value in enumerate(candidate.custom, 1)}
    fields = {
        "department": candidate.department,
        "sex": candidate.sex,
        "phone": candidate.phone,
        "identity_card": candidate.identity_card,
        "position": candidate.position,
        "notice": candidate.notice,
        **custom,
    }
    rows = [
        _("{field}：{value}", field=FIELDS[name], value=value_shown(name, value))
        for name, value in fields.items()
        if value and not (name == "sex" and value not in _SEXES)
    ]
    head = lines(Strong(_("{name}（{user}）", name=candidate.name, user=masked(candidate.user_id))), *rows)
    scored = [of_kaoshixing(each, person.now.tzinfo).words for each in results if graded(each)]
    return joined([head, *(scored[:_MOST] or [_("还没有成绩。")])], "\n\n")


def value_shown(field: str, value: str) -> Words:
    """A field's value as it may be seen: numbers that are somebody's by their last four."""
    if field in _NUMBERS:
        return last_four(value)
    if field == "sex":
        return _SEXES.get(value, value)
    return masked(value)
