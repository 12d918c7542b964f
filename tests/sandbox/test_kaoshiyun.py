"""考试云 over HTTP, as its help page describes it."""

from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.people import person
from sandbox.server import World, build, serving
from tests.sandbox.asker import Asker, Clock

EXAMS = "/api/v5/examaction.ashx"
GRADES = "/api/v5/gradeaction.ashx"
EXPIRED = {"errcode": "40006", "errmsg": "AccessToken has expired"}

LISTED = [
    {
        "examID": "d7310f",
        "examName": "会计基础考试A卷",
        "beginTime": "2022-03-18 17:12",
        "endTime": "2022-07-13 17:12",
        "examTime": "60",
        "passScore": "60",
        "paperScore": "100",
        "attendNum": "650",
        "passNum": "628",
        "maxScore": "100.0",
        "avgScore": "39.8",
        "minScore": "0.0",
        "creatTime": "2022-03-18 17:12:22",
        "examUrl": "https://考试网址/v5/exam/d7310f",
    },
    {
        "examID": "91c510",
        "examName": "会计基础考试B卷",
        "beginTime": "2022-03-17 15:05",
        "endTime": "2022-07-20 15:05",
        "examTime": "60",
        "passScore": "80.00",
        "paperScore": "100.00",
        "attendNum": "300",
        "passNum": "252",
        "maxScore": "80.00",
        "avgScore": "40.00",
        "minScore": "0.00",
        "creatTime": "2022-03-17 15:05:45",
        "examUrl": "https://考试网址/v5/exam/91c510",
    },
]
GRADED = [
    {
        "account": "c089d6",
        "userName": "陈翰林",
        "deptName": "销售部",
        "fullDeptName": "考试云/销售中心/销售部",
        "gradeID": "dc3d4020622b46a0bf82d8fa1e38bc00",
        "beginTime": "2022-04-25 13:03:03",
        "endTime": "2022-04-25 13:33:07",
        "usedTime": "30分4秒",
        "paperScore": "100.0",
        "passScore": "80.0",
        "gradeScore": "75.0",
        "order": "82",
        "isPass": "N",
        "integral": "7.5",
        "status": "已发布",
    },
    {
        "account": "c089d6",
        "userName": "李一鸣",
        "deptName": "技术部",
        "fullDeptName": "考试云/研发中心/开发部",
        "gradeID": "28e4bea1f2904c15814d0b6cca39457d",
        "beginTime": "2022-04-25 13:01:50",
        "endTime": "2022-04-25 13:54:53",
        "usedTime": "53分3秒",
        "paperScore": "100.0",
        "passScore": "60.0",
        "gradeScore": "100.0",
        "order": "1",
        "isPass": "Y",
        "integral": "10",
        "status": "已发布",
    },
]
WAITING = [
    {
        "examID": "661502",
        "examName": "会计基础考试A卷",
        "beginTime": "2021-04-25 09:30",
        "endTime": "2021-05-02 09:30",
        "examUrl": "https://考试网址/v5/exam/661502",
        "examTime": "60",
        "allowTimes": "4",
        "passScore": "80",
        "paperScore": "100",
    },
    {
        "examID": "d7310f",
        "examName": "会计基础考试B卷",
        "beginTime": "2021-03-18 17:12",
        "endTime": "2021-07-13 17:12",
        "examUrl": "https://考试网址/v5/exam/d7310f",
        "examTime": "60",
        "allowTimes": "100",
        "passScore": "80",
        "paperScore": "100",
    },
]


async def asked(sandbox: Asker, path: str, action: str, **query: object) -> dict[str, Any]:
    return await sandbox.get(path, token="sandbox-token", action=action, **query)


async def graded(sandbox: Asker, exam: str, **query: object) -> dict[str, Any]:
    return await asked(sandbox, GRADES, "getExamGrade", examid=exam, **query)


async def row_of(sandbox: Asker, exam: str, account: str) -> dict[str, str] | None:
    rows: list[dict[str, str]] = (await graded(sandbox, exam))["items"]
    return next((row for row in rows if row["account"] == account), None)


async def test_exam_list(sandbox: Asker) -> None:
    """The documents' two exams come first; the envelope has no pageSize."""
    told = await asked(sandbox, EXAMS, "getExamList")
    assert list(told) == ["totalCount", "currentPageIndex", "items"]
    assert (told["totalCount"], told["currentPageIndex"], len(told["items"])) == (7, 1, 7)
    assert told["items"][:2] == LISTED
    assert list(told["items"][0]) == list(LISTED[0])


