"""The `/_sandbox/…` calls."""

import pytest
from aiohttp import ClientSession

from sandbox.server import World, build, serving
from sandbox.steering import is_loopback
from tests.sandbox.asker import Asker

TICKET = "440530151110612"
ASKED = ("GetCetScore", TICKET, "罗增榕")
WAITING = ("GetCetScore", "440010262101102", "周雨欣")


@pytest.mark.parametrize("call", ["publish", "expire", "fault", "requests", "reset", "nothing"])
async def test_refused_from_elsewhere(session: ClientSession, call: str) -> None:
    """Another machine may look up results but not steer, and learns nothing."""
    async with serving(app=build(world=World(peer=lambda _: "192.0.2.7"))) as url:
        asker = Asker(session, url)
        status, field, error = await asker.refused(call)
        assert (status, field) == (403, "")
        assert "machine" in error
        assert (await asker.cet(*ASKED))["Status"] == "1"


async def test_a_header_is_no_address(session: ClientSession) -> None:
    """The socket decides, whatever a request says of itself."""
    headers = {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    async with (
        serving(app=build(world=World(peer=lambda _: "192.0.2.7"))) as url,
        session.post(f"{url}/_sandbox/reset", headers=headers) as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize(
    ("peer", "own"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.2", False),
        ("::ffff:192.168.1.2", False),
        ("fe80::1%eth0", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_loopback(peer: str, own: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_loopback(peer) is own


@pytest.mark.parametrize(
    ("call", "fields", "field"),
    [
        ("fault", {"kind": "reset", "seconds": 1}, "system"),
        ("fault", {"system": "gre", "kind": "reset", "seconds": 1}, "system"),
        ("fault", {"system": "cet", "seconds": 1}, "kind"),
        ("fault", {"system": "cet", "kind": "fire", "seconds": 1}, "kind"),
        ("fault", {"system": "cet", "kind": "reset"}, "seconds"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": "1"}, "seconds"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": -1}, "seconds"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": 1, "share": 1.1}, "share"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": 1, "share": True}, "share"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": 1, "share": float("nan")}, "share"),
        ("fault", {"system": "cet", "kind": "latency", "seconds": 1, "delay_s": -1}, "delay_s"),
        ("fault", {"system": "cet", "kind": "status", "seconds": 1, "status": 200}, "status"),
        ("fault", {"system": "cet", "kind": "status", "seconds": 1, "status": 500.5}, "status"),
        (
            "fault",
            {"system": "cet", "kind": "status", "seconds": 1, "retry_after": "1\r\nX: y"},
            "retry_after",
        ),
        ("fault", {"system": "cet", "kind": "status", "seconds": 1, "retry_after": None}, "retry_after"),
        ("fault", {"system": "cet", "kind": "reset", "seconds": 1, "shere": 1}, "shere"),
        ("requests", {"system": "gre"}, "system"),
        ("requests", {"last": 3}, "last"),
        ("reset", {"system": "cet"}, "system"),
        ("expire", {}, "system"),
        ("expire", {"system": "cet"}, "system"),
        ("publish", {}, "system"),
        ("publish", {"system": "cet"}, "ticket"),
        ("publish", {"system": "cet", "ticket": 440530151110612}, "ticket"),
        ("publish", {"system": "cet", "ticket": "44053015111061"}, "ticket"),
        ("publish", {"system": "cet", "ticket": "440530262100101", "school": "韶关学院"}, "name"),
        ("publish", {"system": "cet", "ticket": "440530262100101", "name": "何美"}, "school"),
        ("publish", {"system": "cet", "ticket": "990530262100101", "name": "何美"}, "province"),
        ("publish", {"system": "cet", "ticket": TICKET, "province": "广东省"}, "province"),
        ("publish", {"system": "cet", "ticket": TICKET, "listening": 250}, "listening"),
        ("publish", {"system": "cet", "ticket": TICKET, "writing": "130"}, "writing"),
        ("publish", {"system": "cet", "ticket": TICKET, "total": 711}, "total"),
        ("publish", {"system": "cet", "ticket": TICKET, "speaking": 1}, "speaking"),
        ("publish", {"system": "cet", "ticket": WAITING[1], "listening": 100, "reading": 100}, "writing"),
    ],
)
async def test_wrong_field_is_named(sandbox: Asker, call: str, fields: dict[str, object], field: str) -> None:
    status, named, error = await sandbox.refused(call, **fields)
    assert (status, named) == (400, field)
    assert error.startswith(f"{field} ") or "cet" in error


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"1"])
async def test_no_json_object(sandbox: Asker, body: bytes) -> None:
    answer = await sandbox.raw("/_sandbox/fault", "POST", body)
    assert answer.status == 400
    assert b'"field": ""' in answer.body


async def test_only_post(sandbox: Asker) -> None:
    assert (await sandbox.raw("/_sandbox/requests")).status == 405


async def test_unknown_call(sandbox: Asker) -> None:
    """It tells what there is."""
    status, _, error = await sandbox.refused("publsih")
    assert status == 404
    assert "publish, expire, fault, requests, reset" in error


async def test_publish_a_waiting_result(sandbox: Asker) -> None:
    """Who sat already and waits needs only the three parts."""
    assert (await sandbox.cet(*WAITING))["Status"] == "0"
    await sandbox.steer("publish", system="cet", ticket=WAITING[1], listening=150, reading=160, writing=140)
    told = await sandbox.cet(*WAITING)
    assert (told["Status"], told["Total"], told["name"]) == ("1", "450", "周雨欣")
    assert (await sandbox.cet("GetCetScoreWithoutTickets", "广东", "中山大学", "1", "周雨欣")) == told


async def test_publish_a_new_person(sandbox: Asker) -> None:
    """The province stands in the ticket; the total may differ from the sum."""
    ticket = "110010262203311"
    told = await sandbox.steer(
        "publish", system="cet", ticket=ticket, name="何美", school="北京大学",
        listening=1, reading=2, writing=3, total=0,
    )  # fmt: skip
    assert told["published"] == {"ticket": ticket, "name": "何美", "school": "北京大学"}
    found = await sandbox.cet("GetCetScoreWithoutTickets", "北京", "北京大学", "2", "何美")
    assert (found["ticket"], found["Total"], found["Writing"]) == (ticket, "0", "3")


async def test_publish_a_correction(sandbox: Asker) -> None:
    """What is left out stays; the total follows the parts."""
    await sandbox.steer("publish", system="cet", ticket=TICKET, writing=150)
    told = await sandbox.cet(*ASKED)
    assert (told["Writing"], told["Total"], told["name"]) == ("150", "449", "罗撒旦")


async def test_publish_for_a_made_up_person(sandbox: Asker) -> None:
    """The published result hides the made-up one, by ticket and by school."""
    await sandbox.steer("publish", system="cet", ticket="440531261100101", listening=200)
    by_ticket = await sandbox.cet("GetCetScore", "440531261100101", "王子轩")
    assert (by_ticket["Listening"], by_ticket["Total"]) == ("200", "528")
    assert await sandbox.cet("GetCetScoreWithoutTicketsForWechat", "1", "王子轩") == by_ticket


async def test_publish_another_school(sandbox: Asker) -> None:
    """Who moved is no longer found at the old school."""
    await sandbox.steer("publish", system="cet", ticket="430020241108809", school="湘潭大学")
    old = await sandbox.cet("GetCetScoreWithoutTickets", "湖南", "湖南大学", "1", "陈浩")
    new = await sandbox.cet("GetCetScoreWithoutTickets", "湖南", "湘潭大学", "1", "陈浩")
    assert (old.get("ticket"), new["school"]) == (None, "湘潭大学")


async def test_reset_forgets_what_was_published(sandbox: Asker) -> None:
    await sandbox.steer("publish", system="cet", ticket=TICKET, writing=150)
    await sandbox.steer("reset")
    assert (await sandbox.cet(*ASKED))["Writing"] == "147"


async def test_requests(sandbox: Asker, session: ClientSession) -> None:
    """All that a test may want to look at, oldest first, and no steering among it."""
    await sandbox.raw("/GetCetScore/1/%E7%BD%97%2f?a=%20b&c=")
    headers = {"User-Agent": "probe", "X-Other": "1"}
    async with session.post(f"{sandbox.url}/GetCetScore/1/2", data={"k": "罗"}, headers=headers):
        pass
    told = await sandbox.steer("requests", system="cet")
    assert told["dropped"] == 0
    assert isinstance(told["requests"], list)
    first, second = told["requests"]
    assert (first["method"], first["path"]) == ("GET", "/GetCetScore/1/%E7%BD%97%2f")
    assert first["target"] == "/GetCetScore/1/%E7%BD%97%2f?a=%20b&c="
    assert first["query"] == {"a": " b", "c": ""}
    assert (second["system"], second["body"]) == ("cet", "k=%E7%BD%97")
    assert second["headers"]["User-Agent"] == "probe"
    assert second["headers"]["Content-Type"] == "application/x-www-form-urlencoded"
    assert "X-Other" not in second["headers"]


async def test_requests_met_by_a_fault_count(sandbox: Asker) -> None:
    """What failed was asked all the same, at the time on the sandbox's clock."""
    await sandbox.steer("fault", system="cet", kind="empty", seconds=60)
    await sandbox.ask(*ASKED)
    told = await sandbox.steer("requests")
    assert isinstance(told["requests"], list)
    assert [entry["at"] for entry in told["requests"]] == [1000.0]


async def test_reset_forgets_requests(sandbox: Asker) -> None:
    await sandbox.ask(*ASKED)
    await sandbox.steer("reset")
    assert await sandbox.steer("requests") == {"ok": True, "requests": [], "dropped": 0}
