"""What happens on QQ alone: who may come in, what breaks on the way, and how the programs there differ."""

import time

import pytest

from tests.journeys.bound import KAOSHIYUN, bind, published
from tests.journeys.conftest import World
from tests.journeys.qq import QqPlatform
from tests.journeys.stages import OnQq
from tests.qqside import BOT, Fake

CET = "/cet 440530242110305 林晓雯"
EVERY = [f"{mode} {variant}" for mode in ("reverse", "forward") for variant in ("napcat", "llbot", "strings", "plain")]

reverse = pytest.mark.parametrize("world", ["reverse"], indirect=True)
either = pytest.mark.parametrize("world", ["reverse", "forward"], indirect=True)


@pytest.fixture
def side(world: World) -> Fake:
    assert isinstance(world.stage, OnQq)
    return world.stage.fake


@pytest.fixture
async def qq(world: World) -> QqPlatform:
    platform = await world.start()
    assert isinstance(platform, QqPlatform)
    return platform


@pytest.mark.parametrize("world", EVERY, indirect=True)
async def test_every_program(side: Fake, qq: QqPlatform) -> None:
    """Commands, questions, choices, mentions, replies, roles and files, however they are written over there."""
    alice, group, bob = await qq.private("alice"), await qq.group("alice", "class"), await qq.group("bob", "class")
    await alice.say(CET)
    await alice.hears("515")
    await alice.say("/cetfind 重庆 重庆邮电大学")
    await alice.hears("四级还是六级")
    await alice.press("四级")
    await alice.hears("姓名")
    await alice.say("黄子轩")
    await alice.hears("480")
    await bob.say("/school 重庆 重庆邮电大学")
    await bob.hears("群管理员")
    told = await group.hears("群管理员")
    await group.seat.say("/help", replying_to=told.message)
    await group.hears("/cet")
    await group.say("@Gradebell 学校")
    asked = await group.hears("省份")
    await group.seat.say("重庆", replying_to=asked.message)
    await group.hears("学校")
    await alice.say("/help [CQ:at,qq=all]&amp;,")
    await alice.hears("没有这个命令")
    await alice.say("/export")
    await alice.hears("一切")


@either
async def test_a_friend_comes_in_and_is_greeted_once(side: Fake, qq: QqPlatform) -> None:
    asked = side.befriend("carol")
    await side.until(lambda: asked.approved is True)
    carol = side.friend("carol")
    await carol.hears("/help")
    side.world.clock = lambda: time.time() + 60
    side.world.noticed("friend_add", user_id=carol.account.id)
    await carol.say("/id")
    await carol.hears(f"onebot:{carol.account.id}")


@reverse
@pytest.mark.parametrize(("label", "approved"), [("同意", True), ("拒绝", False)])
async def test_administrators_decide_who_comes_in(
    world: World, side: Fake, qq: QqPlatform, label: str, *, approved: bool
) -> None:
    boss = await qq.private("alice")
    onebot = {**world.stage.settings()["platforms"]["onebot"], "friends": "ask"}
    await world.start(bot={"admins": [boss.handle]}, platforms={"onebot": onebot, "web": {"enabled": False}})
    asked = side.befriend("carol")
    await boss.hears("好友", str(asked.user), "请通过")
    await boss.press(label)
    await boss.hears("已" + label)
    assert asked.approved is approved
    await boss.press(label)
    await boss.hears("处理过")


@reverse
async def test_an_invitation_waits_for_an_administrator(world: World, side: Fake, qq: QqPlatform) -> None:
    """As it is set by default; the group is greeted once, whoever takes the bot in again."""
    boss = await qq.private("alice")
    await world.start(bot={"admins": [boss.handle]})
    group = side.group("class")
    seat = group.seat(boss.seat.account, "admin")
    del group.record.members[BOT]
    asked = await group.invite(boss.seat.account)
    await boss.hears(str(group.id))
    await boss.press("同意")
    await boss.hears("已同意")
    assert asked.approved
    await seat.hears("/help")
    group.kick()
    await boss.say("/id")
    await boss.hears(boss.handle)
    group.take_in()
    await seat.say("/id")
    await seat.hears(boss.handle)


