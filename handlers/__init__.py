"""What people can say: the menu, in the order in which people are told of it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.batches import Procedure
from bot.forms import Menu
from bot.keeping import Keeping
from bot.people import Limit, School
from bot.settings import Settings
from bot.values import dataclass
from bot.watches import Kind
from handlers import cet, chat, my_data, start
from handlers.accounts import accounts_form, unbind_form
from handlers.admin import admin_forms, staff_forms
from handlers.admin.broadcast import broadcasting
from handlers.admin.health import Asked
from handlers.alarms import signs_of
from handlers.approvals import approve_form, decline_form
from handlers.batch.candidates import candidates_sheet
from handlers.batch.control import batch_form
from handlers.batch.from_file import procedure_of
from handlers.bind import CetTickets, Provable, bind_form
from handlers.binding import Binding
from handlers.exams import enter_form, exams_form
from handlers.grades import grades_form
from handlers.help import help_form
from handlers.holding import holders_form, notme_form, others_told
from handlers.inline import inline
from handlers.invite import invite_form, invite_sheet
from handlers.judge import judge_form
from handlers.link import link_form, notify_form, unlink_form
from handlers.lists import Lists
from handlers.measured import measured
from handlers.permits import permit_forms, permit_sheets
from handlers.remind import remind_form
from handlers.school import school_form
from handlers.sittings import ExamSource, ahead_in_kaoshixing, ahead_in_kaoshiyun
from handlers.sources import Source, from_cet, from_kaoshixing, from_kaoshiyun
from handlers.telling import quiet_form, reveal_form, spoiler_form
from handlers.watch import (
    Begin,
    Watchable,
    begin_cet,
    begin_kaoshixing,
    begin_kaoshiyun,
    begin_wejh,
    watch_form,
)
from handlers.watches import unwatch_form, watches_form
from handlers.watching.campus import campus_kind
from handlers.watching.cet import announce_form, cet_kind
from handlers.watching.cet_line import CetLine
from handlers.watching.cet_soon import cet_soon_kind, tellme_form
from handlers.watching.judging import judging_kind
from handlers.watching.kaoshixing import kaoshixing_kind
from handlers.watching.kaoshiyun import kaoshiyun_kind
from handlers.watching.reminders import (
    OF_EXAM,
    of_account,
    of_exam,
    of_kaoshixing,
    of_kaoshiyun,
    reminders_kind,
)
from handlers.ways import kaoshixing_way, kaoshiyun_way
from handlers.wejh import wejh_forms
from handlers.wejh.session import Sessions
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

    @property
    def by_name(self) -> dict[str, Asked | None]:
        """As the sections of the settings are called."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


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
    every = timedelta(seconds=settings.limits.watch_interval_s)
    lists, line = _lists(settings, clients, keeping), CetLine(keeping.line, choices.per_second)
    procedures = _procedures(clients, keeping, provable)
    forms = (
        cet.cet_form(clients.cet, rules),
        cet.cetfind_form(clients.cet, rules),
        cet.level_form(clients.cet, rules, Level.CET4),
        cet.level_form(clients.cet, rules, Level.CET6),
        grades_form(_score_sources(clients, lists), limits.lookups),
        exams_form(_exam_sources(clients)),
        bind_form(binding, CetTickets(clients.cet, rules) if clients.cet else None, provable),
        watch_form(
            Watchable(
                _begins(clients, keeping, lists, line, admins=bool(settings.bot.admins)),
                clients.kaoshiyun,
                binding,
                rules,
                every.total_seconds(),
            )
        ),
        judge_form(clients.maxuetang, limits.lookups),
        watches_form(keeping.watches),
        unwatch_form(keeping.watches),
        accounts_form(),
        unbind_form(),
        remind_form(),
        quiet_form(),
        spoiler_form(),
        school_form(),
        link_form(keeping.tokens),
        unlink_form(keeping.addresses),
        notify_form(keeping.addresses),
        *wejh_forms(clients.wejh, keeping, partial(others_told, keeping)),
        chat.language_form(),
        my_data.privacy_form(settings.bot.contact),
        my_data.export_form(keeping.records, keeping.watches),
        my_data.forget_form(),
        start.cancel_form(),
        start.back_form(),
        start.start_form(settings.bot.name, cet=clients.cet is not None),
        start.id_form(),
        *admin_forms(clients.kaoshiyun, clients.kaoshixing, keeping.accounts),
        announce_form(clients.cet, line),
        *permit_forms(clients.kaoshixing),
        invite_form(keeping, provable),
        holders_form(keeping),
        *staff_forms(clients.by_name, keeping, settings.bot.admins),
        enter_form(clients.kaoshixing),
        tellme_form(clients.cet, rules, line),
        reveal_form(keeping.tokens, keeping.glances),
        approve_form(binding),
        decline_form(binding),
        notme_form(keeping),
        batch_form(keeping.batches, procedures),
    )
    every_form = (*forms, help_form(forms, settings.bot.contact))
    zone = ZoneInfo(settings.bot.timezone)
    systems = clients.by_name
    offer = inline(clients.cet, rules, keeping.glances, lambda: datetime.now(zone))
    kinds, signs = _kinds(settings, clients, keeping, lists, line), signs_of(systems)
    return Menu(every_form, kinds, signs, measured(systems), offer, procedures)


