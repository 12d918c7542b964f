"""The buttons of what is worked off line by line: stop, go on, or end as it stands."""

from collections.abc import Sequence
from typing import Final, Literal, cast

from bot import said
from bot.batches import Procedure
from bot.changes import SteerBatch
from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.keeping import Batches
from bot.messages import Reply
from bot.people import Person
from bot.words import _, lines
from handlers.holding import WORD

_ACTIONS: Final = ("stop", "resume", "end")


def batch_form(batches: Batches, procedures: Sequence[Procedure]) -> Form:
    titles = {each.name: each.title for each in procedures}

    async def run(answers: Answers, person: Person) -> Outcome:
        word, to = answers["word"], cast("Literal['stop', 'resume', 'end']", answers["action"])
        standing = await batches.standing(word, person.address)
        if standing is None:
            return Refuse(_("这一批已经做完了，或者已经结束了。"))
        title, share = titles.get(standing.kind, standing.kind), said.batch_share(standing)
        match to:
            case "stop":
                stopped = _("{title}：停止。已完成 {share}，做过的不会撤销。", title=title, share=share)
                week = _("一周内可以继续，过后就此结束。")
                reply = Reply(lines(stopped, week), said.batch_resting(word))
            case "resume":
                reply = Reply(_("{title}：从 {share} 继续。", title=title, share=share), said.batch_running(word))
            case "end":
                reply = Reply(_("{title}：就此结束，结果马上就来。", title=title))
        return Done((reply,), (SteerBatch(word, to),))

    return Form(
        "batch",
        _("停止或继续一批"),
        run,
        steps=(Step("action", WORD.question, _read), WORD),
        place="private",
        admins=True,
        hidden=True,
        typed=False,
    )


def _read(text: str) -> str | Refuse:
    return text if text in _ACTIONS else Refuse(WORD.question)
