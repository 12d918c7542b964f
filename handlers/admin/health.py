"""`/providers`: how the exam systems do, as this process has seen them since it started."""

from collections.abc import Mapping
from datetime import datetime

from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Reply
from bot.people import Person
from bot.words import Strong, Words, _, joined, lines
from handlers.exams import span
from handlers.failures import moment
from handlers.labels import ASKED
from providers.breaker import Health, State
from providers.client import Client
from providers.counts import Counts


def providers_form(clients: Mapping[str, Client | None]) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        there = [_shown(ASKED[system], client, person) for system, client in clients.items() if client]
        off = [ASKED[system] for system, client in clients.items() if client is None]
        rest = [_("没有开通：{systems}", systems=joined(off, "、"))] if off else []
        return Done((Reply(joined([*there, *rest, _("以上是这个进程启动以来的情况。")], "\n\n")),))

    return Form("providers", _("各考试系统的状况"), run, place="private", admins=True)


def _shown(name: Words, client: Client, person: Person) -> Words:
    health, counts = client.health, client.counts
    return lines(
        Strong(joined([name, _state(health, counts)], " · ")),
        _since(health, person),
        _("上次成功：{when}", when=_ago(health.last_success, person)) if health.last_success else None,
        _("令牌或密钥被拒绝（{when}）", when=_ago(health.refused, person)) if health.refused else None,
        _misfit(health, person),
        joined(_calls(counts), " · ") if _calls(counts) else None,
    )


def _misfit(health: Health, person: Person) -> Words | None:
    if health.changed is None:
        return None
    return _("看不懂的回答：{why}（{when}）", why=health.misfit, when=_ago(health.changed, person))


def _state(health: Health, counts: Counts) -> Words:
    if health.state is State.OPEN:
        return _("⛔ 暂停中")
    if health.state is State.HALF_OPEN:
        return _("⚠ 正在再试")
    if health.refused:
        return _("⛔ 不接受令牌")
    if health.since:
        return _("⚠ 没有应答")
    return _("✓ 正常") if counts.answered or counts.declined else _("还没有查询过")


def _since(health: Health, person: Person) -> Words | None:
    if health.since is None:
        return None
    if health.state is State.CLOSED:
        return _("自 {when} 起没有应答", when=moment(health.since, person))
    return _("自 {when} 起没有应答，隔一会儿自动再试，最长隔 10 分钟", when=moment(health.since, person))


def _calls(counts: Counts) -> list[Words]:
    """How calls ended, but for what never happened."""
    ends = (
        (counts.answered, _("查到 {count}", count=str(counts.answered))),
        (counts.declined, _("没查到 {count}", count=str(counts.declined))),
        (counts.unavailable, _("没应答 {count}", count=str(counts.unavailable))),
        (counts.changed, _("看不懂 {count}", count=str(counts.changed))),
        (counts.throttled, _("被限流 {count}", count=str(counts.throttled))),
        (counts.held_back, _("没发出 {count}", count=str(counts.held_back))),
        (counts.repeated, _("重发 {count}", count=str(counts.repeated))),
        (counts.remembered + counts.joined, _("不用问 {count}", count=str(counts.remembered + counts.joined))),
    )
    return [words for count, words in ends if count]


def _ago(when: datetime | None, person: Person) -> Words:
    if when is None:
        return ""
    return _("{when}，{span}前", when=moment(when, person), span=span(person.now - when))
