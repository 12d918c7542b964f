"""Messages as events and as what get_msg tells, in the words of each variant."""

from typing import Any

from tests.qqside.records import Message
from tests.qqside.segments import coded
from tests.qqside.variants import Variant
from tests.qqside.world import BOT, World

IDS = frozenset(
    ("self_id", "user_id", "group_id", "operator_id", "target_id", "message_id", "real_id", "message_seq", "real_seq")
)


def written(value: Any, variant: Variant) -> Any:
    """The same with ids as the variant writes them."""
    if not variant.strings:
        return value
    if isinstance(value, list):
        return [written(each, variant) for each in value]
    if isinstance(value, dict):
        return {
            name: str(each) if name in IDS and isinstance(each, int) else written(each, variant)
            for name, each in value.items()
        }
    return value


def body(world: World, message: Message) -> list[dict[str, object]] | str:
    if world.variant.message_format == "string":
        return coded(message.segments)
    return [segment.told() for segment in message.segments]


def sender(world: World, message: Message) -> dict[str, object]:
    told: dict[str, object] = {"user_id": message.sender, "nickname": world.name(message.sender)}
    if message.place.kind == "group" and world.variant.extras:  # "best effort": the plain one tells no role
        member = world.groups[message.place.id].members[message.sender]
        told |= {"card": member.card, "role": member.role}
    return told


def event(world: World, message: Message, *, temporary: int = 0) -> dict[str, object]:
    """What the bot is told of a message; `temporary` is the group that a stranger's words came through."""
    own = message.sender == BOT
    told: dict[str, object] = {
        "time": message.at,
        "self_id": BOT,
        "post_type": "message_sent" if own else "message",
        "message_type": message.place.kind,
        "sub_type": "group" if temporary else "friend" if message.place.kind == "private" else "normal",
        "message_id": message.id,
        "user_id": message.sender,
        "message": body(world, message),
        "raw_message": coded(message.segments),
        "font": 14,
        "sender": sender(world, message),
    }
    if message.place.kind == "group":
        told |= {"group_id": message.place.id}
        told |= {} if world.variant.extras else {"anonymous": None}
    return told | (_extras(world, message, temporary) if world.variant.extras else {})


def _extras(world: World, message: Message, temporary: int) -> dict[str, object]:
    told: dict[str, object] = {
        "message_seq": message.seq,
        "real_id": message.id,
        "real_seq": str(message.seq),
        "message_format": world.variant.message_format,
        "raw": {"msgId": "7000000000000000001", "elements": [{"elementType": 1}]},
    }
    if message.sender == BOT:
        told |= {"target_id": message.place.id, "message_sent_type": "self"}
    if message.place.kind == "group":
        told["group_name"] = world.groups[message.place.id].name
    if temporary:
        told |= {"group_id": temporary, "temp_source": 0}
    return told


def lifecycle() -> dict[str, object]:
    return {"meta_event_type": "lifecycle", "sub_type": "connect"}


def heartbeat(interval_s: float, *, online: bool = True) -> dict[str, object]:
    status = {"online": online, "good": online}
    return {"meta_event_type": "heartbeat", "interval": round(interval_s * 1000), "status": status}
