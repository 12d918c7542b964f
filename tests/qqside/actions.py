"""The actions by name, with what they take; a frame becomes an answer here."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.qqside import asking, files, sending
from tests.qqside.faults import NOT_DONE, Fault
from tests.qqside.params import Refusal, Takes
from tests.qqside.world import World

Act = Callable[[World, Mapping[str, Any]], object]
_PRIVATE = {"user_id": "id", "message": "message", "auto_escape": "flag?"}

ACTIONS: Mapping[str, tuple[Act, Takes]] = {
    "send_private_msg": (sending.send_private_msg, Takes(_PRIVATE | {"group_id": "id?"})),
    "send_group_msg": (sending.send_group_msg, Takes({"group_id": "id", "message": "message", "auto_escape": "flag?"})),
    "send_msg": (
        sending.send_msg,
        Takes(_PRIVATE | {"user_id": "id?", "group_id": "id?", "message_type": "string?"}),
    ),
    "delete_msg": (sending.delete_msg, Takes({"message_id": "id"})),
    "get_msg": (sending.get_msg, Takes({"message_id": "id"})),
    "get_login_info": (asking.get_login_info, Takes({})),
    "get_status": (asking.get_status, Takes({})),
    "get_version_info": (asking.get_version_info, Takes({})),
    "get_stranger_info": (asking.get_stranger_info, Takes({"user_id": "id", "no_cache": "flag?"})),
    "get_friend_list": (asking.get_friend_list, Takes({})),
    "get_group_info": (asking.get_group_info, Takes({"group_id": "id", "no_cache": "flag?"})),
    "get_group_list": (asking.get_group_list, Takes({})),
    "get_group_member_info": (
        asking.get_group_member_info,
        Takes({"group_id": "id", "user_id": "id", "no_cache": "flag?"}),
    ),
    "get_group_member_list": (asking.get_group_member_list, Takes({"group_id": "id"})),
    "set_friend_add_request": (
        asking.set_friend_add_request,
        Takes({"flag": "string", "approve": "flag?", "remark": "words?"}),
    ),
    "set_group_add_request": (
        asking.set_group_add_request,
        Takes({"flag": "string", "sub_type": "string?", "type": "string?", "approve": "flag?", "reason": "words?"}),
    ),
    "set_group_leave": (asking.set_group_leave, Takes({"group_id": "id", "is_dismiss": "flag?"})),
    "get_image": (files.get_file, Takes({"file": "string"})),
}
# What the programs have added; the standard has none of it.
ADDED: Mapping[str, tuple[Act, Takes]] = {
    "upload_private_file": (
        sending.upload_private_file,
        Takes({"user_id": "id", "file": "string", "name": "string"}),
    ),
    "upload_group_file": (
        sending.upload_group_file,
        Takes({"group_id": "id", "file": "string", "name": "string", "folder": "string?"}),
    ),
    "get_file": (files.get_file, Takes({"file": "string?", "file_id": "string?"})),
}


def act(world: World, frame: object, fault: Fault | None) -> dict[str, object]:
    """Do what a frame asks for, unless a fault keeps it from being done; return the answer."""
    echo = frame.get("echo") if isinstance(frame, dict) else None
    try:
        if fault in NOT_DONE:
            raise world.failed("Timeout")
        answer: dict[str, object] = {"status": "ok", "retcode": 0, "data": _done(world, frame)}
        words = ""
        if fault is Fault.TIMEOUT:
            raise world.failed("Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg")
    except Refusal as refusal:
        answer, words = {"status": "failed", "retcode": refusal.retcode, "data": None}, str(refusal)
    if isinstance(frame, dict):
        world.called(str(frame.get("action")), _params(frame), int(str(answer["retcode"])))
    if world.variant.extras:
        answer |= {"message": words, "wording": words, "stream": "normal-action"}
    return answer | ({"echo": echo} if echo is not None or world.variant.extras else {})


def _done(world: World, frame: object) -> object:
    if not isinstance(frame, dict) or not isinstance(frame.get("action"), str):
        raise Refusal(1400, "json解析失败，请检查数据格式")
    action = frame["action"].removesuffix("_async").removesuffix("_rate_limited")
    if unknown := frame.keys() - {"action", "params", "echo"}:
        world.violate(action, f"a frame with {sorted(unknown)}")
    if not isinstance(frame.get("echo"), str):
        world.violate(action, "no echo, or one that is no string")
    known = {**ACTIONS, **ADDED} if world.variant.extras else ACTIONS
    if action not in known:
        raise Refusal(1404, f"不支持的Api {action}")
    perform, takes = known[action]
    params = takes.read(_params(frame), lambda what: world.violate(action, what))
    return perform(world, params)


def _params(frame: Mapping[str, Any]) -> Mapping[str, Any]:
    params = frame.get("params")
    return params if isinstance(params, dict) else {}
