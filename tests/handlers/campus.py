"""People with campus accounts, and the system's own view of what it was asked."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qsl

from bot.forms import Form, Menu
from bot.keeping import Keeping
from bot.people import Account, Person
from bot.settings import Settings
from handlers import Clients, menu
from handlers.holding import others_told
from handlers.wejh import wejh_forms
from handlers.wejh.login import Notices
from handlers.wejh.session import Sessions
from providers.system import Terms
from providers.wejh.client import WejhClient, WejhConfig
from tests.examples import person
from tests.handlers.chat import Chat
from tests.in_memory import Credit, Credits, kept
from tests.providers.hand_clock import HandClock
from tests.sandbox.asker import Asker

FILED = "43c1ce34f16240b0ad92e507065e2ac9"  # 10086's on pc, from the start
OLD = timedelta(days=6)


@dataclass
class Campus:
    """The forms over one client and one store, as one bot has them."""

    sandbox: Asker
    client: WejhClient
    keeping: Keeping = field(default_factory=kept)
    notices: Notices | None = None  # None: as the menu has it

    @property
    def forms(self) -> tuple[Form, ...]:
        return wejh_forms(self.client, self.keeping, self.notices or partial(others_told, self.keeping))

    @property
    def sessions(self) -> Sessions:
        return Sessions(self.client, self.keeping)

    def chat(self, *accounts: Account, who: Person | None = None) -> Chat:
        return Chat(Menu(self.forms), who or person(accounts=accounts))

    def watching_chat(self, *accounts: Account) -> Chat:
        """A chat with the whole menu."""
        forms = menu(Settings(), Clients(wejh=self.client), self.keeping)
        return Chat(forms, person(accounts=accounts, address="web//private/1/"))

    def account(self, username: str, *, suspended: bool = False) -> Account:
        return Account(self.keeping.accounts.id_of("wejh", username), "wejh", username, suspended=suspended)

    def credit(self, username: str) -> Credit:
        credits = self.keeping.credits
        assert isinstance(credits, Credits)
        return credits.all[self.account(username).id]

    def holding(self, username: str, value: str, *, age: timedelta = timedelta()) -> Account:
        """An account whose credit is kept."""
        credit = self.credit(username)
        credit.value, credit.age = value, age
        return self.account(username)

    async def asked(self) -> list[dict[str, str]]:
        """The forms that were sent to the system, in order."""
        told = await self.sandbox.steer("requests")
        requests = told["requests"]
        assert isinstance(requests, list)
        return [dict(parse_qsl(each["body"])) for each in requests]


def campus_of(sandbox: Asker, **config: str) -> Campus:
    clock = HandClock().clock
    terms = Terms(timeout_s=5, per_second=1000)
    client = WejhClient(sandbox.session, WejhConfig(config.get("url", sandbox.url), "pc", terms), clock)
    return Campus(sandbox, client)
