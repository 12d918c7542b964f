"""Administrators look after exams and candidates, alone with the bot; nobody else knows that they can."""

from tests.journeys.chat import Chat
from tests.journeys.conftest import World


async def test_exams_and_candidates(world: World, alice: Chat) -> None:
    platform = await world.start(bot={"admins": [alice.handle]})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await boss.say("/examlist")
    await boss.hears("军事理论补考", "第 1 页，共 3 页")
    await boss.press("下一页")
    await boss.hears("计算机基础期中测验", "第 2 页")
    await boss.press("成绩：计算机基础期中测验")
    await boss.hears("共 3 人 · 通过 2 人（67%）", "林晓雯（linxiaowen） · 86.5 分")
    await boss.press("导出 CSV")
    name, data = await boss.file(await boss.hears("共 3 人"))
    assert (name, data.decode().splitlines()[1].split(",")[:2]) == ("grades.csv", ["linxiaowen", "林晓雯"])
    await boss.say("/candidate edit linxiaowen position 班长")
    await boss.hears("position 改成 班长", "确定吗")
    await boss.press("确认")
    await boss.hears("改好了")
    await bob.say("/candidate show linxiaowen")
    hidden = await bob.hears("")
    await bob.say("/nosuchcommand show linxiaowen")
    assert (await bob.hears("")).text == hidden.text


async def test_banned(world: World, alice: Chat) -> None:
    """Told once a day, and answered again once it is lifted; a restart changes nothing."""
    platform = await world.start(bot={"admins": [alice.handle], "contact": "support@example.org"})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await boss.say(f"/ban {bob.handle}")
    await boss.hears("不再回答")
    await boss.press("确认")
    await boss.hears("已封禁")
    platform = await world.start(bot={"admins": [alice.handle], "contact": "support@example.org"})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await bob.say("/help")
    await bob.hears("停止为你服务", "support@example.org")
    await bob.say("/help")
    await boss.say(f"/unban {bob.handle}")
    await boss.hears("已解除")
    await bob.say("/id")
    await bob.hears(bob.handle)


async def test_figures_leave_out_their_own_question(world: World, alice: Chat) -> None:
    platform = await world.start(bot={"admins": [alice.handle]})
    boss = await platform.private("alice")
    await boss.say("/stats")
    assert "要回答 0" in (await boss.hears("等着的")).text.splitlines()


async def test_broadcast(world: World, alice: Chat) -> None:
    """To everybody of whom something is kept, once."""
    platform = await world.start(bot={"admins": [alice.handle]})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await bob.say("/language en")
    await bob.hears("English")
    await boss.say("/broadcast 明天 8 点维护一小时")
    await boss.hears("会发给 1 人", "明天 8 点维护一小时")
    await boss.press("确认")
    await boss.hears("开始了，一共 1 人")
    await bob.hears("明天 8 点维护一小时")
    await boss.hears("已结束，发给了 1 人")
    await bob.silence()


async def test_group_that_somebody_else_runs(world: World, alice: Chat) -> None:
    """What it is told of may be begun and ended by who looks after the bot; the rest is for its own administrators."""
    platform = await world.start(bot={"admins": [alice.handle]})
    await platform.group("bob", "class")  # the first one there runs it
    group, carol = await platform.group("alice", "class"), await platform.group("carol", "class")
    await carol.say("/watch c3a001")
    await group.hears("只有群管理员")
    await group.say("/watch c3a001")
    await group.hears("已订阅")
    await group.say("/unwatch c3a001")
    await group.hears("已退订")
    await group.say("/quiet off")
    await group.hears("只有群管理员")
