"""A strict stand-in for the QQ side of OneBot v11: it refuses what NapCat refuses and keeps what is said.

    async with serving(NAPCAT) as fake:
        fake.reverse("ws://127.0.0.1:8080/onebot/v11/ws")  # or let the bot connect to fake.url
        alice = fake.friend("alice")
        await alice.say("/start")
        await alice.hears("hello")

What the real ones let pass although a grade could get to the wrong people by it stands in `fake.violations`.
"""

from tests.qqside.fake import Fake
from tests.qqside.faults import Fault
from tests.qqside.people import Group, Seat
from tests.qqside.records import Account, Asked, Message
from tests.qqside.serve import serving
from tests.qqside.variants import ALL, LLBOT, NAPCAT, PLAIN, STRINGS, Variant
from tests.qqside.world import BOT

__all__ = [
    "ALL",
    "BOT",
    "LLBOT",
    "NAPCAT",
    "PLAIN",
    "STRINGS",
    "Account",
    "Asked",
    "Fake",
    "Fault",
    "Group",
    "Message",
    "Seat",
    "Variant",
    "serving",
]
