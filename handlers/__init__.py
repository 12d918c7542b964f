"""What people can say: the menu, in the order in which people are told of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.batches import Procedure
from bot.forms import Menu
from bot.keeping import Keeping
from bot.people import Limit, School
from bot.settings import Settings
from handlers import cet, chat, my_data, start
from handlers.accounts import accounts_form, unbind_form
from handlers.admin import admin_forms, staff_forms
from handlers.admin.broadcast import broadcasting
from handlers.alarms import signs_of
from handlers.approvals import approve_form, decline_form
from handlers.batch.candidates import candidates_sheet
from handlers.batch.control import batch_form
from handlers.batch.from_file import procedure_of
from handlers.bind import CetTickets, Provable, bind_form
from handlers.binding import Binding
from handlers.clients import Clients
from handlers.exams import enter_form, exams_form
from handlers.grades import grades_form
from handlers.help import help_form
from handlers.holding import holders_form, notme_form, others_told
from handlers.inline import inline
from handlers.invite import invite_form, invite_sheet
from handlers.judge import judge_form
from handlers.link import link_form, notify_form, unlink_form
from handlers.measured import measured
from handlers.permits import permit_forms, permit_sheets
from handlers.remind import remind_form
from handlers.school import school_form
from handlers.systems import begins_of, exam_sources, kinds_of, lists_of, provable_of, score_sources
from handlers.telling import quiet_form, reveal_form, spoiler_form
from handlers.watch import Watchable, watch_form
from handlers.watches import unwatch_form, watches_form
from handlers.watching.cet import announce_form
from handlers.watching.cet_line import CetLine
from handlers.watching.cet_soon import tellme_form
from handlers.wejh import wejh_forms
from providers.cet.level import Level

__all__ = ["Clients", "menu"]


def menu(settings: Settings, clients: Clients, keeping: Keeping) -> Menu:
    """Every form there is."""
    rules, every = _cet_rules(settings), timedelta(seconds=settings.limits.watch_interval_s)
    binding, provable = Binding(keeping, settings.bot.admins), provable_of(settings, clients)
    lists, line = lists_of(settings, clients, keeping), CetLine(keeping.line, settings.providers.cet.per_second)
    begins = begins_of(clients, keeping, lists, line, admins=bool(settings.bot.admins))
    titles = (lists.titles,) if lists else ()
    procedures = _procedures(clients, keeping, provable)
    forms = (
        cet.cet_form(clients.cet, rules),
        cet.cetfind_form(clients.cet, rules),
        cet.level_form(clients.cet, rules, Level.CET4),
        cet.level_form(clients.cet, rules, Level.CET6),
        grades_form(score_sources(clients, lists), rules.limits.lookups),
        exams_form(exam_sources(clients)),
        bind_form(binding, CetTickets(clients.cet, rules) if clients.cet else None, provable),
        watch_form(Watchable(begins, clients.kaoshiyun, binding, rules, every.total_seconds())),
        judge_form(clients.maxuetang, rules.limits.lookups),
        watches_form(keeping.watches, *titles),
        unwatch_form(keeping.watches, *titles),
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
    zone = ZoneInfo(settings.bot.timezone)
    return Menu(
        (*forms, help_form(forms, settings.bot.contact)),
        kinds=kinds_of(settings, clients, keeping, lists, line),
        signs=signs_of(clients.by_name),
        systems=measured(clients.by_name),
        inline=inline(clients.cet, rules, keeping.glances, lambda: datetime.now(zone)),
        batches=procedures,
    )


def _cet_rules(settings: Settings) -> cet.CetRules:
    limits = cet.CetLimits(
        lookups=Limit("lookup", settings.limits.lookups_per_hour, timedelta(hours=1)),
        names=Limit("name", settings.limits.names_per_day, timedelta(days=1)),
    )
    choices = settings.providers.cet
    local = School(choices.local_province, choices.local_school)
    return cet.CetRules(limits, choices.official_url, local, by_name=choices.by_name)


def _procedures(clients: Clients, keeping: Keeping, provable: Sequence[Provable]) -> tuple[Procedure, ...]:
    """What files of lines can ask for."""
    candidates = (candidates_sheet(clients.kaoshixing),) if clients.kaoshixing else ()
    sheets = (*permit_sheets(clients.kaoshixing), *candidates, invite_sheet(keeping, provable))
    return *(procedure_of(sheet) for sheet in sheets), broadcasting(keeping.people)
