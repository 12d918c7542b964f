"""`/ban` and `/unban`: who is not answered any more."""

from collections.abc import Collection

from bot.changes import Ban, Unban
from bot.forms import Answers, Ask, Done, Form, Outcome, Refuse, Step
from bot.keeping import Keeping
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import _, lines
from handlers.sure import NO, sure_step
from providers.texts import fold

_LONGEST = 100


def ban_form(admins: Collection[str], keeping: Keeping) -> Form:
    async def administers(handle: str) -> bool:
        """Under any of the addresses at which the ban would hold."""
        person = (await keeping.glances.asker(handle)).id
        linked = await keeping.addresses.of(person)
        return not {handle, *(each.handle for each in linked)}.isdisjoint(admins)

    async def run(answers: Answers, _person: Person) -> Outcome:
        handle = answers["person"]
        if await administers(handle):
            return Refuse(_("不能封禁管理员。先把他从 bot.admins 里去掉。"))
        if "sure" not in answers:
            what = _("以后不再回答 {person}，在他关联的所有平台上都是。他的订阅会结束。", person=handle)
            return Ask("sure", what)
        if answers["sure"] == NO:
            return Refuse(_("好的，没有改动。"))
        lift = Option(_("解除封禁"), f"/unban {handle}")
        return Done((Reply(_("已封禁 {person}。", person=handle), (lift,)),), (Ban(handle),))

    return Form(
        "ban",
        _("不再回答一个人"),
        run,
        usage=_("平台:编号"),
        steps=(_who(), sure_step(_("确定吗？"), optional=True)),
        place="private",
        admins=True,
    )


def unban_form() -> Form:
    async def run(answers: Answers, _person: Person) -> Outcome:
        handle = answers["person"]
        told = lines(_("已解除对 {person} 的封禁。", person=handle), _("他的订阅要自己重新设置。"))
        return Done((Reply(told),), (Unban(handle),))

    return Form("unban", _("重新回答一个人"), run, usage=_("平台:编号"), steps=(_who(),), place="private", admins=True)


def _who() -> Step:
    return Step("person", _("谁？写成他用 /id 看到的样子，例如 telegram:1000。"), _read)


def _read(text: str) -> str | Refuse:
    platform, colon, person = fold(text).partition(":")
    if not colon or not person or len(person) > _LONGEST or platform.casefold() not in {"telegram", "onebot", "web"}:
        return Refuse(_("写成平台和编号，例如 telegram:1000、onebot:12345 或 web:……"))
    return f"{platform.casefold()}:{person}"
