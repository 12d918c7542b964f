"""Who is banned is offered nothing where the bot is named in another chat."""

from bot.inline import Asker, Offer
from tests.handlers.binding import Bindings
from tests.in_memory import Glances

LOOK_UP = "440530242110305 林晓雯"


async def test_banned_are_offered_nothing(bindings: Bindings) -> None:
    assert isinstance(bindings.keeping.glances, Glances)
    bindings.keeping.glances.askers["telegram:1"] = Asker("bob", None, banned=True)
    offer = bindings.chat().menu.inline
    assert await offer("telegram:1", LOOK_UP) == Offer(())
    assert (await offer("telegram:2", LOOK_UP)).cards
