"""What may stand under a message: inline keyboards above all, checked button by button."""

from tests.botapi.call import Call, Table
from tests.botapi.errors import Refusal, bad_request
from tests.botapi.words import words

MAX_BUTTONS, MAX_DATA, MAX_PLACEHOLDER, MAX_COPY = 100, 64, 64, 256  # buttons, bytes, characters, characters

# Each inline button does exactly one of these; the style of a button is no action.
_ACTIONS = words(
    """callback_data url web_app login_url switch_inline_query switch_inline_query_current_chat
    switch_inline_query_chosen_chat copy_text callback_game pay"""
)
_LOOKS = frozenset(("text", "style", "icon_custom_emoji_id"))
_KEYBOARD = words("keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective")
_KEY = _LOOKS | words("request_users request_chat request_contact request_location request_poll web_app")


def read_markup(call: Call, *, inline_only: bool = False) -> Table | None:
    """Return the call's reply_markup as it is, or `None`; raise `Refusal` if it can't be shown."""
    markup = call.table("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        _only(markup, frozenset(("inline_keyboard",)))
        _check_inline(_rows(markup, "inline_keyboard"))
        return markup
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        _only(markup, _KEYBOARD)
        _check_keys(_rows(markup, "keyboard"))
    elif "force_reply" in markup:
        _only(markup, frozenset(("force_reply", "input_field_placeholder", "selective")))
    elif "remove_keyboard" in markup:
        _only(markup, frozenset(("remove_keyboard", "selective")))
    else:
        raise bad_request("object expected as reply markup")
    if len(str(markup.get("input_field_placeholder", ""))) > MAX_PLACEHOLDER:
        raise bad_request("the input field placeholder is too long")
    return markup


def buttons(markup: Table | None) -> tuple[Table, ...]:
    """Return every button, inline or of a reply keyboard, row by row."""
    if markup is None:
        return ()
    return tuple(button for name in ("inline_keyboard", "keyboard") for row in _rows(markup, name) for button in row)


def _rows(markup: Table, name: str) -> list[list[Table]]:
    rows = markup.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _unreadable("a keyboard is a list of rows")
    # A key of a reply keyboard may be its text alone.
    return [[_button(button, plain=name == "keyboard") for button in row] for row in rows]


def _button(button: object, *, plain: bool) -> Table:
    if plain and isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise _unreadable("a button is an object")
    return button


def _check_inline(rows: list[list[Table]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_text(button)
        actions = [name for name in button if name in _ACTIONS]
        if len(actions) != 1:
            raise _unreadable(
                "Text buttons are unallowed in the inline keyboard" if not actions else "one action a button"
            )
        _only(button, _LOOKS | _ACTIONS)
        _check_action(button)


def _check_action(button: Table) -> None:
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and (not isinstance(url, str) or "://" not in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if copied is not None:
        text = copied.get("text") if isinstance(copied, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_keys(rows: list[list[Table]]) -> None:
    for key in (key for row in rows for key in row):
        _check_text(key)
        _only(key, _KEY)


def _check_text(button: Table) -> None:
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _unreadable("text of a button must be non-empty")


def _only(table: Table, known: frozenset[str]) -> None:
    # The real server skips what it doesn't know; a misspelt field here would pass unseen.
    unknown = frozenset(table) - known
    if unknown:
        raise _unreadable(f"unknown fields {', '.join(sorted(unknown))}")


def _unreadable(why: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {why}")
