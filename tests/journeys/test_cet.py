"""Somebody looks up a CET score."""

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World, everywhere

TICKET, NAME = "440530242110305", "林晓雯"


@everywhere
async def test_question_by_question(alice: Chat) -> None:
    await alice.say("/cet")
    await alice.hears("准考证号")
    await alice.say(TICKET)
    await alice.hears("姓名")
    await alice.say(NAME)
    await alice.hears(NAME, "韶关学院", "英语四级", "2024 年 12 月", "515", "172", "195", "148", TICKET)


@pytest.mark.parametrize(
    "line",
    [
        f"/cet {TICKET} {NAME}",
        f"／cet {TICKET} {NAME}",
        f"、CET   {TICKET}　{NAME}",
        f"查四六级 {TICKET} {NAME}",
        f"{TICKET} {NAME}",
        f"{TICKET}{NAME}",
        f"/cet \u202e４４０５３０２４２１１０３０５\u200f {NAME}",
    ],
)
async def test_all_in_one_line(alice: Chat, line: str) -> None:
    await alice.say(line)
    await alice.hears("515", TICKET)


@everywhere
async def test_wrong_ticket_is_explained_and_the_name_kept(alice: Chat) -> None:
    await alice.say(f"/cet 44053015132210612 {NAME}")
    await alice.hears("15 位", "17 位")
    await alice.say(TICKET)
    await alice.hears("515")


@pytest.mark.parametrize("wrong", ["😀", "一二三", "4405302421103O5", "1" * 5000, "\u202e", "?", "-1"])
async def test_wrong_ticket_is_asked_again(alice: Chat, wrong: str) -> None:
    await alice.say("/cet")
    await alice.hears("准考证号")
    await alice.say(wrong)
    await alice.hears("15 位")
    await alice.say(TICKET)
    await alice.hears("姓名")


async def test_slash_in_a_name_is_refused(alice: Chat) -> None:
    await alice.say(f"/cet {TICKET} 林/雯")
    await alice.hears("/", "姓名")
    await alice.say(NAME)
    await alice.hears("515")


@pytest.mark.parametrize("name", ["买买提·艾力", "王喆"])
async def test_rare_name_is_asked_with_a_warning(alice: Chat, name: str) -> None:
    await alice.say(f"/cet {TICKET} {name}")
    await alice.hears("查询失败", "生僻字")


async def test_another_name_came_back(alice: Chat) -> None:
    await alice.say("/cet 440530151110612 罗增榕")
    await alice.hears("罗撒旦", "罗增榕", "446", "2015 年 6 月")


async def test_failure_says_no_more_than_is_known(alice: Chat) -> None:
    await alice.say(f"/cet {TICKET} 张三")
    failed = await alice.hears("查询失败", "可能", "https://cjcx.neea.edu.cn/")
    assert "没有成绩" not in failed.text


async def test_unusual_ticket_is_asked_with_a_warning(alice: Chat) -> None:
    await alice.say("/cet 990530242110399 张三")
    await alice.hears("查询失败", "座位", "省份")


@everywhere
async def test_without_a_ticket(alice: Chat) -> None:
    await alice.say("/cetfind")
    await alice.hears("省份")
    await alice.press("重庆")
    await alice.hears("学校")
    await alice.say("重庆邮电大学")
    asked = await alice.hears("四级还是六级")
    assert asked.labels == ("四级", "六级")
    await alice.press("四级")
    await alice.hears("姓名")
    await alice.say("黄子轩")
    await alice.hears("黄子轩", "重庆邮电大学", "480", "500060241107724")


@pytest.mark.parametrize("line", ["/cetfind 重庆市 重庆邮电大学 1 黄子轩", "免准考证 重庆 重庆邮电大学 四级 黄子轩"])
async def test_without_a_ticket_in_one_line(alice: Chat, line: str) -> None:
    await alice.say(line)
    await alice.hears("黄子轩", "480")


async def test_school_is_asked_for_once(alice: Chat) -> None:
    await alice.say("/cet4 黄子轩")
    await alice.hears("省份")
    await alice.say("重庆")
    await alice.hears("学校")
    await alice.say("重庆邮电大学")
    await alice.hears("480")
    await alice.hears("记住", "重庆邮电大学")
    await alice.say("四级 黄子轩")
    await alice.hears("480")


async def test_own_school(world: World, alice: Chat) -> None:
    """At the school that the system's short route is wired to, that route is taken."""
    await alice.say("/school 广东 韶关学院")
    await alice.hears("广东", "韶关学院")
    await alice.say("/cet4 林晓雯")
    await alice.hears("林晓雯")
    (asked,) = (await world.steer("requests"))["requests"]
    assert asked["path"].startswith("/GetCetScoreWithoutTicketsForWechat/1/")


async def test_system_that_does_not_answer(world: World, alice: Chat) -> None:
    await world.steer("fault", system="cet", kind="status", status=503, seconds=60)
    await alice.say(f"/cet {TICKET} {NAME}")
    await alice.hears("没有应答", "自", "https://cjcx.neea.edu.cn/")
    await world.steer("reset")
    await alice.press("再试一次")
    await alice.hears("515")


