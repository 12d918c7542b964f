"""What CetClient sends: the program splits its address at slashes, so every byte of the path counts."""

import pytest
from aiohttp import ClientSession

from providers.cet.client import CetClient, CetConfig
from providers.cet.level import Level
from providers.cet.models import ByTicket
from providers.cet.ticket import parse_ticket
from providers.errors import Ambiguous, BadInput
from providers.system import Terms
from tests.providers.cet_bodies import NAME, TICKET
from tests.providers.upstream import Upstream

ENCODED = "%E7%BD%97%E5%A2%9E%E6%A6%95"  # 罗增榕


async def test_by_ticket(client: CetClient, upstream: Upstream) -> None:
    """Route 1: ticket and name, a plain GET without query and body."""
    with pytest.raises(Ambiguous):
        await client.by_ticket(f" {TICKET} ", NAME)

    (seen,) = upstream.seen
    assert (seen.method, seen.target, seen.body) == ("GET", f"/GetCetScore/{TICKET}/{ENCODED}", b"")
    assert seen.headers["User-Agent"] == "Gradebell"
    assert seen.headers["Accept"].startswith("application/json")
    assert "Cookie" not in seen.headers


async def test_by_school(client: CetClient, upstream: Upstream) -> None:
    """Route 2: the province by its short name, cet_type 2 for CET-6."""
    with pytest.raises(Ambiguous):
        await client.by_school("广东省", "韶关学院", Level.CET6, NAME)

    where = "%E5%B9%BF%E4%B8%9C/%E9%9F%B6%E5%85%B3%E5%AD%A6%E9%99%A2"
    assert [(s.method, s.target) for s in upstream.seen] == [("GET", f"/GetCetScoreWithoutTickets/{where}/2/{ENCODED}")]


async def test_local(client: CetClient, upstream: Upstream) -> None:
    """Route 3 as the program has it, not as the document prints it."""
    with pytest.raises(Ambiguous):
        await client.local(Level.CET4, NAME)

    assert [(s.method, s.target) for s in upstream.seen] == [
        ("GET", f"/GetCetScoreWithoutTicketsForWechat/1/{ENCODED}")
    ]


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("阿 卜", "%E9%98%BF%20%E5%8D%9C"),
        ("买买提·艾力", "%E4%B9%B0%E4%B9%B0%E6%8F%90%C2%B7%E8%89%BE%E5%8A%9B"),
        ("100%?#&+", "100%25%3F%23%26%2B"),
        ("%2F", "%252F"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("a..b", "a..b"),
        ("😀", "%F0%9F%98%80"),
        ("a\\b;c", "a%5Cb%3Bc"),
    ],
)
async def test_one_segment(client: CetClient, upstream: Upstream, name: str, segment: str) -> None:
    """Whatever a name holds, it arrives as one segment and nothing on the way resolves it."""
    with pytest.raises(Ambiguous):
        await client.local(Level.CET4, name)
    assert upstream.seen[0].target == f"/GetCetScoreWithoutTicketsForWechat/1/{segment}"


@pytest.mark.parametrize(("suffix", "prefix"), [("", ""), ("/", ""), ("/cet/v1", "/cet/v1"), ("/查/", "/%E6%9F%A5")])
async def test_base_url(session: ClientSession, upstream: Upstream, suffix: str, prefix: str) -> None:
    """With or without a last slash, with or without a path."""
    client = CetClient(session, CetConfig(upstream.url + suffix))
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)
    assert upstream.seen[0].target == f"{prefix}/GetCetScore/{TICKET}/{ENCODED}"


@pytest.mark.parametrize("address", ["", "cet.example", "ftp://cet.example", "http://", "http://h/?a=b", "http://h/#a"])
async def test_base_url_refused(session: ClientSession, address: str) -> None:
    """A wrong address is told at once and not by every look-up."""
    with pytest.raises(ValueError, match="http or https"):
        CetClient(session, CetConfig(address))


@pytest.mark.parametrize(
    ("ticket", "name", "field"),
    [
        ("44053015111061", NAME, "ticket"),
        ("", NAME, "ticket"),
        (TICKET, "a/b", "name"),
        (TICKET, " ", "name"),
    ],
)
async def test_bad_input(client: CetClient, upstream: Upstream, ticket: str, name: str, field: str) -> None:
    """What cannot be asked is refused before anything is sent."""
    with pytest.raises(BadInput) as caught:
        await client.by_ticket(ticket, name)
    assert caught.value.field == field
    assert upstream.seen == []


async def test_bad_place(client: CetClient) -> None:
    with pytest.raises(BadInput, match="province: unknown"):
        await client.by_school("香港", "香港大学", Level.CET4, NAME)
    with pytest.raises(BadInput, match="school: holds a slash"):
        await client.by_school("广东", "韶关/学院", Level.CET4, NAME)


async def test_proxy(session: ClientSession, upstream: Upstream) -> None:
    """Through a proxy the whole address is asked of it; here the server stands in for one."""
    client = CetClient(session, CetConfig("http://cet.example", Terms(proxy=upstream.url)))
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)
    assert upstream.seen[0].target == f"http://cet.example/GetCetScore/{TICKET}/{ENCODED}"
    assert upstream.seen[0].headers["Host"] == "cet.example"


def test_names_tried_on_one_ticket_are_told_apart_at_once() -> None:
    """What is remembered is found by its hash: were they alike, who tries many names would slow down all."""
    ticket = parse_ticket(TICKET)
    assert len({hash(ByTicket(ticket, f"罗{number}")) for number in range(1000)}) == 1000
