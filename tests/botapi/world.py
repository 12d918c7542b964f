"""Everything that this Telegram knows: one bot, its people and chats, what was said and what was called."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.botapi.bell import Bell
from tests.botapi.call import Call, Upload
from tests.botapi.errors import bad_request, forbidden
from tests.botapi.faults import Faults
from tests.botapi.limits import Limits, Meter
from tests.botapi.profile import Profile
from tests.botapi.queries import Queries
from tests.botapi.records import Account, Chat, File, Message, Rights, message_told
from tests.botapi.updates import Updates

TOKEN = "1000001:AAE-made-up-for-tests-0123456789abcdef"
FIRST_PERSON, FIRST_GROUP, SUPERGROUPS = 1001, 5001, -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    token: str = TOKEN
    username: str = "gradebell_test_bot"
    first_name: str = "Gradebell"
    privacy: bool = True  # in groups the bot gets only what is meant for it
    strict: bool = True  # parameters that a method doesn't know are refused; else they are noted alone
    fast: bool = False  # for benchmarks: texts aren't parsed and nothing is kept
    limits: Limits | None = None
    answer_within_s: float = 15  # how long a button or an inline query may be answered
    patience_s: float = 10  # real time that a test waits for the bot
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    journal: str = ""  # a file that gets each call as a line of JSON


@dataclass(frozen=True, slots=True)
class Called:
    """A call as it was understood and answered; status 0 means that the client got no answer."""

    method: str
    params: Mapping[str, object]
    files: Mapping[str, Upload]
    status: int
    description: str
    at: float


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the real server lets pass and that a client of ours must not do."""

    method: str
    what: str


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error: str = ""
    last_error_at: float = 0


@dataclass(slots=True)
class World:
    settings: Settings = field(default_factory=Settings)
    people: dict[str, Account] = field(default_factory=dict)  # by the name that tests use
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # calls by method, answered or not
    violations: list[Violation] = field(default_factory=list)
    webhook: Webhook = field(default_factory=Webhook)
    profile: Profile = field(default_factory=Profile)
    bell: Bell = field(default_factory=Bell)
    on_sent: Callable[[int, str], None] | None = None  # chat id and text of each message of the bot, and of each edit
    bot: Account = field(init=False)
    updates: Updates = field(init=False)
    meter: Meter = field(init=False)
    faults: Faults = field(init=False)
    queries: Queries = field(init=False)
    _numbers: dict[str, int] = field(default_factory=dict)
    _accounts: dict[int, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = self.settings
        self.bot = Account(int(wanted.token.partition(":")[0]), wanted.first_name, wanted.username, is_bot=True)
        self._accounts[self.bot.id] = self.bot
        self.updates = Updates(wanted.clock, wanted.sleep)
        self.meter = Meter(wanted.limits, wanted.clock, lambda what: self.violate("sendMessage", what))
        self.faults = Faults(wanted.clock)
        self.queries = Queries(wanted.clock, wanted.answer_within_s)

    @property
    def now(self) -> int:
        return int(self.settings.clock())

    def number(self, what: str, first: int = 1) -> int:
        """Return the next number of a series."""
        self._numbers[what] = self._numbers.get(what, first - 1) + 1
        return self._numbers[what]

    def violate(self, method: str, what: str) -> None:
        self.violations.append(Violation(method, what))

    def account(self, user: int) -> Account | None:
        return self._accounts.get(user)

    def person(self, name: str) -> Account:
        """The person that tests call so, made at the first call together with the private chat."""
        if name not in self.people:
            account = self.people[name] = Account(self.number("person", FIRST_PERSON), name.capitalize(), name)
            self._accounts[account.id] = account
            chat = Chat(account.id, "private", account.first_name, account.username)
            chat.members = {self.bot.id: Rights(), account.id: Rights()}
            self.chats[chat.id] = chat
        return self.people[name]

    def add_group(self, name: str, *, forum: bool = False, basic: bool = False) -> Chat:
        number = self.number("group", FIRST_GROUP)
        chat = Chat(-number if basic else SUPERGROUPS - number, "group" if basic else "supergroup", name, forum=forum)
        self.chats[chat.id] = chat
        return chat

    def keep_file(self, upload: Upload) -> File:
        number = self.number("file")
        file = File(f"BQACAgIAAxkBAAI{number:06d}", f"AgAD{number:06d}", upload)
        self.files[file.id] = file
        return file

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a message into its chat under the chat's next id and wake whoever waits for it."""
        chat.last_id += 1
        posted = replace(message, id=chat.last_id)
        chat.messages[posted.id] = posted
        if message.sender is self.bot:
            chat.sent.append(posted.id)
            if self.on_sent is not None:
                self.on_sent(chat.id, posted.text)
        if not message.service:
            chat.bot_spoke_last = message.sender is self.bot or (chat.bot_spoke_last and not message.sender.is_bot)
        self.bell.ring()
        return posted

    def tell(self, kind: str, chat: Chat, message: Message) -> None:
        """Give the bot an update about a message, whatever privacy mode says."""
        self.updates.add(kind, message_told(chat, message), f"message:{chat.id}")

    def reachable(self, call: Call) -> Chat:
        """Return the chat that a call means; raise `Refusal` if the bot can't act there."""
        chat = self.known_chat(call)
        mine = chat.members.get(self.bot.id, Rights("left"))
        if chat.private:
            self._check_private(chat, mine)
        elif mine.status in ("left", "kicked"):
            where = f"the {'group' if chat.kind == 'group' else 'supergroup'} chat"
            raise forbidden(
                f"bot was kicked from {where}" if mine.status == "kicked" else f"bot is not a member of {where}"
            )
        return chat

    def known_chat(self, call: Call) -> Chat:
        wanted = call.params.get("chat_id")
        chat = self.chats.get(wanted) if isinstance(wanted, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        return chat

    def _check_private(self, chat: Chat, mine: Rights) -> None:
        person = self.account(chat.id)
        if person is not None and person.deactivated:
            raise forbidden("user is deactivated")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if mine.status == "kicked":
            raise forbidden("bot was blocked by the user")

    def message_of(self, chat: Chat, number: object, missing: str) -> Message:
        message = chat.messages.get(number) if isinstance(number, int) else None
        if message is None:
            raise bad_request(missing)
        return message

    def callback_instance(self, chat: Chat) -> str:
        return str(7_000_000_000_000_000 + abs(chat.id))
