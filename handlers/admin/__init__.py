"""What administrators do in the exam systems, in the order in which they are told of it."""

from bot.forms import Form
from bot.keeping import Accounts
from handlers.admin.candidates import candidate_form
from handlers.admin.departments import department_form, loginlink_form
from handlers.admin.exam_grades import examgrades_form
from handlers.admin.exam_list import examlist_form
from handlers.admin.exams import Examiners
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
