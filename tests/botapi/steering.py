"""The `/_fake/…` calls, for whoever runs the fake as a process: POST with a JSON object, answered with one.

A mistake in the asking is 400 with `error`; waiting in vain is 408. Messages are told as the Bot API writes them.

    say       person [chat topic] text [reply_to]      a chat is a group's name; without it the private chat is meant
    edit      person [chat] message_id text
    upload    person [chat] name body [caption]        body in base64
    press     person [chat] label
    hears     person [chat] [parts]                    waits for the bot's next message; all parts must be in it
    sees      person [chat] [parts]                    waits until a message of the bot has all parts, edits included
    messages  person [chat]
    inline    person query [offset]                    waits for the answer: results, button, next_offset
    block     person [blocked=true]
    group     name [admins members forum basic]        → id
    bot       chat by status [can_delete_messages]     member, administrator, restricted, left, kicked
    topic     chat by name                             → id
    migrate   chat by                                  → id
    fault     [fault method share count seconds delay_s status retry_after]    none at all ends them
    poison    kind person                              → update_id
    calls     [method]      counts      violations
    ready     [patience_s]                             waits for a bot that polls or has set a webhook
    load      steps [chats rounds in_flight rate warm_up patience_s]           answers with a report at the end
"""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from aiohttp import web

from tests.botapi.call import Table
from tests.botapi.fake import Fake
from tests.botapi.load import Load, Script, Step
from tests.botapi.people import Seat
from tests.botapi.records import Message, message_told

Answer = dict[str, object]
_PLAN = ("share", "count", "seconds", "delay_s", "status", "retry_after")