@reverse
async def test_whoever_is_no_friend_is_asked_to_become_one(side: Fake, qq: QqPlatform) -> None:
    """In a temporary session nothing else is said, and nothing goes to the group that it came from."""
    group = side.group("class")
    stranger = side.temporary("carol", group)
    await stranger.say(CET)
    public = group.seat(stranger.account)
    await public.say(CET)
    told = await public.hears("好友")
    assert "515" not in told.text
    assert not [each for each in side.called("send_private_msg") if each.retcode == 0]


@reverse
async def test_unanswered_request_holds_up_nobody(side: Fake, qq: QqPlatform) -> None:
    side.fault("silence", "set_friend_add_request")
    side.befriend("carol")
    await (await qq.private("alice")).silence()


@reverse
async def test_ids_that_collide(side: Fake, qq: QqPlatform) -> None:
    alice, bob = await qq.private("alice"), await qq.private("bob")
    first = await alice.seat.say("/id")
    await alice.hears(alice.handle)
    side.collide(first.id)
    side.world.clock = lambda: first.at + 60.0
    await bob.say("/id")
    await bob.hears(bob.handle)


@pytest.mark.parametrize("world", ["reverse llbot"], indirect=True)
async def test_timed_out_and_arrived(side: Fake, qq: QqPlatform) -> None:
    """QQ says "time-out" of what its own report shows to have arrived."""
    alice = await qq.private("alice")
    side.fault("timeout", "send_private_msg")
    await alice.say("/id")
    await alice.hears(alice.handle)
    await alice.silence()


@reverse
@pytest.mark.parametrize("fault", ["garbage", "twice"])
async def test_odd_answers(side: Fake, qq: QqPlatform, fault: str) -> None:
    alice = await qq.private("alice")
    side.fault(fault, "send_private_msg")
    await alice.say("/id")
    await alice.hears(alice.handle)
    await alice.silence()


@either
async def test_connection_that_breaks(side: Fake, qq: QqPlatform) -> None:
    alice = await qq.private("alice")
    await side.drop()
    await alice.silence()


@reverse
async def test_new_connection_takes_the_place_of_a_silent_one(world: World, side: Fake, qq: QqPlatform) -> None:
    alice = await qq.private("alice")
    side.fall_silent()
    [old] = side.lines
    side.hang_up()
    assert isinstance(world.stage, OnQq)
    side.reverse(world.stage.address)
    await alice.silence()
    assert old not in side.lines


@reverse
async def test_notification_leaves_numbers_alone(world: World, qq: QqPlatform) -> None:
    """What a number meant before it, it means after it; the notification says what to type instead."""
    alice, bob = await qq.private("alice"), await qq.private("bob")
    await bind(alice, KAOSHIYUN)
    await alice.say("/cetfind 重庆 重庆邮电大学")
    asked = await alice.hears("四级还是六级")
    assert asked.labels == ("四级", "六级")
    await bind(bob, KAOSHIYUN)
    told = await alice.hears("有人也绑定了")
    assert told.labels == ("不是我",)
    await alice.say("1")
    await alice.hears("姓名")
    await alice.say(told.presses["不是我"])
    await alice.hears("停用")


@reverse
async def test_hidden_scores_are_shown_by_a_word(world: World, qq: QqPlatform) -> None:
    fast = {"watch_interval_s": 1, "commands_per_minute": 1000}
    await world.start(limits=fast)
    alice = await qq.private("alice")
    await bind(alice, KAOSHIYUN)
    await alice.say("/spoiler on")
    await alice.hears()
    await alice.say("/watch linxiaowen")
    await alice.hears("已订阅")
    await published(world, 1, score=59)
    told = await alice.hears("周测1")
    assert "59 分" not in told.text
    assert told.presses["查看"] == "查看"
    await alice.press("查看")
    await alice.hears("59 分")