async def test_exam_grades(sandbox: Asker) -> None:
    """The documents' two grades, under one account; this envelope has a pageSize."""
    told = await graded(sandbox, "b1e8ef")
    assert told == {
        "examID": "b1e8ef",
        "examName": "会计基础考试A卷",
        "totalCount": 2,
        "pageSize": 1000,
        "currentPageIndex": 1,
        "items": GRADED,
    }
    assert list(told["items"][0]) == list(GRADED[0])


async def test_user_exams(sandbox: Asker) -> None:
    told = await asked(sandbox, EXAMS, "getUserExam", account="c089d6")
    assert told == {"totalCount": 2, "currentPageIndex": 1, "items": WAITING}


async def test_form_is_read_too(sandbox: Asker) -> None:
    """By POST, and whatever the case of the names: ASP.NET does not mind."""
    told = await sandbox.post(GRADES, Token="sandbox-token", ACTION="getExamGrade", examID="b1e8ef", PageSize=1)
    assert (told["pageSize"], told["totalCount"], len(told["items"])) == (1, 2, 1)


@pytest.mark.parametrize("path", [EXAMS, GRADES])
@pytest.mark.parametrize("token", ["", "wrong", "sandbox-token "])
async def test_token_that_is_not_good(sandbox: Asker, path: str, token: str) -> None:
    """Comes before every other mistake, under HTTP 200."""
    assert await sandbox.get(path, token=token, action="nothing") == EXPIRED
    assert await sandbox.get(path) == EXPIRED


async def test_other_errors(sandbox: Asker) -> None:
    assert await graded(sandbox, "ffffff") == {"errcode": "40803", "errmsg": "examID不存在,获取失败"}
    assert await asked(sandbox, GRADES, "getExamGrade") == {"errcode": "40803", "errmsg": "examID不存在,获取失败"}
    empty = {"errcode": "40501", "errmsg": "account参数不允许为空"}
    assert await asked(sandbox, EXAMS, "getUserExam", account="") == empty
    assert await asked(sandbox, EXAMS, "getUserExam") == empty
    unknown = await asked(sandbox, EXAMS, "getUserExam", account="nobody")
    assert unknown == {"errcode": "40502", "errmsg": "account:nobody在考试云中不存在"}
    for path, action in ((EXAMS, "getExamGrade"), (GRADES, "getExamList"), (EXAMS, "")):
        assert (await asked(sandbox, path, action))["errcode"] == "40400"


async def test_token_lives_two_hours(sandbox: Asker, clock: Clock) -> None:
    """One that was given out ends by itself; the file's does not."""
    given = await sandbox.get("/kaoshiyun/token", appid="gradebell", secret="sandbox-secret")
    assert given == {"access_token": "sandbox-token-1", "expires_in": 7200}
    token = given["access_token"]
    clock.now += 7199
    assert "errcode" not in await sandbox.get(EXAMS, token=token, action="getExamList")
    clock.now += 1
    assert await sandbox.get(EXAMS, token=token, action="getExamList") == EXPIRED
    assert "errcode" not in await asked(sandbox, EXAMS, "getExamList")


async def test_token_for_the_wrong_secret(sandbox: Asker) -> None:
    told = await sandbox.get("/kaoshiyun/token", appid="gradebell", secret="guess")
    assert told["errcode"] == "40001"


async def test_expire(sandbox: Asker) -> None:
    """All tokens end; the one that takes the file's place is told."""
    told = await sandbox.steer("expire", system="kaoshiyun")
    assert told == {"ok": True, "expired": ["sandbox-token"], "token": "sandbox-token-1"}
    assert await asked(sandbox, EXAMS, "getExamList") == EXPIRED
    assert "errcode" not in await sandbox.get(EXAMS, token="sandbox-token-1", action="getExamList")
    await sandbox.steer("reset")
    assert "errcode" not in await asked(sandbox, EXAMS, "getExamList")


async def test_pages(sandbox: Asker) -> None:
    """203 grades in pages of 50: each once, the last page short, the one after it empty."""
    pages = [await graded(sandbox, "c3a001", pageIndex=page, pageSize=50) for page in range(1, 7)]
    assert [len(page["items"]) for page in pages] == [50, 50, 50, 50, 3, 0]
    assert {page["totalCount"] for page in pages} == {203}
    assert [page["currentPageIndex"] for page in pages] == [1, 2, 3, 4, 5, 6]
    rows = [row for page in pages for row in page["items"]]
    assert len({row["account"] for row in rows}) == len({row["gradeID"] for row in rows}) == 203
    assert rows == (await graded(sandbox, "c3a001"))["items"]


