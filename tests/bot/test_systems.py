"""The clients are made from the settings, and asked something harmless by `check`."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands import sandboxed
from bot.probes import probed
from bot.settings import Settings
from bot.settings.model import Cet, Kaoshixing, Kaoshiyun, Maxuetang, Provider, Providers, Wejh
from bot.systems import clients
from handlers import Clients
from providers.kaoshiyun.token import FetchedToken, FileToken, StaticToken
from providers.system import Terms
from sandbox.server import serving
from tests.ports import free_port
from tests.providers.kaoshixing_bodies import FOUND
from tests.providers.kaoshiyun_bodies import EXAMS, EXPIRED
from tests.providers.maxuetang_bodies import TRUE_FALSE
from tests.providers.upstream import Reaction, Upstream, says
from tests.providers.wejh_bodies import USERS

KEY = SecretStr("k-5be1d0c9")


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream.listening() as server:
        yield server


def one(system: str, url: str) -> Settings:
    """Settings with this one system."""
    sections: dict[str, Provider] = {
        "cet": Cet(base_url=url),
        "kaoshiyun": Kaoshiyun(base_url=url, token=KEY),
        "maxuetang": Maxuetang(base_url=url, merchant_id="88", merchant_key=KEY),
        "kaoshixing": Kaoshixing(base_url=url, app_id="14343", app_key=KEY),
        "wejh": Wejh(base_url=url),
    }
    return Settings(providers=Providers().model_copy(update={system: sections[system]}))


async def test_all_off() -> None:
    async with clients(Settings()) as made:
        assert made == Clients()
    assert all(said.startswith("off") for _name, said in await probed(Settings()))


@pytest.mark.parametrize("system", ["kaoshiyun", "maxuetang", "kaoshixing", "wejh"])
async def test_one_on(system: str) -> None:
    async with clients(one(system, "http://127.0.0.1:1")) as made:
        assert [name for name in Clients.__dataclass_fields__ if getattr(made, name)] == [system]


async def test_terms() -> None:
    """Its own time-out before the common one."""
    provider = Wejh(base_url="http://x.cn", timeout_s=3, per_second=2, at_once=4, proxy="http://proxy.cn:1")
    settings = Settings(providers=Providers(wejh=provider))
    async with clients(settings) as made:
        assert made.wejh
        assert made.wejh._system._terms == Terms(3, 2, 4, "http://proxy.cn:1")


@pytest.mark.parametrize(
    ("choices", "kind"),
    [
        ({"token": KEY, "token_file": "x"}, StaticToken),
        ({"token_file": "x", "token_url": "http://x.cn"}, FileToken),
        ({"token_url": "http://x.cn", "token_params": {"a": "b"}}, FetchedToken),
    ],
)
async def test_tokens(choices: dict[str, Any], kind: type[object]) -> None:
    settings = Settings(providers=Providers(kaoshiyun=Kaoshiyun(base_url="http://x.cn", **choices)))
    async with clients(settings) as made:
        assert made.kaoshiyun
        assert isinstance(made.kaoshiyun._token, kind)


@pytest.mark.parametrize(
    ("system", "reaction", "said"),
    [
        ("kaoshiyun", says(EXAMS), "ok, the token is taken; 60 exams"),
        ("kaoshiyun", says(EXPIRED), "refused (the token is refused)"),
        ("kaoshiyun", says("<html>"), "answers otherwise than documented"),
        ("kaoshiyun", says("", 429), "asks to wait"),
        ("kaoshiyun", says("", 500), "no connection (answered 500)"),
        ("kaoshiyun", says({"errcode": -1}), "answers with a failure"),
        ("maxuetang", says({"success": False, "msg": "提交不存在"}), "ok, the signature"),
        ("maxuetang", says({"success": False, "msg": "签名错误"}), "refused"),
        ("maxuetang", says({"success": False, "msg": "失败"}), "ok, answers"),
        ("maxuetang", says(TRUE_FALSE | {"data": TRUE_FALSE["data"] | {"solve_id": "1"}}), "ok, the signature"),
        ("kaoshixing", says(FOUND | {"rows": []}), "ok, app_id"),
        ("kaoshixing", says({"code": "0001", "msg": "jwt错误"}), "refused"),
        ("wejh", says(USERS), "ok, answers"),
        ("wejh", says({"code": 403, "msg": "不存在该用户"}), "ok, answers"),
        ("wejh", says("", 404), "answers otherwise"),
    ],
)
async def test_probe(upstream: Upstream, system: str, reaction: Reaction, said: str) -> None:
    upstream.always = reaction
    rows = dict(await probed(one(system, upstream.url)))
    assert rows[system].startswith(said)
    assert KEY.get_secret_value() not in rows[system]
    assert {name for name, row in rows.items() if not row.startswith("off")} == {system}


async def test_demo() -> None:
    """Each of the sandboxed systems takes the demo's keys."""
    async with serving() as address:
        rows = dict(await probed(sandboxed(Settings(), address)))
    assert rows == {
        "cet": "ok, connected; whether it knows an answer can't be asked harmlessly",
        "kaoshiyun": "ok, the token is taken; 7 exams",
        "maxuetang": "ok, the signature is taken",
        "kaoshixing": "ok, app_id and app_key are taken",
        "wejh": "ok, answers",
    }


