"""A try is on the disk before anybody looks whether it is right, whatever happens after."""

import asyncio
from dataclasses import replace

import pytest

from handlers.proving import CODE_LIFE, Claim, Known, NoAnswer, NotLookedAt, Proven, Verdict, Way, Wrong, prove
from providers.errors import Unavailable
from tests.bot.store.conftest import Stores
from tests.examples import person

ALICE = replace(person(), id="alice")


async def exists(number: str) -> str:
    return number


class System:
    """One that can be stopped while it is asked."""

    def __init__(self, stores: Stores) -> None:
        self._stores, self.counted, self.asked, self.answers = stores, list[int](), asyncio.Event(), asyncio.Event()

    async def known(self, number: str) -> Known:
        self.counted.append(len(await self._stores.rows("select * from tries")))
        self.asked.set()
        await self.answers.wait()
        return Known(number, frozenset({"right"}))

    def way(self) -> Way:
        return Way("kaoshixing", exists, self.known, str.__eq__)


def claim(proof: str, who: str = "alice") -> Claim:
    return Claim(replace(ALICE, id=who), "s000001", proof)


async def test_counted_while_the_system_is_asked(stores: Stores) -> None:
    """And no more once it was right."""
    system, keeping = System(stores), (await stores.store()).keeping
    system.answers.set()
    assert isinstance(await prove(keeping, system.way(), claim("right")), Proven)
    assert system.counted == [1]
    assert await stores.rows("select * from tries") == []


async def test_killed_while_the_system_is_asked(stores: Stores) -> None:
    """Five times; the process after that looks at nothing more, though it would be right."""
    for number in range(5):
        system = System(stores)
        trying = asyncio.create_task(prove((await stores.store(f"{number}")).keeping, system.way(), claim("right")))
        await system.asked.wait()
        trying.cancel()
        await asyncio.gather(trying, return_exceptions=True)
    system, keeping = System(stores), (await stores.store("last")).keeping
    system.answers.set()
    assert isinstance(await prove(keeping, system.way(), claim("right")), NotLookedAt)
    assert system.counted == []


async def test_many_processes_at_once(stores: Stores) -> None:
    several = [(await stores.store(name)).keeping for name in ("one", "two")]
    system = System(stores)
    system.answers.set()
    tried = [prove(each, system.way(), claim("wrong")) for each in several for _again in range(10)]
    verdicts: list[Verdict] = await asyncio.gather(*tried)
    assert sum(isinstance(each, Wrong) for each in verdicts) == 5
    assert sum(isinstance(each, NotLookedAt) for each in verdicts) == 15
    assert len(system.counted) == 5


async def test_free_where_the_system_is_away(stores: Stores) -> None:
    async def away(_number: str) -> Known:
        raise Unavailable("away")

    way = Way("kaoshixing", exists, away, str.__eq__)
    assert isinstance(await prove((await stores.store()).keeping, way, claim("right")), NoAnswer)
    assert await stores.rows("select * from tries") == []


@pytest.mark.parametrize("processes", [1, 2])
async def test_code_is_taken_by_one(stores: Stores, processes: int) -> None:
    """However many send it at once."""
    several = [(await stores.store(str(number))).keeping for number in range(processes)]
    code = await several[0].tokens.put("code", "kaoshixing s000001", CODE_LIFE)
    way = Way("kaoshixing", exists, None, str.__eq__)
    tried = [prove(several[number % processes], way, claim(code, f"person {number}")) for number in range(12)]
    verdicts = await asyncio.gather(*tried)
    assert sum(isinstance(each, Proven) for each in verdicts) == 1
    assert sum(isinstance(each, Wrong) for each in verdicts) == 11


async def test_code_of_a_message_that_is_answered_again(stores: Stores) -> None:
    """The process died between taking the code and the end of the message."""
    keeping = (await stores.store()).keeping
    code = await keeping.tokens.put("code", "kaoshixing s000001", CODE_LIFE)
    way = Way("kaoshixing", exists, None, str.__eq__)
    for _again in range(2):
        assert isinstance(await prove(keeping, way, claim(code)), Proven)
