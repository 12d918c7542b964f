"""Where a list that comes page by page ends."""

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from providers.errors import Changed, Unavailable
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.paging import Page, all_pages
from providers.system import Terms
from tests.providers.calls import whole
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Upstream, says


async def read(pages: list[Page[int]], most: int = 100) -> tuple[list[int], int]:
    """Give the items, and how often it was asked."""
    asked: list[int] = []

    async def fetch(number: int) -> Page[int]:
        asked.append(number)
        return pages[number - 1]

    items = await whole(all_pages(fetch, hash, most))
    assert asked == list(range(1, len(asked) + 1))
    return items, len(asked)


def page(*items: int, total: int | None = None) -> Page[int]:
    return Page(items, total)


async def test_total() -> None:
    assert await read([page(1, 2, total=3), page(3, total=3)]) == ([1, 2, 3], 2)


async def test_empty_page() -> None:
    """Whatever the total says, which may count what is not shown."""
    assert await read([page(1, total=60), page(total=60)]) == ([1], 2)


async def test_nothing() -> None:
    assert await read([page(total=0)]) == ([], 1)
    assert await read([page()]) == ([], 1)


async def test_same_again() -> None:
    """A system that answers its last page for each number beyond it, or page 1 for all."""
    assert await read([page(1, 2, total=60), page(3), page(3)]) == ([1, 2, 3], 3)
    assert await read([page(1, 2, total=60), page(1, 2, total=60)]) == ([1, 2], 2)


async def test_no_total() -> None:
    assert await read([page(1), page(2), page()]) == ([1, 2], 3)


async def test_grown_meanwhile() -> None:
    """A row that came in front pushes another one onto the next page; the latest total counts."""
    assert await read([page(1, 2, total=3), page(2, 3, total=4)]) == ([1, 2, 2, 3], 2)


async def test_without_end() -> None:
    """A list that is cut off must not look whole."""
    with pytest.raises(Changed, match="without an end"):
        await read([page(i) for i in range(10)], most=10)


async def test_one_page_at_a_time(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    """The next page is asked for only when the one before has been looked at, however many there are."""
    total, size = 5000, 500

    async def react(request: web.BaseRequest) -> web.StreamResponse:
        index = int(URL(request.raw_path).query["pageIndex"]) - 1
        rows = [{"account": f"a{i}", "gradeID": f"{i:032x}"} for i in range(index * size, (index + 1) * size)]
        return await says({"totalCount": total, "examID": "b1e8ef", "items": rows})(request)

    upstream.always = react
    config = KaoshiyunConfig(upstream.url, "t", Terms(per_second=1000), page_size=size)
    client = KaoshiyunClient(session, config, hand_clock.clock)
    number = 0
    async for each in client.grades("b1e8ef"):
        number += 1
        assert (len(each.items), len(upstream.seen)) == (size, number)
        assert each.items[0].account == f"a{(number - 1) * size}"
    assert number == total // size


async def test_failure_in_between(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    """What was read is no whole list, and that is told."""
    upstream.next.append(says({"totalCount": 2, "items": [{"examID": "a"}]}))
    upstream.always = says("", 500)
    client = KaoshiyunClient(session, KaoshiyunConfig(upstream.url, "t"), hand_clock.clock)
    with pytest.raises(Unavailable):
        await whole(client.exams())
