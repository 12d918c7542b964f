"""What 考试云 is asked, and what becomes of its answers."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import ClientSession
from yarl import URL

from providers.clock import CHINA
from providers.errors import Ambiguous, BadInput, Changed, Expired, NotFound, Problem
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Exam, Exercise, Grade, PendingExam
from providers.system import Terms
from tests.providers.calls import first, whole
from tests.providers.hand_clock import HandClock
from tests.providers.kaoshiyun_bodies import (
    EXAMS,
    EXERCISES,
    EXPIRED,
    GRADES,
    NO_ACCOUNT,
    NO_ACCOUNT_SENT,
    NO_EXAM,
    PENDING,
    TOKEN,
)
from tests.providers.kaoshiyun_calls import ACCOUNT, build
from tests.providers.upstream import Upstream, says

Lists = Callable[[KaoshiyunClient], AsyncIterator[Any]]


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> KaoshiyunClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[misc,arg-type] # numbers of a date


@pytest.mark.parametrize(
    ("lists", "body", "target"),
    [
        (
            lambda client: client.exams(),
            EXAMS,
            f"/api/v5/examaction.ashx?token={TOKEN}&action=getExamList&pageIndex=1&pageSize=1000",
        ),
        (
            lambda client: client.grades("https://i.kaoshiyun.com.cn/v5/exam/b1e8ef"),
            GRADES,
            f"/api/v5/gradeaction.ashx?token={TOKEN}&action=getExamGrade&examid=b1e8ef&pageIndex=1&pageSize=1000",
        ),
        (
            lambda client: client.pending(f" {ACCOUNT} "),
            PENDING,
            f"/api/v5/examaction.ashx?token={TOKEN}&action=getUserExam&account={ACCOUNT}&pageIndex=1&pageSize=100",
        ),
        (
            lambda client: client.exercises(ACCOUNT),
            EXERCISES,
            f"/api/v5/examaction.ashx?token={TOKEN}&action=getUserExer&account={ACCOUNT}&pageIndex=1&pageSize=100",
        ),
    ],
)
async def test_request(client: KaoshiyunClient, upstream: Upstream, lists: Lists, body: object, target: str) -> None:
    upstream.always = says(body)
    await first(lists(client))
    (seen,) = upstream.seen
    assert (seen.method, seen.target, seen.body) == ("GET", target, b"")
    assert "Cookie" not in seen.headers


@pytest.mark.parametrize("suffix", ["", "/", "/api/v5", "/api/v5/"])
async def test_base_url(session: ClientSession, upstream: Upstream, hand_clock: HandClock, suffix: str) -> None:
    """As the settings have it or as the document has it."""
    upstream.always = says(EXAMS)
    await first(build(session, upstream.url + suffix, Terms(), hand_clock.clock).exams())
    assert upstream.seen[0].target.startswith("/api/v5/examaction.ashx?")


async def test_escaped(client: KaoshiyunClient, upstream: Upstream) -> None:
    upstream.always = says(PENDING)
    await first(client.pending("张三&token=x+1"))
    assert URL(upstream.seen[0].target).query.getall("account") == ["张三&token=x+1"]
    assert URL(upstream.seen[0].target).query.getall("token") == [TOKEN]


async def test_exam(client: KaoshiyunClient, upstream: Upstream) -> None:
    upstream.always = says(EXAMS)
    exam, other = await first(client.exams())
    assert exam == Exam(
        exam_id="d7310f",
        name="会计基础考试A卷",
        begins=at(2022, 3, 18, 17, 12),
        ends=at(2022, 7, 13, 17, 12),
        minutes=Decimal(60),
        pass_score=Decimal(60),
        paper_score=Decimal(100),
        attended=650,
        passed=628,
        best=Decimal("100.0"),
        average=Decimal("39.8"),
        worst=Decimal("0.0"),
        created=at(2022, 3, 18, 17, 12, 22),
        url="https://考试网址/v5/exam/d7310f",
    )
    assert (other.exam_id, other.pass_score) == ("91c510", Decimal(80))


async def test_grade(client: KaoshiyunClient, upstream: Upstream) -> None:
    """The pass score is each row's own, and whether it was passed is for the system to say."""
    upstream.always = says(GRADES)
    failed, passed = await first(client.grades("b1e8ef"))
    assert failed == Grade(
        exam_id="b1e8ef",
        exam_name="会计基础考试A卷",
        account="c089d6",
        name="陈翰林",
        department="销售部",
        department_path="考试云/销售中心/销售部",
        grade_id="dc3d4020622b46a0bf82d8fa1e38bc00",
        begun=at(2022, 4, 25, 13, 3, 3),
        ended=at(2022, 4, 25, 13, 33, 7),
        used="30分4秒",
        paper_score=Decimal(100),
        pass_score=Decimal(80),
        score=Decimal(75),
        rank=82,
        passed=False,
        points=Decimal("7.5"),
        status="已发布",
    )
    assert (passed.pass_score, passed.passed, passed.rank, passed.published) == (Decimal(60), True, 1, True)


