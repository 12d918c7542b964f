"""What the campus system's messages come out as: every one that is documented."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from providers.errors import Ambiguous, BadInput, Changed, Expired, NotFound, Problem, WrongCredentials
from providers.system import Terms
from providers.wejh.client import WejhClient
from providers.wejh.refusals import Unbound
from tests.providers import wejh_bodies as bodies
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Upstream, says
from tests.providers.wejh_bodies import CREDIT, PASSWORD, body
from tests.providers.wejh_calls import build, forget

Use = Callable[[WejhClient], Awaitable[object]]


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> WejhClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


def login(client: WejhClient) -> Awaitable[object]:
    return client.login("10086", PASSWORD, forget)


def renew(client: WejhClient) -> Awaitable[object]:
    return client.autologin(CREDIT, forget)


def register(client: WejhClient) -> Awaitable[object]:
    return client.register_named("test1", "test1", PASSWORD)


def change(client: WejhClient) -> Awaitable[object]:
    return client.change_password("10086", PASSWORD, PASSWORD)


def rename(client: WejhClient) -> Awaitable[object]:
    return client.change_nickname(CREDIT, "test2")


def bind_jh(client: WejhClient) -> Awaitable[object]:
    return client.bind_jh(CREDIT, "201806061777", PASSWORD)


def bind_zf(client: WejhClient) -> Awaitable[object]:
    return client.bind_zfedu(CREDIT, PASSWORD)


def look(client: WejhClient) -> Awaitable[object]:
    return client.bindings(CREDIT)


def shared(client: WejhClient) -> Awaitable[object]:
    return client.users(["10086"])


def timetable(client: WejhClient) -> Awaitable[object]:
    return client.courses(CREDIT, 2018, 3)


@pytest.mark.parametrize(
    ("use", "code", "text", "error"),
    [
        (register, 400, "无效的访问。", Changed),
        (register, 403, "用户名,密码,或者昵称为空。", BadInput("username", Problem.EMPTY)),
        (
            register,
            403,
            "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。",
            BadInput("username", Problem.MALFORMED),
        ),
        (register, 403, "密码太长或太短。", BadInput("password", Problem.MALFORMED)),
        (register, 403, "昵称不符合命名规则,昵称长度应该在2~12位。", BadInput("nickname", Problem.TOO_LONG)),
        (register, 403, "该账号已存在。", BadInput("username", Problem.TAKEN)),
        (register, 403, "密码/昵称为空", BadInput("nickname", Problem.EMPTY)),
        (register, 403, "密码需要经过加密", BadInput("password", Problem.MALFORMED)),
        (register, 403, "昵称太长或太短", BadInput("nickname", Problem.TOO_LONG)),
        (login, 403, "设备类型不符合", BadInput("device", Problem.UNKNOWN)),
        (login, 403, "用户名或密码为空", BadInput("username", Problem.EMPTY)),
        (login, 403, "该用户不存在", NotFound),
        (login, 403, "用户密码错误", WrongCredentials),
        (renew, 403, "用户凭证为空", BadInput("credit", Problem.EMPTY)),
        (renew, 200, "自动登录已失效,请重新登录", Expired),
        (renew, 403, "自动登录已失效，请重新登录。", Expired),
        (renew, 403, "自动登录已失效", Expired),
        (renew, 402, "自动登录失败。", Expired),
        (renew, 500, "Padding is invalid.\r\n   at System.Security.Decrypt() 成功", Ambiguous),
        (change, 403, "用户名,旧密码或新密码为空", BadInput("username", Problem.EMPTY)),
        (change, 403, "微精弘用户不能修改密码", BadInput("username", Problem.NOT_ALLOWED)),
        (change, 403, "密码错误", WrongCredentials),
        (rename, 403, "用户凭证或昵称为空", BadInput("credit", Problem.EMPTY)),
        (rename, 403, "自动登录已失效,请重新登录", Expired),
        (bind_jh, 403, "学号或密码为空", BadInput("pid", Problem.EMPTY)),
        (bind_jh, 403, "未注册账户", NotFound),
        (bind_jh, 403, "绑定精弘账号失败", WrongCredentials),
        (bind_jh, 402, "绑定类型错误", BadInput("binding", Problem.UNKNOWN)),
        (bind_jh, 500, "图书馆绑定正在开发", NotFound),
        (bind_zf, 403, "你还没有绑定精弘账号", Unbound("jh", again=False)),
        (bind_zf, 403, "请重新绑定精弘账号", Unbound("jh", again=True)),
        (bind_zf, 403, "密码为空", BadInput("password", Problem.EMPTY)),
        (bind_zf, 403, "绑定正方失败", WrongCredentials),
        (look, 403, "不存在该类型信息", NotFound),
        (look, 405, "Get方法已禁止。", Changed),
        (shared, 403, "不存在该用户", NotFound),
        (shared, 400, "无效的请求", Changed),
        (timetable, 403, "你还没有绑定正方", Unbound("zfedu", again=False)),
        (timetable, 403, "请重新绑定正方", Unbound("zfedu", again=True)),
        (timetable, 403, "请绑定精弘账号", Unbound("jh", again=False)),
        (timetable, 403, "自动登录失败，请重新登录", Expired),
        (timetable, 403, "?", Ambiguous),
        (timetable, "4\n", "?", Ambiguous),
    ],
)
async def test_refusals(  # noqa: PLR0913, PLR0917 (a table of four columns)
    client: WejhClient, upstream: Upstream, use: Use, code: Any, text: str, error: Any
) -> None:
    """Every documented message, and nothing of its text in ours."""
    upstream.always = says({"code": code, "msg": text})
    with pytest.raises(error if isinstance(error, type) else type(error)) as caught:
        await use(client)
    if isinstance(error, (BadInput, Unbound)):
        assert vars(caught.value) == vars(error)
    assert "System.Security" not in repr(caught.value)
    assert len(upstream.seen) == 1


@pytest.mark.parametrize(
    ("use", "text"), [(bind_jh, "绑定精弘账号成功"), (bind_jh, "绑定精弘账号成功。"), (bind_zf, "绑定正方成功")]
)
async def test_success_under_403(client: WejhClient, upstream: Upstream, use: Use, text: str) -> None:
    """As one table has it."""
    upstream.always = says(body(403, text))
    await use(client)


async def test_login_under_403(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.LOGGED_IN | {"code": "403"})
    assert (await client.login("10086", PASSWORD, forget)).credit


async def test_no_success(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(body(403, "绑定不成功"))
    with pytest.raises(Ambiguous):
        await client.bind_zfedu(CREDIT, PASSWORD)
