"""What administrators change in 考试星: confirmed, done once, and never done again without being asked."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.forms import Answers, Done, Outcome, Refuse
from bot.people import Person
from bot.words import Words, _, lines
from handlers.failures import no_answer, unsure
from handlers.sure import NO
from providers.errors import Ambiguous, BadInput, NotFound, ProviderError

NO_CANDIDATE: Final = _("考试星里没有这个考生。")


async def changed(
    call: Callable[[], Awaitable[None]], answers: Answers, person: Person, *, done: Done, check: Words
) -> Outcome:
    """What came of a call that was confirmed, or of none; `check` says how to find out where nobody knows."""
    if answers["sure"] == NO:
        return Refuse(_("好的，没有改动。"))
    try:
        await call()
    except (BadInput, NotFound):
        raise
    except Ambiguous:
        return Refuse(_("考试星没有接受，也没有说明原因。"))
    except ProviderError as problem:
        return Refuse(lines(no_answer(problem, person), check if unsure(problem) else None))
    return done
