"""What a bot says of itself: commands, name, descriptions, menu button."""

import json
import re
from dataclasses import dataclass, field

from tests.botapi.call import Call, Table
from tests.botapi.errors import bad_request

MAX_COMMANDS, MAX_NAME = 100, 64
MAX_LENGTHS = {"name": MAX_NAME, "description": 512, "short_description": 120}
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[str, str], list[Table]] = field(default_factory=dict)  # by scope as JSON, language
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # by "name", "description" …, language
    menu_buttons: dict[int, Table] = field(default_factory=dict)  # by chat, 0 is the default

    def set_commands(self, call: Call) -> bool:
        commands = call.tables("commands") or []
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check_command(command)
        key = self._key(call)
        if commands:
            self.commands[key] = commands
        else:
            self.commands.pop(key, None)
        return True

    def get_commands(self, call: Call) -> list[Table]:
        """Only what was set for exactly this scope and language, as the real server does."""
        return self.commands.get(self._key(call), [])

    def delete_commands(self, call: Call) -> bool:
        self.commands.pop(self._key(call), None)
        return True

    def set_text(self, call: Call, name: str) -> bool:
        text = call.text(name)
        if len(text) > MAX_LENGTHS[name]:
            raise bad_request(f"{name} is too long")
        key = (name, _language(call))
        if text:
            self.texts[key] = text
        else:
            self.texts.pop(key, None)
        return True

    def get_text(self, call: Call, name: str) -> dict[str, str]:
        """In the asked language, else the one for everybody."""
        return {name: self.texts.get((name, _language(call)), self.texts.get((name, ""), ""))}

    def set_menu_button(self, call: Call) -> bool:
        button = call.table("menu_button") or {"type": "default"}
        if button.get("type") not in ("commands", "web_app", "default"):
            raise bad_request("wrong menu button type specified")
        self.menu_buttons[call.whole("chat_id")] = button
        return True

    def get_menu_button(self, call: Call) -> Table:
        default = self.menu_buttons.get(0, {"type": "commands"})
        return self.menu_buttons.get(call.whole("chat_id"), default)

    def _key(self, call: Call) -> tuple[str, str]:
        scope = call.table("scope") or {"type": "default"}
        fields = _SCOPES.get(str(scope.get("type")))
        if fields is None:
            raise bad_request("unsupported BotCommandScope type specified")
        if frozenset(scope) != {"type", *fields}:
            raise bad_request(
                f"can't parse BotCommandScope: {scope['type']} has the fields {', '.join(fields) or 'none'}"
            )
        return json.dumps(scope, sort_keys=True), _language(call)


def _check_command(command: Table) -> None:
    name, about = command.get("command"), command.get("description")
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(about, str) or not 1 <= len(about.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code
