"""Changing and deleting what was said."""

from dataclasses import replace

from tests.botapi.call import Call, Table
from tests.botapi.errors import NOT_MODIFIED, Refusal, bad_request
from tests.botapi.keyboard import read_markup
from tests.botapi.records import Chat, Message, Rights, message_told
from tests.botapi.text import read_text
from tests.botapi.world import World

DELETABLE_S = 48 * 3600
MAX_AT_ONCE = 100


def edit_text(world: World, call: Call) -> Table | bool:
    text, entities = read_text(call)
    markup = read_markup(call, inline_only=True)
    if call.text("inline_message_id"):
        return True
    chat, message = _editable(world, call)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _put(world, chat, message, replace(message, text=text, entities=entities, markup=markup))


def edit_caption(world: World, call: Call) -> Table | bool:
    text, entities = read_text(call, "caption")
    markup = read_markup(call, inline_only=True)
    if call.text("inline_message_id"):
        return True
    chat, message = _editable(world, call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _put(world, chat, message, replace(message, text=text, entities=entities, markup=markup))


def edit_markup(world: World, call: Call) -> Table | bool:
    markup = read_markup(call, inline_only=True)
    if call.text("inline_message_id"):
        return True
    chat, message = _editable(world, call)
    return _put(world, chat, message, replace(message, markup=markup))


def delete_message(world: World, call: Call) -> bool:
    chat = world.reachable(call)
    message = world.message_of(chat, call.params.get("message_id"), "message to delete not found")
    why_not = _why_not_deletable(world, chat, message)
    if why_not is not None:
        raise why_not
    _delete(world, chat, message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Those that aren't there or can't be deleted are skipped."""
    chat = world.reachable(call)
    numbers = call.items("message_ids") or []
    if not 1 <= len(numbers) <= MAX_AT_ONCE:
        raise bad_request("too many messages to delete" if numbers else "message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(number) if isinstance(number, int) else None
        if message is not None and _why_not_deletable(world, chat, message) is None:
            _delete(world, chat, message)
    return True


def _editable(world: World, call: Call) -> tuple[Chat, Message]:
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    chat = world.reachable(call)
    message = world.message_of(chat, call.params["message_id"], "message to edit not found")
    # What carries a reply keyboard can't be changed any more.
    keyboard = message.markup is not None and "inline_keyboard" not in message.markup
    if message.sender is not world.bot or keyboard:
        raise bad_request("message can't be edited")
    return chat, message


def _put(world: World, chat: Chat, old: Message, new: Message) -> Table:
    # An empty keyboard is none.
    markup = new.markup if new.labels else None
    if (new.text, new.entities, markup) == (old.text, old.entities, old.markup if old.labels else None):
        raise NOT_MODIFIED
    world.meter.count(chat)
    edited = replace(new, markup=markup, edited=world.now)
    chat.earlier.append(old)
    chat.messages[old.id] = edited
    if world.on_sent is not None:
        world.on_sent(chat.id, edited.text)
    world.bell.ring()
    return message_told(chat, edited)


def _why_not_deletable(world: World, chat: Chat, message: Message) -> Refusal | None:
    mine = chat.members.get(world.bot.id, Rights())
    administers = mine.status == "administrator" and mine.can_delete_messages
    own = message.sender is world.bot
    if not (own or chat.private or administers) or world.now - message.date >= DELETABLE_S:
        return bad_request("message can't be deleted")
    return None


def _delete(world: World, chat: Chat, message: Message) -> None:
    chat.deleted[message.id] = chat.messages.pop(message.id)
    world.bell.ring()
