"""A strict stand-in for the Telegram Bot API: it refuses what the real one refuses and keeps what people would see.

    async with serving() as fake:
        start_a_bot(fake.url, fake.token)
        alice = fake.user("alice").private
        await alice.say("/start")
        await alice.hears("hello")

As a process of its own: `python -m tests.botapi --port 8443`, steered under `/_fake/…`.
"""

from tests.botapi.fake import Fake
from tests.botapi.faults import Fault
from tests.botapi.groups import Group
from tests.botapi.limits import Limits
from tests.botapi.load import Load, Report, Script, Step
from tests.botapi.people import Found, Person, Seat
from tests.botapi.poison import Poison
from tests.botapi.queries import Query
from tests.botapi.records import Chat, Message
from tests.botapi.serve import serving
from tests.botapi.world import Settings

__all__ = [
    "Chat",
    "Fake",
    "Fault",
    "Found",
    "Group",
    "Limits",
    "Load",
    "Message",
    "Person",
    "Poison",
    "Query",
    "Report",
    "Script",
    "Seat",
    "Settings",
    "Step",
    "serving",
]
