"""One's own profile: `/me`, what its buttons change, and `/nickname`."""

import base64
from dataclasses import replace
from typing import Final

from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.words import Words, _
from handlers.failures import campus_refused, reading
from handlers.wejh.accounts import ACCOUNT, held, lacks_usable, usable
from handlers.wejh.failing import ME, failed, undone
from handlers.wejh.portrait import picture, read_picture
from handlers.wejh.session import Sessions
from handlers.wejh.shown import profile_shown
from providers.errors import BadInput, ProviderError
from providers.wejh import inputs
from providers.wejh.models import Bound, Profile, Taken

_FIELDS: Final = {"nickname": _("昵称"), "email": _("邮箱"), "phone": _("手机号"), "portrait": _("头像")}
_CHECK: Final = _("不确定有没有改成，/me 可以看到。")


def _read_field(text: str) -> str | Refuse:
    wanted = text.casefold()
    return wanted if wanted in _FIELDS else Refuse(_("能改的是昵称、邮箱、手机号和头像。"))


def _asking(step: Step) -> Step:
    """The step of a field, asked when it is that which changes."""
    return replace(step, when=lambda answers, _person: answers.get("field") == step.name)


_FIELD: Final = Step(
    "field",
    _("要改什么？"),
    _read_field,
    choices=tuple(Choice(name, label) for name, label in _FIELDS.items()),
    optional=True,
)
_NICKNAME: Final = Step("nickname", _("新昵称是什么？2 到 15 个字。"), reading(inputs.nickname))
_CHANGES: Final = (
    _asking(_NICKNAME),
    _asking(Step("email", _("新邮箱是什么？"), reading(inputs.email))),
    _asking(Step("phone", _("新手机号是什么？"), reading(inputs.phone))),
    _asking(Step("portrait", _("请发送一张图片，最多 1 MB。"), read_picture, file=True, in_line=False)),
)


def me_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        account = usable(answers, person)
        if not isinstance(account, Account):
            return account
        if "field" in answers:
            return await _changed(sessions, account, person, answers["field"], answers[answers["field"]])
        return await _looked_up(sessions, account, person)

    return Form(
        "me",
        _("我的校园账号和绑定"),
        run,
        words=("我的",),
        usage=_("[nickname、email、phone 或 portrait]"),
        steps=(_FIELD, replace(ACCOUNT, in_line=True), *_CHANGES),
        place="private",
        once=lambda answers: "field" in answers,
        check=_CHECK,
        off=sessions.off,
        lacks=lacks_usable,
    )


def nickname_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        account = usable(answers, person)
        if not isinstance(account, Account):
            return account
        outcome = await _changed(sessions, account, person, "nickname", answers["new"])
        return replace(outcome, step="new") if isinstance(outcome, Ask) else outcome

    return Form(
        "nickname",
        _("改昵称"),
        run,
        words=("改昵称",),
        usage=_("新昵称"),
        steps=(ACCOUNT, replace(_NICKNAME, name="new")),
        place="private",
        once=True,
        check=_CHECK,
        off=sessions.off,
        lacks=lacks_usable,
    )


async def _looked_up(sessions: Sessions, account: Account, person: Person) -> Done:
    client = sessions.client

    async def both(credit: str) -> tuple[Profile, tuple[Bound, ...]]:
        return await client.profile(credit), await client.bindings(credit)

    try:
        profile, bindings = await sessions.asked(account, both)
    except ProviderError as problem:
        return failed(problem, person, account.number)
    which = f" {account.number}" if len(held(person)) > 1 else ""
    buttons = tuple(Option(_("改{field}", field=label), f"/me {name}{which}") for name, label in _FIELDS.items())
    return Done((Reply(profile_shown(profile, bindings), buttons, picture(profile.portrait)),))


async def _changed(sessions: Sessions, account: Account, person: Person, field: str, value: str) -> Outcome:
    try:
        taken = await sessions.asked(account, lambda credit: _set(sessions, credit, field, value))
    except BadInput as problem:
        return Ask(field, campus_refused(problem, person))
    except ProviderError as problem:
        return undone(problem, person, account.number, _CHECK)
    return Done((Reply(_told(field, value, taken), (ME,)),))


async def _set(sessions: Sessions, credit: str, field: str, value: str) -> Taken:
    client = sessions.client
    match field:
        case "email":
            return await client.set_email(credit, value)
        case "phone":
            return await client.set_phone(credit, value)
        case "portrait":
            return await client.set_portrait(credit, base64.b64decode(value))
    await client.change_nickname(credit, value)
    return Taken.DONE


def _told(field: str, value: str, taken: Taken) -> Words:
    name = _FIELDS[field]
    if taken is not Taken.DONE:
        return _("{field}没有改变：校园系统没有接受。", field=name)
    return _("头像换好了。") if field == "portrait" else _("{field}改成了 {value}。", field=name, value=value)
