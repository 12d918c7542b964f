"""One person on several platforms: `/link`, `/unlink`, and `/notify`, which says where notifications go."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.as_json import AsJson
from bot.changes import Link, SetNotify, Spend, Unlink
from bot.forms import Answers, Ask, Choice, Done, Form, Leave, Outcome, Step, Tell
from bot.keeping import Addresses, Linked, Tokens
from bot.lines import same
from bot.messages import Option, Reply
from bot.people import Person
from bot.values import dataclass
from bot.words import LANGUAGES, Words, _, joined, lines, render
from handlers.labels import PLATFORMS
from handlers.sure import YES, sure_step

_CODE: Final = "link"
_MINUTES: Final = 10
_EACH: Final = "each"


@dataclass(frozen=True, slots=True)
class _Invited:
    """Who made a code, and where."""

    person: str
    handle: str
    address: str
    language: str


_INVITED: Final = AsJson(_Invited)


def link_form(tokens: Tokens) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        code = answers.get("code")
        return await (_joined(tokens, code, answers.get("sure"), person) if code else _invited(tokens, person))

    code = Step("code", _("请发送另一边给你的关联码。"), str.strip, optional=True)
    return Form(
        "link",
        _("关联你在别的平台上的聊天"),
        run,
        words=("关联",),
        usage=_("[关联码]"),
        steps=(code, sure_step(_("要关联吗？"), optional=True)),
        place="private",
    )


async def _invited(tokens: Tokens, person: Person) -> Done:
    invited = _Invited(person.id, person.handle, person.address, person.language)
    code = await tokens.put(_CODE, _INVITED.write(invited), timedelta(minutes=_MINUTES), person=person.id)
    text = lines(
        _("关联码：{code}", code=code),
        _("在另一个平台上和我私聊，发送："),
        f"/link {code}",
        _(
            "{minutes} 分钟内有效，只能用一次。不要给别人：关联以后，两边看到的是同样的账号和成绩。",
            minutes=str(_MINUTES),
        ),
    )
    return Done((Reply(text),))


async def _joined(tokens: Tokens, code: str, sure: str | None, person: Person) -> Outcome:
    value = await (tokens.take(_CODE, code, person.id) if sure == YES else tokens.look(_CODE, code))
    invited = _INVITED.read(value)
    if invited is None:
        return Done((Reply(_("这个关联码不对，或者已经过期。请在另一边用 /link 重新要一个。")),))
    if invited.person == person.id:
        return Done((Reply(_("两边已经是关联的了。要关联的是另一个平台上的聊天，请在那里发送这一行。")),))
    whose = name_of(invited.handle)
    if sure is None:
        text = lines(
            _("这个关联码来自 {whose}。", whose=whose),
            _("关联以后，两边是同一个人：看到同样的账号和成绩。只关联你自己的，别人发来的关联码不要用。"),
        )
        return Ask("sure", text)
    if sure != YES:
        return Leave()
    here = name_of(person.handle)
    told = Reply(_("已和 {here} 关联。不是你做的话，请马上 /unlink。", here=here), (_UNLINK,))
    return Done(
        (Reply(_("已和 {whose} 关联。/notify 选择通知发到哪里，/unlink 取消关联。", whose=whose)),),
        (Link(invited.person, invited.handle, invited.address), Spend(_CODE, code)),
        tells=(Tell(invited.handle, told, invited.language, at_once=True),),
    )


_UNLINK: Final = Option(_("取消关联"), "/unlink")


def unlink_form(addresses: Addresses) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        others = [each for each in await addresses.of(person.id) if each.handle != person.handle]
        if not others:
            return Done((Reply(_("这里没有和别的聊天关联。")),))
        here = name_of(person.handle)
        told = Reply(_("{here} 已取消关联，两边各自的账号还给了各自。", here=here))
        return Done(
            (Reply(_("已取消关联：在这里绑定过的账号还在这里。")),),
            (Unlink(),),
            tells=tuple(Tell(each.handle, told, person.language, at_once=True) for each in others),
        )

    return Form("unlink", _("取消关联"), run, words=("取消关联",), place="private")


def notify_form(addresses: Addresses) -> Form:
    async def choices(_answers: Answers, person: Person) -> tuple[Choice, ...]:
        linked = await addresses.of(person.id)
        return (*(Choice(each.handle, _named(each, linked)) for each in linked if each.address), _WHERE_ASKED)

    async def run(answers: Answers, person: Person) -> Outcome:
        linked = [each for each in await addresses.of(person.id) if each.address]
        if len(linked) <= 1:
            return Done((Reply(_("你只在这一个地方，通知都发到这里。用 /link 可以关联别的平台。")),))
        wanted = answers.get("platform")
        if wanted is None:
            return Ask("platform", _where_now(person, linked))
        if wanted == _EACH or same(wanted, "默认"):
            return Done((Reply(_("好的，在哪里订阅的，就通知到哪里。")),), (SetNotify(None),))
        chosen = next((each for each in linked if _means(each, wanted)), None)
        if chosen is None:
            return Ask("platform", _("没有这个地方。"))
        return Done(
            (Reply(_("好的，以后的通知都发到 {where}。", where=_named(chosen, linked))),), (SetNotify(chosen.address),)
        )

    step = Step("platform", _("通知发到哪里？"), choices=choices, optional=True)
    return Form("notify", _("通知发到哪个平台"), run, usage=_("[平台]"), steps=(step,), place="private")


_WHERE_ASKED: Final = Choice(_EACH, _("在哪里订阅就发到哪里"))


def _where_now(person: Person, linked: Sequence[Linked]) -> Words:
    now = next((each for each in linked if each.address == person.notify), None)
    if now is None:
        return _("现在在哪里订阅的，就通知到哪里。")
    return _("现在通知都发到 {where}。", where=_named(now, linked))


def _means(linked: Linked, wanted: str) -> bool:
    platform = linked.handle.partition(":")[0]
    names = (render(PLATFORMS.get(platform, platform), language) for language in LANGUAGES)
    return any(same(wanted, name) for name in (linked.handle, platform, *names))


def _named(linked: Linked, all_of_them: Sequence[Linked]) -> Words:
    """By the platform; by the whole handle where there are two on one."""
    platform = linked.handle.partition(":")[0]
    alone = sum(each.handle.startswith(f"{platform}:") for each in all_of_them) == 1
    return PLATFORMS.get(platform, platform) if alone else name_of(linked.handle)


def name_of(handle: str) -> Words:
    """A handle as people read it."""
    platform, _colon, number = handle.partition(":")
    return joined([PLATFORMS.get(platform, platform), f"（{number}）"], "")
