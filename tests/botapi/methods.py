"""Which function answers which method; getUpdates alone waits and is answered by the server itself."""

from collections.abc import Callable, Mapping

from tests.botapi import answering, chats, editing, files, sending, webhook
from tests.botapi.call import Call
from tests.botapi.world import World

Method = Callable[[World, Call], object]


def _ask_profile(name: str) -> Method:
    return lambda world, call: world.profile.get_text(call, name)


def _set_profile(name: str) -> Method:
    return lambda world, call: world.profile.set_text(call, name)


METHODS: Mapping[str, Method] = {
    "getMe": chats.get_me,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": chats.send_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": answering.answer_callback,
    "answerInlineQuery": answering.answer_inline,
    "getFile": files.get_file,
    "setMyCommands": lambda world, call: world.profile.set_commands(call),
    "getMyCommands": lambda world, call: world.profile.get_commands(call),
    "deleteMyCommands": lambda world, call: world.profile.delete_commands(call),
    "setMyName": _set_profile("name"),
    "getMyName": _ask_profile("name"),
    "setMyDescription": _set_profile("description"),
    "getMyDescription": _ask_profile("description"),
    "setMyShortDescription": _set_profile("short_description"),
    "getMyShortDescription": _ask_profile("short_description"),
    "setChatMenuButton": lambda world, call: world.profile.set_menu_button(call),
    "getChatMenuButton": lambda world, call: world.profile.get_menu_button(call),
    "getChat": chats.get_chat,
    "getChatMember": chats.get_member,
    "getChatAdministrators": chats.get_administrators,
    "getChatMemberCount": chats.count_members,
    "leaveChat": chats.leave,
}
