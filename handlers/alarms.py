"""What administrators have to know of the exam systems: refused tokens and keys, systems that are away or changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.alarms import Sign, Signs, State
from bot.words import Words, _, lines
from handlers.failures import clock
from handlers.labels import ASKED
from providers.breaker import Health
from providers.breaker import State as Breaker
from providers.client import Client

_AWAY: Final = timedelta(minutes=2)  # a system that is silent for less is nobody's worry
_LATELY: Final = timedelta(minutes=1)  # answers that do not fit are no news any more
_KEYS: Final = ("kaoshiyun", "maxuetang", "kaoshixing")  # systems to which the operator has a token or key


def signs_of(clients: Mapping[str, Client | None]) -> Signs:
    """How the systems that are set up do, by their names in the settings."""
    there = {system: client for system, client in clients.items() if client}

    def signs(now: datetime) -> list[Sign]:
        found = []
        for system, client in there.items():
            name, health = ASKED[system], client.health
            found += [_away(system, name, health, now), _changed(system, name, health, now)]
            if system in _KEYS:
                found.append(_refused(system, name, health))
        return found

    return signs


def _away(system: str, name: Words, health: Health, now: datetime) -> Sign:
    since = health.since or now
    text = _(
        "{system}没有应答（自 {since} 起）。有关的通知会晚到，恢复后再告诉你。", system=name, since=clock(since, now)
    )
    over = _("{system}又有应答了。", system=name)
    if health.state is not Breaker.CLOSED:
        state = State.RINGS if now - since >= _AWAY else State.DOUBTFUL
    else:
        state = State.WELL if health.last_answer and health.since is None else State.UNKNOWN
    return Sign(f"{system}/away", state, text, over)


def _changed(system: str, name: Words, health: Health, now: datetime) -> Sign:
    """There is no moment at which it is well again: the next answer may be of another kind."""
    lately = health.changed is not None and now - health.changed <= _LATELY
    text = lines(
        _("{system}的回答看不懂：{why}", system=name, why=health.misfit),
        _("它可能改了版。看不懂的回答不会当成撤回成绩，之后会接着查。"),
    )
    return Sign(f"{system}/changed", State.RINGS if lately else State.UNKNOWN, text)


def _refused(system: str, name: Words, health: Health) -> Sign:
    text = _(
        "{system}不接受机器人的令牌或密钥了，查不到成绩。请检查设置里的 providers.{section}。",
        system=name,
        section=system,
    )
    over = _("{system}又接受机器人的令牌或密钥了。", system=name)
    taken = State.WELL if health.last_success else State.UNKNOWN
    return Sign(f"{system}/refused", State.RINGS if health.refused else taken, text, over)
