"""Updates that are not as the manual says: a client must pass over them and go on with the others."""

from enum import StrEnum

from tests.botapi.people import Seat
from tests.botapi.records import Message, message_told


class Poison(StrEnum):
    NO_MESSAGE_ID = "no_message_id"
    NO_FIRST_NAME = "no_first_name"
    DATE_IS_TEXT = "date_is_text"
    ENTITY_WITHOUT_TYPE = "entity_without_type"
    NO_OBJECT = "no_object"
    UNKNOWN_KIND = "unknown_kind"


def poisoned(kind: Poison, seat: Seat) -> dict[str, object]:
    """Return an update's fields, without its id, that are wrong in this way."""
    world = seat.world
    message = message_told(seat.chat, Message(9_999_999, seat.chat.id, seat.account, world.now, "poison"))
    match kind:
        case Poison.NO_MESSAGE_ID:
            del message["message_id"]
        case Poison.NO_FIRST_NAME:
            message["from"] = {"id": seat.account.id, "is_bot": False}
        case Poison.DATE_IS_TEXT:
            message["date"] = "yesterday"
        case Poison.ENTITY_WITHOUT_TYPE:
            message["entities"] = [{"offset": 0, "length": 6}]
        case Poison.NO_OBJECT:
            return {"message": "hello"}
        case Poison.UNKNOWN_KIND:
            return {"telepathy": message}
    return {"message": message}
