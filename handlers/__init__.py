"""What people can say: the menu, in the order in which people are told of it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.forms import Menu
from bot.keeping import Keeping
from bot.people import Limit, School
from bot.settings import Settings
from handlers import cet, chat, my_data, start
from handlers.accounts import accounts_form, unbind_form
from handlers.approvals import approve_form, decline_form
from handlers.bind import CetTickets, Provable, bind_form
from handlers.binding import Binding
from handlers.exams import enter_form, exams_form
from handlers.grades import grades_form
from handlers.help import help_form
from handlers.holding import holders_form, notme_form, others_told
from handlers.invite import invite_form
from handlers.judge import judge_form
from handlers.lists import Lists
from handlers.school import school_form
from handlers.sittings import ExamSource, ahead_in_kaoshixing, ahead_in_kaoshiyun
from handlers.sources import Source, from_cet, from_kaoshixing, from_kaoshiyun
from handlers.ways import kaoshixing_way, kaoshiyun_way
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
    binding, provable = Binding(keeping, settings.bot.admins), _provable(settings, clients)
    forms = (
        cet.cet_form(clients.cet, rules),
        cet.cetfind_form(clients.cet, rules),
        cet.level_form(clients.cet, rules, Level.CET4),
        cet.level_form(clients.cet, rules, Level.CET6),
        grades_form(_score_sources(settings, clients, keeping)),
        exams_form(_exam_sources(clients)),
        bind_form(binding, CetTickets(clients.cet, rules) if clients.cet else None, provable),
        judge_form(clients.maxuetang, limits.lookups),
        accounts_form(),
        unbind_form(),
        school_form(),
        *wejh_forms(clients.wejh, keeping, partial(others_told, keeping)),
        chat.language_form(),
        my_data.privacy_form(settings.bot.contact),
        my_data.export_form(keeping.records),
        my_data.forget_form(),
        start.cancel_form(),
        start.back_form(),
        start.start_form(settings.bot.name, cet=clients.cet is not None),
        start.id_form(),
        invite_form(keeping, provable),
        holders_form(keeping),
        enter_form(clients.kaoshixing),
        approve_form(binding),
        decline_form(binding),
        notme_form(keeping),
    )
    return Menu((*forms, help_form(forms, settings.bot.contact)))


def _score_sources(settings: Settings, clients: Clients, keeping: Keeping) -> dict[str, Source]:
    """What `/grades` asks, by system."""
    sources: dict[str, Source] = {}
    if clients.kaoshiyun:
        choices, fresh = settings.providers.kaoshiyun, timedelta(seconds=settings.limits.watch_interval_s)
        sources["kaoshiyun"] = from_kaoshiyun(Lists(clients.kaoshiyun, keeping, days=choices.exams_days, fresh=fresh))
    if clients.kaoshixing:
        sources["kaoshixing"] = from_kaoshixing(clients.kaoshixing)
    if clients.cet:
        sources["cet"] = from_cet(clients.cet)
    return sources


def _exam_sources(clients: Clients) -> dict[str, ExamSource]:
    """What `/exams` asks, by system."""
    sources: dict[str, ExamSource] = {}
    if clients.kaoshiyun:
        sources["kaoshiyun"] = ahead_in_kaoshiyun(clients.kaoshiyun)
    if clients.kaoshixing:
        sources["kaoshixing"] = ahead_in_kaoshixing(clients.kaoshixing)
    return sources


def _provable(settings: Settings, clients: Clients) -> tuple[Provable, ...]:
    """The systems whose accounts have to be proven, and how."""
    kaoshiyun, kaoshixing = settings.providers.kaoshiyun, settings.providers.kaoshixing
    found = []
    if clients.kaoshiyun:
        way = kaoshiyun_way(clients.kaoshiyun, kaoshiyun.proof, kaoshiyun.exams_days)
        found.append(Provable(way, kaoshiyun.proof))
    if clients.kaoshixing:
        found.append(Provable(kaoshixing_way(clients.kaoshixing, kaoshixing.proof), kaoshixing.proof))
    return tuple(found)
