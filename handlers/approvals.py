"""Administrators decide where a system has nothing that could prove an account; whoever is first does."""

from dataclasses import field, replace
from datetime import timedelta
from typing import Final

from bot.as_json import AsJson
from bot.changes import Bind, Spend
from bot.forms import Answers, Done, Form, Outcome, Run, Tell
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.values import dataclass
from bot.words import Words, _, joined, lines
from handlers.binding import Binding, kept_reply, reminders_of, to_admins
from handlers.holding import WORD, others_told
from handlers.labels import SYSTEMS
from handlers.proving import Claim, Nothing

_ASKED: Final = "approval"
_LIFE: Final = timedelta(days=7)
_DECIDED: Final = _("这个申请已经处理过了，或者已经过期。")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who wants to bind what."""

    person: str
    handle: str
    language: str
    tried: int
    account: Account = field(repr=False)
    address: str = ""  # of the private chat where it was asked

    @property
    def shown(self) -> Words:
        return joined([SYSTEMS[self.account.system], self.account.number], " ")


_WANTED: Final = AsJson(_Asked)


async def ask_admins(binding: Binding, claim: Claim, account: Account, nothing: Nothing) -> Done:
    """Ask them all, and tell the person that they are asked, or that there is nobody to ask."""
    reason = _("系统里没有能核对这个账号的资料。")
    if not binding.admins:
        await binding.keeping.proofs.undo(nothing.tried)
        return Done((Reply(lines(reason, _("也没有管理员可以替你核对，所以现在绑定不了它。"))),))
    person = claim.person
    asked = _Asked(person.id, person.handle, person.language, nothing.tried, account, person.address)
    word = await binding.keeping.tokens.put(_ASKED, _WANTED.write(asked), _LIFE, person=person.id)
    text = lines(
        _("{handle} 想绑定 {account}。", handle=person.handle, account=asked.shown),
        reason,
        _("对方给的证明：{proof}", proof=claim.proof),
        _("是本人吗？"),
    )
    buttons = (Option(_("同意"), f"/approve {word}"), Option(_("拒绝"), f"/decline {word}"))
    told = _("我已经请管理员核对，有结果就告诉你。")
    return Done((Reply(lines(reason, told)),), tells=to_admins(binding, Reply(text, buttons)))


def approve_form(binding: Binding) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        asked = await _taken(binding, answers["word"], f"{person.id} approves")
        if asked is None:
            return Done((Reply(_DECIDED),))
        await binding.keeping.proofs.right(asked.tried, asked.person)
        others = await others_told(binding.keeping, asked.account, asked.person)
        told = Tell(asked.handle, _yes(asked), asked.language)
        bind = Bind(asked.account, asked.person, asked.handle)
        reminders = (replace(each, person=asked.person) for each in reminders_of(asked.account, asked.address))
        said = Reply(_("已同意：{account}", account=asked.shown))
        return Done((said,), (bind, *reminders, Spend(_ASKED, answers["word"])), tells=(told, *others))

    return _form("approve", _("同意绑定"), run)


def decline_form(binding: Binding) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        asked = await _taken(binding, answers["word"], f"{person.id} declines")
        if asked is None:
            return Done((Reply(_DECIDED),))
        no = Reply(_("管理员没有同意你绑定 {account}。", account=asked.shown))
        tells = (Tell(asked.handle, no, asked.language),)
        said = Reply(_("已拒绝：{account}", account=asked.shown))
        return Done((said,), (Spend(_ASKED, answers["word"]),), tells=tells)

    return _form("decline", _("拒绝绑定"), run)


def _form(name: str, summary: Words, run: Run) -> Form:
    return Form(name, summary, run, steps=(WORD,), place="private", admins=True, hidden=True, typed=False)


async def _taken(binding: Binding, word: str, by: str) -> _Asked | None:
    """What was asked, for the first decision; `by` whom and how, since a message may be answered twice."""
    return _WANTED.read(await binding.keeping.tokens.take(_ASKED, word, by))


def _yes(asked: _Asked) -> Reply:
    kept = kept_reply(asked.account)
    return Reply(lines(_("管理员同意了。"), kept.text), kept.options)
