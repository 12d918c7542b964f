"""What 考试星 is asked, and what becomes of its answers."""

import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import ClientSession
from yarl import URL

from providers.clock import CHINA
from providers.errors import Ambiguous, BadInput, Changed, Expired, Locked, NotFound, WrongCredentials
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshixing.models import Candidate, Exam, ExamResult
from providers.kaoshixing.token import make_token
from providers.system import Terms
from tests.providers.calls import whole
from tests.providers.hand_clock import HandClock
from tests.providers.kaoshixing_bodies import (
    ADDED,
    APP_ID,
    APP_KEY,
    DONE,
    EXAMS,
    FOUND,
    LOGGED_IN,
    LOGIN,
    NOT_FOUND,
    NOT_LOGGED_IN,
    NOT_MOVED,
    RESULT,
    RESULTS,
    SILENT_LOGIN,
    UPDATED,
)
from tests.providers.kaoshixing_calls import PASSWORD, WHO, build
from tests.providers.upstream import Upstream, says

# A real one, made with the document's app id and key (upstreams, 4.2).
VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE1OTYwMjU5MjE4NTgsImFjdGlvbl9pZCI6IjIwMSJ9"
    ".yTqbfgWViM4emuQvXw8XcU7AgDgLFPQRA8NZYgCOfJ8"
)
HASHED = hashlib.sha256(PASSWORD.encode()).hexdigest()

Use = Callable[[KaoshixingClient], Awaitable[object]]


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> KaoshixingClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


def claims(token: str) -> tuple[str, str]:
    """Verify it and give header and claims, as they were written."""
    head, payload, signature = token.split(".")
    signed = hmac.digest(APP_KEY.encode(), f"{head}.{payload}".encode(), "sha256")
    assert base64.urlsafe_b64encode(signed).decode().rstrip("=") == signature
    return _plain(head), _plain(payload)


def _plain(part: str) -> str:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()


def test_vector() -> None:
    until = datetime.fromtimestamp(1596025921, UTC).replace(microsecond=858_000)
    assert make_token("201", APP_KEY, until) == VECTOR
    assert claims(VECTOR) == ('{"alg":"HS256","typ":"JWT"}', '{"exp":1596025921858,"action_id":"201"}')
    assert claims(make_token("201", APP_KEY, until, "s"))[1] == '{"exp":1596025921,"action_id":"201"}'


@pytest.mark.parametrize(
    ("use", "asked", "body"),
    [
        (
            lambda client: client.login_link(*WHO, more={"sex": "１"}, custom_url="https://a.kaoshixing.com/x"),
            (
                "201",
                {
                    "user_id": "zhangsan",
                    "sex": "1",
                    "user_name": "张三",
                    "department": "总部/财务部",
                    "custom_url": "https://a.kaoshixing.com/x",
                },
            ),
            LOGIN,
        ),
        (
            lambda client: client.update(" zhangsan ", {"password": PASSWORD, "status": "1"}),
            ("202", {"user_id": "zhangsan", "password": HASHED, "status": "1"}),
            UPDATED,
        ),
        (lambda client: client.silent_login_link("zhangsan"), ("203", {"user_id": "zhangsan"}), SILENT_LOGIN),
        (
            lambda client: client.add(*WHO, more={"password": PASSWORD, "compare_photo": "https://x.cn/a.PNG"}),
            (
                "206",
                {
                    "user_id": "zhangsan",
                    "password": HASHED,
                    "compare_photo": "https://x.cn/a.PNG",
                    "user_name": "张三",
                    "department": "总部/财务部",
                },
            ),
            ADDED,
        ),
        (
            lambda client: client.grant("8110290", "55400"),
            ("207", {"user_id": "8110290", "exam_id": "55400", "event_type": "add"}),
            DONE,
        ),
        (
            lambda client: client.revoke("8110290", "55400"),
            ("207", {"user_id": "8110290", "exam_id": "55400", "event_type": "del"}),
            DONE,
        ),
        (
            lambda client: client.move_department("部门分类/一级部门/二级部门", "部门分类"),
            ("208", {"depName": "部门分类/一级部门/二级部门", "pDepName": "部门分类"}),
            DONE,
        ),
        (lambda client: client.candidate("zhangsan"), ("209", {"user_id": "zhangsan"}), FOUND),
        (lambda client: whole(client.exams()), ("601", {"page": 1}), EXAMS),
        (lambda client: whole(client.results("zhangsan")), ("702", {"user_id": "zhangsan", "page": 1}), RESULTS),
    ],
)
async def test_request(
    client: KaoshixingClient, upstream: Upstream, use: Use, asked: tuple[str, object], body: object
) -> None:
    upstream.always = says(body)
    await use(client)
    (seen,) = upstream.seen
    url = URL(seen.target)
    assert (seen.method, url.path, list(url.query)) == ("POST", f"/api/company/data/{APP_ID}/", ["jwt"])
    assert seen.headers["Content-Type"].startswith("application/json")
    assert json.loads(seen.body) == asked[1]
    exp = int(datetime(2026, 3, 1, 9, 0, 10, tzinfo=UTC).timestamp() * 1000)
    assert claims(url.query["jwt"]) == (
        '{"alg":"HS256","typ":"JWT"}',
        f'{{"exp":{exp},"action_id":"{asked[0]}"}}',
    )


