"""Exams and grades as the answers have them: nearly all is text, under the names of the samples.

The documents' tables say `createTime` and `examURL`, their samples `creatTime` and `examUrl`.
"""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from sandbox.kaoshiyun.models import Exam, Exercise, Grade
from sandbox.moments import to_minutes, to_seconds

WEB = "https://考试网址/v5"  # as the samples have it


def exam_row(exam: Exam, marks: Counter[Decimal]) -> dict[str, str]:
    """Return an item of getExamList."""
    count = marks.total()
    passed = sum(marks[score] for score in marks if score >= Decimal(exam.pass_score))
    average = sum(score * marks[score] for score in marks) / count if count else Decimal(0)
    figures = {
        "attendNum": str(count),
        "passNum": str(passed),
        "maxScore": f"{max(marks, default=Decimal(0)):.1f}",
        "avgScore": f"{average:.1f}",
        "minScore": f"{min(marks, default=Decimal(0)):.1f}",
    }
    return {
        "examID": exam.id,
        "examName": exam.name,
        "beginTime": to_minutes(exam.begin),
        "endTime": to_minutes(exam.end),
        "examTime": str(exam.minutes),
        "passScore": exam.pass_score,
        "paperScore": exam.full_score,
        **(figures | dict(exam.figures)),
        "creatTime": to_seconds(exam.created),
        "examUrl": f"{WEB}/exam/{exam.id}",
    }


def grade_row(grade: Grade) -> dict[str, str]:
    """Return an item of getExamGrade."""
    return {
        "account": grade.of.id,
        "userName": grade.of.name,
        "deptName": grade.of.dept,
        "fullDeptName": grade.of.full_dept,
        "gradeID": grade.id,
        "beginTime": to_seconds(grade.begin),
        "endTime": to_seconds(grade.end),
        "usedTime": _used(grade.end - grade.begin),
        "paperScore": f"{grade.full_score:.1f}",
        "passScore": f"{grade.pass_score:.1f}",
        "gradeScore": f"{grade.score:.1f}",
        "order": str(grade.order),
        "isPass": "Y" if grade.score >= grade.pass_score else "N",
        "integral": _integral(grade.score),
        "status": grade.status,
    }


def waiting_row(exam: Exam) -> dict[str, str]:
    """Return an item of getUserExam."""
    return {
        "examID": exam.id,
        "examName": exam.name,
        "beginTime": to_minutes(exam.begin),
        "endTime": to_minutes(exam.end),
        "examUrl": f"{WEB}/exam/{exam.id}",
        "examTime": str(exam.minutes),
        "allowTimes": str(exam.times),
        "passScore": exam.pass_score,
        "paperScore": exam.full_score,
    }


def exercise_row(exercise: Exercise) -> dict[str, str]:
    """Return an item of getUserExer."""
    return {
        "examID": exercise.id,
        "examName": exercise.name,
        "beginTime": to_minutes(exercise.begin),
        "endTime": to_minutes(exercise.end),
        "examUrl": f"{WEB}/{exercise.kind}/{exercise.id}",
    }


def _used(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes}分{seconds}秒"


def _integral(score: Decimal) -> str:
    """Return 积分: in the samples a tenth of the score, "7.5" for 75.0 and "10" for 100.0."""
    text = f"{score / 10:.2f}"
    return text.rstrip("0").rstrip(".")
