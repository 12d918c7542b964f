"""Actions that put something into a chat, or take it out."""

from collections.abc import Mapping
from typing import Any

from tests.qqside.events import body, event, sender
from tests.qqside.params import bad_params
from tests.qqside.records import RANK, File, Message, Place
from tests.qqside.segments import Segment, Unreadable, content, read
from tests.qqside.world import BOT, LONGEST, RECALL_S, World

Params = Mapping[str, Any]
Answer = dict[str, object] | None


def send_private_msg(world: World, params: Params) -> Answer:
    if params["group_id"] is not None:
        world.violate("send_private_msg", "user_id and group_id: what was meant for one person may go to the group")
    account = world.account(params["user_id"])
    if account is None and params["group_id"] is not None:  # what NapCat does
        return _sent(world, "send_private_msg", Place("group", world.group(params["group_id"]).id), params)
    return _sent(world, "send_private_msg", _friend(world, params["user_id"]), params)


def send_group_msg(world: World, params: Params) -> Answer:
    return _sent(world, "send_group_msg", _open_group(world, params["group_id"]), params)


def send_msg(world: World, params: Params) -> Answer:
    if params["message_type"] is None:
        world.violate("send_msg", "no message_type: the group is taken wherever there is one")
    group = params["message_type"] == "group" or (params["message_type"] is None and params["group_id"] is not None)
    if params["group_id" if group else "user_id"] is None:
        raise bad_params("user_id or group_id")
    return (send_group_msg if group else send_private_msg)(world, params)


def delete_msg(world: World, params: Params) -> Answer:
    message = _known(world, params["message_id"])
    if not _may_recall(world, message):
        raise world.failed("Recall failed")
    message.recalled = True
    where = {"user_id": message.sender, "message_id": message.id}
    if message.place.kind == "group":
        world.noticed("group_recall", group_id=message.place.id, operator_id=BOT, **where)
    world.bell.ring()
    return None


def get_msg(world: World, params: Params) -> Answer:
    message = _known(world, params["message_id"])
    told: dict[str, object] = {
        "time": message.at,
        "message_type": message.place.kind,
        "message_id": message.id,
        "real_id": message.id,
        "sender": sender(world, message),
        "message": body(world, message),
    }
    return told | ({"group_id": message.place.id} if message.place.kind == "group" else {})


def upload_private_file(world: World, params: Params) -> Answer:
    return _uploaded(world, _friend(world, params["user_id"]), params)


def upload_group_file(world: World, params: Params) -> Answer:
    return _uploaded(world, _open_group(world, params["group_id"]), params)


def _friend(world: World, number: int) -> Place:
    account = world.account(number)
    if account is None or not account.friend:
        raise world.failed("发送失败，请先添加对方为好友")
    return Place("private", number)


def _open_group(world: World, number: int) -> Place:
    group = world.group(number)
    if group.members[BOT].muted:
        raise world.failed("发送失败，你已被禁言")
    return group.place


def _sent(world: World, action: str, place: Place, params: Params) -> dict[str, object]:
    try:
        segments = read(params["message"], lambda what: world.violate(action, what))
        files = tuple(File(str(each.data.get("name", "")), content(each)) for each in segments if _holds_bytes(each))
    except Unreadable as error:
        raise bad_params(str(error)) from error
    words = "".join(str(each.data["text"]) for each in segments if each.kind == "text")
    if len(words) > LONGEST:
        raise world.failed("消息内容过长")
    if not words.strip() and not files:
        raise world.failed("消息体为空")
    return _posted(world, world.post(BOT, place, segments, *files))


def _holds_bytes(segment: Segment) -> bool:
    return segment.kind in ("image", "file", "record", "video")


def _uploaded(world: World, place: Place, params: Params) -> dict[str, object]:
    segment = Segment("file", {"file": params["file"], "name": params["name"]})
    try:
        file = File(params["name"], content(segment))
    except Unreadable as error:
        world.violate("upload", "a file by a path or an address")
        raise world.failed("file not found") from error
    told = Segment("file", {"file": file.name, "file_id": world.keep(file), "file_size": str(len(file.body))})
    return {"file_id": told.data["file_id"], **_posted(world, world.post(BOT, place, (told,), file))}


def _posted(world: World, message: Message) -> dict[str, object]:
    if world.variant.reports_own:
        world.emit(event(world, message))
    return {"message_id": message.id}


def _known(world: World, number: int) -> Message:
    message = world.messages.get(number)
    if message is None or message.recalled:
        raise world.failed("消息不存在")
    return message


def _may_recall(world: World, message: Message) -> bool:
    if message.place.kind == "private":
        return message.sender == BOT and world.clock() - message.at <= RECALL_S
    members = world.group(message.place.id).members
    mine, theirs = RANK[members[BOT].role], RANK[members[message.sender].role]
    if message.sender == BOT:
        return mine > 0 or world.clock() - message.at <= RECALL_S
    return mine > theirs
