"""Actions that ask who and what there is, and that answer requests."""

from collections.abc import Mapping
from typing import Any

from tests.qqside.params import bad_params
from tests.qqside.records import Asked, GroupRecord, Member
from tests.qqside.world import BOT, World

Params = Mapping[str, Any]


def get_login_info(world: World, params: Params) -> object:
    return {"user_id": BOT, "nickname": "Gradebell"}


def get_status(world: World, params: Params) -> object:
    return {"online": True, "good": True}


def get_version_info(world: World, params: Params) -> object:
    return {"app_name": world.variant.name, "app_version": "1.0.0", "protocol_version": "v11"}


def get_stranger_info(world: World, params: Params) -> object:
    account = world.account(params["user_id"])
    if account is None:
        raise world.failed("查无此人")
    return {"user_id": account.id, "nickname": account.name, "sex": "unknown", "age": 0}


def get_friend_list(world: World, params: Params) -> object:
    friends = (each for each in world.people.values() if each.friend)
    return [{"user_id": each.id, "nickname": each.name, "remark": ""} for each in friends]


def get_group_info(world: World, params: Params) -> object:
    return _group_told(world.group(params["group_id"]))


def get_group_list(world: World, params: Params) -> object:
    return [_group_told(each) for each in world.groups.values() if BOT in each.members]


def get_group_member_info(world: World, params: Params) -> object:
    group = world.group(params["group_id"])
    if params["user_id"] not in group.members:
        raise world.failed(f"群({group.id})成员{params['user_id']}不存在")
    return _member_told(world, group, params["user_id"])


def get_group_member_list(world: World, params: Params) -> object:
    group = world.group(params["group_id"])
    return [_member_told(world, group, number) for number in group.members]


def set_friend_add_request(world: World, params: Params) -> object:
    asked = _answered(world, params, "friend")
    account = world.account(asked.user)
    assert account is not None
    if asked.approved:
        account.friend = True
        world.noticed("friend_add", user_id=account.id)
    return None


def set_group_add_request(world: World, params: Params) -> object:
    kind = params["sub_type"] or params["type"]
    if kind not in ("add", "invite"):
        raise bad_params("sub_type")
    asked = _answered(world, params, kind)
    if asked.approved:
        who = BOT if kind == "invite" else asked.user
        joined(world, world.groups[asked.group], who, by=asked.user, how=kind)
    return None


def set_group_leave(world: World, params: Params) -> object:
    group = world.group(params["group_id"])
    del group.members[BOT]
    world.noticed("group_decrease", sub_type="leave", group_id=group.id, operator_id=BOT, user_id=BOT)
    return None


def joined(world: World, group: GroupRecord, who: int, *, by: int, how: str) -> None:
    group.members[who] = Member()
    sub_type = "invite" if how == "invite" else "approve"
    world.noticed("group_increase", sub_type=sub_type, group_id=group.id, operator_id=by, user_id=who)


def _answered(world: World, params: Params, kind: str) -> Asked:
    asked = world.asked.get(params["flag"])
    if asked is None or asked.approved is not None or asked.kind != kind:
        raise world.failed("没有找到该请求")
    asked.approved = params["approve"] is not False
    world.bell.ring()
    return asked


def _group_told(group: GroupRecord) -> dict[str, object]:
    count = len(group.members)
    return {"group_id": group.id, "group_name": group.name, "member_count": count, "max_member_count": 200}


def _member_told(world: World, group: GroupRecord, number: int) -> dict[str, object]:
    member = group.members[number]
    told = {"group_id": group.id, "user_id": number, "nickname": world.name(number), "card": member.card}
    return {**told, "role": member.role, "title": "", "join_time": 0, "last_sent_time": 0}
