"""The first look after a copy was restored: one line for each watcher, whatever was found."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Option, Outgoing, Reply
from bot.store.gathering import together
from bot.watches import Kind, Look, Looked, Notice
from bot.watching.caught_up import line
from bot.words import _, render
from tests.bot.watching.bench import AIM, NOON, Bench, bench

SINCE = (NOON - timedelta(hours=2)).timestamp()


async def three_exams(look: Look) -> Looked:
    """More of the second one are found by themselves."""
    exams = (("英语",), ("数学", "英语"), ("物理",))
    news = [Notice(each, f"k{n}", Reply("x"), names=names) for each in look.watchers for n, names in enumerate(exams)]
    return Looked(notices=tuple(news))


async def two_changes(look: Look) -> Looked:
    see = Option(_("查成绩"), "/grades")
    news = [Notice(each, f"k{n}", Reply(f"change {n}", (see,)), changes=n) for each in look.watchers for n in (1, 2)]
    return Looked({look.watchers[0].account.id: "known"} if look.watchers[0].account else {}, tuple(news))


async def restored(bench: Bench) -> None:
    await bench.change(f"update aims set restored = {SINCE}")


async def test_one_line_and_then_as_ever(tmp_path: Path) -> None:
    async with bench(tmp_path) as at:
        at.kind(two_changes)
        await at.watches()
        await restored(at)
        await at.look()
        [(_who, told)] = await at.told()
        assert told.text == "自 2026-03-01 10:00 起有 3 条变化，可能已通知过你。"
        assert [each.id for each in told.options] == ["/grades"]
        await at.passes(timedelta(minutes=20))
        await at.look()
        assert [told.text for _who, told in await at.told()] == ["change 1"]


async def test_exams_are_named(tmp_path: Path) -> None:
    """Each once."""
    async with bench(tmp_path) as at:
        at.kind(three_exams)
        await at.watches()
        await restored(at)
        await at.look()
        [(_who, told)] = await at.told()
        assert told.text == "自 2026-03-01 10:00 起有 3 条变化，可能已通知过你：英语 · 数学 · 物理"


async def test_failed_look_is_none(tmp_path: Path) -> None:
    """Nor is one at a system that is switched off."""

    async def failed(_look: Look) -> Looked:
        return Looked(failed=True)

    async with bench(tmp_path) as at:
        at.kind(failed)
        await at.watches()
        await restored(at)
        await at.look()
        at.kinds.clear()
        await at.passes(timedelta(days=1))
        await at.look()
        at.kind(two_changes)
        await at.passes(timedelta(days=1))
        await at.look()
        [(_who, told)] = await at.told()
        assert "3 条变化" in told.text


async def test_new_aims_that_a_look_shows(tmp_path: Path) -> None:
    """They are as old as the copy: what is found there may have been told before."""

    async def more(look: Look) -> Looked:
        return Looked(aims=(other,)) if look.aim == AIM else await two_changes(look)

    other = type(AIM)(AIM.kind, "another part")
    async with bench(tmp_path) as at:
        at.kind(more)
        await at.watches()
        await restored(at)
        await at.look()
        rows = await at.database.read(
            lambda connection: connection.exec_driver_sql("select restored from aims order by id").scalars().all()
        )
        assert rows == [None, SINCE]


async def test_reminders_are_told_and_gathered(tmp_path: Path) -> None:
    """They are of what is still ahead."""

    async def reminded(look: Look) -> Looked:
        return Looked(
            notices=tuple(Notice(each, f"k{n}", Reply(f"exam {n}")) for each in look.watchers for n in (1, 2))
        )

    kind = type(AIM)(".exams", "s000001")
    async with bench(tmp_path) as at:
        at.kinds[kind.kind] = Kind(kind.kind, reminded, timedelta(minutes=10))
        await at.watches(aim=kind)
        await restored(at)
        await at.look()
        [(_who, told)] = await at.told()
        assert told.text == "exam 1\n\nexam 2"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_several_lines_are_one_with_their_sum(language: str) -> None:
    since = datetime.fromtimestamp(SINCE, NOON.tzinfo)

    def outgoing(count: int, *names: str) -> Outgoing:
        text = render(line(since, str(count), " · ".join(names)), language)
        template = render(line(since, "{count}", "{names}" if names else ""), language)
        return Outgoing(text, gathers="restored", sums=(count, template), names=names)

    assert together(outgoing(2), outgoing(5)) == outgoing(7)
    assert together(outgoing(2, "A", "B"), outgoing(5, "C")) == outgoing(7, "A", "B", "C")
    many = together(outgoing(7, "A", "B", "C"), outgoing(3, "D", "E", "F"))
    assert many
    assert many.text.endswith("A · B · C · D · E · …")
