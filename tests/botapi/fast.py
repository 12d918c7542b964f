"""What `--fast` puts in place of the slow methods, for benchmarks: no text is parsed and nothing is kept.

A wrong token, unknown parameters and missing ones are still refused; what people would see can't be asked for.
"""

from collections.abc import Mapping

from tests.botapi.call import Call, Table
from tests.botapi.methods import METHODS, Method
from tests.botapi.world import World


def _send(world: World, call: Call) -> Table:
    chat, text = call.whole("chat_id"), call.text("text")
    if world.on_sent is not None:
        world.on_sent(chat, text)
    number = world.number("fast message", 1_000_000)
    return {"message_id": number, "date": world.now, "chat": {"id": chat, "type": "private"}, "text": text}


def _nothing(_world: World, _call: Call) -> bool:
    return True


FAST: Mapping[str, Method] = {
    **METHODS,
    "sendMessage": _send,
    "editMessageText": _send,
    "sendChatAction": _nothing,
    "deleteMessage": _nothing,
    "answerCallbackQuery": _nothing,
}
