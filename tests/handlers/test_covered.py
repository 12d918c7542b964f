"""What a covered notification still shows as time goes by: a real database, and 考试云 over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.aims import WHOLE, Aim
from bot.changes import Bind, SetSpoiler, StopWatching, WatchFor
from bot.people import Account
from bot.watching.diff import EMPTY_AFTER
from handlers.watching.kaoshiyun import NAME, kaoshiyun_kind
from handlers.watching.reminders import of_account
from handlers.watching.told import write_known
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from tests.bot.watching.bench import Bench, bench
from tests.handlers.chat import Chat
from tests.handlers.conftest import chat_of
from tests.providers.kaoshiyun_bodies import EXAMS, GRADES, NO_EXAM, TOKEN
from tests.providers.upstream import Upstream, says

ALL, EXAM = Aim(NAME, WHOLE), Aim(NAME, "d7310f")
LIST = {"totalCount": 1, "items": EXAMS["items"][:1]}  # type: ignore[index]  # as the document has it
GRADE = GRADES | {"totalCount": 1, "items": GRADES["items"][:1]}  # type: ignore[index]  # as above
REMINDERS = Aim(of_account(NAME), "c089d6")
AHEAD = '{"91c510": {"begins": "2026-03-09T09:00:00+08:00"}}'
GONE = "“会计基础考试A卷”的成绩后来被撤回了"


@dataclass
class Covered:
    """Somebody who is told of an exam, with the score covered."""

    here: Bench
    system: Upstream
    chat: Chat = field(init=False)

    async def begins(self) -> None:
        account = Account(self.here.store.keeping.accounts.id_of(NAME, "c089d6"), NAME, "c089d6")
        there = "web//private/alice/"
        wanted = WatchFor(ALL, there, account.id, ((EXAM, write_known({})),))
        reminded = WatchFor(REMINDERS, there, account.id, ((REMINDERS, AHEAD),))  # as comes with every account
        person = await self.here.says(Bind(account), SetSpoiler(on=True), wanted, reminded)
        self.chat = chat_of(keeping=self.here.store.keeping)
        self.chat.person = replace(person, accounts=(account,))
        await self.looks(GRADE, 2)

    async def looks(self, grades: object, times: int = 1) -> None:
        """At the exams, and at this one's list; what comes of it is sent."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            return await says(LIST if "getExamList" in request.raw_path else grades)(request)

        self.system.always = answer
        for _time in range(times):
            await self.here.passes(timedelta(hours=1))
            await self.here.look()
            await self.here.told()

    async def watched(self) -> int:
        (watch,) = await self.here.store.keeping.watches.of(self.chat.person.id)
        return watch.id


@pytest.fixture
async def covered(tmp_path: Path, session: ClientSession) -> AsyncIterator[Covered]:
    async with bench(tmp_path) as here, Upstream.listening() as system:
        client = KaoshiyunClient(session, KaoshiyunConfig(system.url, TOKEN))
        here.kinds[NAME] = kaoshiyun_kind(client, timedelta(minutes=10), days=10_000, gather=timedelta())
        made = Covered(here, system)
        await made.begins()
        yield made


async def test_shown_as_long_as_it_is_there(covered: Covered) -> None:
    await covered.looks(GRADE)
    assert "75" in await covered.chat.say("查看")


async def test_exam_that_was_deleted_whole(covered: Covered) -> None:
    """What was known of it goes with it, and its score is no more to be seen than one that was withdrawn."""
    await covered.looks(NO_EXAM, EMPTY_AFTER - 1)
    assert "75" in await covered.chat.say("查看")
    await covered.looks(NO_EXAM)
    told = await covered.chat.say("查看")
    assert GONE in told
    assert "75" not in told


async def test_watched_no_more(covered: Covered) -> None:
    """Then nothing is known of the exam either, and nobody says that it was withdrawn."""
    await covered.here.says(StopWatching(await covered.watched()))
    await covered.looks(GRADE, 2)
    assert "75" in await covered.chat.say("查看")
