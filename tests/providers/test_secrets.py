"""Names, tickets and scores stay out of texts, reprs, tracebacks and logs. See test_every_call.py too."""

import logging
import traceback

import pytest
from yarl import URL

from providers.cet.client import CetClient, CetConfig
from providers.cet.level import Level
from providers.cet.models import BySchool, ByTicket, Local
from providers.cet.ticket import parse_ticket
from providers.errors import ProviderError
from providers.http import Answer, Ask
from providers.system import Terms
from tests.providers.cet_bodies import DOCUMENTED, FAILED, NAME, REAL, TICKET
from tests.providers.upstream import Reaction, Upstream, says

SECRETS = (TICKET, NAME, "%E7%BD%97", "44053015132210612", "罗撒旦", "446", "GetCetScore")


def assert_clean(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize(
    "reaction",
    [
        says("", 302, {"Location": f"/{TICKET}"}),
        says(f"<p>{TICKET} {NAME}</p>"),
        says(REAL | {"Total": [TICKET]}),
        says(REAL | {"Status": NAME}),
        says(FAILED),
        says(b"\xff" + NAME.encode()),
        says(NAME.encode(), 200, {"Content-Encoding": "gzip"}),
    ],
)
async def test_errors(
    client: CetClient, upstream: Upstream, reaction: Reaction, caplog: pytest.LogCaptureFixture
) -> None:
    """An error with its whole traceback, as it would be logged, and all that was logged meanwhile."""
    caplog.set_level(logging.DEBUG)
    upstream.always = reaction
    with pytest.raises(ProviderError) as caught:
        await client.by_ticket(TICKET, NAME)
    assert_clean(f"{caught.value!r} {''.join(traceback.format_exception(caught.value))}")
    own = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]  # the server's
    assert_clean(" ".join(own))


async def test_results(client: CetClient, upstream: Upstream) -> None:
    upstream.always = says(DOCUMENTED)
    assert_clean(f"{await client.by_ticket(TICKET, NAME)!r}")


def test_questions() -> None:
    level = Level.CET4
    for asked in (
        ByTicket(parse_ticket(TICKET), NAME),
        BySchool("广东", "韶关学院", level, NAME),
        Local(level, NAME),
    ):
        assert_clean(repr(asked))


def test_wire() -> None:
    url = URL(f"http://u:p@cet.example/GetCetScore/{TICKET}/{NAME}")
    assert_clean(repr(Ask(url, form={"name": NAME}, json={"name": NAME})))
    assert_clean(repr(Answer(200, NAME.encode())))
    config = CetConfig("http://cet.example", Terms(proxy="http://u:hunter2@proxy.example"))
    assert "hunter2" not in repr(config)
