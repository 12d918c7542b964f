"""The campus accounts of 微精弘.

session.py uses credits, and nobody else does · accounts.py asks which account is meant · login.py, binding.py and
profile.py are what people do with their own · public.py is for everybody · failing.py says what went wrong.
"""

from bot.forms import Form
from bot.keeping import Keeping
from handlers.wejh.binding import campus_form
from handlers.wejh.login import Notices, login_form, logout_form, password_form, register_form
from handlers.wejh.profile import me_form, nickname_form
from handlers.wejh.public import term_form, whois_form
from handlers.wejh.session import Sessions
from providers.wejh.client import WejhClient


def wejh_forms(client: WejhClient | None, keeping: Keeping, notices: Notices) -> tuple[Form, ...]:
    """All of them, in the menu's order; off where there is no `client`.

    `notices` makes the messages to whoever holds an account that somebody else now logs in to.
    """
    sessions = Sessions(client, keeping)
    return (
        register_form(sessions, notices),
        login_form(sessions, notices),
        logout_form(sessions),
        campus_form(sessions),
        me_form(sessions),
        password_form(sessions),
        nickname_form(sessions),
        whois_form(sessions),
        term_form(sessions),
    )
