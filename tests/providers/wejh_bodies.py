"""Bodies of the campus system, as its document prints them (seeds/004), and those of /api/course (upstreams, 5.3)."""

from typing import Any, Final

PASSWORD: Final = "123456"
HASHED: Final = "E10ADC3949BA59ABBE56E057F20F883E"
CREDIT: Final = "118fad6b0d19442b94924ead72e01bdf"
NEW_CREDIT: Final = "706637cb00ce4ab7a1c73014524d2847"


def body(code: int, msg: str, data: Any = None) -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": data}


REGISTERED_NAMED: Final = {"code": 200, "msg": "注册账号成功。"}
REGISTERED: Final = body(200, "注册账户成功", {"username": "10086", "nickname": "test1", "usertype": "COMMON"})
LOGGED_IN: Final = body(
    200,
    "登录成功",
    {
        "username": "test1",
        "nickname": "test1",
        "credit": "e749e26edf7049448d3f555c83ad5a57",
        "usertype": "COMMON",
    },
)
RENEWED: Final = body(
    200,
    "自动登录成功",
    {"username": "test1", "usertype": "COMMON", "credit": NEW_CREDIT, "devicetype": "mobile"},
)
PASSWORD_CHANGED: Final = {"code": 200, "msg": "修改密码成功,请重新登录"}
NICKNAME_CHANGED: Final = {"code": 200, "msg": "修改昵称成功"}
BOUND_JH: Final = {"code": 200, "msg": "绑定精弘账号成功"}
BOUND_ZF: Final = {"code": 200, "msg": "绑定正方成功"}
BINDINGS: Final = body(
    200,
    "获取成功",
    [
        {"bindname": "jh", "pid": "201806061201", "state": 2},
        {"bindname": "lib", "pid": None, "state": 0},
        {"bindname": "zfedu", "pid": None, "state": 0},
        {"bindname": "ycedu", "pid": None, "state": 0},
        {"bindname": "card", "pid": None, "state": 0},
    ],
)
PROFILE: Final = body(
    200,
    "获取成功",
    {
        "username": "10086",
        "nickname": "test1",
        "usertype": "COMMON",
        "portrait": "default::unset",
        "email": "",
        "phone": "",
        "permission_msgboard": 0,
    },
)
USERS: Final = body(
    200,
    "获取信息成功",
    [{"username": "10086", "nickname": "test1", "usertype": "COMMON", "portrait": "default::unset"}],
)
DIGESTS: Final = body(200, "获取信息成功", [{"username": "10086", "md5": "CCC8263BE1056CC88382FBD983E0B674"}])
TIME: Final = body(
    200,
    "获取时间成功",
    {
        "year": 2018,
        "term": 3,
        "begin": "2018-09-24",
        "end": "2019-01-27",
        "dayofweek": 4,
        "week": 13,
        "weeklasting": 18,
    },
)
TERMS: Final = body(
    200,
    "获取信息成功",
    [
        {"term": "2025-3", "begin": "2025-09-15", "end": "2026-01-25"},
        {"term": "2025-12", "begin": "2026-02-23", "end": "2026-07-05"},
        {"term": "2025-16", "format": "2026-07-06", "begin": None, "end": "2026-07-19"},
    ],
)
SET: Final = body(200, "修改信息成功", {"e_email": 2, "e_portrait": 2, "e_phone": 2})
COURSES: Final = body(
    200,
    "获取成功",
    [
        {
            "name": "高等数学",
            "college": "理学院",
            "type": "考试",
            "teacher": "王老师",
            "campus": "屏峰",
            "location": "广A101",
            "weekrange": "1-16",
            "dayofweek": "1",
            "timerange": "1-2",
            "classscore": "4.5",
            "classhour": "72",
        }
    ],
)