@pytest.mark.parametrize(
    ("system", "key"), [("kaoshiyun", "token_params"), ("maxuetang", "merchant_key"), ("kaoshixing", "app_id")]
)
async def test_wrong_keys(system: str, key: str) -> None:
    """What the sandbox says of wrong ones is no "ok" either."""
    async with serving() as address:
        settings = sandboxed(Settings(), address)
        wrong: object = {} if key == "token_params" else SecretStr("x") if key == "merchant_key" else "x"
        section = getattr(settings.providers, system).model_copy(update={key: wrong})
        providers = settings.providers.model_copy(update={system: section})
        rows = dict(await probed(settings.model_copy(update={"providers": providers})))
    assert rows[system].startswith("refused")


async def test_probe_behind_a_proxy(upstream: Upstream) -> None:
    """Where the system has no name here; and where the proxy is away that is told."""
    for proxy, said in ((upstream.url, "ok, connected with the proxy"), (f"http://127.0.0.1:{free_port()}", "no conn")):
        choices = Cet(base_url="http://cet.example.invalid", proxy=proxy)
        row = dict(await probed(Settings(providers=Providers(cet=choices))))["cet"]
        assert row.startswith(said)
    assert "are proxy and base_url right" in row


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("system", ["cet", "kaoshiyun", "maxuetang", "kaoshixing", "wejh"])
async def test_proxy_that_wants_another_password(upstream: Upstream, system: str, scheme: str) -> None:
    """For what it is to pass on, and for a tunnel; that is told, and not the password."""
    upstream.always = says("no", 407, {"Proxy-Authenticate": "Basic"})
    proxy = upstream.url.replace("://", "://gradebell:hunter2@")
    providers = one(system, f"{scheme}://{system}.example.invalid").providers
    section = getattr(providers, system).model_copy(update={"proxy": proxy})
    row = dict(await probed(Settings(providers=providers.model_copy(update={system: section}))))[system]
    assert row.startswith("refused by the proxy (the proxy answered 407)")
    assert "password in proxy" in row
    assert "hunter2" not in row
    assert {each.method for each in upstream.seen} >= {"CONNECT"} or scheme == "http"


@pytest.mark.parametrize(("status", "said"), [(404, "ok"), (500, "ok"), (502, "no connection (answered 502)")])
async def test_proxy_that_finds_nobody(upstream: Upstream, status: int, said: str) -> None:
    """What the system itself says of a page that it does not have is an answer."""
    upstream.always = says("", status)
    choices = Cet(base_url="http://cet.example.invalid", proxy=upstream.url)
    row = dict(await probed(Settings(providers=Providers(cet=choices))))["cet"]
    assert row.startswith(said)


async def test_probe_of_token_url(upstream: Upstream) -> None:
    """Which of the two addresses is wrong is told."""
    upstream.always = says("", 404)
    choices = Kaoshiyun(base_url=upstream.url, token_url=f"{upstream.url}/token", token_params={"secret": "s3cret"})
    rows = dict(await probed(Settings(providers=Providers(kaoshiyun=choices))))
    assert "while token_url was asked" in rows["kaoshiyun"]
    assert "s3cret" not in rows["kaoshiyun"]


async def test_probe_of_token_file(upstream: Upstream, tmp_path: Path) -> None:
    choices = Kaoshiyun(base_url=upstream.url, token_file=str(tmp_path / "none"))
    rows = dict(await probed(Settings(providers=Providers(kaoshiyun=choices))))
    assert rows["kaoshiyun"].startswith("refused (token_file is empty")
