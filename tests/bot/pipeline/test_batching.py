"""Batches at work: lines together, pauses while a system is away, and what is said meanwhile."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.abilities import Abilities
from bot.batches import End, Ended, Line, Procedure
from bot.changes import BeginBatch, Forget, SteerBatch
from bot.errors import LeaseLost
from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Document, Reply
from bot.people import Person
from bot.pipeline.batching import Batching
from bot.pipeline.rules import Rules
from bot.store.database import Database, opened
from bot.store.vault import KeySource
from tests.bot.pipeline.bench import Bench, Recorder, bench

AWAY, DONE = Ended(End.WAITING, "away", pause=timedelta()), Ended(End.DONE)
Do = Callable[[str], Awaitable[Ended]]


@dataclass
class Yard:
    """A bench on which a batch is worked on whenever a test says so; each line takes `takes_s` by its clock."""

    folder: Path
    here: Bench
    takes_s: float = 0.0
    now: float = 0.0
    asked: int = 0
    admins: set[str] = field(default_factory=lambda: {"test:alice"})

    async def says(self, command: str) -> None:
        """A message that nothing is said to has ended once the next one is answered."""
        await self.here.say(command)
        assert "没有这个命令" in await self.here.ask("/nothing")

    async def work(self, batching: Batching) -> None:
        [batch] = await self.here.store.batches.due(1)
        await batching(batch)

    async def waited_s(self) -> float:
        """How long the batch is to wait, which is over then."""
        async with self._database() as database:
            query = text("select due - (julianday('now') - 2440587.5) * 86400.0 from batches")
            wait = await database.read(lambda connection: connection.execute(query).scalar_one())
        await self.change("update batches set due = 0")
        return float(wait)

    async def change(self, statement: str) -> None:
        """Change something behind everybody's back."""
        async with self._database() as database:
            await database.engines.write(lambda connection: connection.execute(text(statement)))

    def _database(self) -> AbstractAsyncContextManager[Database]:
        return opened(f"sqlite:///{self.folder}/bot.db", KeySource(self.folder / "bot.key"), alone=False)


def _form(name: str, *changes: BeginBatch | SteerBatch | Forget, says: tuple[Reply, ...] = ()) -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return Done(says, changes)

    return Form(name, name, run)


def _result(lines: Sequence[Line], _language: str) -> Document:
    return Document("result.csv", "\n".join(f"{each.number} {each.end.name} {each.why}" for each in lines).encode())


@asynccontextmanager
async def yard(
    folder: Path, do: Do, count: int = 6, *, edits: bool = True, takes_s: float = 0.0
) -> AsyncIterator[tuple[Yard, Batching]]:
    """A batch of so many lines that was begun."""

    async def timed(values: Mapping[str, str], _person: Person) -> Ended:
        at.asked, at.now = at.asked + 1, at.now + at.takes_s
        return await do(values["user"])

    rows = tuple((number, {"user": str(number)}) for number in range(count))
    forms = _form("begin", BeginBatch("test", "WORD", rows)), _form("stop", SteerBatch("WORD", "stop"))
    forget = _form("forget", Forget(), says=(Reply("forgotten"),))
    platform = Recorder(Abilities(edits=edits))
    async with bench(folder, *forms, forget, platform=platform) as here:
        at = Yard(folder, here, takes_s)
        rules = Rules("zh_CN", "", 1800, 1000, "", at.admins.__contains__, lambda: datetime.now(UTC), lambda: at.now)
        procedure = Procedure("test", "测试", timed, _result)
        await at.says("/begin")
        yield at, Batching(here.store, (procedure,), {"test": platform}, here.stir, rules)


async def fine(_user: str) -> Ended:
    return DONE


async def away(_user: str) -> Ended:
    return AWAY


async def test_done_at_once(tmp_path: Path) -> None:
    """A short one shows nothing but its result. A fault that nobody foresaw ends one line only."""

    async def do(user: str) -> Ended:
        if user == "2":
            raise ValueError("not foreseen")
        return Ended(End.REFUSED, "no") if user == "1" else DONE

    async with yard(tmp_path, do, 4) as (at, batching):
        await at.work(batching)
        told = await at.here.platform.heard()
        assert all(part in told.text for part in ("成功 2 行", "被拒绝 1 行", "不确定是否生效 1 行"))
        assert told.document
        assert told.document.data == b"0 DONE \n1 REFUSED no\n2 UNKNOWN \n3 DONE "
        assert at.here.platform.announced == []
        assert await at.here.store.batches.due(1) == []


async def test_line_that_can_not_be_read_any_more(tmp_path: Path) -> None:
    """It is refused with its reason, and holds up none of the others."""
    async with yard(tmp_path, fine, 6) as (at, batching):
        await at.change("update batch_rows set sealed = x'00' where place = 1")
        await at.work(batching)
        told = await at.here.platform.heard()
        assert all(part in told.text for part in ("成功 5 行", "被拒绝 1 行"))
        assert told.document
        lost = "0 REFUSED 保存的这一行已经读不出来，所以没有做。"
        assert told.document.data.decode().splitlines()[:3] == ["0 DONE ", lost, "2 DONE "]
        assert (at.asked, await at.here.store.batches.due(1)) == (5, [])