async def test_pending(client: KaoshiyunClient, upstream: Upstream) -> None:
    upstream.always = says(PENDING)
    assert (await whole(client.pending(ACCOUNT)))[0] == PendingExam(
        exam_id="661502",
        name="会计基础考试A卷",
        begins=at(2021, 4, 25, 9, 30),
        ends=at(2021, 5, 2, 9, 30),
        minutes=Decimal(60),
        times=4,
        pass_score=Decimal(80),
        paper_score=Decimal(100),
        url="https://考试网址/v5/exam/661502",
    )


async def test_exercise(client: KaoshiyunClient, upstream: Upstream) -> None:
    upstream.always = says(EXERCISES)
    assert await whole(client.exercises(ACCOUNT)) == [
        Exercise(
            exam_id="5a77e1",
            name="会计基础练习",
            begins=at(2021, 4, 25, 9, 30),
            ends=at(2021, 5, 2, 9, 30),
            url="https://考试网址/v5/exer/5a77e1",
        )
    ]


async def test_other_spellings(client: KaoshiyunClient, upstream: Upstream) -> None:
    """The spellings createTime and examURL of the tables, numbers as numbers, blanks for nothing, 0 for no error."""
    row: dict[str, object] = {
        "EXAMID": 12,
        "examName": None,
        "createTime": "2022-03-18 17:12",
        "examURL": "https://x.cn/v5/exam/12",
    }
    row |= {"passScore": 59.5, "maxScore": "", "minScore": "--", "attendNum": 3, "examTime": 90, "endTime": ""}
    upstream.always = says({"errcode": 0, "totalCount": "1", "items": [row]})
    (exam,) = await whole(client.exams())
    assert (exam.exam_id, exam.name, exam.url) == ("12", "", "https://x.cn/v5/exam/12")
    assert (exam.created, exam.ends) == (at(2022, 3, 18, 17, 12), None)
    assert (exam.pass_score, exam.best, exam.worst, exam.minutes) == (Decimal("59.5"), None, None, Decimal(90))


async def test_link(client: KaoshiyunClient, upstream: Upstream) -> None:
    """What is no web address is no link for people."""
    upstream.always = says({"totalCount": 1, "items": [{"examID": "a", "examUrl": "javascript:alert(1)"}]})
    assert (await whole(client.exams()))[0].url == ""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (EXPIRED, Expired),
        (EXPIRED | {"errcode": 40006}, Expired),
        ({"errcode": "42001", "errmsg": ""}, Expired),
        (NO_EXAM, NotFound),
        (NO_ACCOUNT_SENT, BadInput),
        (NO_ACCOUNT, NotFound),
        ({"errcode": "40999", "errmsg": "部门不存在"}, NotFound),
        ({"errcode": "-1", "errmsg": "system error"}, Ambiguous),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
async def test_errcode(
    client: KaoshiyunClient, upstream: Upstream, body: object, error: type[Exception], status: int
) -> None:
    upstream.always = says(body, status)
    with pytest.raises(error):
        await first(client.exams())
    assert len(upstream.seen) == 1  # the one token there is was refused: no other to try


async def test_401(client: KaoshiyunClient, upstream: Upstream) -> None:
    upstream.next.append(says("<h1>Unauthorized</h1>", 401))
    upstream.next.append(says(EXAMS, 403))
    with pytest.raises(Expired):
        await first(client.exams())
    with pytest.raises(Changed, match="answered 403"):
        await first(client.exams())


@pytest.mark.parametrize(
    ("exam", "problem"), [("", Problem.EMPTY), ("a b", Problem.MALFORMED), ("https://x.cn/", Problem.MALFORMED)]
)
def test_bad_exam(client: KaoshiyunClient, exam: str, problem: Problem) -> None:
    with pytest.raises(BadInput) as caught:
        client.grades(exam)
    assert (caught.value.field, caught.value.problem) == ("exam", problem)


@pytest.mark.parametrize("account", ["", " ", "a\nb", "x" * 101])
def test_bad_account(client: KaoshiyunClient, account: str) -> None:
    with pytest.raises(BadInput, match="account"):
        client.pending(account)


@pytest.mark.parametrize(
    "exam", ["d7310f", " d７３１０f ", "https://考试网址/v5/exam/d7310f", "i.kaoshiyun.com.cn/v5/exam/d7310f?a=1"]
)
async def test_exam_as_typed(client: KaoshiyunClient, upstream: Upstream, exam: str) -> None:
    upstream.always = says(GRADES)
    await first(client.grades(exam))
    assert "&examid=d7310f&" in upstream.seen[0].target
