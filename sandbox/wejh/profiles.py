"""/api/getinfo and /api/setinfo of one's own, /api/shared of everybody's."""

import json
import re
from dataclasses import replace

from sandbox.wejh.credits import Credits
from sandbox.wejh.models import BINDINGS, User, hashed
from sandbox.wejh.records import Records
from sandbox.wejh.said import Asked, Refused, Said, given

SET, FAILED, LEFT = 2, 1, 0  # in setinfo's answer
SETTABLE = ("email", "portrait", "phone")  # in the order of the code's `else if`
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
NO_SUCH = "不存在该类型信息"

# What the server says where its code breaks off: the exception, with the places where it happened.
NOT_JSON = (
    "Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: t. Path '', line 0,"
    " position 0.\n   at Newtonsoft.Json.JsonTextReader.ParseValue()\n   at tty.Controllers.SharedController.Post()"
)


class Profiles:
    def __init__(self, records: Records, credits_: Credits, *, by_document: bool) -> None:
        self._records = records
        self._credits = credits_
        self._by_document = by_document

    def own(self, asked: Asked) -> Said:
        """Answer getinfo."""
        credit, kind = given(asked, "credit", "type")
        user = self._holding(credit)
        match kind:
            case "bind":
                return Said(200, "获取成功", _bindings(user))
            case "base":
                more = {"email": user.email, "phone": user.phone, "permission_msgboard": user.permission}
                return Said(200, "获取成功", user.public | more)
        raise Refused(403, NO_SUCH)

    def shared(self, asked: Asked) -> Said:
        """Answer shared; who is unknown is left out without a word."""
        kind, query = given(asked, "type", "query")
        if kind not in ("user", "usermd5"):
            raise Refused(403, NO_SUCH)
        users = [user.public for name in _names(query) if (user := self._records.user(name))]
        if kind == "usermd5":
            return Said(200, "获取信息成功", [{"username": user["username"], "md5": _digest(user)} for user in users])
        return Said(200, "获取信息成功", users)

    def set(self, asked: Asked) -> Said:
        """Answer setinfo. The code takes one field a call, and never the phone."""
        (credit,) = given(asked, "credit", otherwise="无效的请求")
        user = self._holding(credit)
        wanted = {name: asked[name] for name in SETTABLE if name in asked}
        if not self._by_document:
            wanted = dict(list(wanted.items())[:1])
        taken = {name: value for name, value in wanted.items() if self._is_taken(name, value)}
        self._records.put(
            replace(
                user,
                email=taken.get("email", user.email),
                portrait=taken.get("portrait", user.portrait),
                phone=taken.get("phone", user.phone),
            )
        )
        states = dict.fromkeys(SETTABLE, LEFT) | dict.fromkeys(taken, SET)
        if "email" in wanted and "email" not in taken:
            states["email"] = FAILED
        return Said(200, "修改信息成功", {f"e_{name}": states[name] for name in SETTABLE})

    def _is_taken(self, name: str, value: str) -> bool:
        match name:
            case "email":
                # The document's own address has a blank in it.
                return bool(EMAIL.fullmatch(value.replace(" ", "") if self._by_document else value))
            case "phone":
                return self._by_document
        return True

    def _holding(self, credit: str) -> User:
        return self._records.known(self._credits.holder(credit).username)


def _bindings(user: User) -> list[dict[str, object]]:
    return [{"bindname": name, "pid": user.binding(name).pid, "state": user.binding(name).state} for name in BINDINGS]


def _names(query: str) -> list[str]:
    """Read a list of names as Json.NET does, single quotes included."""
    for text in (query, query.replace("'", '"')):
        try:
            names = json.loads(text)
        except ValueError:
            continue
        if isinstance(names, list):
            return [str(name) for name in names]
    raise Refused(500, NOT_JSON)


def _digest(public: dict[str, str]) -> str:
    return hashed(json.dumps(public, ensure_ascii=False, separators=(",", ":")))
