"""The methods of /api/user: registering, logging in and what changes an account."""

import string
from collections.abc import Callable, Mapping
from dataclasses import replace

from sandbox.wejh.credits import DEVICES, Credits, Holder
from sandbox.wejh.models import User, hashed
from sandbox.wejh.records import Records
from sandbox.wejh.said import Asked, Refused, Said, given

INVALID = "无效的访问。"
HASH_LENGTH = 32
NAMES, NICKNAMES, PASSWORDS = range(2, 11), range(2, 16), range(6, 21)
SPECIAL = frozenset(string.punctuation + string.whitespace)


class Accounts:
    def __init__(self, records: Records, credits_: Credits, *, by_document: bool) -> None:
        """`by_document` answers as the document's samples do where the real code differs."""
        self._records = records
        self._credits = credits_
        self._by_document = by_document
        self._methods: Mapping[str, Callable[[Asked], Said]] = {
            "register": self._register,
            "register2": self._register2,
            "login": self._login,
            "autologin": self._autologin,
            "changepw": self._changepw,
            "changenickname": self._changenickname,
        }
        if by_document:  # removed from the code
            self._methods = {**self._methods, "wejhlogin": self._wejhlogin}

    def said(self, asked: Asked) -> Said:
        method = self._methods.get(asked.get("method", ""))
        return method(asked) if method else Said(400, INVALID)

    def _register(self, asked: Asked) -> Said:
        username, password, nickname = given(asked, "username", "password", "nickname", otherwise=INVALID)
        if not (username and password and nickname):
            raise Refused(403, "用户名,密码,或者昵称为空。")
        if len(username) not in NAMES or username.isdecimal() or SPECIAL & set(username):
            raise Refused(403, "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。")
        # The code wants the length of a hash here too, so that the document's own sample fails.
        if self._by_document and len(password) in PASSWORDS:
            password = hashed(password)
        if len(password) != HASH_LENGTH:
            raise Refused(403, "密码太长或太短。")
        if len(nickname) not in NICKNAMES:
            raise Refused(403, "昵称不符合命名规则,昵称长度应该在2~12位。")
        if self._records.user(username):
            raise Refused(403, "该账号已存在。")
        self._records.put(User(username, password, nickname))
        return Said(200, "注册账号成功。")

    def _register2(self, asked: Asked) -> Said:
        password, nickname = given(asked, "password", "nickname", otherwise=INVALID)
        if not (password and nickname):
            raise Refused(403, "密码/昵称为空")
        if len(password) != HASH_LENGTH:
            raise Refused(403, "密码需要经过加密")
        if len(nickname) not in NICKNAMES:
            raise Refused(403, "昵称太长或太短")
        user = User(self._records.next_name(), password, nickname)
        self._records.put(user)
        data = {"username": user.username, "nickname": nickname, "usertype": user.usertype}
        return Said(200, "注册账户成功", data)

    def _login(self, asked: Asked) -> Said:
        username, password, device = given(asked, "username", "password", "devicetype", otherwise=INVALID)
        if device not in DEVICES:
            raise Refused(403, "设备类型不符合")
        if not (username and password):
            raise Refused(403, "用户名或密码为空")
        user = self._known(username, password, "用户密码错误")
        return Said(200, "登录成功", self._entered(user, device))

    def _wejhlogin(self, asked: Asked) -> Said:
        username, password, device = given(asked, "username", "password", "devicetype")
        if not (username and password):
            raise Refused(403, "用户名、密码或昵称为空")
        if device not in DEVICES:
            raise Refused(403, "设备类型不符合")
        user = self._known(username, password, "用户密码错误")
        if user.usertype != "WEJH":
            raise Refused(403, "该用户不存在")
        return Said(200, "登录成功", self._entered(user, device))

    def _autologin(self, asked: Asked) -> Said:
        (credit,) = given(asked, "credit", otherwise=INVALID)
        if not credit:
            raise Refused(403, "用户凭证为空")
        holder = self._credits.holder(credit)
        data = self._entered(self._records.known(holder.username), holder.device)
        if self._by_document:
            data = {key: data[key] for key in ("username", "usertype", "credit")} | {"devicetype": holder.device}
        return Said(200, "自动登录成功", data)

    def _changepw(self, asked: Asked) -> Said:
        username, password, new = given(asked, "username", "password", "newpassword")
        if not (username and password and new):
            raise Refused(403, "用户名,旧密码或新密码为空")
        user = self._records.known(username)
        if user.usertype == "WEJH":
            raise Refused(403, "微精弘用户不能修改密码")
        self._known(username, password, "密码错误")
        self._records.put(replace(user, password=new))
        self._credits.void_all(username)
        return Said(200, "修改密码成功,请重新登录")

    def _changenickname(self, asked: Asked) -> Said:
        credit, nickname = given(asked, "credit", "nickname")
        if not (credit and nickname):
            raise Refused(403, "用户凭证或昵称为空")
        user = self._records.known(self._credits.holder(credit).username)
        self._records.put(replace(user, nickname=nickname))
        return Said(200, "修改昵称成功")

    def _known(self, username: str, password: str, otherwise: str) -> User:
        user = self._records.known(username)
        if user.password != password:
            raise Refused(403, otherwise)
        return user

    def _entered(self, user: User, device: str) -> dict[str, str]:
        return {
            "username": user.username,
            "nickname": user.nickname,
            "credit": self._credits.given(Holder(user.username, device)),
            "usertype": user.usertype,
        }
