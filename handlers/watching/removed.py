"""An account that its system no longer has: its watches rest, and whoever watches is told once."""

from bot.messages import Option, Reply
from bot.people import Account
from bot.watches import Looked, Notice, Watcher
from bot.words import _
from handlers.labels import label


def removed(watchers: tuple[Watcher, ...]) -> Looked:
    """What comes of a look at an account that is gone."""
    return Looked(paused=tuple(_gone(each, each.account) for each in watchers if each.account))


def _gone(watcher: Watcher, account: Account) -> Notice:
    text = _(
        "系统里已经没有 {account} 了，它的提醒都已暂停。如果账号换了，请重新绑定；不用了可以解绑。",
        account=label(account),
    )
    again = "/login" if account.system == "wejh" else f"/bind {account.system}"
    options = (Option(_("重新绑定"), again), Option(_("解绑"), f"/unbind {account.id}"))
    return Notice(watcher, "gone", Reply(text, options))
