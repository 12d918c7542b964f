"""Administrators let candidates take exams, one by one and by a file of many lines."""

import csv
import json
from io import StringIO

import pytest

from tests.journeys.chat import Chat
from tests.journeys.conftest import World

pytestmark = pytest.mark.parametrize("world", ["web", "polling", "reverse"], indirect=True)
PEOPLE = ("zhangsan", "linxiaowen", "huangzixuan", "chenhao")


@pytest.fixture
async def boss(world: World, alice: Chat) -> Chat:
    """Alice, who is an administrator."""
    return await (await world.start(bot={"admins": [alice.handle]})).private("alice")


async def granted(world: World) -> list[tuple[str, str, str]]:
    """What was asked of the system by action 207, in order."""
    told = await world.steer("requests", system="kaoshixing")
    asked = (json.loads(request["body"]) for request in told["requests"])
    return [(each["user_id"], each["exam_id"], each["event_type"]) for each in asked if "event_type" in each]


def rows(file: tuple[str, bytes]) -> list[list[str]]:
    return list(csv.reader(StringIO(file[1].decode("utf-8-sig"))))


async def test_one(world: World, boss: Chat) -> None:
    await boss.say("/grant linxiaowen 55401")
    await boss.hears("让考生 linxiaowen 参加考试 55401", "确定吗")
    await boss.press("取消")
    await boss.hears("已取消")
    await boss.say("/grant linxiaowen 55401")
    await boss.hears("确定吗")
    await boss.press("确认")
    await boss.hears("可以参加")
    await boss.say("/revoke linxiaowen 99999")
    await boss.hears("不再让考生 linxiaowen")
    await boss.press("确认")
    await boss.hears("没有这个考生或这场考试")
    assert await granted(world) == [("linxiaowen", "55401", "add"), ("linxiaowen", "99999", "del")]


async def test_file(world: World, boss: Chat) -> None:
    """Checked whole, confirmed, done line by line, and told in a file."""
    await boss.say("/grant")
    await boss.hears("哪个考生", "CSV", "user,exam")
    await boss.upload("list.csv", b"user,exam\nzhangsan,55400\n,55400\nchenhao,55 400\n")
    await boss.hears("有 2 行不对", "第 3 行：考生编号不能是空的", "第 4 行：考试编号的格式不对", "哪个考生")
    text = "考试;姓名;考生\n" + "".join(f"55400;某某;{each}\n" for each in (*PEOPLE, "nobody", "zhangsan"))
    await boss.upload("list.csv", text.encode("gb18030"))
    await boss.hears("授权考试：共 5 行", "zhangsan, 55400", "第 7 行", "姓名", "确定吗")
    assert await granted(world) == []
    await boss.press("确认")
    await boss.hears("开始了，共 5 行")
    told = await boss.hears("已结束", "成功 4 行", "被拒绝 1 行")
    header, *lines = rows(await boss.file(told))
    assert header == ["行", "user", "exam", "结果", "说明"]
    assert [line[:4] for line in lines[:4]] == [
        [str(number), each, "55400", "成功"] for number, each in enumerate(PEOPLE, start=2)
    ]
    assert lines[4] == ["6", "nobody", "55400", "被拒绝", "考试星里没有这个考生或这场考试。"]
    assert sorted(await granted(world)) == sorted((each, "55400", "add") for each in (*PEOPLE, "nobody"))
