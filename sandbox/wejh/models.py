"""Accounts of this server, and students as the systems behind it know them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5

BINDINGS = ("jh", "lib", "zfedu", "ycedu", "card")  # in the order of the answer
UNSET = "default::unset"  # no portrait


@dataclass(frozen=True, slots=True)
class Binding:
    pid: str | None = None
    state: int = 0  # 0 未绑定, 1 绑定但失效, 2 成功


@dataclass(frozen=True, slots=True)
class User:
    username: str
    password: str  # MD5 as it was sent; compared as a text
    nickname: str
    usertype: str = "COMMON"  # or WEJH, TEST
    portrait: str = UNSET
    email: str = ""
    phone: str = ""
    permission: int = 0  # 0 普通用户, 1 管理员用户, 2 超级管理员用户
    bindings: Mapping[str, Binding] = field(default_factory=dict)

    def binding(self, name: str) -> Binding:
        return self.bindings.get(name, Binding())

    @property
    def public(self) -> dict[str, str]:
        return {
            "username": self.username,
            "nickname": self.nickname,
            "usertype": self.usertype,
            "portrait": self.portrait,
        }


@dataclass(frozen=True, slots=True)
class Student:
    """Whom 精弘 and 正方 know, by the passwords that they take in clear."""

    pid: str  # 学号
    password: str
    zf_password: str
    email: str = ""
    type: str = "本科生"


def hashed(password: str) -> str:
    """Return MD5 as both official clients send it: upper-case hex."""
    return md5(password.encode(), usedforsecurity=False).hexdigest().upper()
