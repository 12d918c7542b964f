"""What a group is told of an exam: that it is out and for how many, never whose or which score."""

from dataclasses import field
from datetime import timedelta
from typing import Final

from bot.as_json import AsJson
from bot.messages import Option, Reply
from bot.recipes import Distribution
from bot.values import dataclass
from bot.watches import Look, Notice, Watcher
from bot.words import Strong, Words, _, lines

_ENOUGH = 5  # grades from which on, and after so many more again, the pass rate and a picture are told


@dataclass(frozen=True, slots=True)
class Release:
    """An exam's grades as counts."""

    title: str
    published: int
    passed: int
    picture: Distribution[Words] | None = field(default=None, repr=False)  # of their scores


@dataclass(frozen=True, slots=True)
class _State:
    """What a group was told last."""

    told: int = 0  # grades
    at: float = 0.0  # seconds of the epoch
    rate_of: int = 0  # grades of which the pass rate was told
    times: int = 0


_REMEMBERED: Final = AsJson(_State)


def released(watcher: Watcher, release: Release, look: Look, gather: timedelta) -> tuple[str, Notice | None]:
    """What was told from now on, and the notice if one is due: the first at once, later ones gathered.

    Of a night's quiet hours at most the first one waits, and one tells what came after it.
    """
    state = _REMEMBERED.read(look.known.get(watcher.subject)) or _State()
    now = look.now.timestamp()
    quiet = watcher.quiet is not None and watcher.quiet.left_s(look.now) > 0
    due = not state.told or (not quiet and now - state.at >= gather.total_seconds())
    if release.published <= state.told or not due:
        return _REMEMBERED.write(state), None
    rate = _rate(release, state)
    after = _State(release.published, now, release.published if rate else state.rate_of, state.times + 1)
    part = look.aim.part
    title = release.title or part
    more = release.published - state.told if state.told else 0
    text = lines(
        Strong(_("“{title}”的成绩已发布", title=title)),
        _("共 {count} 人有成绩，新增 {more} 人", count=str(release.published), more=str(more))
        if more
        else _("共 {count} 人有成绩", count=str(release.published)),
        rate,
        _("自己的成绩请私聊我发送 /grades。") if watcher.address.group else None,
    )
    picture = release.picture if rate and release.picture and sum(release.picture.counts) >= _ENOUGH else None
    options = (Option(_("查成绩"), "/grades"), Option(_("退订"), f"/unwatch {part}"))
    return _REMEMBERED.write(after), Notice(
        watcher, f"release.{after.times}", Reply(text, options, picture=picture), names=(title,)
    )


def deleted(watcher: Watcher, exam: str) -> Notice:
    """The end of a watch whose exam is no more."""
    return Notice(watcher, "deleted", Reply(_("考试云里已经没有考试 {exam} 了，它的订阅已结束。", exam=exam)))


def started(release: Release, now: float) -> str:
    """What counts as told when a group begins to watch an exam that is out already."""
    rate_of = release.published if release.published >= _ENOUGH else 0
    return _REMEMBERED.write(_State(release.published, now, rate_of))


def _rate(release: Release, state: _State) -> Words | None:
    """Never at 0 or 100 %, which would tell everybody's result, nor at what would read as such."""
    enough = release.published >= max(_ENOUGH, state.rate_of + _ENOUGH if state.rate_of else 0)
    if not enough:
        return None
    rate = f"{100 * release.passed / release.published:.0f}"
    return None if rate in {"0", "100"} else _("通过率 {rate}%", rate=rate)
