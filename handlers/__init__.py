"""What people can say: the menu, in the order in which people are told of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.forms import Menu
from bot.people import Limit
from bot.settings import Settings
from handlers import cet, chat, start
from handlers.help import help_form
from providers.cet.client import CetClient


@dataclass(frozen=True, slots=True)
class Clients:
    """The providers that are set up; `None` is off."""

    cet: CetClient | None = None


def menu(settings: Settings, clients: Clients) -> Menu:
    """Every form there is."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    limits = cet.CetLimits(
        lookups=Limit("lookup", settings.limits.lookups_per_hour, hour),
        names=Limit("name", settings.limits.names_per_day, day),
    )
    rules = cet.CetRules(limits, settings.providers.cet.official_url, by_name=settings.providers.cet.by_name)
    forms = (
        cet.cet_form(clients.cet, rules),
        cet.cetfind_form(clients.cet, rules),
        cet.level_form(clients.cet, rules, 4),
        cet.level_form(clients.cet, rules, 6),
        chat.school_form(),
        chat.language_form(),
        start.start_form(settings.bot.name),
        start.id_form(),
        start.cancel_form(),
        start.back_form(),
    )
    return Menu((help_form(forms, settings.bot.contact), *forms))
