"""What each exam system that is set up brings: what can be asked, watched and proven."""

from datetime import timedelta

from bot.keeping import Keeping
from bot.settings import Settings
from bot.watches import Kind
from handlers.bind import Provable
from handlers.clients import Clients
from handlers.lists import Lists
from handlers.sittings import ExamSource, ahead_in_kaoshixing, ahead_in_kaoshiyun
from handlers.sources import Source, from_cet, from_kaoshixing, from_kaoshiyun
from handlers.watch import Begin, begin_cet, begin_kaoshixing, begin_kaoshiyun, begin_wejh
from handlers.watching.campus import campus_kind
from handlers.watching.cet import cet_kind
from handlers.watching.cet_line import CetLine
from handlers.watching.cet_soon import cet_soon_kind
from handlers.watching.judging import judging_kind
from handlers.watching.kaoshixing import kaoshixing_kind
from handlers.watching.kaoshiyun import kaoshiyun_kind
from handlers.watching.reminders import OF_EXAM, of_account, of_exam, of_kaoshixing, of_kaoshiyun, reminders_kind
from handlers.ways import kaoshixing_way, kaoshiyun_way
from handlers.wejh.session import Sessions


def lists_of(settings: Settings, clients: Clients, keeping: Keeping) -> Lists | None:
    fresh, days = timedelta(seconds=settings.limits.watch_interval_s), settings.providers.kaoshiyun.exams_days
    return Lists(clients.kaoshiyun, keeping, days=days, fresh=fresh) if clients.kaoshiyun else None


def kinds_of(
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


def begins_of(
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


def score_sources(clients: Clients, lists: Lists | None) -> dict[str, Source]:
    """What `/grades` asks, by system."""
    sources: dict[str, Source] = {}
    if lists:
        sources["kaoshiyun"] = from_kaoshiyun(lists)
    if clients.kaoshixing:
        sources["kaoshixing"] = from_kaoshixing(clients.kaoshixing)
    if clients.cet:
        sources["cet"] = from_cet(clients.cet)
    return sources


def exam_sources(clients: Clients) -> dict[str, ExamSource]:
    """What `/exams` asks, by system."""
    sources: dict[str, ExamSource] = {}
    if clients.kaoshiyun:
        sources["kaoshiyun"] = ahead_in_kaoshiyun(clients.kaoshiyun)
    if clients.kaoshixing:
        sources["kaoshixing"] = ahead_in_kaoshixing(clients.kaoshixing)
    return sources


def provable_of(settings: Settings, clients: Clients) -> tuple[Provable, ...]:
    """The systems whose accounts have to be proven, and how."""
    kaoshiyun, kaoshixing = settings.providers.kaoshiyun, settings.providers.kaoshixing
    found = []
    if clients.kaoshiyun:
        way = kaoshiyun_way(clients.kaoshiyun, kaoshiyun.proof, kaoshiyun.exams_days)
        found.append(Provable(way, kaoshiyun.proof))
    if clients.kaoshixing:
        found.append(Provable(kaoshixing_way(clients.kaoshixing, kaoshixing.proof), kaoshixing.proof))
    return tuple(found)
