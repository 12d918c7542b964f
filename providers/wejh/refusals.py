"""What the campus system's messages mean (upstreams, section 5.5).

Nearly all of them come under code 403, so the text decides. The same message comes with and without a full stop,
with commas of either width: texts are compared by parts, without punctuation. None of it is ever passed on, least of
all the stack trace that a code 500 brings.
"""

import re
from collections.abc import Callable
from typing import Final, Literal

from providers.errors import (
    Ambiguous,
    BadInput,
    Changed,
    Expired,
    NotFound,
    Problem,
    ProviderError,
    WrongCredentials,
)

Binding = Literal["jh", "zfedu"]

_PUNCTUATION: Final = re.compile(r"[\s,，.。;；:：!！、]")


class Unbound(NotFound):
    """The campus account must first be bound, to 精弘 (jh) or 正方 (zfedu); `again`: anew, since it is refused now."""

    def __init__(self, binding: Binding, *, again: bool) -> None:
        super().__init__(f"{binding} is not bound")
        self.binding = binding
        self.again = again


def bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def succeeded(code: str, text: str) -> bool:
    """Judge by both: some successes are documented under 403, and one failure under 200."""
    word = bare(text)
    if any(part in word for part in ("失效", "失败", "不成功", "未成功")):
        return False
    return code == "200" or (code == "403" and "成功" in word)


def refusal(code: str, text: str) -> ProviderError:
    word = bare(text)
    if code in {"400", "405"} or "无效的" in word:
        return Changed("the system finds the request invalid")
    if code == "500" and "正在开发" not in word:
        return Ambiguous("code 500")
    for part, make in _REFUSALS:
        if part in word:
            return make()
    if "为空" in word:
        return BadInput(_empty_field(word), Problem.EMPTY)
    return Ambiguous(f"code {code}" if re.fullmatch("[0-9]{1,6}", code) else "a code that is not documented")


def _empty_field(word: str) -> str:
    fields = (("凭证", "credit"), ("学号", "pid"), ("用户名", "username"), ("昵称", "nickname"))
    return next((field for part, field in fields if part in word), "password")


# The first part that is found decides.
_REFUSALS: Final[tuple[tuple[str, Callable[[], ProviderError]], ...]] = (
    ("失效", lambda: Expired("the credit has run out")),
    ("自动登录失败", lambda: Expired("the credit is refused")),
    ("重新绑定正方", lambda: Unbound("zfedu", again=True)),
    ("没有绑定正方", lambda: Unbound("zfedu", again=False)),
    ("重新绑定精弘", lambda: Unbound("jh", again=True)),
    ("没有绑定精弘", lambda: Unbound("jh", again=False)),
    ("请绑定精弘", lambda: Unbound("jh", again=False)),
    ("未注册账户", lambda: NotFound("精弘 knows no such account")),
    ("绑定精弘账号失败", lambda: WrongCredentials("精弘 refuses")),
    ("绑定正方失败", lambda: WrongCredentials("正方 refuses")),
    ("设备类型", lambda: BadInput("device", Problem.UNKNOWN)),
    ("不能修改密码", lambda: BadInput("username", Problem.NOT_ALLOWED)),
    ("账号已存在", lambda: BadInput("username", Problem.TAKEN)),
    ("用户名不符合", lambda: BadInput("username", Problem.MALFORMED)),
    # Too short ones are refused before anything is sent; the system's own upper bound is 12 or 15.
    ("昵称不符合", lambda: BadInput("nickname", Problem.TOO_LONG)),
    ("昵称太长", lambda: BadInput("nickname", Problem.TOO_LONG)),
    ("密码太长", lambda: BadInput("password", Problem.MALFORMED)),
    ("密码需要经过加密", lambda: BadInput("password", Problem.MALFORMED)),
    ("密码错误", lambda: WrongCredentials("the password is refused")),
    ("该用户不存在", lambda: NotFound("no such user")),
    ("不存在该用户", lambda: NotFound("no such user")),
    ("不存在该类型", lambda: NotFound("no such information")),
    ("绑定类型错误", lambda: BadInput("binding", Problem.UNKNOWN)),
    ("正在开发", lambda: NotFound("not offered there")),
)
