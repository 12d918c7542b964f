"""What anybody may know: `/whois` and `/term`."""

import re
from typing import Final

from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.messages import Reply
from bot.people import Person
from bot.words import _, joined, lines
from handlers.failures import refused
from handlers.wejh.failing import failed
from handlers.wejh.portrait import picture
from handlers.wejh.session import Sessions
from handlers.wejh.shown import term_shown, user_shown
from providers.errors import BadInput, ProviderError
from providers.wejh import inputs

_MOST: Final = 20  # at once; the system takes 100


def _read_usernames(text: str) -> str | Refuse:
    names = list(dict.fromkeys(name for name in re.split(r"[\s,，、;；]+", text) if name))
    if len(names) > _MOST:
        return Refuse(_("一次最多查 {most} 个用户名。", most=str(_MOST)))
    try:
        inputs.user_list(names)
    except BadInput as problem:
        return refused(problem)
    return " ".join(names)


def whois_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        names = answers["usernames"].split()
        try:
            users = await sessions.client.users(names)
        except ProviderError as problem:
            return failed(problem, person)
        found = {user.username.casefold() for user in users}
        unknown = [name for name in names if name.casefold() not in found]
        missing = _("没有这样的用户：{names}", names=joined(unknown, "、")) if unknown else None
        document = picture(users[0].portrait) if len(users) == 1 else None
        return Done((Reply(lines(*(user_shown(user) for user in users), missing), document=document),))

    return Form(
        "whois",
        _("看校园账号的公开资料"),
        run,
        usage=_("用户名 …"),
        steps=(Step("usernames", _("请发送用户名，可以有几个，用空格隔开。"), _read_usernames),),
        off=sessions.off,
    )


def term_form(sessions: Sessions) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        try:
            term = await sessions.client.time()
        except ProviderError as problem:
            return failed(problem, person)
        return Done((Reply(term_shown(term)),))

    return Form(
        "term",
        _("学期和周次"),
        run,
        words=("校历",),
        off=sessions.off,
    )
