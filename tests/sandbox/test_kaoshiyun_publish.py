"""What can be published in the sandboxed 考试云, and what becomes of its lists."""

import pytest

from tests.sandbox.asker import Asker
from tests.sandbox.test_kaoshiyun import EXAMS, asked, graded, row_of


async def publish(sandbox: Asker, exam: dict[str, object], grade: dict[str, object]) -> None:
    await sandbox.steer("publish", system="kaoshiyun", exam=exam, grade=grade)


@pytest.mark.parametrize("account", ["linxiaowen", "s000003"])
async def test_publish_changes(sandbox: Asker, account: str) -> None:
    """A score, a status, a rank; what is left out stays, and so do place and number of the rows."""
    before = (await graded(sandbox, "c3a001"))["items"]
    await publish(sandbox, {"id": "c3a001"}, {"account": account, "score": 100})
    await publish(sandbox, {"id": "c3a001"}, {"account": account, "status": "未发布", "order": 9})
    after = (await graded(sandbox, "c3a001"))["items"]
    assert [row["gradeID"] for row in after] == [row["gradeID"] for row in before]
    row = next(row for row in after if row["account"] == account)
    assert (row["gradeScore"], row["status"], row["order"], row["isPass"]) == ("100.0", "未发布", "9", "Y")
    best = [row["order"] for row in after if row["gradeScore"] == "100.0" and row["account"] != account]
    assert set(best) <= {"1"}


@pytest.mark.parametrize("account", ["linxiaowen", "s000000", "s000049", "s000199"])
async def test_publish_withdraws(sandbox: Asker, account: str) -> None:
    """The row leaves the list, wherever it stood, and comes back when it is published anew."""
    await publish(sandbox, {"id": "c3a001"}, {"account": account, "withdrawn": True})
    pages = [await graded(sandbox, "c3a001", pageIndex=page, pageSize=50) for page in range(1, 6)]
    rows = [row["account"] for page in pages for row in page["items"]]
    assert (len(rows), len(set(rows)), account in rows) == (202, 202, False)
    assert {page["totalCount"] for page in pages} == {202}
    await publish(sandbox, {"id": "c3a001"}, {"account": account, "score": 61})
    assert (await graded(sandbox, "c3a001"))["totalCount"] == 203
    assert await row_of(sandbox, "c3a001", account) is not None


async def test_publish_other_full_marks(sandbox: Asker) -> None:
    """The made-up scores follow, and the ranks with them."""
    await graded(sandbox, "c3a001")
    await sandbox.steer("publish", system="kaoshiyun", exam={"id": "c3a001", "full": 20, "pass": 12})
    rows = (await graded(sandbox, "c3a001"))["items"]
    made_up = [row for row in rows if row["account"].startswith("s0")]
    assert max(float(row["gradeScore"]) for row in made_up) <= 20
    assert {row["paperScore"] for row in made_up} == {"20.0"}


async def test_publish_a_new_exam(sandbox: Asker) -> None:
    """With the grade of somebody new, later one more."""
    exam = {"id": "eee001", "name": "口语", "begin": "-1 09:00", "end": "-1 10:00", "pass": 12, "full": 20}
    await publish(sandbox, exam, {"account": "hemei", "name": "何美", "full_dept": "学联/北京", "score": "15"})
    await publish(sandbox, {"id": "eee001"}, {"account": "linxiaowen", "score": 19.5})
    rows = (await graded(sandbox, "eee001"))["items"]
    assert [(row["userName"], row["gradeScore"], row["order"]) for row in rows] == [
        ("何美", "15.0", "2"),
        ("林晓雯", "19.5", "1"),
    ]
    assert (rows[0]["beginTime"], rows[0]["paperScore"]) == ("2026-12-19 09:00:00", "20.0")
    assert (await asked(sandbox, EXAMS, "getUserExam", account="hemei"))["totalCount"] == 1


async def test_publish_an_exam_to_come(sandbox: Asker) -> None:
    """Open to whose department begins so; moved, it is still the same exam."""
    exam = {"id": "eee002", "name": "英语四级模拟", "begin": "+1 09:00", "end": "+1 11:20", "open_to": "学联/重庆"}
    await sandbox.steer("publish", system="kaoshiyun", exam=exam)
    await sandbox.steer("publish", system="kaoshiyun", exam={"id": "eee002", "begin": "2026-12-22 09:00"})
    told = await asked(sandbox, EXAMS, "getUserExam", account="huangzixuan")
    assert told["items"][-1]["beginTime"] == "2026-12-22 09:00"
    assert (await asked(sandbox, EXAMS, "getUserExam", account="chenhao"))["totalCount"] == 1
    await sandbox.steer("reset")
    assert (await asked(sandbox, EXAMS, "getExamList"))["totalCount"] == 7


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "exam.id"),
        ({"exam": {"id": "new"}}, "exam.begin"),
        ({"exam": {"id": "new", "begin": "tomorrow"}}, "exam.begin"),
        ({"exam": {"id": "c3a001", "full": "many"}}, "exam.full"),
        ({"exam": {"id": "c3a001", "title": "x"}}, "exam.title"),
        ({"exam": {"id": "c3a001"}, "grade": {"account": "nobody", "score": 1}}, "grade.name"),
        ({"exam": {"id": "c3a002"}, "grade": {"account": "huangzixuan"}}, "grade.score"),
        ({"exam": {"id": "c3a001"}, "grade": {"account": "chenhao", "score": -1}}, "grade.score"),
        ({"exam": {"id": "c3a001"}, "grade": {"account": "chenhao", "score": True}}, "grade.score"),
        ({"exam": {"id": "c3a002"}, "grade": {"account": "huangzixuan", "withdrawn": True}}, "grade.withdrawn"),
        ({"exam": {"id": "c3a001"}, "grade": {"account": "chenhao", "withdrawn": 1}}, "grade.withdrawn"),
    ],
)
async def test_publish_with_a_mistake(sandbox: Asker, fields: dict[str, object], field: str) -> None:
    status, named, _ = await sandbox.refused("publish", system="kaoshiyun", **fields)
    assert (status, named) == (400, field)
