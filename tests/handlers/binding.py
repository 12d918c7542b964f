"""People who bind accounts of the sandboxed systems; what is kept lies in memory."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.keeping import Keeping
from bot.settings import Settings
from handlers import Clients, menu
from providers.cet.client import CetClient, CetConfig
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.system import Terms
from tests.examples import person
from tests.handlers.chat import Chat
from tests.in_memory import Accounts, Proofs, Tokens, kept
from tests.providers.hand_clock import HandClock
from tests.sandbox.asker import Asker

ADMINS = ["web:1000", "telegram:1000"]


@dataclass
class Bindings:
    """One bot, as many people as a test wants."""

    sandbox: Asker
    clients: Clients
    keeping: Keeping = field(default_factory=kept)

    def chat(self, name: str = "alice", admins: list[str] | None = None, **providers: Any) -> Chat:
        """Somebody's chat; `providers` are settings by system."""
        settings = {"providers": providers, "bot": {"admins": ADMINS if admins is None else admins}}
        forms = menu(Settings.model_validate(settings), self.clients, self.keeping)
        handle = f"web:{name}"
        return Chat(forms, replace(person(), id=name, handle=handle))

    def admin(self, **providers: Any) -> Chat:
        chat = self.chat("admin", **providers)
        chat.person = replace(chat.person, admin=True)
        return chat

    @property
    def proofs(self) -> Proofs:
        assert isinstance(self.keeping.proofs, Proofs)
        return self.keeping.proofs

    @property
    def tokens(self) -> Tokens:
        assert isinstance(self.keeping.tokens, Tokens)
        return self.keeping.tokens

    @property
    def accounts(self) -> Accounts:
        assert isinstance(self.keeping.accounts, Accounts)
        return self.keeping.accounts

    async def asked(self, system: str) -> list[dict[str, Any]]:
        """What a system was asked, oldest first."""
        told = await self.sandbox.steer("requests", system=system)
        requests = told["requests"]
        assert isinstance(requests, list)
        return requests


def bindings_of(sandbox: Asker) -> Bindings:
    """With the clock of the clients standing still."""
    clock, terms, session = HandClock().clock, Terms(timeout_s=5, per_second=1000), sandbox.session
    key = "xf5ha3h67h4Ger34wh35p345h4"
    return Bindings(
        sandbox,
        Clients(
            CetClient(session, CetConfig(sandbox.url, terms), clock),
            KaoshiyunClient(session, KaoshiyunConfig(sandbox.url, "sandbox-token", terms), clock),
            kaoshixing=KaoshixingClient(session, KaoshixingConfig(sandbox.url, "14343", key, terms=terms)),
        ),
    )
