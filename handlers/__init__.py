"""What people can say: the menu, in the order in which people are told of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.forms import Menu
from bot.keeping import Keeping
from bot.people import Limit, School
from bot.settings import Settings
from handlers import cet, chat, start
from handlers.help import help_form
from handlers.school import school_form
from handlers.wejh import wejh_forms
from providers.cet.client import CetClient
from providers.cet.level import Level
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


def menu(settings: Settings, clients: Clients, keeping: Keeping) -> Menu:
    """Every form there is."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    limits = cet.CetLimits(
        lookups=Limit("lookup", settings.limits.lookups_per_hour, hour),
        names=Limit("name", settings.limits.names_per_day, day),
    )
    choices = settings.providers.cet
    local = School(choices.local_province, choices.local_school)
    rules = cet.CetRules(limits, choices.official_url, local, by_name=choices.by_name)
    forms = (
        cet.cet_form(clients.cet, rules),
        cet.cetfind_form(clients.cet, rules),
        cet.level_form(clients.cet, rules, Level.CET4),
        cet.level_form(clients.cet, rules, Level.CET6),
        school_form(),
        *wejh_forms(clients.wejh, keeping),
        chat.language_form(),
        start.cancel_form(),
        start.back_form(),
        start.start_form(settings.bot.name, cet=clients.cet is not None),
        start.id_form(),
    )
    return Menu((*forms, help_form(forms, settings.bot.contact)))
