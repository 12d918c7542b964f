"""What the system says instead of doing something: codes are numbers here and texts there."""

from collections.abc import Mapping


class Refused(Exception):
    """The request is not done; `answer` says so."""

    def __init__(self, answer: Mapping[str, object]) -> None:
        super().__init__(str(answer))
        self.answer = answer


def _said(code: int | str, msg: str) -> Refused:
    return Refused({"msg": msg, "code": code})


def no_parameter() -> Refused:
    return _said("0005", "参数获取不到")


def department_not_moved() -> Refused:
    return _said("0042", "更新部门失败")


def no_candidate() -> Refused:
    return _said(31000, "该考生不存在")


def department_not_changed() -> Refused:
    return _said(31000, "更新考生部门失败")


def candidate_not_changed() -> Refused:
    return _said(31000, "更新考生信息失败")


def no_user() -> Refused:
    return Refused({
        "success": False,
        "code": 31014,
        "desc": "用户不存在",
        "englishDesc": "user not existed",
        "bizContent": None,
    })  # fmt: skip


# No document tells what happens to these.


def no_exam() -> Refused:
    return _said(31000, "该考试不存在")


def no_application() -> Refused:
    return _said("0001", "appId不存在")


def bad_jwt() -> Refused:
    return _said("0002", "jwt验证失败")


def expired_jwt() -> Refused:
    return _said("0003", "jwt已过期")


def no_action() -> Refused:
    return _said("0004", "action_id不存在")