@pytest.mark.parametrize("bad", ["", "x", "-1", "0", "1.5", "９", "9" * 30])
async def test_page_that_is_no_number(sandbox: Asker, bad: str) -> None:
    told = await graded(sandbox, "c3a001", pageIndex=bad, pageSize=bad)
    assert (told["currentPageIndex"], told["pageSize"], len(told["items"])) == (1, 1000, 203)


async def test_ranks_and_figures_agree(sandbox: Asker) -> None:
    """The rank is one more than there are better ones, and the list's figures are those of the grades."""
    rows = (await graded(sandbox, "c3a001"))["items"]
    scores = [float(row["gradeScore"]) for row in rows]
    for row, score in zip(rows, scores, strict=True):
        assert int(row["order"]) == 1 + sum(other > score for other in scores)
    listed = (await asked(sandbox, EXAMS, "getExamList"))["items"][3]
    assert (listed["attendNum"], listed["maxScore"], listed["minScore"]) == ("203", str(max(scores)), str(min(scores)))
    assert listed["passNum"] == str(sum(row["isPass"] == "Y" for row in rows))
    assert abs(float(listed["avgScore"]) - sum(scores) / len(scores)) < 0.051


async def test_made_up_person(sandbox: Asker) -> None:
    """Has a grade in what is over, and has yet to sit what is not."""
    who = person(7)
    row = await row_of(sandbox, "c3a001", who.account)
    assert row is not None
    assert (row["account"], row["userName"], row["deptName"]) == ("s000007", who.name, who.school)
    told = await asked(sandbox, EXAMS, "getUserExam", account=who.account)
    assert [exam["examID"] for exam in told["items"]][:1] == ["c3a003"]
    assert told["items"][0]["beginTime"] == "2026-12-23 09:00"
    assert (await asked(sandbox, EXAMS, "getUserExam", account="s000200"))["errcode"] == "40502"


async def test_exam_that_comes_and_goes(sandbox: Asker, clock: Clock) -> None:
    """Once it is over it is waiting no more, and there are grades."""
    assert (await graded(sandbox, "c3a003"))["totalCount"] == 0
    clock.now += 4 * 86_400
    assert (await graded(sandbox, "c3a003"))["totalCount"] == 200
    told = await asked(sandbox, EXAMS, "getUserExam", account="s000001")
    assert "c3a003" not in [exam["examID"] for exam in told["items"]]


async def test_row_that_is_not_released(sandbox: Asker) -> None:
    """Is in the list all the same, with its score."""
    row = await row_of(sandbox, "c3a002", "chenhao")
    assert row is not None
    assert (row["status"], row["gradeScore"]) == ("未发布", "16.5")


async def test_a_hundred_thousand(session: ClientSession, clock: Clock) -> None:
    """Of pages of a thousand the first and the last ones, each account once."""
    async with serving(app=build(people=100_000, world=World(clock=clock, wall=clock.wall))) as url:
        asker = Asker(session, url)
        accounts = set[str]()
        for page in (*range(1, 4), *range(99, 102)):
            told = await graded(asker, "c3a001", pageIndex=page)
            accounts.update(row["account"] for row in told["items"])
        assert (told["totalCount"], len(accounts)) == (100_003, 5_003)


async def test_exercises(sandbox: Asker) -> None:
    """Five fields an item; an address says exer or exam, and errors are those of getUserExam."""
    told = await asked(sandbox, EXAMS, "getUserExer", account="c089d6")
    item = {
        "examID": "5a77e1",
        "examName": "会计基础练习",
        "beginTime": "2021-04-25 09:30",
        "endTime": "2021-05-02 09:30",
        "examUrl": "https://考试网址/v5/exer/5a77e1",
    }
    assert told == {"totalCount": 1, "currentPageIndex": 1, "items": [item]}
    for account in ("linxiaowen", "s000001"):
        told = await asked(sandbox, EXAMS, "getUserExer", account=account, pageSize=1, pageIndex=2)
        assert (told["totalCount"], told["items"][0]["examUrl"]) == (2, "https://考试网址/v5/exam/e5d002")
    assert (await asked(sandbox, EXAMS, "getUserExer"))["errcode"] == "40501"
    assert (await asked(sandbox, EXAMS, "getUserExer", account="nobody"))["errcode"] == "40502"
