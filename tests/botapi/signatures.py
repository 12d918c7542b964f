"""Which parameters a method knows, after https://core.telegram.org/bots/api; `!` marks the required ones.

Sizes and meanings are checked by the methods themselves. What is left out here is refused (see `call.py`), so this
table also says how much of the Bot API the fake knows.
"""

from dataclasses import dataclass

from tests.botapi.words import words

_SEND = """business_connection_id chat_id! message_thread_id direct_messages_topic_id disable_notification
 protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup """
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup "
_CAPTION = "caption parse_mode caption_entities "

_METHODS = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url! certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": _SEND + "text! parse_mode entities link_preview_options",
    "sendPhoto": _SEND + _CAPTION + "photo! show_caption_above_media has_spoiler",
    "sendDocument": _SEND + _CAPTION + "document! thumbnail disable_content_type_detection",
    "sendChatAction": "business_connection_id chat_id! message_thread_id action!",
    "editMessageText": _EDIT + "text parse_mode entities link_preview_options",
    "editMessageCaption": _EDIT + _CAPTION + "show_caption_above_media",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id! message_id!",
    "deleteMessages": "chat_id! message_ids!",
    "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
    "answerInlineQuery": "inline_query_id! results! cache_time is_personal next_offset button",
    "getFile": "file_id!",
    "setMyCommands": "commands! scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "setChatMenuButton": "chat_id menu_button",
    "getChatMenuButton": "chat_id",
    "getChat": "chat_id!",
    "getChatMember": "chat_id! user_id!",
    "getChatAdministrators": "chat_id! return_bots",
    "getChatMemberCount": "chat_id!",
    "leaveChat": "chat_id!",
}


@dataclass(frozen=True, slots=True)
class Signature:
    known: frozenset[str]
    required: frozenset[str]


def _read(line: str) -> Signature:
    words = line.split()
    return Signature(
        frozenset(word.rstrip("!") for word in words), frozenset(word[:-1] for word in words if word.endswith("!"))
    )


SIGNATURES = {method: _read(line) for method, line in _METHODS.items()}

# A name means the same kind of value in every method; what isn't listed is text.
WHOLE = words(
    """offset limit timeout max_connections message_id message_thread_id direct_messages_topic_id cache_time
    user_id"""
)
FLAGS = words(
    """disable_notification protect_content allow_paid_broadcast show_caption_above_media has_spoiler show_alert
    disable_content_type_detection is_personal drop_pending_updates return_bots"""
)
TABLES = words(
    """suggested_post_parameters reply_parameters reply_markup link_preview_options button scope menu_button"""
)
LISTS = words("allowed_updates entities caption_entities message_ids results commands")
FILES = words("certificate photo document thumbnail")
# Fields of nested objects; those of keyboards, commands and results are checked where they are read.
NESTED = {
    "reply_parameters": words(
        """message_id chat_id allow_sending_without_reply quote quote_parse_mode quote_entities quote_position
        checklist_task_id poll_option_id ephemeral_message_id"""
    ),
    "link_preview_options": words("is_disabled url prefer_small_media prefer_large_media show_above_text"),
}
# What the real server says of a parameter that is missing, where its words are known.
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
}