@pytest.mark.parametrize("kind", ["garbage", "truncated", "empty"])
async def test_system_that_answers_nonsense(world: World, alice: Chat, kind: str) -> None:
    await world.steer("fault", system="cet", kind=kind, seconds=60)
    await alice.say(f"/cet {TICKET} {NAME}")
    await alice.hears("看不懂")


async def test_slow_answer_is_announced(world: World, alice: Chat) -> None:
    await world.steer("fault", system="cet", kind="latency", delay_s=3.2, seconds=60)
    await alice.say(f"/cet {TICKET} {NAME}")
    await alice.hears("请稍等")
    await alice.hears("515")


async def test_look_ups_are_limited(world: World) -> None:
    alice = await (await world.start(limits={"lookups_per_hour": 2})).private("alice")
    for _again in range(3):
        await alice.say(f"/cet {TICKET} {NAME}")
        await alice.hears("515")
    await alice.say("/cet 440530151110612 罗增榕")
    await alice.hears("446")
    await alice.say("/cet 440530242110306 林晓东")
    await alice.hears("最多 2 次")
    await alice.say(f"/cet {TICKET} {NAME}")
    await alice.hears("515")


async def test_names_are_limited(world: World) -> None:
    alice = await (await world.start(limits={"names_per_day": 1})).private("alice")
    await alice.say("/cetfind 重庆 重庆邮电大学 1 黄子轩")
    await alice.hears("480")
    await alice.say("/cetfind 重庆 重庆邮电大学 1 黄子")
    await alice.hears("1 个")


@pytest.mark.parametrize("world", ["web"], indirect=True)
async def test_network_address_has_ten_times_a_persons_limit(world: World) -> None:
    """Ten people behind one address look up what they like; the eleventh only what was looked up there already."""
    platform = await world.start(limits={"lookups_per_hour": 1})
    for number in range(11):
        somebody = await platform.private(f"person {number}")
        await somebody.say(f"/cet 44053024211{number:04} 张三")
        await somebody.hears("查询失败" if number < 10 else "网络")
    await somebody.say("/cet 440530242110003 张三")
    await somebody.hears("查询失败")


async def test_unanswered_look_up_is_free(world: World) -> None:
    alice = await (await world.start(limits={"lookups_per_hour": 1})).private("alice")
    await world.steer("fault", system="cet", kind="status", status=503, seconds=60)
    await alice.say("/cet 440530151110612 罗增榕")
    await alice.hears("没有应答")
    await world.steer("reset")
    await alice.say(f"/cet {TICKET} {NAME}")
    await alice.hears("515")


async def test_system_that_is_not_set_up(world: World) -> None:
    platform: Platform = await world.start(providers={"cet": {"base_url": ""}})
    alice = await platform.private("alice")
    await alice.say("/cet")
    await alice.hears("没有开通")
    await alice.say("/help")
    shown = await alice.hears("我会这些")
    assert "/cet" not in shown.text


@pytest.mark.parametrize(
    "line",
    [
        f"{TICKET},{NAME}",
        f"{TICKET}，{NAME}",
        f"{NAME} {TICKET}",
        f"准考证号：{TICKET} 姓名：{NAME}",
        f"/cet {TICKET} , {NAME}",
        f"/cet {TICKET} 姓名：{NAME}",
    ],
)
async def test_as_people_paste_it(alice: Chat, line: str) -> None:
    await alice.say(line)
    await alice.hears("515", TICKET)


async def test_wrong_name_is_changed_by_a_button(alice: Chat) -> None:
    await alice.say(f"/cet {TICKET} 张三")
    await alice.hears("查询失败", TICKET, "张三")
    await alice.press("改姓名")
    await alice.hears("姓名")
    await alice.say(NAME)
    await alice.hears("515")


async def test_what_is_no_name_is_asked_again(alice: Chat) -> None:
    await alice.say(f"/cet {TICKET} 1234")
    await alice.hears("1234", "不像姓名")
    await alice.say(NAME)
    await alice.hears("515")


async def test_spellings_of_a_name_count_once(world: World) -> None:
    alice = await (await world.start(limits={"names_per_day": 1})).private("alice")
    for name in ("黄子轩", "黄 子轩", "黄·子轩"):
        await alice.say(f"/cetfind 重庆 重庆邮电大学 1 {name}")
        assert "名字" not in (await alice.hears()).text


async def test_result_comes_with_a_picture(alice: Chat) -> None:
    await alice.say(f"/cet {TICKET} {NAME}")
    assert (await alice.hears("515", TICKET)).file == "picture"
    await alice.say("/cet6 查无此人")
    await alice.hears("省份")


async def test_result_of_somebody_else_is_told_in_words_alone(alice: Chat) -> None:
    """The system looks at the first characters of a name only; a picture would pass for one's own."""
    await alice.say(f"/cet {TICKET} {NAME}林")
    assert (await alice.hears("515", "不是你填的")).file == ""


async def test_words_alone_where_pictures_are_switched_off(world: World, alice: Chat) -> None:
    await alice.say("/cet 440530242110305 林晓雯")
    assert (await alice.hears("林晓雯", "515")).file == "picture"
    platform = await world.start(bot={"pictures": False})
    alice = await platform.private("alice")
    await alice.say("/cet 440530242110305 林晓雯")
    assert (await alice.hears("林晓雯", "515")).file == ""
