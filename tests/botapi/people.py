"""People, as tests move them: they write, press, block and join, and wait for what the bot says."""

from dataclasses import dataclass, replace

from tests.botapi.call import Call, Table, Upload
from tests.botapi.chats import member_told, membership_update
from tests.botapi.keyboard import buttons
from tests.botapi.markup import Entity
from tests.botapi.privacy import bot_gets
from tests.botapi.queries import Query
from tests.botapi.records import Account, Chat, Message, Rights, message_told
from tests.botapi.text import found, read_text
from tests.botapi.world import World


@dataclass(frozen=True, slots=True)
class Found:
    """What an inline query shows to the person who typed it."""

    results: tuple[Table, ...]
    button: Table | None
    next_offset: str


@dataclass(slots=True)
class Person:
    world: World
    account: Account
    private: "Seat"

    @property
    def id(self) -> int:
        return self.account.id

    async def inline(self, query: str, offset: str = "") -> Found:
        """Type `@bot query` anywhere. Answered from Telegram's cache where that has something, else by the bot."""
        queries = self.world.queries
        kept = queries.remembered(self.id, query, offset)
        if kept is None:
            asked = self.ask_inline(query, offset)
            await self.world.bell.until(lambda: asked.answer is not None, self.world.settings.patience_s)
            kept = asked.answer or {}
        return _found(kept)

    def ask_inline(self, query: str, offset: str = "") -> Query:
        """Let the bot get an inline query and don't wait."""
        asked = self.world.queries.ask("inline", self.id, query, offset)
        update = {"id": asked.id, "from": self.account.told(), "query": query, "offset": offset, "chat_type": "sender"}
        self.world.updates.add("inline_query", update, f"inline:{self.id}")
        return asked

    def block(self) -> None:
        self._set_private("kicked")

    def unblock(self) -> None:
        self._set_private("member")

    def deactivate(self) -> None:
        """Delete the account."""
        self.account.deactivated = True

    def _set_private(self, status: str) -> None:
        chat = self.private.chat
        old = member_told(self.world, chat, self.world.bot.id)
        chat.members[self.world.bot.id] = Rights("kicked" if status == "kicked" else "member")
        membership_update(self.world, chat, self.id, old)


@dataclass(slots=True)
class Seat:
    """One person in one chat. What the bot says is heard once, in order."""

    world: World
    account: Account
    _chat: int
    _heard: int = 0
    topic: int | None = None  # where this person writes, in a forum

    @property
    def chat(self) -> Chat:
        """The chat as it is now, its supergroup after it was migrated."""
        chat = self.world.chats[self._chat]
        if chat.migrated_to is not None:
            self._chat, self._heard = chat.migrated_to, 0
            chat = self.world.chats[self._chat]
        return chat

    async def say(self, text: str, *, reply_to: Message | int | None = None, topic: int | None = None) -> Message:
        drafted = replace(self._draft(text, found(text)), reply_to=_id(reply_to))
        return self.write(drafted if topic is None else replace(drafted, topic=topic))

    async def upload(
        self, name: str, body: bytes, *, caption: str = "", kind: str = "", photo: bool = False
    ) -> Message:
        """Send a document, or a picture; `kind` is its MIME type."""
        file = self.world.keep_file(Upload(name, body, kind or "application/octet-stream"))
        return self.write(replace(self._draft(caption, found(caption)), file=file, photo=photo))

    async def edit(self, message: Message, text: str) -> Message:
        """Change what this person wrote."""
        chat = self.chat
        edited = replace(message, text=text, entities=found(text), edited=self.world.now)
        chat.earlier.append(message)
        chat.messages[message.id] = edited
        if bot_gets(self.world, chat, edited):
            self.world.tell("edited_message", chat, edited)
        return edited

    async def press(self, label: str) -> Query | Message:
        """Press the button on the newest message that has it; a key of a reply keyboard says its text."""
        message = self.with_label(label)
        if message.markup is not None and "inline_keyboard" in message.markup:
            return self.press_on(message, label)
        return await self.say(label)

    def press_on(self, message: Message, label: str) -> Query:
        """Press an inline button; the query's `answer` shows what the bot said to it."""
        button = next(button for button in buttons(message.markup) if button["text"] == label)
        chat = self.chat
        query = self.world.queries.ask("callback", self.account.id)
        update = {
            "id": query.id,
            "from": self.account.told(),
            "message": message_told(chat, message),
            "chat_instance": self.world.callback_instance(chat),
            "data": button.get("callback_data", ""),
        }
        self.world.updates.add("callback_query", update, f"callback:{self.account.id}")
        return query

    async def hears(self, *parts: str) -> Message:
        """Return the bot's next message here, which holds all of these parts; deleted ones are passed over."""
        await self.world.bell.until(lambda: self._next() is not None, self.world.settings.patience_s)
        message = self._next()
        assert message is not None
        self._heard = self.chat.sent.index(message.id) + 1
        missing = [part for part in parts if part not in message.text]
        assert not missing, f"{missing} not in {message.text!r}"
        return message

    async def sees(self, *parts: str) -> Message:
        """Wait until something that the bot said, as it stands after edits, holds all of these parts."""

        def shown() -> Message | None:
            said = (message for message in reversed(self.chat.messages.values()) if message.sender is self.world.bot)
            return next((message for message in said if all(part in message.text for part in parts)), None)

        await self.world.bell.until(lambda: shown() is not None, self.world.settings.patience_s)
        message = shown()
        assert message is not None
        return message

    async def misses(self, message: Message) -> None:
        """Wait until a message is deleted."""
        await self.world.bell.until(lambda: message.id not in self.chat.messages, self.world.settings.patience_s)

    def choose(self, result: Table) -> Message:
        """Post an inline result here; everybody in the chat reads it."""
        content = result.get("input_message_content")
        assert isinstance(content, dict)
        said = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
        text, entities = read_text(Call("answerInlineQuery", said))
        return self.write(replace(self._draft(text, entities), service={"via_bot": self.world.bot.told()}))

    async def answered(self, query: Query) -> Table:
        """Wait until the bot answered a pressed button; return its words as the call had them."""
        await self.world.bell.until(lambda: query.answer is not None, self.world.settings.patience_s)
        return query.answer or {}

    def unheard(self) -> list[Message]:
        chat = self.chat
        return [chat.messages[number] for number in chat.sent[self._heard :] if number in chat.messages]

    def with_label(self, label: str) -> Message:
        for message in reversed(self.chat.messages.values()):
            if label in message.labels and message.sender is self.world.bot:
                return message
        raise AssertionError(f"no button {label!r} in {[message.labels for message in self.chat.messages.values()]}")

    def write(self, drafted: Message) -> Message:
        """Post a message of this person, whatever it holds, and tell the bot if it may know."""
        chat, world = self.chat, self.world
        assert not (chat.private and chat.members[world.bot.id].status == "kicked"), "first unblock the bot"
        chat.started = True
        message = world.post(chat, drafted)
        if bot_gets(world, chat, message):
            world.tell("message", chat, message)
        return message

    def _draft(self, text: str, entities: tuple[Entity, ...]) -> Message:
        return Message(0, self.chat.id, self.account, self.world.now, text, entities, topic=self.topic)

    def _next(self) -> Message | None:
        return next(iter(self.unheard()), None)


def _id(message: Message | int | None) -> int | None:
    return message.id if isinstance(message, Message) else message


def _found(answer: Table) -> Found:
    results, button = answer.get("results"), answer.get("button")
    assert isinstance(results, list)
    return Found(tuple(results), button if isinstance(button, dict) else None, str(answer.get("next_offset", "")))
