"""What the exam systems and people's accounts in them are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from bot.forms import Choice, Refuse, Step
from bot.lines import same
from bot.people import Account
from bot.words import Text, Words, _, joined
from providers.cet.names import bare
from providers.texts import fold

SYSTEMS: Final = {
    "cet": _("四六级"),
    "kaoshiyun": _("考试云"),
    "kaoshixing": _("考试星"),
    "wejh": _("校园账号"),
}
ASKED: Final = {**SYSTEMS, "maxuetang": _("码学堂")}  # those without accounts too
PLATFORMS: Final[Mapping[str, Words]] = {"telegram": "Telegram", "onebot": "QQ", "web": _("网页")}
_ALSO: Final = {
    "cet": ("四六级", "英语四六级", "四级", "六级"),
    "kaoshiyun": ("考试云",),
    "kaoshixing": ("考试星",),
    "wejh": ("校园账号", "校园", "微精弘"),
}
_SHOWN = 4  # characters of a number, from its end, and more where they do not tell accounts apart
_CUT = "…"


def parse_system(text: str) -> str | None:
    """A system by its English or Chinese name."""
    for system, others in _ALSO.items():
        if any(same(text, name) for name in (system, *others)):
            return system
    return None


def key_of(system: str, number: str, name: str = "") -> str:
    """What makes an account one: a ticket alone proves nothing, so with another name it is another account."""
    return f"{number} {bare(name)}" if system == "cet" else number


def reads_system(allowed: Collection[str], reasons: Mapping[str, Words]) -> Step:
    """The question for one of the systems that are `allowed`; for others there may be a reason why not."""

    def read(text: str) -> str | Refuse:
        system = parse_system(text) or fold(text).casefold()
        if system in allowed:
            return system
        return Refuse(reasons.get(system, _("没有这个系统。")))

    return Step("system", _("哪个系统？"), read, tuple(Choice(system, SYSTEMS[system]) for system in allowed))


def shortened(number: str, others: Iterable[str] = ()) -> str:
    """The end of a number, as much of it as tells it from the `others`; never all of it, unless it takes that."""
    apart = [other for other in others if other != number]
    for shown in range(max(1, min(_SHOWN, len(number) // 2)), len(number)):
        if not any(other.endswith(number[-shown:]) for other in apart):
            return _CUT + number[-shown:]
    return number


def label(account: Account, among: Iterable[Account] = ()) -> Words:
    """The system's name and the number, shortened as far as it can still be told from the others."""
    others = (each.number for each in among if each.system == account.system)
    return joined([SYSTEMS.get(account.system, account.system), shortened(account.number, others)], " ")


def marked_label(account: Account, among: Iterable[Account] = ()) -> Words:
    return _suspended(label(account, among)) if account.suspended else label(account, among)


def _suspended(words: Words) -> Text:
    return _("{account}（已停用）", account=words)


def meant(text: str, accounts: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts that a text names: by id, whole, as they are shown, or by their system."""
    found = tuple(each for each in accounts if text in {each.id, each.number})
    if found:
        return found
    if named := parse_system(fold(text)):
        return tuple(each for each in accounts if each.system == named)
    word, _blank, rest = fold(text).partition(" ")
    system = parse_system(word) if rest else None
    of_it = [each for each in accounts if system in {None, each.system}]
    number = (rest if system else fold(text)).strip()
    whole = tuple(each for each in of_it if each.number == number)
    end = number.lstrip("….")
    return whole or tuple(each for each in of_it if end and each.number.endswith(end))
