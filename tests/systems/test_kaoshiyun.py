"""The client of 考试云 against the sandbox: tokens and how they end, pages, grades as they come to be."""

import gc
from decimal import Decimal
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.errors import BadInput, Expired, NotFound
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.kaoshiyun.models import Grade
from sandbox.people import person
from tests.providers.calls import first, whole
from tests.systems.sandboxed import Hand, Sandboxed, sandboxed


async def fetches(systems: Sandboxed) -> int:
    return sum(asked["path"] == "/kaoshiyun/token" for asked in await systems.asked("kaoshiyun"))


async def test_token_renewed_in_time(systems: Sandboxed, hand: Hand) -> None:
    """Within the two hours one token, which is renewed before it is ever refused."""
    client = systems.kaoshiyun()
    for _ in range(7):
        await first(client.exams())
        hand.forward(minutes=50)
    assert await fetches(systems) == 3
    assert len(await systems.asked("kaoshiyun")) == 3 + 7


async def test_token_refused(systems: Sandboxed) -> None:
    """Ended before its time: one more is got, and the call is made once more."""
    client = systems.kaoshiyun()
    await first(client.exams())
    await systems.steer("expire", system="kaoshiyun")
    assert await first(client.exams())
    assert await fetches(systems) == 2
    assert len(await systems.asked("kaoshiyun")) == 2 + 3


async def test_token_ended_by_itself(systems: Sandboxed, hand: Hand) -> None:
    """A token that was copied lives for two hours, and no other is to be had."""
    address = f"{systems.url}/kaoshiyun/token"
    async with systems.session.get(address, params={"appid": "gradebell", "secret": "sandbox-secret"}) as answer:
        client = systems.kaoshiyun((await answer.json())["access_token"])
    hand.forward(seconds=7199)
    assert await first(client.exams())
    hand.forward(seconds=1)
    with pytest.raises(Expired, match="the token is refused"):
        await first(client.exams())


async def test_token_file(systems: Sandboxed, tmp_path: Path) -> None:
    """An operator's own program writes the next one."""
    path = tmp_path / "token"
    path.write_text("sandbox-token\n")
    client = systems.kaoshiyun(path)
    await first(client.exams())
    fresh = (await systems.steer("expire", system="kaoshiyun"))["token"]
    with pytest.raises(Expired):
        await first(client.exams())
    path.write_text(fresh)
    assert await first(client.exams())


@pytest.mark.parametrize(("token", "secret"), [("wrong", ""), (None, "wrong")])
async def test_wrong_token(systems: Sandboxed, token: str | None, secret: str) -> None:
    with pytest.raises(Expired):
        await first(systems.kaoshiyun(token, secret).exams())


async def test_exams(systems: Sandboxed) -> None:
    """The document's two samples, and those of the people in the file, whatever the size of a page."""
    client = systems.kaoshiyun()
    exams = await whole(client.exams())
    sample = exams[0]
    assert (sample.exam_id, sample.attended, sample.passed, sample.average) == ("d7310f", 650, 628, Decimal("39.8"))
    assert (sample.worst, sample.url) == (Decimal(0), "https://考试网址/v5/exam/d7310f")
    assert exams[1].pass_score == Decimal(80)
    assert await whole(client.exams(page_size=2)) == exams
    assert len(exams) == 7


async def test_grades(systems: Sandboxed) -> None:
    """Two people under one account, and a pass score for each."""
    first_row, second = await whole(systems.kaoshiyun().grades("https://考试网址/v5/exam/b1e8ef"))
    assert (first_row.account, first_row.name, first_row.rank) == ("c089d6", "陈翰林", 82)
    assert (first_row.score, first_row.pass_score, first_row.points) == (Decimal(75), Decimal(80), Decimal("7.5"))
    assert (second.account, second.name, second.pass_score) == ("c089d6", "李一鸣", Decimal(60))
    assert (first_row.passed, second.passed) == (False, True)
    assert second.used == "53分3秒"


async def test_unpublished(systems: Sandboxed) -> None:
    """It is in the list with its status, and becomes a grade when it is published."""
    client = systems.kaoshiyun()
    before = {grade.account: grade for grade in await whole(client.grades("c3a002"))}
    assert (before["chenhao"].published, before["chenhao"].status) == (False, "未发布")
    await systems.steer(
        "publish", system="kaoshiyun", exam={"id": "c3a002"}, grade={"account": "chenhao", "status": "已发布"}
    )
    after = {grade.account: grade for grade in await whole(client.grades("c3a002"))}
    assert after["chenhao"].published
    assert after["chenhao"].grade_id == before["chenhao"].grade_id


async def test_of_an_account(systems: Sandboxed) -> None:
    client = systems.kaoshiyun()
    pending = await whole(client.pending("c089d6"))
    told = [(exam.exam_id, exam.times, exam.pass_score) for exam in pending]
    assert told == [("661502", 4, Decimal(80)), ("d7310f", 100, Decimal(80))]
    (exercise,) = await whole(client.exercises("c089d6"))
    assert (exercise.exam_id, exercise.url) == ("5a77e1", "https://考试网址/v5/exer/5a77e1")
    assert next(exam.exam_id for exam in await whole(client.pending(person(3).account))) == "c3a003"


async def test_refusals(systems: Sandboxed) -> None:
    client = systems.kaoshiyun()
    with pytest.raises(NotFound, match="exam"):
        await first(client.grades("nowhere"))
    with pytest.raises(NotFound, match="account"):
        await first(client.pending("nobody"))
    with pytest.raises(NotFound, match="account"):
        await first(client.exercises("nobody"))
    with pytest.raises(BadInput):
        client.pending(" ")


async def test_everybody(session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """The pages of many people: each once, in as many requests as it takes, and the same when asked again."""
    async with sandboxed(session, hand, tmp_path, people=2500) as systems:
        client = systems.kaoshiyun("sandbox-token")
        sizes, accounts = [], set[str]()
        async for page in client.grades("c3a001"):
            sizes.append(len(page.items))
            accounts |= {grade.account for grade in page.items}
            assert page.total == 2503
        assert sizes == [1000, 1000, 503]
        assert accounts == {person(i).account for i in range(2500)} | {"linxiaowen", "huangzixuan", "chenhao"}
        assert len(await systems.asked("kaoshiyun")) == 3


async def test_no_page_is_kept(systems: Sandboxed) -> None:
    """While one page is looked at, no grade of an earlier one is in memory."""
    config = KaoshiyunConfig(systems.url, "sandbox-token", systems.terms, page_size=20)
    gc.freeze()  # what was there before is none of them, and takes seconds to look through
    sizes = [
        (len(page.items), sum(type(each) is Grade for each in gc.get_objects()))
        async for page in KaoshiyunClient(systems.session, config, systems.hand.clock).grades("c3a001")
    ]
    gc.unfreeze()
    assert sum(size for size, _ in sizes) == 203
    assert sizes[0] == (20, 20)
    assert max(alive for _, alive in sizes) <= 2 * 20


async def test_a_page_at_a_time(systems: Sandboxed) -> None:
    """Who stops looking asks for no more."""
    client = systems.kaoshiyun("sandbox-token")
    async for page in client.exams(page_size=1):
        assert len(page.items) == 1
        break
    assert len(await systems.asked("kaoshiyun")) == 1
