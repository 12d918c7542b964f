"""Who else holds an account: told when somebody binds it too, and able to say that this was nobody they know."""

from datetime import datetime, timedelta
from typing import Final

from bot.as_json import AsJson
from bot.changes import Spend, Suspend
from bot.forms import Answers, Done, Form, Outcome, Refuse, Step, Tell
from bot.keeping import Holder, Keeping
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.values import dataclass
from bot.words import Text, _, joined, lines
from handlers.failures import refused
from handlers.labels import SYSTEMS, key_of, label, reads_system
from providers.errors import BadInput
from providers.texts import fold, typed

_NOT_ME: Final = "notme"
_LIFE: Final = timedelta(days=30)
EXPIRED: Final = _("这个按钮已经过期，或者已经用过了。")
WORD: Final = Step("word", _("请按消息里的按钮。"))


@dataclass(frozen=True, slots=True)
class _Newer:
    """Who bound an account that somebody held already."""

    account: str
    person: str


_NEWER: Final = AsJson(_Newer)


async def others_told(keeping: Keeping, account: Account, newer: str) -> tuple[Tell, ...]:
    """A notice to everybody else who holds the account and may read it; none where `newer` may read it already."""
    holders = await keeping.accounts.holders(account.id)
    if any(holder.person == newer and not holder.suspended for holder in holders):
        return ()
    tells: tuple[Tell, ...] = ()
    for holder in holders:
        if holder.person != newer and not holder.suspended:
            tells += await _told(keeping, account, newer, holder)
    return tells


async def _told(keeping: Keeping, account: Account, newer: str, holder: Holder) -> tuple[Tell, ...]:
    value = _NEWER.write(_Newer(account.id, newer))
    word = await keeping.tokens.put(_NOT_ME, value, _LIFE, person=holder.person)
    text = _("有人也绑定了你的账号：{account}。如果这不是你或你同意的人，请按“不是我”。", account=label(account))
    reply = Reply(text, (Option(_("不是我"), f"/notme {word}"),))
    return tuple(Tell(handle, reply, holder.language, at_once=True) for handle in holder.handles)


def notme_form(keeping: Keeping) -> Form:
    """The button below that notice."""

    async def run(answers: Answers, person: Person) -> Outcome:
        word = answers["word"]
        newer = _NEWER.read(await keeping.tokens.take(_NOT_ME, word, person.id))
        held = next((each for each in person.accounts if newer and each.id == newer.account), None)
        if newer is None or held is None or held.suspended:
            return Done((Reply(EXPIRED),))
        spent = Spend(_NOT_ME, word)
        holders = await keeping.accounts.holders(newer.account)
        holder = next((each for each in holders if each.person == newer.person), None)
        if holder is None:
            return Done((Reply(_("对方已经解绑了这个账号。")),), (spent,))
        told = _("你绑定的 {account} 已停用：它的另一位持有人说不认识你。有疑问请找管理员。", account=label(held))
        return Done(
            (Reply(_("已停用对方对 {account} 的绑定。", account=label(held, person.accounts))),),
            (Suspend(newer.account, newer.person), spent),
            tells=tuple(Tell(handle, Reply(told), holder.language) for handle in holder.handles),
        )

    return Form("notme", _("停用别人对我账号的绑定"), run, steps=(WORD,), place="private", hidden=True, typed=False)


def holders_form(keeping: Keeping) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        system, number = answers["system"], answers["account"]
        asked = joined([SYSTEMS[system], number], " ")
        key = key_of(system, *number.split(" ", 1)) if system == "cet" else number
        holders = await keeping.accounts.holders(keeping.accounts.id_of(system, key))
        if not holders:
            return Done((Reply(_("没有人绑定 {account}。", account=asked)),))
        rows = (_row(holder, person) for holder in holders)
        return Done((Reply(lines(_("绑定了 {account} 的人：", account=asked), *rows)),))

    return Form(
        "holders",
        _("谁绑定了一个账号"),
        run,
        usage=_("系统 账号（四六级是准考证号和姓名）"),
        steps=(reads_system(SYSTEMS, {}), account_step()),
        place="private",
        admins=True,
    )


def account_step() -> Step:
    return Step("account", _("哪个账号？"), read_account, sensitive=True)


def read_account(text: str) -> str | Refuse:
    try:
        return typed(fold(text), "account", longest=100)
    except BadInput as problem:
        return refused(problem)


def _row(holder: Holder, person: Person) -> Text:
    since = datetime.fromtimestamp(holder.since, person.now.tzinfo).strftime("%Y-%m-%d %H:%M")
    handles = "、".join(holder.handles)
    if holder.suspended:
        return _("· {handles}，{since} 起（已停用）", handles=handles, since=since)
    return _("· {handles}，{since} 起", handles=handles, since=since)
