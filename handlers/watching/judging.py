"""A 码学堂 submission that is still being judged, followed to its end."""

from datetime import timedelta

from bot.messages import Option, Reply
from bot.watches import Kind, Look, Looked, Notice
from bot.words import _, lines
from handlers.judge import FOLLOWED, judged
from providers.errors import NotFound, ProviderError
from providers.maxuetang.client import MaxuetangClient

FIRST = timedelta(seconds=3)
_LATER = 1.5  # times the wait before
_SELDOM = timedelta(minutes=10)
_LONGEST = timedelta(days=1)


def judging_kind(client: MaxuetangClient) -> Kind:
    async def look(look: Look) -> Looked:
        try:
            judgement = await client.result(*look.aim.part.split(" "))
        except NotFound:
            return _ended(look, Reply(_("码学堂里已经没有这次提交，不再跟踪了。")))
        except ProviderError:
            return _ended(look, _given_up(look)) if _too_long(look) else Looked(failed=True)
        if judgement.final:
            return _ended(look, Reply(lines(_("判完了："), judged(judgement, look.now.tzinfo))))
        if _too_long(look):
            return _ended(look, _given_up(look))
        return Looked(again=_wait(look))

    return Kind(FOLLOWED, look, FIRST, longest=_SELDOM)


def _wait(look: Look) -> timedelta:
    """Longer and longer, in step with how long it has taken so far."""
    return min(_SELDOM, max(FIRST, timedelta(seconds=look.since_s * (_LATER - 1))))


def _too_long(look: Look) -> bool:
    return look.since_s > _LONGEST.total_seconds()


def _given_up(look: Look) -> Reply:
    return Reply(_("一天了还没判完，不再跟踪了。"), (Option(_("再查一次"), f"/judge {look.aim.part}"),))


def _ended(look: Look, reply: Reply) -> Looked:
    return Looked(over=True, notices=tuple(Notice(watcher, "end", reply) for watcher in look.watchers))
