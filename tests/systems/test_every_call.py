"""Each method of each client against the sandbox: what succeeds there, and what each kind of fault comes out as."""

import inspect
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from providers.breaker import FAILURES, State
from providers.cet.client import CetClient
from providers.cet.level import Level
from providers.errors import Changed, ProviderError, Throttled, Unavailable
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.maxuetang.client import MaxuetangClient
from providers.system import Terms
from providers.wejh.client import WejhClient
from tests.providers.calls import first
from tests.systems.sandboxed import PASSWORD, Sandboxed, forget

WHO = ("9001", "钱多多", "总部/财务部")


@dataclass(frozen=True)
class Call:
    """A call that succeeds in a sandbox as it starts. `run` gets a client and a credit of the campus account."""

    client: type
    method: str
    run: Callable[[Any, str], Awaitable[object]]
    changes: bool = False  # something there, so that it is never sent twice

    @property
    def system(self) -> str:
        return self.client.__name__.removesuffix("Client").lower()


CALLS = (
    Call(CetClient, "by_ticket", lambda c, _: c.by_ticket("440530151110612", "罗增榕")),
    Call(CetClient, "by_school", lambda c, _: c.by_school("广东省", "韶关学院", Level.CET4, "罗增榕")),
    Call(CetClient, "local", lambda c, _: c.local(Level.CET4, "罗增榕")),
    Call(KaoshiyunClient, "exams", lambda c, _: first(c.exams())),
    Call(KaoshiyunClient, "grades", lambda c, _: first(c.grades("c3a001"))),
    Call(KaoshiyunClient, "pending", lambda c, _: first(c.pending("linxiaowen"))),
    Call(KaoshiyunClient, "exercises", lambda c, _: first(c.exercises("linxiaowen"))),
    Call(MaxuetangClient, "result", lambda c, _: c.result("6", "1412", "655432")),
    Call(KaoshixingClient, "login_link", lambda c, _: c.login_link(*WHO), changes=True),
    Call(KaoshixingClient, "update", lambda c, _: c.update("zhangsan", {"position": "总经理"}), changes=True),
    Call(KaoshixingClient, "silent_login_link", lambda c, _: c.silent_login_link("1563"), changes=True),
    Call(KaoshixingClient, "add", lambda c, _: c.add(*WHO), changes=True),
    Call(KaoshixingClient, "grant", lambda c, _: c.grant("zhangsan", "55403"), changes=True),
    Call(KaoshixingClient, "revoke", lambda c, _: c.revoke("linxiaowen", "55403"), changes=True),
    Call(
        KaoshixingClient,
        "move_department",
        lambda c, _: c.move_department("部门分类/一级部门/二级部门", "部门分类"),
        changes=True,
    ),
    Call(KaoshixingClient, "candidate", lambda c, _: c.candidate("zhangsan")),
    Call(KaoshixingClient, "exams", lambda c, _: first(c.exams())),
    Call(KaoshixingClient, "results", lambda c, _: first(c.results("linxiaowen"))),
    Call(WejhClient, "register", lambda c, _: c.register("小明", PASSWORD), changes=True),
    Call(WejhClient, "register_named", lambda c, _: c.register_named("xiaoming", "小明", PASSWORD), changes=True),
    Call(WejhClient, "login", lambda c, _: c.login("10086", PASSWORD, forget), changes=True),
    Call(WejhClient, "autologin", lambda c, credit: c.autologin(credit, forget), changes=True),
    Call(WejhClient, "change_password", lambda c, _: c.change_password("10086", PASSWORD, "654321"), changes=True),
    Call(WejhClient, "change_nickname", lambda c, credit: c.change_nickname(credit, "小黄"), changes=True),
    Call(WejhClient, "bind_jh", lambda c, credit: c.bind_jh(credit, "202450007724", PASSWORD), changes=True),
    Call(WejhClient, "bind_zfedu", lambda c, credit: c.bind_zfedu(credit, PASSWORD), changes=True),
    Call(WejhClient, "bindings", lambda c, credit: c.bindings(credit)),
    Call(WejhClient, "profile", lambda c, credit: c.profile(credit)),
    Call(WejhClient, "users", lambda c, _: c.users(["10086"])),
    Call(WejhClient, "user_digests", lambda c, _: c.user_digests(["10086"])),
    Call(WejhClient, "set_email", lambda c, credit: c.set_email(credit, "a@b.cn"), changes=True),
    Call(WejhClient, "set_phone", lambda c, credit: c.set_phone(credit, "13800000724"), changes=True),
    Call(WejhClient, "set_portrait", lambda c, credit: c.set_portrait(credit, b"\x89PNG"), changes=True),
    Call(WejhClient, "time", lambda c, _: c.time()),
    Call(WejhClient, "courses", lambda c, credit: c.courses(credit, 2026, 3)),
)
UNSENT = {"wejh_login"}  # removed by the system, so that nothing is asked


