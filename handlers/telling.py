"""How people want to be told: `/quiet` hours, `/spoiler` for covered scores, and `/reveal`, which uncovers one."""

import re
from typing import Final

from bot.aims import Quiet
from bot.changes import SetQuiet, SetSpoiler
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.inline import Asker
from bot.keeping import Glances, Tokens
from bot.lines import same
from bot.messages import Reply
from bot.people import Person
from bot.watches import COVER, COVERED, Cover
from bot.words import Words, _, joined
from handlers.watching.told import read_known
from providers.texts import fold

ON, OFF = "on", "off"
_WORDS: Final = {ON: (ON, "开", "开启", "打开"), OFF: (OFF, "关", "关闭", "关掉", "不要")}
_OFF_CHOICE: Final = Choice(OFF, _("关"))
_HOUR: Final = re.compile(r"(?<![0-9:])([0-9]{1,2})(?:点|时)?(?![0-9:])")  # without minutes
_NIGHTS: Final = ("22:00-07:00", "23:00-07:00")


def quiet_form() -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        if "hours" not in answers:
            return Ask("hours", _quiet_now(person))
        hours = Quiet.parse(answers["hours"])
        return Done((Reply(_quiet_set(hours, person)),), (SetQuiet(hours),))

    choices = (*(Choice(hours, hours) for hours in _NIGHTS), _OFF_CHOICE)
    question = _("什么时候不要通知？发送起止时间（24 小时制），例如 23:00-07:00；或者发送“关”。")
    return Form(
        "quiet",
        _("有段时间不通知，过后再发"),
        run,
        words=("免打扰",),
        usage=_("23:00-07:00 或 关"),
        steps=(Step("hours", question, _read_hours, choices=choices, optional=True),),
        place="admins",
    )


def _read_hours(text: str) -> str | Refuse:
    if switch(text) == OFF:
        return OFF
    text = _HOUR.sub(r"\1:00", fold(text))
    hours = Quiet.parse(text)
    if hours is not None:
        return str(hours)
    first, _dash, last = text.partition("-")
    if first and first.strip() == last.strip():
        return Refuse(_("开始和结束不能是同一个时间。"))
    return Refuse(_("看不懂这个时间。"))


def _quiet_now(person: Person) -> Words:
    if person.quiet is None:
        return _("本群现在没有免打扰。") if person.group else _("现在没有免打扰。")
    hours = str(person.quiet)
    return _("本群现在 {hours} 免打扰。", hours=hours) if person.group else _("现在 {hours} 免打扰。", hours=hours)


def _quiet_set(hours: Quiet | None, person: Person) -> Words:
    if hours is None:
        return (
            _("好的，本群随时会收到通知。攒下的通知现在就发。")
            if person.group
            else _("好的，随时通知你。攒下的通知现在就发。")
        )
    if person.group:
        return _("好的，每天 {hours} 不在本群发通知，过后再发。", hours=str(hours))
    return _("好的，每天 {hours} 不发通知，过后再发。", hours=str(hours))


def spoiler_form() -> Form:
    """Everybody's own, in groups too, where nobody is told what it was before."""

    async def run(answers: Answers, person: Person) -> Outcome:
        if "switch" not in answers:
            return Ask("switch", _spoiler_now(person))
        on = answers["switch"] == ON
        told = (
            _("好的，给你的通知会先盖住成绩，按“查看”或发送“查看”再显示。")
            if on
            else _("好的，给你的通知会直接显示成绩。")
        )
        return Done((Reply(told),), (SetSpoiler(on),))

    return Form(
        "spoiler",
        _("通知里的成绩先盖住"),
        run,
        words=("隐藏成绩",),
        usage=_("开 或 关"),
        steps=(
            Step(
                "switch",
                _("通知里的成绩要先盖住吗？发送“开”或“关”。"),
                _read_switch,
                choices=(Choice(ON, _("开")), _OFF_CHOICE),
                optional=True,
            ),
        ),
    )


def _spoiler_now(person: Person) -> Words:
    if person.group:
        return _("这是你自己的设置，只管私聊里的通知。")
    return _("现在成绩会先盖住。") if person.spoiler else _("现在成绩直接显示。")


def _read_switch(text: str) -> str | Refuse:
    return switch(text) or Refuse(_("没看懂。"))


def switch(text: str) -> str:
    """`on` or `off`, or "" for anything else."""
    return next((value for value, words in _WORDS.items() if any(same(text, word) for word in words)), "")


def reveal_form(tokens: Tokens, glances: Glances) -> Form:
    """Behind the button of a covered notification; without a word, all that the newest one covers is meant."""

    async def shown(value: str, person: Person) -> Words:
        cover = COVERED.read(value) or Cover(value)  # an earlier version kept the text alone
        gone = await _withdrawn(glances, cover, person)
        if not gone:
            return cover.text
        names = joined([_("“{title}”", title=title) for title in gone], " ")
        return _("{names}的成绩后来被撤回了，这里不再显示。现在有哪些成绩，可以用 /grades 查。", names=names)

    async def run(answers: Answers, person: Person) -> Outcome:
        word = answers.get("word")
        if word:
            found = [await tokens.look(COVER, each, person=person.id) for each in word.split()]
            missing = _("这条通知太久了，成绩已经不在这里。可以用 /grades 查。")
        else:
            found = [*await tokens.last(COVER, person.id)]
            missing = _("没有盖住的通知。可以用 /grades 查成绩。")
        covered = [await shown(each, person) for each in found if each is not None]
        return Done((Reply(joined(covered, "\n\n") if covered else missing),))

    return Form(
        "reveal",
        _("显示盖住的成绩"),
        run,
        words=("查看",),
        steps=(Step("word", "", optional=True),),
        place="private",
        hidden=True,
    )


async def _withdrawn(glances: Glances, cover: Cover, person: Person) -> tuple[str, ...]:
    """What of a cover is known to be gone by now, or not released any more."""
    if not cover.grades:
        return ()
    glimpses = await glances.known(Asker(person.id, None, person.accounts))
    known = [read_known(each.value) or {} for each in glimpses if each.account == cover.account]
    gone = {key for entries in known for key, entry in entries.items() if entry.gone or not entry.shown}
    return tuple(dict.fromkeys(title for key, title in cover.grades if key in gone))
