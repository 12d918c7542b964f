"""有结果就告诉我: a CET look-up that failed, asked on for some hours."""

from datetime import timedelta

from bot.aims import Aim
from bot.changes import WatchFor
from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Counted, Person, School
from bot.watches import Kind, Look, Looked, Notice
from bot.words import _
from handlers.cet import OFF, CetRules, counted_by_name, counted_by_ticket
from handlers.cet_result import result_reply
from handlers.watching.cet_line import CetLine
from providers.cet.client import CetClient
from providers.cet.level import Level
from providers.cet.models import CetResult
from providers.errors import Ambiguous, BadInput, ProviderError

NAME = "cet-soon"
_PARTS = {"/cet": 3, "/cetfind": 5}  # words of a whole line
FIRST = timedelta(minutes=3)
_EVERY = timedelta(minutes=10)
_LONGEST = timedelta(hours=6)


def tellme_form(client: CetClient | None, rules: CetRules, line: CetLine) -> Form:
    """Behind the button 有结果就告诉我: what was asked is asked on, and counts as what it is: a look-up."""

    async def run(answers: Answers, person: Person) -> Outcome:
        wait = await line.again(FIRST)
        watch = WatchFor(Aim(NAME, answers["line"]), person.address, wait_s=wait.total_seconds())
        told = _("好的。六小时内我会继续查，有结果就告诉你。/unwatch 可以取消。")
        return Done((Reply(told),), (watch,))

    return Form(
        "tellme",
        _("有结果就告诉我"),
        run,
        steps=(Step("line", "", _read_line),),
        place="private",
        hidden=True,
        counts=lambda answers, _person: _counted(answers["line"], rules),
        off=None if client else OFF,
    )


def _counted(line: str, rules: CetRules) -> tuple[Counted, ...]:
    command, rest = line.split(" ", 1)
    if command == "/cet":
        ticket, name = rest.split(" ", 1)
        return counted_by_ticket(rules, {"ticket": ticket, "name": name})
    province, school, level, name = rest.split(" ", 3)
    return counted_by_name(rules, School(province, school), Level.CET4 if level == "1" else Level.CET6, name)


def _read_line(text: str) -> str | Refuse:
    if text.startswith(("/cet ", "/cetfind ")) and len(text.split(" ")) >= _PARTS[text.split(" ", maxsplit=1)[0]]:
        return text
    return Refuse(_("这个按钮已经过期了。"))


def cet_soon_kind(client: CetClient, line: CetLine) -> Kind:
    async def look(look: Look) -> Looked:
        if behind := line.behind(look):
            return Looked(again=behind, sharp=True)
        try:
            result = await _asked(client, look.aim.part)
        except BadInput:
            return Looked(over=True)
        except (Ambiguous, ProviderError) as problem:
            if look.since_s > _LONGEST.total_seconds():
                again = Option(_("再试一次"), look.aim.part)
                return _ended(look, Reply(_("等了六个小时还没有查到，不再等了。"), (again,)))
            return Looked(failed=not isinstance(problem, Ambiguous), again=await line.again(_EVERY))
        return _ended(look, result_reply(result, _name(look.aim.part)))

    return Kind(NAME, look, _EVERY, longest=timedelta(minutes=30))


async def _asked(client: CetClient, line: str) -> CetResult:
    """Ask what a command line asks: `/cet ticket name`, or `/cetfind province school type name`."""
    command, rest = line.split(" ", 1)
    if command == "/cet":
        ticket, name = rest.split(" ", 1)
        return await client.by_ticket(ticket, name)
    province, school, level, name = rest.split(" ", 3)
    return await client.by_school(province, school, Level.CET4 if level == "1" else Level.CET6, name)


def _name(line: str) -> str:
    command, rest = line.split(" ", 1)
    return rest.split(" ", 1 if command == "/cet" else 3)[-1]


def _ended(look: Look, reply: Reply) -> Looked:
    covered = _("四六级有结果了")
    return Looked(over=True, notices=tuple(Notice(watcher, "end", reply, covered) for watcher in look.watchers))
