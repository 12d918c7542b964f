"""answerCallbackQuery and answerInlineQuery."""

import re

from tests.botapi.call import Call, Table
from tests.botapi.errors import bad_request
from tests.botapi.keyboard import read_markup
from tests.botapi.text import read_text
from tests.botapi.world import World

MAX_TOAST, MAX_RESULTS, MAX_ID, MAX_OFFSET, MAX_QUERY = 200, 50, 64, 64, 256


def answer_callback(world: World, call: Call) -> bool:
    if len(call.text("text")) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.text("url"):
        # Allowed for games and t.me links of the bot alone; ours needs neither.
        world.violate(call.method, "a URL in the answer to a button")
    world.queries.answer("callback", call.text("callback_query_id"), call.params)
    world.bell.ring()
    return True


def answer_inline(world: World, call: Call) -> bool:
    results = call.tables("results") or []
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    numbers = [result.get("id") for result in results]
    if len(set(numbers)) < len(numbers):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    if len(call.text("next_offset").encode()) > MAX_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(call.table("button"))
    query = world.queries.answer("inline", call.text("inline_query_id"), call.params)
    world.queries.remember(query, call.params)
    world.bell.ring()
    return True


def _check_result(result: Table) -> None:
    number = result.get("id")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= MAX_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(result.get("type"), str):
        raise bad_request("can't parse inline query result: Can't find field \"type\"")
    if result["type"] == "article":
        content = result.get("input_message_content")
        if not isinstance(content, dict):
            raise bad_request("can't parse inline query result: there is no message to be sent")
        if not isinstance(result.get("title"), str) or not result["title"]:
            raise bad_request("can't parse inline query result: article title must be non-empty")
        _check_content(content)
    read_markup(Call("answerInlineQuery", result), inline_only=True)


def _check_content(content: Table) -> None:
    """What is posted when the result is chosen must itself be a message that can be sent."""
    if "message_text" in content:
        said = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
        read_text(Call("answerInlineQuery", said | {"entities": content.get("entities", [])}))


def _check_button(button: Table | None) -> None:
    if button is None:
        return
    start = button.get("start_parameter")
    text = button.get("text")
    if not isinstance(text, str) or not text:
        raise bad_request("can't parse inline query results button: text must be non-empty")
    if (start is None) == ("web_app" not in button):
        raise bad_request("can't parse inline query results button: exactly one of start_parameter and web_app")
    if start is not None and not re.fullmatch("[A-Za-z0-9_-]{1,64}", str(start)):
        raise bad_request("START_PARAM_INVALID")
