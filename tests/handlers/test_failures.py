"""What the exam systems' errors become for a person."""

from datetime import UTC, datetime

import pytest

from bot.people import Person
from bot.words import render
from handlers.failures import FIELDS, no_answer, refused
from providers.errors import Ambiguous, BadInput, Expired, Problem, ProviderError, WrongCredentials
from providers.kaoshixing.candidate import CHANGEABLE

NOBODY = Person("1", "web:1", now=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("field", "problem", "told", "in_english"),
    [
        ("account", Problem.EMPTY, "账号不能是空的。", "The account can't be empty."),
        ("new", Problem.TOO_SHORT, "新密码太短了。", "The new password is too short."),
        ("username", Problem.TAKEN, "这个用户名已经有人用了。", "Somebody else has this username."),
        (
            "username",
            Problem.NOT_ALLOWED,
            "系统不允许这个用户名这样做。",
            "The system does not allow this to this username.",
        ),
        ("email", Problem.MALFORMED, "邮箱的格式不对。", "This is no valid email address."),
        ("notice", Problem.MALFORMED, "备注里有不能用的字符。", "The remark holds a character that can't be used."),
        ("problem_type", Problem.UNKNOWN, "没有这样的题型。", "There is no such problem type."),
        ("field3", Problem.TOO_LONG, "自定义字段3太长了。", "The custom field 3 is too long."),
        ("a_new_one", Problem.EMPTY, "这一项不能是空的。", "The entry can't be empty."),
    ],
)
def test_refused(field: str, problem: Problem, told: str, in_english: str) -> None:
    why = refused(BadInput(field, problem)).why
    assert (render(why, "zh_CN"), render(why, "en")) == (told, in_english)


def test_fields() -> None:
    """All that an administrator can set has a name."""
    assert set(FIELDS) >= CHANGEABLE


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem(problem: Problem) -> None:
    assert "姓名" in render(refused(BadInput("name", problem)).why, "zh_CN")


@pytest.mark.parametrize("problem", [Expired("the token is refused"), WrongCredentials("app_id or app_key is refused")])
def test_operators_business(problem: ProviderError) -> None:
    """Nobody is told to log in again, or that a password was wrong, where the bot's own key is refused."""
    told = render(no_answer(problem, NOBODY), "zh_CN")
    assert told == "考试系统不接受机器人的令牌或密钥。这与你无关，请告诉管理员。"


def test_no_reason() -> None:
    assert render(no_answer(Ambiguous("code 500"), NOBODY), "zh_CN") == "考试系统没能完成这次查询。"
