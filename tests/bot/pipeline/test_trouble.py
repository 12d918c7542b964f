"""What a message's end survives: a database that is away, a platform that hangs, a handler that breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.errors import LeaseLost, StoreUnreachable
from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Address, Incoming, Reply
from bot.people import Person
from bot.pipeline.rules import Patience
from tests.bot.pipeline.bench import Recorder, bench


async def _hello(_answers: Answers, _person: Person) -> Outcome:
    return Done((Reply("hello"),))


HELLO = Form("hello", "", _hello)


def away_once(write: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A write that finds the database away the first time."""
    failed = list[bool]()

    async def writing(*parts: Any) -> None:
        if not failed:
            failed.append(True)
            raise StoreUnreachable("away")
        await write(*parts)

    return writing


async def test_what_was_sent_is_not_sent_again(tmp_path: Path) -> None:
    """That it was sent is written down once the database is back."""
    async with bench(tmp_path, HELLO) as here:
        here.store.sent = away_once(here.store.sent)  # type: ignore[method-assign,assignment] # the seam to the database
        assert await here.ask("/hello") == "hello"
        assert await here.ask("/hello") == "hello"
        assert here.platform.sent.empty()


async def test_what_must_not_happen_twice_is_answered(tmp_path: Path) -> None:
    async with bench(tmp_path, Form("once", "", _hello, once=True)) as here:
        here.store.settle = away_once(here.store.settle)  # type: ignore[method-assign,assignment] # the seam to the database
        assert await here.ask("/once") == "hello"


async def test_message_that_another_process_took(tmp_path: Path) -> None:
    """Its call does not begin here, and nothing is wrong; whoever has it then answers it."""
    begun = list[str]()

    async def call(_answers: Answers, _person: Person) -> Outcome:
        begun.append("call")
        return Done((Reply("hello"),))

    async with bench(tmp_path, Form("once", "", call, once=True)) as here:
        calling = here.store.calling

        async def taken_away(*_: Any) -> None:
            here.store.calling = calling  # type: ignore[method-assign]
            await here.store.free_all()
            here.stir()
            raise LeaseLost

        here.store.calling = taken_away  # type: ignore[method-assign,assignment] # the seam to the database
        with capture_logs() as logs:
            assert await here.ask("/once") == "hello"
    assert begun == ["call"]
    assert not [line for line in logs if line["log_level"] == "error"]


class NeverTyping(Recorder):
    async def typing(self, _address: Address) -> None:
        self.typings += 1
        await asyncio.Event().wait()


async def test_answer_does_not_wait_for_typing(tmp_path: Path) -> None:
    platform = NeverTyping()

    async def slow(_answers: Answers, _person: Person) -> Outcome:
        while not platform.typings:
            await asyncio.sleep(0)
        return Done((Reply("done"),))

    async with bench(tmp_path, Form("slow", "", slow), platform=platform, patience=Patience(0, 60)) as here:
        assert await here.ask("/slow") == "done"


async def test_fault_of_a_personal_form_stays_private(tmp_path: Path) -> None:
    async def broken(_answers: Answers, _person: Person) -> Outcome:
        raise RuntimeError

    group = Address("test", "", "group", "class")
    async with bench(tmp_path, Form("score", "", broken, personal=True)) as here:
        await here.intake([Incoming("u1", group, "alice", 1e10, "/score")])
        async with asyncio.timeout(10):
            address, told = await here.platform.sent.get()
        assert "编号" in told.text
        assert not address.group
