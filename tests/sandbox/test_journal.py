"""What the journal keeps of the requests, and how much."""

from io import BytesIO

from aiohttp.test_utils import make_mocked_request

from sandbox.journal import KEPT_BODY, Journal
from tests.sandbox.asker import Asker


async def test_ring_is_bounded() -> None:
    """The oldest fall out and are counted; clearing starts anew."""
    journal = Journal(keep=2)
    for path in ("/1", "/2", "/3"):
        await journal.note("cet", make_mocked_request("GET", path), at=0)
    told = journal.told()
    assert isinstance(told["requests"], list)
    assert [entry["path"] for entry in told["requests"]] == ["/2", "/3"]
    assert told["dropped"] == 1
    journal.clear()
    assert journal.told() == {"requests": [], "dropped": 0}


async def test_systems_apart() -> None:
    """One system's requests can be asked for without the others'."""
    journal = Journal()
    await journal.note("cet", make_mocked_request("GET", "/1"), at=0)
    await journal.note("wejh", make_mocked_request("GET", "/2"), at=0)
    told = journal.told("wejh")
    assert isinstance(told["requests"], list)
    assert [entry["path"] for entry in told["requests"]] == ["/2"]


async def test_long_bodies_are_cut(sandbox: Asker) -> None:
    """The system reads all of it, the journal keeps the beginning."""
    url = f"{sandbox.url}/GetCetScore/1/2"
    async with sandbox.session.post(url, data=BytesIO(b"x" * (2 * 2**20))) as answer:
        assert answer.status == 200
    told = await sandbox.steer("requests")
    assert isinstance(told["requests"], list)
    assert len(told["requests"][0]["body"]) == KEPT_BODY
