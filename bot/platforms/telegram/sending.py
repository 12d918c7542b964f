"""What goes out: one message as calls of the Bot API."""

from dataclasses import replace

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.abilities import Outcome, Sent
from bot.budget import Budget
from bot.messages import Address, Outgoing
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.markup import forces_reply, html, markup
from bot.platforms.telegram.outcomes import outcome_of, says, seconds
from bot.platforms.telegram.parts import Moving

log = structlog.get_logger()

_UNCHANGED = ("message is not modified",)
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_MARKUP = ("can't parse entities", "unsupported start tag")
_CHANGES = 5  # of one message: without markup, anew, without a topic, to another id
_TOPIC = ("message thread not found", "topic_deleted")


class Sender:
    """Sends and edits. `moved` is told when a group turns out to have another id."""

    def __init__(self, api: Api, budget: Budget, moved: Moving, *, protect: bool) -> None:
        self._api, self._budget, self._moved, self._protect = api, budget, moved, protect

    async def send(self, address: Address, outgoing: Outgoing) -> Sent:
        """Send it whole; where the Bot API refuses one thing of it, without that."""
        whole = outgoing.document or outgoing.picture or forces_reply(address, outgoing)
        if outgoing.edits and whole:  # which no edit can do
            await self._removed(address, outgoing.edits)
            outgoing = replace(outgoing, edits="")
        for _change in range(_CHANGES):
            try:
                await self._call(address, outgoing)
            except ChatMigrated as problem:
                new = replace(address, chat=str(problem.new_chat_id))
                await self._moved(address, new)
                address = new
            except BadRequest as problem:
                if outgoing.edits and says(problem, _UNCHANGED):
                    return Sent(Outcome.SENT)
                simpler = _simpler(address, outgoing, problem)
                if simpler is None:
                    return self._ended(address, outgoing, problem)
                log.info("sending in a simpler form", reason=problem.message)
                address, outgoing = simpler
            except TelegramError as problem:
                return self._ended(address, outgoing, problem)
            else:
                return Sent(Outcome.SENT)
        return Sent(Outcome.LATER, reason="changed too often")

    async def say(self, address: Address, text: str) -> str:
        """Say something; the message's id. Raises `TelegramError`."""
        # The answer takes its place, and no edit protects what was not.
        protected: dict[str, object] = {"protect_content": True} if self._protect else {}
        sent = await self._api.told("sendMessage", where(address) | {"text": text} | protected)
        return str(sent.get("message_id", ""))

    async def amend(self, address: Address, message: str, text: str) -> None:
        """Put another text there. Raises `TelegramError`."""
        there = {"chat_id": int(address.chat), "message_id": int(message)}
        await self._api.call("editMessageText", there | {"text": text, "link_preview_options": {"is_disabled": True}})

    def _ended(self, address: Address, outgoing: Outgoing, problem: TelegramError) -> Sent:
        if isinstance(problem, RetryAfter):
            self._budget.halt(address.chat, seconds(problem))
        return outcome_of(problem, repeatable=bool(outgoing.edits))

    async def _removed(self, address: Address, message: str) -> None:
        try:
            await self._api.call("deleteMessage", {"chat_id": int(address.chat), "message_id": int(message)})
        except TelegramError as problem:
            log.info("announcement not removed", error=type(problem).__name__)

    async def _call(self, address: Address, outgoing: Outgoing) -> None:
        said = _words(address, outgoing)
        if outgoing.edits:
            there = {"chat_id": int(address.chat), "message_id": int(outgoing.edits)}
            await self._api.call("editMessageText", there | said)
            return
        if outgoing.answers and address.group:
            said["reply_parameters"] = {
                "message_id": int(outgoing.answers),
                "allow_sending_without_reply": True,
            }
        if outgoing.personal and self._protect:
            said["protect_content"] = True
        method, file = _file(outgoing)
        if file:
            del said["link_preview_options"]
            said |= {"caption": said.pop("text") or None, **file}
        await self._api.call(method, where(address) | said)


def where(address: Address) -> dict[str, object]:
    """A chat and its topic as parameters."""
    chat: dict[str, object] = {"chat_id": int(address.chat)}
    return chat | {"message_thread_id": int(address.topic)} if address.topic else chat


def _file(outgoing: Outgoing) -> tuple[str, dict[str, object]]:
    """The method that says it, and what of it is a file."""
    if outgoing.picture:
        return "sendPhoto", {"photo": InputFile(outgoing.picture.data, "picture.png")}
    if outgoing.document:
        return "sendDocument", {"document": InputFile(outgoing.document.data, outgoing.document.name)}
    return "sendMessage", {}


def _words(address: Address, outgoing: Outgoing) -> dict[str, object]:
    words: dict[str, object] = {"text": outgoing.text, "link_preview_options": {"is_disabled": True}}
    if outgoing.strong:
        words |= {"text": html(outgoing.text, outgoing.strong), "parse_mode": "HTML"}
    if keyboard := markup(address, outgoing):
        words["reply_markup"] = keyboard
    return words


def _simpler(address: Address, outgoing: Outgoing, problem: BadRequest) -> tuple[Address, Outgoing] | None:
    """The message without what was refused; None where it was something else."""
    if outgoing.strong and says(problem, _MARKUP):
        return address, replace(outgoing, strong=())
    if outgoing.edits and says(problem, _GONE):
        return address, replace(outgoing, edits="")
    if address.topic and says(problem, _TOPIC):
        return replace(address, topic=""), outgoing
    if outgoing.picture and outgoing.text:  # the words matter, and where it was not the picture they are refused too
        return address, replace(outgoing, picture=None)
    return None