def _procedures(clients: Clients, keeping: Keeping, provable: Sequence[Provable]) -> tuple[Procedure, ...]:
    """What files of lines can ask for."""
    candidates = (candidates_sheet(clients.kaoshixing),) if clients.kaoshixing else ()
    sheets = (*permit_sheets(clients.kaoshixing), *candidates, invite_sheet(keeping, provable))
    return *(procedure_of(sheet) for sheet in sheets), broadcasting(keeping.people)


def _lists(settings: Settings, clients: Clients, keeping: Keeping) -> Lists | None:
    fresh, days = timedelta(seconds=settings.limits.watch_interval_s), settings.providers.kaoshiyun.exams_days
    return Lists(clients.kaoshiyun, keeping, days=days, fresh=fresh) if clients.kaoshiyun else None


def _kinds(
    settings: Settings, clients: Clients, keeping: Keeping, lists: Lists | None, line: CetLine
) -> tuple[Kind, ...]:
    """What can be watched."""
    every = timedelta(seconds=settings.limits.watch_interval_s)
    kinds: list[Kind] = []
    if clients.kaoshiyun:
        days, gather = settings.providers.kaoshiyun.exams_days, timedelta(seconds=settings.limits.group_gather_s)
        kinds.append(kaoshiyun_kind(clients.kaoshiyun, every, days=days, gather=gather))
    if clients.kaoshixing:
        kinds.append(kaoshixing_kind(clients.kaoshixing, every))
    if clients.kaoshiyun:
        kinds.append(reminders_kind(of_account("kaoshiyun"), of_kaoshiyun(clients.kaoshiyun), every))
    if clients.kaoshixing:
        kinds.append(reminders_kind(of_account("kaoshixing"), of_kaoshixing(clients.kaoshixing), every))
    if clients.kaoshiyun and lists:
        kinds.append(reminders_kind(OF_EXAM, of_exam(lists, clients.kaoshiyun), every))
    if clients.wejh:
        kinds.append(campus_kind(Sessions(clients.wejh, keeping), every))
    if clients.maxuetang:
        kinds.append(judging_kind(clients.maxuetang))
    if clients.cet:
        kinds += cet_soon_kind(clients.cet, line), cet_kind(clients.cet, keeping.tokens, line)
    return tuple(kinds)


def _begins(
    clients: Clients, keeping: Keeping, lists: Lists | None, line: CetLine, *, admins: bool
) -> dict[str, Begin]:
    """What `/watch` reads first, by system."""
    begins: dict[str, Begin] = {}
    if lists:
        begins["kaoshiyun"] = begin_kaoshiyun(lists)
    if clients.kaoshixing:
        begins["kaoshixing"] = begin_kaoshixing(clients.kaoshixing)
    if clients.cet:
        begins["cet"] = begin_cet(clients.cet, keeping.tokens, line, admins=admins)
    if clients.wejh:
        begins["wejh"] = begin_wejh(Sessions(clients.wejh, keeping))
    return begins


def _score_sources(clients: Clients, lists: Lists | None) -> dict[str, Source]:
    """What `/grades` asks, by system."""
    sources: dict[str, Source] = {}
    if lists:
        sources["kaoshiyun"] = from_kaoshiyun(lists)
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
