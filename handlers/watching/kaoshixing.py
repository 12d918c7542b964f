"""Results of 考试星: one call for each account that somebody watches."""

from collections.abc import Sequence
from datetime import timedelta

from bot.watches import Kind, Look, Looked
from bot.watching.diff import Item, baseline, compared
from handlers.scores import compared_as, of_kaoshixing
from handlers.sources import everything, graded
from handlers.watching.removed import removed
from handlers.watching.told import read_known, told, write_known
from providers.errors import NotFound, ProviderError
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshixing.models import ExamResult

NAME = "kaoshixing"


def kaoshixing_kind(client: KaoshixingClient, every: timedelta) -> Kind:
    async def look(look: Look) -> Looked:
        try:
            results = await everything(client.results(look.aim.part))
        except NotFound:
            return removed(look.watchers)
        except ProviderError:
            return Looked(failed=True)
        return _compared(look, results)

    return Kind(NAME, look, every)


def items_of(results: Sequence[ExamResult]) -> list[Item]:
    """What counts of results: score, pass mark and status."""
    return [
        Item(
            key=each.result_id or each.exam.exam_id,
            face=f"{compared_as(each.score)}|{each.passed}|{each.status}",
            title=each.exam.name,
        )
        for each in results
        if graded(each)
    ]


def _compared(look: Look, results: Sequence[ExamResult]) -> Looked:
    items = items_of(results)
    words = {
        item.key: of_kaoshixing(each, look.now.tzinfo).words
        for item, each in zip(items, filter(graded, results), strict=True)
    }
    known: dict[str, str] = {}
    notices = []
    for account in {watcher.account.id for watcher in look.watchers if watcher.account}:
        before = read_known(look.known.get(account))
        after, changes = (baseline(items), ()) if before is None else compared(before, items, empty=not results)
        known[account] = write_known(after)
        theirs = (each for each in look.watchers if each.account and each.account.id == account)
        notices += [notice for each in theirs if (notice := told(each, changes, words))]
    return Looked(known, tuple(notices))
