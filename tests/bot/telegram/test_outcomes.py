"""How a send ends: sent, later, never, or unknown."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.abilities import Outcome, Sent
from bot.messages import Address, Outgoing
from tests.bot.telegram.house import House, in_group, private, standing_still
from tests.bot.telegram.servers import silent
from tests.botapi import Fake, Person
from tests.ports import free_port

HELLO = Outgoing("hello")


async def sent(fake: Fake, address: Address, outgoing: Outgoing = HELLO, **changes: Any) -> Sent:
    async with standing_still(fake, **changes) as telegram:
        return await telegram.send("k", address, outgoing)


async def test_sent(fake: Fake, alice: Person) -> None:
    assert await sent(fake, private(alice)) == Sent(Outcome.SENT)


async def test_blocked_is_never_and_gone(fake: Fake, alice: Person) -> None:
    there = private(alice)
    alice.block()
    outcome = await sent(fake, there)
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, True)
    assert outcome.reason == "Forbidden: bot was blocked by the user"


async def test_deactivated_is_gone(fake: Fake, alice: Person) -> None:
    there = private(alice)
    alice.deactivate()
    assert (await sent(fake, there)).gone


async def test_who_has_not_begun_yet_is_not_gone(fake: Fake, alice: Person) -> None:
    """Telegram says nothing when somebody begins, so that it would never end."""
    there = private(alice)
    alice.private.chat.started = False
    outcome = await sent(fake, there)
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, False)


async def test_removed_from_a_group_is_gone(fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice])
    group.set_bot(alice, "kicked")
    assert (await sent(fake, in_group(group.chat.id))).gone


async def test_unknown_chat_is_gone(fake: Fake) -> None:
    outcome = await sent(fake, in_group(-77))
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, True)


async def test_bad_request_is_never_and_not_gone(fake: Fake, alice: Person) -> None:
    """Though the library calls it a network error."""
    outcome = await sent(fake, private(alice), Outgoing("x" * 5000))
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, False)
    assert "too long" in outcome.reason


async def test_muted_in_a_group_is_never_and_not_gone(fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice])
    group.set_bot(alice, "restricted", can_send_messages=False)
    outcome = await sent(fake, in_group(group.chat.id))
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, False)


async def test_too_many_is_later_at_the_time_that_telegram_named(fake: Fake, alice: Person) -> None:
    fake.fault("status", status=429, retry_after=17)
    async with standing_still(fake) as telegram:
        assert await telegram.send("k", private(alice), HELLO) == Sent(Outcome.LATER, 17.0, "RetryAfter")
        assert telegram.budget.wait_s(str(alice.id), group=False) == pytest.approx(17, abs=1)


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_token_that_is_refused_is_later(fake: Fake, alice: Person, status: int) -> None:
    """A proxy's hiccup looks the same, and nothing was sent."""
    fake.fault("status", status=status)
    assert (await sent(fake, private(alice))).outcome is Outcome.LATER


async def test_nobody_listening_is_later(fake: Fake, alice: Person) -> None:
    outcome = await sent(fake, private(alice), base_url=f"http://127.0.0.1:{free_port()}")
    assert outcome == Sent(Outcome.LATER, reason="NotConnected")


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "truncated", "garbage", "status"])
async def test_lost_answer_is_unknown(fake: Fake, alice: Person, fault: str) -> None:
    fake.fault(fault)
    assert (await sent(fake, private(alice))).outcome is Outcome.UNKNOWN
    assert not fake.called("sendMessage") or len(alice.private.unheard()) == 1


async def test_no_answer_in_time_is_unknown(fake: Fake, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.telegram.transport._within_s", lambda *_: 0.05)
    async with silent() as url:
        assert await sent(fake, private(alice), base_url=url) == Sent(Outcome.UNKNOWN, reason="TimedOut")


async def test_lost_answer_to_an_edit_is_later(fake: Fake, alice: Person) -> None:
    """Nobody sees an edit twice."""
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", private(alice), "wait")
        fake.fault("drop_after", "editMessageText", count=1)
        answer = Outgoing("hello", edits=number)
        assert (await telegram.send("k", private(alice), answer)).outcome is Outcome.LATER
        assert (await telegram.send("k", private(alice), answer)).outcome is Outcome.SENT
    assert (await alice.private.hears()).text == "hello"
    assert not alice.private.unheard()


async def test_lost_answer_to_what_was_sent_in_the_place_of_an_edit_is_unknown(fake: Fake, alice: Person) -> None:
    fake.fault("drop_after", "sendMessage", count=1)
    assert (await sent(fake, private(alice), Outgoing("hello", edits="99"))).outcome is Outcome.UNKNOWN


async def test_group_with_another_id_is_stored_and_sent_to_once(fake: Fake, house: House, alice: Person) -> None:
    group = fake.group("class", admins=[alice], basic=True)
    old = in_group(group.chat.id)
    new = in_group(group.migrate(alice).id)
    async with standing_still(fake, house) as telegram:
        assert (await telegram.send("k", old, HELLO)).outcome is Outcome.SENT
    assert house.moves == [(old, new)]
    assert [message.text for message in group.seat(alice).unheard()] == ["hello"]


async def test_refusal_at_the_other_id_counts(fake: Fake, house: House, alice: Person) -> None:
    group = fake.group("class", admins=[alice], basic=True)
    old = in_group(group.chat.id)
    group.migrate(alice)
    group.set_bot(alice, "kicked")
    async with standing_still(fake, house) as telegram:
        outcome = await telegram.send("k", old, HELLO)
    assert (outcome.outcome, outcome.gone) == (Outcome.NEVER, True)


async def test_reasons_are_for_operators_and_quote_nobody(fake: Fake, alice: Person) -> None:
    fake.fault("status", status=502)
    with capture_logs() as lines:
        outcome = await sent(fake, private(alice), Outgoing("hello", options=()))
    assert outcome.reason == "NetworkError"
    assert not lines