class Steering:
    def __init__(self, fake: Fake) -> None:
        self._fake = fake
        self._calls: dict[str, Callable[[Table], Awaitable[Answer]]] = {
            "say": self._say,
            "edit": self._edit,
            "upload": self._upload,
            "press": self._press,
            "hears": self._hears,
            "sees": self._sees,
            "inline": self._inline,
            "messages": self._messages,
            "group": self._group,
            "bot": self._bot,
            "topic": self._topic,
            "migrate": self._migrate,
            "block": self._block,
            "fault": self._fault,
            "poison": self._poison,
            "calls": self._called,
            "counts": self._counts,
            "violations": self._violations,
            "ready": self._ready,
            "load": self._load,
        }

    async def answer(self, what: str, body: bytes) -> web.Response:
        call = self._calls.get(what)
        if call is None:
            return web.json_response({"error": f"there are {', '.join(self._calls)}"}, status=404)
        try:
            return web.json_response(await call(json.loads(body or b"{}")))
        except TimeoutError:
            return web.json_response({"error": "nothing came"}, status=408)
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    async def _say(self, asked: Table) -> Answer:
        said = await self._seat(asked).say(_text(asked, "text"), reply_to=_number(asked, "reply_to"))
        return self._told(said)

    async def _edit(self, asked: Table) -> Answer:
        seat = self._seat(asked)
        number = _number(asked, "message_id")
        assert number is not None
        return self._told(await seat.edit(seat.chat.messages[number], _text(asked, "text")))

    async def _upload(self, asked: Table) -> Answer:
        """`body` is base64."""
        body = base64.b64decode(_text(asked, "body"))
        seat, caption = self._seat(asked), _text(asked, "caption", "")
        return self._told(await seat.upload(_text(asked, "name"), body, caption=caption))

    async def _press(self, asked: Table) -> Answer:
        pressed = await self._seat(asked).press(_text(asked, "label"))
        return self._told(pressed) if isinstance(pressed, Message) else {"query": pressed.id}

    async def _hears(self, asked: Table) -> Answer:
        return self._told(await self._seat(asked).hears(*_names(asked, "parts")))

    async def _sees(self, asked: Table) -> Answer:
        return self._told(await self._seat(asked).sees(*_names(asked, "parts")))

    async def _inline(self, asked: Table) -> Answer:
        person = self._fake.user(_text(asked, "person"))
        return asdict(await person.inline(_text(asked, "query", ""), _text(asked, "offset", "")))

    async def _messages(self, asked: Table) -> Answer:
        return {"messages": [self._told(message) for message in self._seat(asked).chat.messages.values()]}

    async def _group(self, asked: Table) -> Answer:
        admins, members = ([self._fake.user(one) for one in _names(asked, name)] for name in ("admins", "members"))
        forum, basic = bool(asked.get("forum")), bool(asked.get("basic"))
        group = self._fake.group(_text(asked, "name"), admins=admins, members=members, forum=forum, basic=basic)
        return {"id": group.chat.id}

    async def _bot(self, asked: Table) -> Answer:
        """`status` is the bot's in a group: member, administrator, kicked …; `by` is a person."""
        status = _text(asked, "status")
        assert status in ("administrator", "member", "restricted", "left", "kicked")
        may = bool(asked.get("can_delete_messages"))
        group = self._fake.group(_text(asked, "chat"))
        group.set_bot(self._fake.user(_text(asked, "by")), status, can_delete_messages=may)  # type: ignore[arg-type] # mypy doesn't narrow by "in"
        return {}

    async def _topic(self, asked: Table) -> Answer:
        group = self._fake.group(_text(asked, "chat"))
        return {"id": group.open_topic(self._fake.user(_text(asked, "by")), _text(asked, "name"))}

    async def _migrate(self, asked: Table) -> Answer:
        return {"id": self._fake.group(_text(asked, "chat")).migrate(self._fake.user(_text(asked, "by"))).id}

    async def _block(self, asked: Table) -> Answer:
        person = self._fake.user(_text(asked, "person"))
        if asked.get("blocked", True):
            person.block()
        else:
            person.unblock()
        return {}

    async def _fault(self, asked: Table) -> Answer:
        """Without `fault`: all faults end."""
        if "fault" not in asked:
            self._fake.world.faults.clear()
            return {}
        plan = {name: value for name, value in asked.items() if name in _PLAN and isinstance(value, (int, float))}
        self._fake.fault(_text(asked, "fault"), _text(asked, "method", ""), **plan)
        return {}

    async def _poison(self, asked: Table) -> Answer:
        return {"update_id": self._fake.poison(_text(asked, "kind"), self._fake.user(_text(asked, "person")))}

    async def _called(self, asked: Table) -> Answer:
        method = _text(asked, "method", "")
        calls = self._fake.called(method) if method else self._fake.calls
        return {"calls": [{"method": call.method, "params": call.params, "status": call.status} for call in calls]}

    async def _counts(self, _asked: Table) -> Answer:
        return dict(self._fake.world.counts)

    async def _ready(self, asked: Table) -> Answer:
        """Wait until a bot asks for updates or has set a webhook."""
        world = self._fake.world
        patience = asked.get("patience_s", 30)
        assert isinstance(patience, (int, float))
        await world.bell.until(lambda: bool(world.updates.polls or world.webhook.url), patience)
        return {}

    async def _load(self, asked: Table) -> Answer:
        """Answer only when the script is through; `steps` are objects like `Step`, the rest is as in `Script`."""
        steps, rest = asked["steps"], {name: value for name, value in asked.items() if name != "steps"}
        assert isinstance(steps, list)
        script = replace(Script(tuple(Step(**step) for step in steps)), **rest)  # type: ignore[arg-type] # JSON of the same names
        return asdict(await Load(self._fake.world, script).run())

    async def _violations(self, _asked: Table) -> Answer:
        return {"violations": [asdict(violation) for violation in self._fake.violations]}

    def _seat(self, asked: Table) -> Seat:
        """`person` alone with the bot, or in the group that `chat` names."""
        person = self._fake.user(_text(asked, "person"))
        where = _text(asked, "chat", "")
        return self._fake.group(where).seat(person, topic=_number(asked, "topic")) if where else person.private

    def _told(self, message: Message) -> Answer:
        return message_told(self._fake.chat(message.chat), message)


def _text(asked: Table, name: str, default: str | None = None) -> str:
    value = asked.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text")
    return value


def _number(asked: Table, name: str) -> int | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number")
    return value


def _names(asked: Table, name: str) -> list[str]:
    value = asked.get(name, [])
    assert isinstance(value, list)
    return [str(one) for one in value]