async def test_away(tmp_path: Path) -> None:
    """Nothing is lost; one line alone tries whether the system is back, less and less often; it is told once."""
    answers = [AWAY] * 6

    async def do(_user: str) -> Ended:
        return answers.pop() if answers else DONE

    async with yard(tmp_path, do) as (at, batching):
        for asked, wait_s in ((4, 5), (5, 10), (6, 20)):
            await at.work(batching)
            assert at.asked == asked
            assert wait_s - 4 < await at.waited_s() <= wait_s
        told = await at.here.platform.heard()
        assert "已完成 0/6，现在暂停。\naway" in told.text
        assert [button.id for button in told.options] == ["/batch stop WORD"]
        await at.work(batching)
        assert "成功 6 行" in (await at.here.platform.heard()).text


async def test_named_wait(tmp_path: Path) -> None:
    """A system that says when to come back is not asked before."""

    async def do(_user: str) -> Ended:
        return replace(AWAY, pause=timedelta(hours=3))

    async with yard(tmp_path, do) as (at, batching):
        await at.work(batching)
        assert await at.waited_s() > 10_000


async def test_given_up(tmp_path: Path) -> None:
    """After a day of pauses it is stopped, and can be resumed."""
    async with yard(tmp_path, away) as (at, batching):
        [batch] = await at.here.store.batches.due(1)
        await batching(replace(batch, failures=149))
        told = await at.here.platform.heard()
        assert "已停止。已完成 0/6" in told.text
        assert [button.id for button in told.options] == ["/batch resume WORD", "/batch end WORD"]
        assert await at.here.store.batches.due(1) == []


async def test_shown_in_one_place(tmp_path: Path) -> None:
    """Where messages can be edited; the result takes that place."""
    async with yard(tmp_path, fine, 20, takes_s=0.5) as (at, batching):
        for _slice in range(5):
            await at.work(batching)
        shown = ["测试：已完成 8/20 ……", "announcement 1: 测试：已完成 16/20 ……"]
        assert at.here.platform.announced == shown
        assert (await at.here.platform.heard()).edits == "announcement 1"


async def test_told_now_and_then(tmp_path: Path) -> None:
    """Where nothing can be edited, a few messages."""
    async with yard(tmp_path, fine, 20, edits=False, takes_s=5.0) as (at, batching):
        for _slice in range(5):
            await at.work(batching)
        told = [(await at.here.platform.heard()).text for _message in range(3)]
        assert told[:2] == ["测试：已完成 8/20 ……", "测试：已完成 16/20 ……"]
        assert "成功 20 行" in told[2]


async def test_stopped(tmp_path: Path) -> None:
    """What is under way goes on to its end; then nothing happens until somebody says so."""

    async def do(_user: str) -> Ended:
        if at.asked == 1:
            await at.says("/stop")
        return DONE

    async with yard(tmp_path, do, 12) as (at, batching):
        await at.work(batching)
        assert at.asked == 4
        assert await at.here.store.batches.due(1) == []


async def test_forgotten(tmp_path: Path) -> None:
    """Who is forgotten while lines are under way gets no result, and no further line is done."""

    async def do(_user: str) -> Ended:
        if at.asked == 1:
            assert await at.here.ask("/forget") == "forgotten"
        return DONE

    async with yard(tmp_path, do, 12) as (at, batching):
        with pytest.raises(LeaseLost):
            await at.work(batching)
        assert at.asked == 4
        assert at.here.platform.sent.empty()


async def test_procedure_that_is_switched_off(tmp_path: Path) -> None:
    """Its lines wait."""
    async with yard(tmp_path, fine) as (at, _batching):
        rules = Rules("zh_CN", "", 1800, 1000, "", lambda _handle: True, lambda: datetime.now(UTC))
        await at.work(Batching(at.here.store, (), {}, at.here.stir, rules))
        assert await at.waited_s() > 3000


async def test_waits_while_who_began_it_is_no_administrator(tmp_path: Path) -> None:
    """Nothing more is done for them, and they are sent no result; whoever names them again loses nothing."""
    async with yard(tmp_path, fine, 2) as (at, batching):
        at.admins.clear()
        await at.work(batching)
        assert (at.asked, at.here.platform.sent.empty()) == (0, True)
        assert await at.waited_s() > 60
        at.admins.add("test:alice")
        await at.work(batching)
        assert "成功 2 行" in (await at.here.platform.heard()).text


async def test_lost_line_says_nothing_of_a_system_that_is_away(tmp_path: Path) -> None:
    """It asks nobody, so one alone tries again all the same."""
    asked: list[str] = []

    async def away(user: str) -> Ended:
        asked.append(user)
        return AWAY

    async with yard(tmp_path, away, 12) as (at, batching):
        await at.work(batching)
        await at.change("update batch_rows set sealed = x'00' where place = 0")
        before = len(asked)
        await at.waited_s()
        await at.work(batching)
        assert len(asked) - before <= 1
