"""What a client says of its system to whoever looks after it."""

import pytest
from aiohttp import ClientSession

from providers.cet.client import CetClient
from providers.errors import Ambiguous, Changed, Expired, Unavailable, WrongCredentials
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.kaoshiyun.token import TokenAddress
from providers.maxuetang.client import MaxuetangClient, MaxuetangConfig
from tests.providers.calls import first
from tests.providers.cet_bodies import NAME, REAL, TICKET
from tests.providers.hand_clock import START, HandClock
from tests.providers.kaoshiyun_bodies import EXAMS, EXPIRED
from tests.providers.upstream import Upstream, says


async def test_answered_with_no(client: CetClient, upstream: Upstream) -> None:
    """The system is there, though it brought nothing."""
    upstream.always = says({"Status": "0"})
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)
    assert (client.health.last_answer, client.health.last_success) == (START, None)


async def test_answer_that_does_not_fit(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    upstream.next.append(says("<html>"))
    with pytest.raises(Changed) as caught:
        await client.by_ticket(TICKET, NAME)
    hand_clock.forward(60)
    upstream.always = says(REAL)
    await client.by_ticket(TICKET, NAME)
    assert (client.health.changed, client.health.misfit) == (START, str(caught.value))


async def test_silent(client: CetClient, upstream: Upstream) -> None:
    upstream.always = says("", 500)
    with pytest.raises(Unavailable):
        await client.by_ticket(TICKET, NAME)
    assert (client.health.since, client.health.last_answer) == (START, None)


async def test_dead_token(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    """Until it is taken again."""
    client = KaoshiyunClient(session, KaoshiyunConfig(upstream.url, "a token"), hand_clock.clock)
    upstream.next.append(says(EXPIRED))
    with pytest.raises(Expired):
        await first(client.exams())
    assert client.health.refused == START
    upstream.always = says(EXAMS)
    await first(client.exams())
    assert client.health.refused is None


async def test_token_that_was_renewed(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    """Nobody need know of it; but where the new one is refused too, somebody must, though its address answers."""
    config = KaoshiyunConfig(upstream.url, TokenAddress(f"{upstream.url}/token"))
    client = KaoshiyunClient(session, config, hand_clock.clock)
    new, newer = says({"access_token": "new"}), says({"access_token": "newer"})
    upstream.next.extend([new, says(EXPIRED), newer, says(EXAMS)])
    await first(client.exams())
    assert (client.health.refused, client.health.last_success) == (None, START)
    upstream.next.extend([says(EXPIRED), new, says(EXPIRED)])
    with pytest.raises(Expired):
        await first(client.exams())
    assert client.health.refused == START
    upstream.next.extend([says(EXPIRED), says({"errcode": 1})])
    with pytest.raises(Expired, match="token_url"):
        await first(client.exams())
    assert client.health.refused == START


async def test_dead_keys(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    maxuetang = MaxuetangClient(session, MaxuetangConfig(upstream.url, "88", "key"), hand_clock.clock)
    upstream.always = says({"success": False, "msg": "签名错误"})
    with pytest.raises(WrongCredentials):
        await maxuetang.result("6", "1412", "655432")
    assert maxuetang.health.refused == START
    kaoshixing = KaoshixingClient(session, KaoshixingConfig(upstream.url, "14343", "key"), hand_clock.clock)
    upstream.always = says({"code": "0042", "msg": "jwt签名错误"})
    with pytest.raises(WrongCredentials):
        await first(kaoshixing.results("linxiaowen"))
    assert kaoshixing.health.refused == START
