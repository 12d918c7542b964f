"""/api/bind: 精弘 and 正方 behind the account. Their passwords come in clear."""

from collections.abc import Mapping
from dataclasses import replace

from sandbox.wejh.credits import Credits
from sandbox.wejh.models import Binding, User
from sandbox.wejh.records import Records
from sandbox.wejh.said import Asked, Refused, Said, given

LOST, DONE = 1, 2  # states of a binding
UNFINISHED: Mapping[str, str] = {"ycedu": "原创绑定正在开发", "lib": "图书馆绑定正在开发", "card": "校园卡绑定正在开发"}


class Bindings:
    def __init__(self, records: Records, credits_: Credits, *, by_document: bool) -> None:
        self._records = records
        self._credits = credits_
        self._by_document = by_document

    def said(self, asked: Asked) -> Said:
        credit, name = given(asked, "credit", "bindname")
        user = self._records.known(self._credits.holder(credit).username)
        if name in UNFINISHED:
            raise Refused(500, UNFINISHED[name])
        match name:
            case "jh":
                return self._jh(user, asked)
            case "zfedu":
                return self._zfedu(user, asked)
        raise Refused(402, "绑定类型错误")

    def _jh(self, user: User, asked: Asked) -> Said:
        pid, password = given(asked, "pid", "password")
        if not (pid and password):
            raise Refused(403, "学号或密码为空")
        student = self._records.student(pid)
        if student is None or student.password != password:
            # The code stores what came of it in both cases: a failure blanks the binding of before.
            self._bind(user, "jh", Binding(""))
            raise Refused(403, "未注册账户" if student is None else "绑定精弘账号失败")
        self._bind(user, "jh", Binding(pid, DONE))
        data = {"pid": pid, "email": student.email, "type": student.type}
        return Said(200, "绑定精弘账号成功", None if self._by_document else data)

    def _zfedu(self, user: User, asked: Asked) -> Said:
        (password,) = given(asked, "password")
        jh = user.binding("jh")
        student = self._records.student(jh.pid or "")
        if not jh.state:
            raise Refused(403, "你还没有绑定精弘账号")
        if jh.state == LOST or student is None:
            raise Refused(403, "请重新绑定精弘账号")
        if not password:
            raise Refused(403, "密码为空")
        if student.zf_password != password:
            raise Refused(403, "绑定正方失败")
        self._bind(user, "zfedu", Binding(student.pid, DONE))
        return Said(200, "绑定正方成功")

    def _bind(self, user: User, name: str, binding: Binding) -> None:
        self._records.put(replace(user, bindings={**user.bindings, name: binding}))
