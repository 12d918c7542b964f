"""Which messages of a group the bot gets.

With privacy mode on: commands meant for it, general commands while it was the last bot to speak, replies to what it
said, and service messages. A message that mentions @the_bot is not among them: BotFather's words promise it, the manual
(https://core.telegram.org/bots/features#privacy-mode) doesn't list it, and in practice it doesn't come (telegraf#545,
tdesktop#2117, HKUDS/nanobot#449). A bot that is administrator gets everything.
"""

import re

from tests.botapi.records import Chat, Message
from tests.botapi.world import World

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(?P<bot>[A-Za-z0-9_]{3,32}))?(?![\w@/])")


def bot_gets(world: World, chat: Chat, message: Message) -> bool:
    mine = chat.members.get(world.bot.id)
    if mine is None or mine.status in ("left", "kicked"):
        return False
    if chat.private or not world.settings.privacy or mine.status == "administrator" or message.service:
        return True
    replied = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    if replied is not None and replied.sender is world.bot:
        return True
    command = _COMMAND.match(message.text)
    if command is None:
        return False
    if command["bot"] is None:
        return chat.bot_spoke_last
    return command["bot"].lower() == world.bot.username.lower()