async def test_seconds(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    upstream.always = says(DONE)
    config = KaoshixingConfig(upstream.url, APP_ID, APP_KEY, exp_unit="s")
    await KaoshixingClient(session, config, hand_clock.clock).grant("1", "2")
    exp = int(datetime(2026, 3, 1, 9, 0, 10, tzinfo=UTC).timestamp())
    assert json.loads(claims(URL(upstream.seen[0].target).query["jwt"])[1])["exp"] == exp


@pytest.mark.parametrize("use", [lambda c: c.login_link(*WHO), lambda c: c.silent_login_link("zhangsan")])
async def test_login_link(client: KaoshixingClient, upstream: Upstream, use: Any) -> None:
    """The document's line breaks are none of the address."""
    for body in (LOGIN, SILENT_LOGIN):
        upstream.always = says(body)
        assert (await use(client)).url == str(body["url"]).replace("\n", "")


@pytest.mark.parametrize("body", [LOGGED_IN, LOGIN | {"url": "ftp://x"}, DONE])
async def test_no_link(client: KaoshixingClient, upstream: Upstream, body: object) -> None:
    """What a browser gets after the link is no link."""
    upstream.always = says(body)
    with pytest.raises(Changed, match="url"):
        await client.silent_login_link("zhangsan")


async def test_added(client: KaoshixingClient, upstream: Upstream) -> None:
    """The document's own example has no valid signature, and nobody looks."""
    upstream.always = says(ADDED)
    assert (await client.add(*WHO)).token == ADDED["jwt"]


async def test_candidate(client: KaoshixingClient, upstream: Upstream) -> None:
    upstream.always = says(FOUND)
    found = await client.candidate("ZhangSan")
    assert found == Candidate(
        user_id="zhangsan",
        name="张三",
        department="部门分类",
        sex="-1",
        phone="1234567890",
        notice="备注",
        position="职位",
        identity_card="1234567890",
        custom=("自定义字段1", "自定义字段2", "自定义字段3", "自定义字段4", "自定义字段5"),
    )
    assert repr(found) == "Candidate()"


@pytest.mark.parametrize("body", [FOUND | {"total": 0, "rows": []}, {"rows": None}, FOUND])
async def test_no_candidate(client: KaoshixingClient, upstream: Upstream, body: object) -> None:
    """No rows, or somebody else's."""
    upstream.always = says(body)
    with pytest.raises(NotFound):
        await client.candidate("lisi")


async def test_results(client: KaoshixingClient, upstream: Upstream) -> None:
    upstream.always = says(RESULTS)
    assert await whole(client.results("zhangsan")) == [
        ExamResult(
            exam=Exam(
                exam_id="55400",
                name="安全生产知识考试",
                category="安全",
                begins=datetime(2026, 3, 1, 9, tzinfo=CHINA),
                ends=datetime(2026, 3, 2, 18, tzinfo=CHINA),
                minutes=Decimal(90),
                homework=False,
            ),
            result_id="9001",
            score=Decimal("87.5"),
            passed=True,
            exam_link="https://exam.kaoshixing.com/exam/before_answer_notice/55400",
            result_link="https://exam.kaoshixing.com/exam/result/9001",
            status="2",
        )
    ]


async def test_not_taken_yet(client: KaoshixingClient, upstream: Upstream) -> None:
    """An exam to come has no result; times may be milliseconds."""
    row = RESULT | {"examResultsId": None, "results": "", "isPass": None, "examStartTime": 1772326800000}
    upstream.always = says({"success": True, "code": "10000", "bizContent": [row]})
    upstream.next.append(says({"total": 1, "current": 1, "rowCount": 1, "rows": [row]}))
    for _ in range(2):
        (result,) = await whole(client.results("zhangsan"))
        assert (result.result_id, result.score, result.passed) == ("", None, None)
        assert result.exam.begins == datetime(2026, 3, 1, 9, tzinfo=CHINA)


async def test_pages(client: KaoshixingClient, upstream: Upstream) -> None:
    rows = [RESULT | {"examInfoId": number} for number in range(23)]
    for start in (0, 10, 20):
        content = {"total": "23", "rows": rows[start : start + 10]}
        upstream.next.append(says({"success": True, "code": 10000, "bizContent": content}))
    assert len(await whole(client.results("zhangsan"))) == 23
    assert [json.loads(seen.body)["page"] for seen in upstream.seen] == [1, 2, 3]


async def test_exams(client: KaoshixingClient, upstream: Upstream) -> None:
    """601, of which only the id's name is known for sure."""
    upstream.always = says({"success": True, "code": 10000, "bizContent": [{"examInfoId": "1"}]})
    upstream.next.append(says(EXAMS))
    assert (await whole(client.exams()))[0].name == "安全生产知识考试"
    assert (await whole(client.exams()))[0] == Exam("1", "", "", None, None, None, None)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"code": 31000, "msg": "该考生不存在"}, NotFound),
        ({"code": 31000, "msg": "更新考生部门失败"}, Ambiguous),
        ({"code": "31000", "msg": "更新考生信息失败"}, Ambiguous),
        (NOT_LOGGED_IN, NotFound),
        (NOT_LOGGED_IN | {"desc": "", "englishDesc": "", "code": "31014"}, NotFound),
        (NOT_MOVED, Ambiguous),
        (NOT_FOUND, BadInput),
        ({"code": 31001, "msg": "该考试不存在"}, NotFound),
        ({"code": "0001", "msg": "jwt已过期"}, Expired),
        ({"code": "0001", "msg": "jwt解析失败"}, WrongCredentials),
        ({"code": "0001", "msg": "appId不存在"}, WrongCredentials),
        ({"code": "0004", "msg": "action_id不存在"}, Ambiguous),
        ({"code": 31000, "msg": "该部门不存在"}, NotFound),
        ({"code": 31002, "msg": "该考生已被禁用"}, Locked),
        ({"success": False, "code": 10000}, Ambiguous),
        ({"code": "x\n", "msg": None}, Ambiguous),
        ({"msg": "?"}, Changed),
    ],
)
@pytest.mark.parametrize(
    "use", [lambda c: c.update("1", {"sex": "1"}), lambda c: c.grant("1", "2"), lambda c: c.candidate("1")]
)
async def test_failures(
    client: KaoshixingClient, upstream: Upstream, body: object, error: type[Exception], use: Use
) -> None:
    upstream.always = says(body)
    with pytest.raises(error):
        await use(client)
    assert len(upstream.seen) == 1


