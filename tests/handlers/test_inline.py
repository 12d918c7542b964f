"""What is offered where the bot is named in another chat."""

from dataclasses import replace

import pytest

from bot.inline import Asker, Offer
from bot.keeping import Glimpse
from bot.people import Account
from bot.watching.diff import baseline
from bot.words import render
from handlers.watching.kaoshiyun import items_of
from handlers.watching.told import write_known
from tests.handlers.binding import Bindings
from tests.handlers.test_watching_exams import grade
from tests.in_memory import Glances

LOOK_UP = "440530242110305 林晓雯"


async def test_banned_are_offered_nothing(bindings: Bindings) -> None:
    assert isinstance(bindings.keeping.glances, Glances)
    bindings.keeping.glances.askers["telegram:1"] = Asker("bob", None, banned=True)
    offer = bindings.chat().menu.inline
    assert await offer("telegram:1", LOOK_UP) == Offer(())
    assert (await offer("telegram:2", LOOK_UP)).cards


async def test_grade_without_a_score_is_left_out(bindings: Bindings) -> None:
    """Who was absent, say; and what has a score is offered beside it."""
    assert isinstance(bindings.keeping.glances, Glances)
    absent, sat = replace(grade(1), score=None), grade(2)
    bindings.keeping.glances.askers["telegram:1"] = Asker(
        "bob", None, (Account("a", "kaoshiyun", "somebody", "林晓雯"),)
    )
    bindings.keeping.glances.glimpses = (Glimpse("kaoshiyun", "a", write_known(baseline(items_of([absent, sat])))),)
    cards = (await bindings.chat().menu.inline("telegram:1", "")).cards
    assert ["80" in render(card.title, "zh_CN") for card in cards] == [True]


@pytest.mark.parametrize(("proven", "titles"), [("", ["A", "B"]), ("林晓雯", ["A"])])
async def test_name_counts_only_if_it_was_proven(bindings: Bindings, proven: str, titles: list[str]) -> None:
    """Who has bound an account by a code has no name, and is offered what `/grades` shows."""
    assert isinstance(bindings.keeping.glances, Glances)
    own, other = replace(grade(1), exam_name="A"), replace(grade(2), exam_name="B", name="林小文")
    bindings.keeping.glances.askers["telegram:1"] = Asker("bob", None, (Account("a", "kaoshiyun", "somebody", proven),))
    bindings.keeping.glances.glimpses = (Glimpse("kaoshiyun", "a", write_known(baseline(items_of([own, other])))),)
    cards = (await bindings.chat().menu.inline("telegram:1", "")).cards
    assert sorted(render(card.title, "zh_CN")[0] for card in cards) == titles
