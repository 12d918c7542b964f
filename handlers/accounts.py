"""`/accounts` and `/unbind`: what a person has bound, and how to get rid of it.

What was suspended stays: unbound and bound again it would be as good as new, and whoever suspended it told in vain.
"""

from datetime import datetime
from typing import Final

from bot.changes import Unbind
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.words import Text, _, lines
from handlers.labels import label, marked_label, meant
from handlers.sure import YES, sure_step

_NONE: Final = _("你还没有绑定账号。")
_BIND: Final = Option(_("绑定账号"), "/bind")


def accounts_form() -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        if not person.accounts:
            return Done((Reply(_NONE, (_BIND,)),))
        rows = (_row(each, person) for each in person.accounts)
        ways = (_BIND, Option(_("解绑"), "/unbind")) if _free(person) else (_BIND,)
        return Done((Reply(lines(_("你绑定的账号："), *rows), ways),))

    return Form("accounts", _("我绑定的账号"), run, words=("账号",), place="private")


def _row(account: Account, person: Person) -> Text:
    since = datetime.fromtimestamp(account.since, person.now.tzinfo).strftime("%Y-%m-%d")
    return _("· {account}，{since} 起", account=marked_label(account, person.accounts), since=since)


def _free(person: Person) -> list[Account]:
    return [each for each in person.accounts if not each.suspended]


def _stays(account: Account, person: Person) -> Text:
    named = label(account, person.accounts)
    return _("{account} 已停用，它会留在这里，免得被人重新绑定。", account=named)


def unbind_form() -> Form:
    async def choices(_answers: Answers, person: Person) -> tuple[Choice, ...]:
        return tuple(Choice(each.id, label(each, person.accounts)) for each in _free(person))

    async def run(answers: Answers, person: Person) -> Outcome:
        if not _free(person):
            stay = lines(*(_stays(each, person) for each in person.accounts))
            return Done((Reply(stay) if person.accounts else Reply(_NONE, (_BIND,)),))
        found = meant(answers["account"], person.accounts)
        if len(found) != 1:
            return Ask("account", _("这样的账号有几个。") if found else _("你没有绑定这个账号。"))
        if found[0].suspended:
            return Refuse(_stays(found[0], person))
        named = label(found[0], person.accounts)
        if "sure" not in answers:
            return Ask("sure", _("解绑 {account}，并删除为它保存的内容？", account=named))
        if answers["sure"] != YES:
            return Done((Reply(_("好的，没有解绑。")),))
        return Done((Reply(_("已解绑：{account}", account=named)),), (Unbind(found[0].id),))

    def any_there(_answers: Answers, person: Person) -> bool:
        return bool(_free(person))

    return Form(
        "unbind",
        _("解绑一个账号"),
        run,
        words=("解绑",),
        usage=_("[账号]"),
        steps=(
            Step("account", _("要解绑哪个账号？"), choices=choices, when=any_there, sensitive=True),
            sure_step(_("请选“确认”或“取消”。"), optional=True),
        ),
        place="private",
    )
