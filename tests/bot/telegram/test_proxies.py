"""A proxy carries everything, polling and sending, and may die and come back."""

import pytest

from bot.abilities import Outcome
from bot.messages import Outgoing
from bot.platforms.telegram.transport import NotConnected
from tests.bot.telegram.house import House, Waits, at_work, calling, private
from tests.bot.telegram.proxies import Kind, proxy
from tests.botapi import Fake, Person

KINDS: tuple[Kind, ...] = ("http", "socks5")


@pytest.mark.parametrize("kind", KINDS)
async def test_proxy_carries_polling_and_sending_dies_and_comes_back(
    fake: Fake, house: House, alice: Person, kind: Kind
) -> None:
    waits = Waits()
    async with proxy(kind) as way, at_work(fake, house, waits, proxy=way.url) as telegram:
        await alice.private.say("one")
        await house.got("one")
        sent = await telegram.send("k", private(alice), Outgoing("first"))
        assert (sent.outcome, (await alice.private.hears()).text) == (Outcome.SENT, "first")
        assert way.connections >= 2
        await way.die()
        sent = await telegram.send("k", private(alice), Outgoing("second"))
        assert (sent.outcome, sent.reason) in ((Outcome.LATER, "NotConnected"), (Outcome.UNKNOWN, "NetworkError"))
        assert (await telegram.send("k", private(alice), Outgoing("second"))).outcome is Outcome.LATER
        await alice.private.say("two")
        await waits.count(0.5)
        await way.start()
        waits.over()
        await house.got("one", "two")
        assert (await telegram.send("k", private(alice), Outgoing("third"))).outcome is Outcome.SENT
        assert (await alice.private.hears()).text == "third"


@pytest.mark.parametrize("kind", KINDS)
async def test_proxy_that_is_not_there(fake: Fake, kind: Kind) -> None:
    async with proxy(kind) as way:
        await way.die()
        async with calling(fake, proxy=way.url) as api:
            with pytest.raises(NotConnected):
                await api.call("getMe", {})
    assert not fake.called("getMe")


async def test_tunnel_that_is_refused(fake: Fake) -> None:
    """Nothing was written behind it."""
    async with proxy("http") as way, calling(fake, proxy=way.url, base_url="https://127.0.0.1:1") as api:
        with pytest.raises(NotConnected):
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        assert way.connections == 1
