"""What of a result stands out, and its picture."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.recipes import ScoreCard, worded
from bot.words import marked
from handlers.cet_result import card_of, result_reply
from providers.cet.level import Level
from providers.cet.models import CetResult, ResultWarning
from providers.cet.ticket import Sitting

RESULT = CetResult(
    name="林晓雯",
    school="韶关学院",
    level=Level.CET6,
    sitting=Sitting(2024, 12),
    total=515,
    listening=172,
    reading=168,
    writing=175,
    ticket=None,
    returned_ticket=None,
)


def test_heading_and_total_stand_out() -> None:
    text, strong = marked(result_reply(RESULT, "林晓雯", ()).text, "zh_CN")
    assert [text[start:end] for start, end in strong] == ["林晓雯 · 韶关学院", "总分 515，达到 425 分"]
    assert "\x02" not in text


def card(result: CetResult, language: str = "zh_CN") -> ScoreCard[str]:
    recipe = card_of(result)
    assert recipe
    told = worded(recipe, language)
    assert isinstance(told, ScoreCard)
    return told


def test_card_has_each_part_against_its_most() -> None:
    told = card(RESULT)
    assert (told.title, told.lines) == ("林晓雯", ("韶关学院", "英语六级 · 2024 年 12 月"))
    assert (told.total.value, told.total.full, told.mark, told.verdict) == (515, 710, 425, "达到 425 分")
    parts = [(each.label, each.shown, each.full) for each in told.parts]
    assert parts == [("听力", "172", 249), ("阅读", "168", 249), ("写作和翻译", "175", 212)]
    for figure in ("林晓雯", "英语六级", "515", "172", "168", "175"):
        assert figure in told.alt


def test_card_in_english() -> None:
    told = card(RESULT, "en")
    assert [each.label for each in (told.total, *told.parts)] == [
        "Total", "Listening", "Reading", "Writing & translation",
    ]  # fmt: skip


def test_no_card_where_none_can_be_shown() -> None:
    assert result_reply(RESULT, "林晓雯").picture
    assert result_reply(RESULT, "林晓雯", card=False).picture is None


def test_card_of_what_is_missing_and_what_is_rare() -> None:
    told = card(replace(RESULT, school="", total=389, listening=None, writing=213, reading=Decimal("100.5")))
    assert (told.lines, told.verdict, told.reached) == (("英语六级 · 2024 年 12 月",), "", False)
    assert [(each.value, each.shown, each.full) for each in told.parts] == [
        (None, "--", 249), (100.5, "100.5", 249), (213, "213", 213),
    ]  # fmt: skip


@pytest.mark.parametrize("odd", [{"total": 0}, *({"warnings": (each,)} for each in ResultWarning)])
def test_no_card_of_what_words_have_to_explain(odd: dict[str, object]) -> None:
    assert card_of(replace(RESULT, **odd)) is None  # type: ignore[arg-type] # each is a field
