"""What is bound behind a campus account (精弘, 正方 …): told when a binding comes or goes."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from typing import Final

from bot.as_json import AsJson
from bot.messages import Option, Reply
from bot.values import dataclass
from bot.watches import Kind, Look, Looked, Notice, Watcher
from bot.words import Strong, _, lines
from handlers.labels import label
from handlers.watching.removed import removed
from handlers.wejh.failing import LOGIN, ME
from handlers.wejh.session import SYSTEM, Sessions
from handlers.wejh.shown import bound_shown
from providers.errors import Expired, NotFound, ProviderError, WrongCredentials
from providers.wejh.models import BindState, Bound

NAME: Final = SYSTEM
_ASKED: Final = frozenset({"jh", "zfedu"})  # those that `/campus` binds


@dataclass(frozen=True, slots=True)
class _Known:
    """One binding as it is known."""

    bound: bool
    pid: str = field(default="", repr=False)
    times: int = 0  # that it came, went or became another one


_REMEMBERED: Final = AsJson(dict[str, _Known])


def campus_kind(sessions: Sessions, every: timedelta) -> Kind:
    async def look(look: Look) -> Looked:
        account = next((each.account for each in look.watchers if each.account), None)
        if account is None:
            return Looked(over=True)
        try:
            bindings = await sessions.asked(account, sessions.client.bindings)
        except (Expired, WrongCredentials):
            return Looked(paused=tuple(_logged_out(each) for each in look.watchers))
        except NotFound:
            return removed(look.watchers)
        except ProviderError:
            return Looked(failed=True)
        before = _REMEMBERED.read(look.known.get(account.id))
        after, changed = _compared(before or {}, bindings)
        known = {account.id: _REMEMBERED.write(after)}
        if before is None or not changed:
            return Looked(known)
        key = "+".join(f"{each.name}.{after[each.name].times}" for each in changed)
        return Looked(known, tuple(_notice(each, key, changed) for each in look.watchers))

    return Kind(NAME, look, every)


def begun(bindings: Sequence[Bound]) -> str:
    """What is known where a watch begins."""
    return _REMEMBERED.write(_compared({}, bindings)[0])


def _compared(before: Mapping[str, _Known], bindings: Sequence[Bound]) -> tuple[dict[str, _Known], list[Bound]]:
    """What is known from now on, and what came or went; a state that is not documented says nothing."""
    there = {each.name: each for each in bindings}
    lost = [Bound(name, "", BindState.UNBOUND) for name in before if there and name not in there]
    after, changed = dict(before), list[Bound]()
    for each in (*there.values(), *lost):
        was, bound = before.get(each.name, _Known(bound=False)), each.state is BindState.BOUND
        if each.state is None:
            continue
        same = bound == was.bound and (each.pid == was.pid or not bound)
        after[each.name] = _Known(bound, each.pid, was.times + (not same))
        changed += [] if same else [each]
    return after, changed


def _notice(watcher: Watcher, key: str, changed: Sequence[Bound]) -> Notice:
    account = watcher.account
    heading = Strong(label(account)) if account else None
    text = lines(heading, _("绑定有变化："), *(bound_shown(each) for each in changed))
    lacking = [each.name for each in changed if each.state is not BindState.BOUND and each.name in _ASKED]
    bind = (Option(_("重新绑定"), f"/campus {lacking[0]}"),) if lacking else ()
    mute = (Option(_("不再提醒"), f"/unwatch {account.id}"),) if account else ()
    names = (label(account),) if account else ()
    return Notice(watcher, key, Reply(text, (*bind, ME, *mute)), changes=len(changed), names=names)


def _logged_out(watcher: Watcher) -> Notice:
    number = watcher.account.number if watcher.account else ""
    text = _(
        "校园账号 {account} 的登录已经失效，它的绑定提醒已暂停。重新登录后会接着提醒。",
        account=number,
    )
    return Notice(watcher, "expired", Reply(text, (Option(LOGIN.label, f"/login {number}"),)))
