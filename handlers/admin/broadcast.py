"""`/broadcast`: one text to everybody of whom something is kept, once each, slowly, as a batch that can be stopped."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from bot import said
from bot.batches import End, Ended, Line, Procedure, Telling
from bot.chance import new_word
from bot.changes import BeginBatch
from bot.forms import Answers, Ask, Done, Form, Outcome, Refuse, Step
from bot.messages import Document, Reply
from bot.people import Person
from bot.pieces import units
from bot.staff import People, Reached
from bot.words import Words, _, joined, lines
from handlers.labels import PLATFORMS
from handlers.sure import NO, sure_step

NAME: Final = "broadcast"
_APART_S: Final = 0.4  # after each of the few that a batch does at once: ten a second, a third of what Telegram takes
_LONGEST: Final = 1500  # UTF-16 units, so that it is one message everywhere
_TITLE: Final = _("群发")

Sleep = Callable[[float], Awaitable[None]]


def broadcast_form(people: People) -> Form:
    async def run(answers: Answers, _person: Person) -> Outcome:
        everybody, text = await people.everybody(), answers["text"]
        if not everybody:
            return Refuse(_("还没有可以群发的人：要先绑定、订阅或设置过什么，才会有记录。"))
        if "sure" not in answers:
            return Ask("sure", _asked(everybody, text))
        if answers["sure"] == NO:
            return Refuse(_("好的，没有发送。"))
        word = new_word()
        rows = tuple((number, {"person": each.person, "text": text}) for number, each in enumerate(everybody, 1))
        told = _("{title}：开始了，一共 {count} 人。", title=_TITLE, count=str(len(everybody)))
        return Done((Reply(told, said.batch_running(word)),), (BeginBatch(NAME, word, rows),))

    return Form(
        NAME,
        _("给所有人发一条消息"),
        run,
        usage=_("内容"),
        steps=(Step("text", _("发什么？"), _read), sure_step(_("发送吗？"), optional=True)),
        place="private",
        admins=True,
    )


def broadcasting(people: People, sleep: Sleep = asyncio.sleep) -> Procedure:
    """What a broadcast does for each person: nothing outside, so that a line that was cut off is done again."""

    async def do(values: Mapping[str, str], _person: Person) -> Ended:
        await sleep(_APART_S)
        reached = await people.reached(values["person"])
        if reached is None:
            return Ended(End.REFUSED, _("这个人的数据已经删除，或者被封禁了。"))
        return Ended(End.DONE, tell=Telling(reached.handle, reached.address, values["text"]))

    return Procedure(NAME, _TITLE, do, _no_file, once=False)


def _no_file(_lines: Sequence[Line], _language: str) -> Document | None:
    """Whom it went to is nobody's to read."""
    return None


def _asked(everybody: Sequence[Reached], text: str) -> Words:
    counts = Counter((each.address or each.handle).split(":")[0].split("/")[0] for each in everybody)
    where = joined([joined([PLATFORMS.get(name, name), str(count)], " ") for name, count in counts.items()], "、")
    count = str(len(everybody))
    return lines(
        _("会发给 {count} 人（{where}），一人一次，每秒不超过 10 人，可以随时停止：", count=count, where=where),
        "",
        text,
        "",
        _("⚠ QQ 上群发相同的内容，账号可能被限制。") if counts.get("onebot") else None,
    )


def _read(text: str) -> str | Refuse:
    if not text.strip():
        return Refuse(_("内容不能是空的。"))
    if units(text) > _LONGEST:
        return Refuse(_("太长了，最多 {count} 字。", count=str(_LONGEST)))
    return text