def client_of(systems: Sandboxed, call: Call) -> Any:
    """Make it with a token where one is needed, lest a fault strike where the token is got."""
    return systems.kaoshiyun("sandbox-token") if call.client is KaoshiyunClient else getattr(systems, call.system)()


each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.system}-{call.method}")


@each_call
async def test_succeeds(systems: Sandboxed, call: Call) -> None:
    client = client_of(systems, call)
    await call.run(client, await systems.credit("huangzixuan"))
    assert (client.counts.declined, client.counts.unavailable, client.counts.changed) == (0, 0, 0)


@each_call
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "status", "status": 500}, Unavailable),
        ({"kind": "status", "status": 503}, Unavailable),
        ({"kind": "status", "status": 429}, Throttled),
        ({"kind": "status", "status": 404}, Changed),
        ({"kind": "reset"}, Unavailable),
        ({"kind": "garbage"}, Changed),
        ({"kind": "truncated"}, Changed),
        ({"kind": "empty"}, Changed),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
async def test_fault(systems: Sandboxed, call: Call, fault: dict[str, object], error: type[ProviderError]) -> None:
    """What changes something is sent once, whatever happens; what may pass by itself is read a second time."""
    client, credit = client_of(systems, call), await systems.credit("huangzixuan")
    before = len(await systems.asked(call.system))
    await systems.steer("fault", system=call.system, seconds=60, **fault)
    if call.method == "time" and fault.get("status") == 404:  # an address that is gone: the term is told otherwise
        assert (await client.time()).year == 2026
        return
    with pytest.raises(error):
        await call.run(client, credit)
    passes = error is Unavailable and fault.get("status") != 500
    assert len(await systems.asked(call.system)) - before == (2 if passes and not call.changes else 1)


@each_call
async def test_recovers(systems: Sandboxed, call: Call) -> None:
    """One bad moment is no loss for what only reads."""
    client, credit = client_of(systems, call), await systems.credit("huangzixuan")
    await systems.steer("fault", system=call.system, kind="status", status=429, retry_after=30, seconds=60)
    with pytest.raises(Throttled) as caught:
        await call.run(client, credit)
    assert caught.value.retry_after == timedelta(seconds=30)
    systems.hand.forward(seconds=61)
    await call.run(client, credit)


@each_call
async def test_too_slow(systems: Sandboxed, call: Call) -> None:
    credit = await systems.credit("huangzixuan")
    client = client_of(replace(systems, terms=Terms(timeout_s=0.05)), call)
    await systems.steer("fault", system=call.system, kind="latency", delay_s=60, seconds=60)
    with pytest.raises(Unavailable, match="no answer in time"):
        await call.run(client, credit)


@pytest.mark.parametrize("client", [CetClient, KaoshiyunClient, MaxuetangClient, KaoshixingClient, WejhClient])
def test_every_method(client: type) -> None:
    methods = {name for name, member in vars(client).items() if inspect.isfunction(member) and name[0] != "_"}
    assert {call.method for call in CALLS if call.client is client} == methods - UNSENT


@pytest.mark.parametrize("broken", ["cet", "kaoshiyun", "maxuetang", "kaoshixing", "wejh"])
async def test_apart(systems: Sandboxed, broken: str) -> None:
    """Where one system is down its own breaker opens, and the others are asked as before."""
    credit, states = await systems.credit("huangzixuan"), dict[str, State]()
    await systems.steer("fault", system=broken, kind="status", status=500, seconds=60)
    for call in {call.system: call for call in CALLS if not call.changes}.values():
        client = client_of(systems, call)
        for _ in range(FAILURES):
            with pytest.raises(Unavailable) if call.system == broken else nullcontext():
                await call.run(client, credit)
        states[call.system] = client.health.state
    assert states == dict.fromkeys(states, State.CLOSED) | {broken: State.OPEN}
