"""What a frame of the QQ side means."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.abilities import Reach
from bot.platforms.onebot.frames import Reader, Unreadable
from bot.platforms.onebot.parts import Beat, Door, Heard, Own, Stranger

OWN = "10001"
NOW = 1_790_000_000.0


def read(**fields: object) -> Any:
    return Reader(OWN, {"55"}.__contains__, lambda: NOW).read(fields)


def message(**changes: object) -> dict[str, object]:
    return {
        "post_type": "message",
        "message_type": "private",
        "sub_type": "friend",
        "self_id": 10001,
        "user_id": 222,
        "message_id": 7,
        "time": 1_780_000_000,
        "message": [{"type": "text", "data": {"text": "/help"}}],
        "sender": {"nickname": "小明"},
    } | changes


def in_group(**changes: object) -> dict[str, object]:
    return message(message_type="group", sub_type="normal", group_id=777) | changes


def test_private() -> None:
    heard = read(**message())
    assert isinstance(heard, Heard)
    incoming = heard.incoming
    assert (incoming.handle, incoming.address.key) == ("onebot:222", "onebot/10001/private/222/")
    assert (incoming.text, incoming.message, incoming.name, incoming.at) == ("/help", "7", "小明", 1_780_000_000)


def test_identifiers_as_strings() -> None:
    assert read(**message(user_id="222", message_id="7")) == read(**message())


@pytest.mark.parametrize("odd", [None, True, "12x", 1.5, [], "1" * 30])
def test_without_a_sender(odd: object) -> None:
    with pytest.raises(Unreadable, match="user_id"):
        read(**message(user_id=odd))


def test_what_the_protocol_only_promises_may_be_missing() -> None:
    heard = read(**{name: value for name, value in message().items() if name not in ("sender", "time")})
    assert (heard.incoming.name, heard.incoming.at) == ("", NOW)


def test_same_id_at_another_time_is_another_message() -> None:
    """Ids are short hashes, which collide."""
    assert read(**message()).incoming.update != read(**message(time=1_780_000_060)).incoming.update


def test_temporary_session() -> None:
    assert read(**message(sub_type="group", sender={"group_id": 777})) == Stranger("222")


@pytest.mark.parametrize(
    ("changes", "addressed"),
    [
        ({}, False),
        ({"message": [{"type": "at", "data": {"qq": OWN}}, {"type": "text", "data": {"text": " 帮助"}}]}, True),
        ({"message": "[CQ:at,qq=10001] 帮助"}, True),
        ({"message": [{"type": "reply", "data": {"id": "55"}}, {"type": "text", "data": {"text": "1"}}]}, True),
        ({"message": [{"type": "reply", "data": {"id": "56"}}, {"type": "text", "data": {"text": "1"}}]}, False),
        ({"raw_message": f"[CQ:at,qq={OWN}]", "message": [{"type": "text", "data": {"text": "hi"}}]}, False),
    ],
)
def test_addressed_in_a_group(changes: Mapping[str, object], addressed: bool) -> None:  # noqa: FBT001 - a table
    assert read(**in_group(**changes)).incoming.addressed is addressed


@pytest.mark.parametrize(("role", "runs"), [("owner", True), ("admin", True), ("member", False), (None, None)])
def test_who_runs_a_group(role: str | None, runs: bool | None) -> None:  # noqa: FBT001 - a table
    assert read(**in_group(sender={"role": role})).incoming.group_admin is runs


@pytest.mark.parametrize(
    "changes",
    [{"sub_type": "anonymous"}, {"sub_type": "notice"}, {"user_id": 80000000}, {"sender": {"is_robot": True}}],
)
def test_nobody_to_be_answered_in_a_group(changes: Mapping[str, object]) -> None:
    assert read(**in_group(**changes)) is None


@pytest.mark.parametrize("changes", [{"post_type": "message_sent", "target_id": 222}, {"user_id": 10001}])
def test_own_messages(changes: Mapping[str, object]) -> None:
    own = read(**message(**changes))
    assert isinstance(own, Own)
    assert own.text == "/help"


def test_came_and_went() -> None:
    notice = {"post_type": "notice", "time": 1_780_000_000, "self_id": 10001}
    friend = read(**notice, notice_type="friend_add", user_id=222)
    assert (friend.incoming.text, friend.incoming.address.chat) == ("/start", "222")
    group = read(**notice, notice_type="group_increase", group_id=777, user_id=10001, operator_id=333)
    assert (group.incoming.address.key, group.incoming.sender) == ("onebot/10001/group/777/", "333")
    kicked = read(**notice, notice_type="group_decrease", sub_type="kick_me", group_id=777, user_id=10001)
    assert kicked == Reach(group.incoming.address, reachable=False)
    assert read(**notice, notice_type="group_increase", group_id=777, user_id=999) is None
    assert read(**notice, notice_type="group_recall", group_id=777, user_id=999) is None


def test_requests() -> None:
    request = {"post_type": "request", "user_id": 222, "flag": "f1", "comment": "hi", "self_id": 10001}
    assert read(**request, request_type="friend") == Door(OWN, "", "222", "f1", "hi")
    invited = read(**request, request_type="group", sub_type="invite", group_id=777)
    assert invited == Door(OWN, "777", "222", "f1", "hi")
    assert read(**request, request_type="group", sub_type="add", group_id=777) is None


@pytest.mark.parametrize(
    ("interval", "every"), [(30000, 30.0), (10**400, 3600.0), (0, 0.0), (-5, 0.0), ("x", 0.0), (True, 0.0)]
)
def test_heartbeats(interval: object, every: float) -> None:
    beat = read(post_type="meta_event", meta_event_type="heartbeat", interval=interval, status={"online": True})
    assert beat == Beat(every)


@pytest.mark.parametrize(
    ("fields", "online"),
    [
        ({"post_type": "meta_event", "meta_event_type": "heartbeat", "status": {"online": False, "good": True}}, False),
        ({"post_type": "meta_event", "meta_event_type": "heartbeat", "status": {"good": True}}, True),
        ({"post_type": "meta_event", "meta_event_type": "heartbeat", "status": None}, True),
        ({"post_type": "notice", "notice_type": "bot_offline", "user_id": 10001, "tag": "被挤下线"}, False),
    ],
)
def test_whether_the_account_is_online(fields: dict[str, object], online: bool) -> None:  # noqa: FBT001 - a table
    assert read(**fields) == Beat(0.0, online)
