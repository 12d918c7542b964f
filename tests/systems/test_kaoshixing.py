"""The client of 考试星 against the sandbox: the JWT, candidates and departments, permissions, exams and results."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import ClientSession

from providers.errors import Ambiguous, Expired, NotFound, WrongCredentials
from providers.kaoshixing.models import LoginLink
from sandbox.people import person
from tests.providers.calls import whole
from tests.systems.sandboxed import Hand, Sandboxed, sandboxed


@pytest.mark.parametrize(
    ("app_id", "key"), [("14343", "another key of twenty-six b"), ("14344", "xf5ha3h67h4Ger34wh35p345h4")]
)
async def test_wrong_keys(systems: Sandboxed, app_id: str, key: str) -> None:
    """Neither an unknown application nor a wrong signature is somebody who was not found."""
    with pytest.raises(WrongCredentials):
        await systems.kaoshixing(app_id, key).candidate("zhangsan")


async def test_clock_behind(systems: Sandboxed) -> None:
    client = systems.kaoshixing()
    await systems.steer("expire", system="kaoshixing", ahead_s=9)
    await client.candidate("zhangsan")
    await systems.steer("expire", system="kaoshixing", ahead_s=10)
    with pytest.raises(Expired):
        await client.candidate("zhangsan")


@pytest.mark.parametrize(("theirs", "ours"), [("s", "s"), ("ms", "s"), ("ms", "ms")])
async def test_unit(
    session: ClientSession,
    hand: Hand,
    tmp_path: Path,
    *,
    theirs: Literal["ms", "s"],
    ours: Literal["ms", "s"],
) -> None:
    """Where it counts milliseconds, seconds are long ago."""
    async with sandboxed(session, hand, tmp_path, {'exp_unit = "ms"': f'exp_unit = "{theirs}"'}) as systems:
        client = systems.kaoshixing(unit=ours)
        if theirs == ours:
            await client.candidate("zhangsan")
            return
        with pytest.raises(Expired):
            await client.candidate("zhangsan")


async def test_candidate(systems: Sandboxed) -> None:
    """The document's example, and made-up people."""
    client = systems.kaoshixing()
    found = await client.candidate("zhangsan")
    assert (found.name, found.department, found.sex, found.custom[4]) == ("张三", "部门分类", "-1", "自定义字段5")
    who = person(42)
    assert (await client.candidate(who.account)).phone == who.phone
    with pytest.raises(NotFound):
        await client.candidate("nobody")


async def test_added_and_changed(systems: Sandboxed) -> None:
    client = systems.kaoshixing()
    added = await client.add("9001", "钱多多", "总部/财务部", more={"password": "s3cret", "sex": "1"})
    assert added.token.count(".") == 2
    await client.update("9001", {"user_name": "钱少少", "department": "总部/人事部"})
    found = await client.candidate("9001")
    assert (found.name, found.department, found.sex) == ("钱少少", "总部/人事部", "1")
    assert "s3cret" not in str(await systems.asked("kaoshixing"))


async def test_change_refused(systems: Sandboxed) -> None:
    client = systems.kaoshixing()
    with pytest.raises(NotFound):
        await client.update("nobody", {"sex": "1"})
    with pytest.raises(Ambiguous, match="更新考生部门失败"):
        await client.update("zhangsan", {"department": "二级部门"})


async def test_department(systems: Sandboxed) -> None:
    """Whoever is in it moves too."""
    client = systems.kaoshixing()
    await client.update("zhangsan", {"department": "部门分类/一级部门/二级部门"})
    await client.move_department("部门分类/一级部门/二级部门", "部门分类")
    assert (await client.candidate("zhangsan")).department == "部门分类/二级部门"
    with pytest.raises(Ambiguous, match="更新部门失败"):
        await client.move_department("部门分类/一级部门/二级部门", "部门分类")


async def test_permission(systems: Sandboxed) -> None:
    client = systems.kaoshixing()
    await client.grant("zhangsan", "55403")
    assert [result.exam.exam_id for result in await whole(client.results("zhangsan"))] == ["55403"]
    await client.revoke("zhangsan", "55403")
    assert await whole(client.results("zhangsan")) == []


async def test_permission_refused(systems: Sandboxed) -> None:
    """Which of the two there is not, an administrator is told."""
    client = systems.kaoshixing()
    with pytest.raises(NotFound, match="candidate"):
        await client.grant("nobody", "55403")
    with pytest.raises(NotFound, match="exam"):
        await client.grant("zhangsan", "1")


async def test_results(systems: Sandboxed, hand: Hand) -> None:
    """What is over has a score, what is to come has none yet."""
    client = systems.kaoshixing()
    results = {result.exam.exam_id: result for result in await whole(client.results("linxiaowen"))}
    assert list(results) == ["55401", "55402", "55403"]
    assert (results["55401"].score, results["55401"].passed, results["55401"].status) == (Decimal("92.5"), True, "1")
    assert results["55401"].result_link.startswith("https://")
    assert (results["55402"].exam.homework, results["55402"].score, results["55402"].result_id) == (True, None, "")
    await systems.steer(
        "publish", system="kaoshixing", exam={"id": 55403}, result={"user_id": "linxiaowen", "score": 41}
    )
    after = (await whole(client.results("linxiaowen")))[2]
    assert (after.score, after.passed) == (Decimal(41), False)
    with pytest.raises(NotFound):
        await whole(client.results("nobody"))


async def test_pages(systems: Sandboxed) -> None:
    """Ten on each, of the exams and of somebody's results."""
    client = systems.kaoshixing()
    for at in range(21):
        exam = {"id": 60000 + at, "name": f"测验{at}", "begin": "+1 09:00", "end": "+1 10:00", "open_to": "总部"}
        await systems.steer("publish", system="kaoshixing", exam=exam)
    assert len({exam.exam_id for exam in await whole(client.exams())}) == 25
    assert len(await whole(client.results("8110290"))) == 22
    assert len(await systems.asked("kaoshixing")) == 3 + 3


async def follow(systems: Sandboxed, link: LoginLink) -> tuple[int, str]:
    """Open it as a browser would; give the status, and where it leads or what it says."""
    async with systems.session.get(link.url, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location") or await answer.text()


async def test_login_link(systems: Sandboxed, hand: Hand) -> None:
    """It makes who is not there, goes on to a page, and ends soon."""
    client = systems.kaoshixing()
    link = await client.login_link("1566", "张三", "总部/财务部", custom_url="https://a.kaoshixing.com/x")
    assert await follow(systems, link) == (302, "https://a.kaoshixing.com/x")
    assert (await client.candidate("1566")).name == "张三"
    hand.forward(seconds=60)
    assert "已过期" in (await follow(systems, link))[1]


async def test_silent_login_link(systems: Sandboxed) -> None:
    """Of nobody too: only the link itself tells."""
    client = systems.kaoshixing()
    assert '"success":true' in (await follow(systems, await client.silent_login_link("1563")))[1]
    assert '"code":31014' in (await follow(systems, await client.silent_login_link("nobody")))[1]
    link = await client.silent_login_link("1563")
    await systems.steer("expire", system="kaoshixing")
    assert "已过期" in (await follow(systems, link))[1]
