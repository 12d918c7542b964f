"""What administrators can say, in the order in which they are told of it: of exam systems and of the bot."""

from collections.abc import Mapping, Sequence

from bot.forms import Form
from bot.keeping import Accounts, Keeping
from handlers.admin.banning import ban_form, unban_form
from handlers.admin.broadcast import broadcast_form
from handlers.admin.candidates import candidate_form
from handlers.admin.departments import department_form, loginlink_form
from handlers.admin.exam_grades import examgrades_form
from handlers.admin.exam_list import examlist_form
from handlers.admin.exams import Examiners
from handlers.admin.health import providers_form
from handlers.admin.stats import dead_form, stats_form
from providers.client import Client
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient


def admin_forms(
    kaoshiyun: KaoshiyunClient | None, kaoshixing: KaoshixingClient | None, accounts: Accounts
) -> tuple[Form, ...]:
    """`None` is a system that is off."""
    examiners = Examiners(kaoshiyun, kaoshixing)
    return (
        examlist_form(examiners),
        examgrades_form(examiners, accounts),
        candidate_form(kaoshixing),
        department_form(kaoshixing),
        loginlink_form(kaoshixing),
    )


def staff_forms(clients: Mapping[str, Client | None], keeping: Keeping, admins: Sequence[str]) -> tuple[Form, ...]:
    """`clients` by the names of their sections in the settings; `None` is a system that is off."""
    return (
        providers_form(clients),
        stats_form(keeping, admins),
        broadcast_form(keeping.people),
        dead_form(),
        ban_form(admins, keeping),
        unban_form(),
    )