async def test_documented_text(client: KaoshixingClient, upstream: Upstream) -> None:
    """An administrator is told which part failed."""
    upstream.always = says(NOT_MOVED)
    with pytest.raises(Ambiguous, match="更新部门失败"):
        await client.move_department("a", "b")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "changes"),
        ({"user_id": "2"}, "user_id"),
        ({"cücumber": "2"}, "field"),
        ({"sex": "男"}, "sex"),
        ({"status": ""}, "status"),
        ({"user_name": " "}, "user_name"),
        ({"notice": "a\x00"}, "notice"),
        ({"phone": "1" * 201}, "phone"),
        ({"password": ""}, "password"),
        ({"compare_photo": "https://x.cn/a.gif"}, "compare_photo"),
        ({"compare_photo": "/a.png"}, "compare_photo"),
    ],
)
async def test_bad_changes(
    client: KaoshixingClient, upstream: Upstream, changes: Mapping[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        await client.update("1", changes)
    assert caught.value.field == field
    assert upstream.seen == []


@pytest.mark.parametrize(
    ("use", "field"),
    [
        (lambda c: c.candidate(" "), "user_id"),
        (lambda c: c.grant("1", ""), "exam"),
        (lambda c: c.revoke("1", "a b"), "exam"),
        (lambda c: c.add("1", "", "总部"), "user_name"),
        (lambda c: c.add("1", "张三", ""), "department"),
        (lambda c: c.add("1", "张三", "总部", more={"status": "1"}), "status"),
        (lambda c: c.move_department("", "b"), "department"),
        (lambda c: c.move_department("a", " "), "parent"),
        (lambda c: c.login_link(*WHO, custom_url="https://evilkaoshixing.com/"), "custom_url"),
        (lambda c: c.login_link(*WHO, custom_url="https://[/"), "custom_url"),
    ],
)
async def test_bad_input(client: KaoshixingClient, upstream: Upstream, use: Use, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        await use(client)
    assert caught.value.field == field
    assert upstream.seen == []


def test_config() -> None:
    assert APP_KEY not in repr(replace(KaoshixingConfig("http://x.cn", APP_ID, APP_KEY), exp_unit="s"))
