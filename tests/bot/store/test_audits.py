"""What administrators did leaves one row a message, which names nobody."""

from bot.store.settled import Audited, Settled
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import person_of, said

ROWS = "select command, ended from audits"


def granted(key: str, ended: str) -> Audited:
    return Audited(key, "telegram:1000", "grant", ("zhangsan", "77"), ended)  # type: ignore[arg-type]  # as it is said


async def test_end_takes_the_place_of_begin(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("/grant zhangsan 77")])
    (claimed,) = await store.claim(1)
    await store.calling(claimed.work, granted(claimed.work.key, "begun"))
    assert await stores.rows(ROWS) == [("grant", "begun")]
    await store.settle(claimed.work, Settled(person_of(claimed), audited=granted(claimed.work.key, "done")))
    assert await stores.rows(ROWS) == [("grant", "done")]


async def test_row_names_neither_who_nor_whom(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("/grant zhangsan 77")])
    (claimed,) = await store.claim(1)
    await store.settle(claimed.work, Settled(person_of(claimed), audited=granted(claimed.work.key, "done")))
    ((row),) = await stores.rows("select * from audits")
    assert "1000" not in str(row)
    assert "zhangsan" not in str(row)
