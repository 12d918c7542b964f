"""The clients of the exam systems, as handlers are given them."""

from dataclasses import fields

from bot.values import dataclass
from providers.cet.client import CetClient
from providers.client import Client
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.maxuetang.client import MaxuetangClient
from providers.wejh.client import WejhClient


@dataclass(frozen=True, slots=True)
class Clients:
    """The providers that are set up; `None` is off."""

    cet: CetClient | None = None
    kaoshiyun: KaoshiyunClient | None = None
    maxuetang: MaxuetangClient | None = None
    kaoshixing: KaoshixingClient | None = None
    wejh: WejhClient | None = None

    @property
    def by_name(self) -> dict[str, Client | None]:
        """As the sections of the settings are called."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
