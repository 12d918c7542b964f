"""Somebody binds accounts of exam systems, proves them, and gets rid of them again."""

from pathlib import Path

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.systems import settings

TICKET, NAME = "440530242110305", "林晓雯"


async def with_admins(world: World, *people: str) -> Platform:
    """A bot that these people run."""
    platform = await world.start()
    handles = [(await platform.private(name)).handle for name in people]
    return await world.start(bot={"admins": handles})


async def test_bound_seen_and_unbound(alice: Chat) -> None:
    await alice.say("/bind")
    asked = await alice.hears("哪个系统")
    assert asked.labels == ("四六级", "考试云", "考试星")
    await alice.press("考试云")
    await alice.hears("账号")
    await alice.say("linxiaowen")
    await alice.hears("姓名")
    await alice.say("林 晓 雯")
    await alice.hears("已绑定：考试云 …owen", "账号和姓名")
    await alice.say("账号")
    await alice.hears("考试云 …owen")
    await alice.press("解绑")
    await alice.hears("哪个账号")
    await alice.press("考试云 …owen")
    sure = await alice.hears("解绑 考试云 …owen")
    assert sure.labels == ("确认", "取消")
    await alice.press("确认")
    await alice.hears("已解绑")
    await alice.say("/accounts")
    await alice.hears("还没有绑定")


async def test_same_account_in_two_systems(alice: Chat) -> None:
    """As where both go by one's number at school: the button means the one above it."""
    for line, system in (("kaoshixing linxiaowen 0305", "考试星"), ("kaoshiyun linxiaowen 林晓雯", "考试云")):
        await alice.say(f"/bind {line}")
        await alice.hears("已绑定")
        await alice.press("有新成绩告诉我")
        await alice.hears("已订阅", system)


async def test_password_that_nobody_asked_for(alice: Chat) -> None:
    """It is taken back where that can be done, though /bind does nothing with it."""
    await alice.say("/bind 微精弘 linxiaowen 123456")
    await alice.hears("/login")
    assert not any("123456" in line for line in await alice.lines())


async def test_all_systems_in_one_line(alice: Chat) -> None:
    await alice.say(f"/bind cet {TICKET} {NAME}")
    await alice.hears("已绑定：四六级 …0305")
    await alice.hears("515")
    await alice.say("绑定 考试云 huangzixuan 黄子轩")
    await alice.hears("已绑定：考试云 …xuan")
    await alice.say("/bind 考试星 linxiaowen ０３０５")
    await alice.hears("已绑定：考试星 …owen")
    await alice.say("/accounts")
    await alice.hears("四六级 …0305", "考试云 …xuan", "考试星 …owen")
    await alice.say("/unbind 四六级 …0305")
    await alice.hears("解绑 四六级 …0305")
    await alice.press("取消")
    await alice.hears("没有解绑")
    await alice.say(f"解绑 {TICKET}")
    await alice.hears("解绑 四六级")
    await alice.say("确认")
    await alice.hears("已解绑")


async def test_ticket_without_a_result_yet(alice: Chat) -> None:
    await alice.say("/bind 四六级 440010262101102 周雨欣")
    await alice.hears("已绑定")
    await alice.hears("查询失败", "可能")
    await alice.say("/accounts")
    await alice.hears("四六级 …1102")


async def test_ticket_counts_as_a_look_up(world: World) -> None:
    alice = await (await world.start(limits={"lookups_per_hour": 1})).private("alice")
    await alice.say("/cet 440010262101102 周雨欣")
    await alice.hears("查询失败")
    await alice.say(f"/bind cet {TICKET} {NAME}")
    await alice.hears("查询太频繁")


async def test_groups_are_no_place_for_it(platform: Platform) -> None:
    """The way to the private chat is told, and what was written is taken back."""
    group, other = await platform.group("alice", "class"), await platform.group("bob", "class")
    for line in ("/bind kaoshiyun linxiaowen 林晓雯", "/bind", "/accounts", "/unbind", "/unbind linxiaowen"):
        await group.say(line)
        await group.hears("私聊")
        await other.hears("私聊")
    assert not any("linxiaowen" in line for line in await other.lines())


async def test_sixth_try(world: World, alice: Chat) -> None:
    """Right or wrong it is refused, after a restart too; somebody else may still try."""
    await alice.say("/bind kaoshiyun linxiaowen 张三")
    await alice.hears("证明不对", "4 次")
    for left in (3, 2, 1):
        await alice.say("李四")
        await alice.hears("证明不对", f"{left} 次")
    await alice.say("/bind kaoshiyun linxiaowen 王五")
    await alice.hears("证明不对", "不能再试")
    again = await world.start()
    alice, bob = await again.private("alice"), await again.private("bob")
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    await alice.hears("太多次")
    await bob.say("/bind kaoshiyun linxiaowen 林晓雯")
    await bob.hears("已绑定")


async def test_try_is_free_where_nobody_answers(world: World, alice: Chat) -> None:
    await world.steer("fault", system="kaoshixing", kind="reset", seconds=60)
    for _again in range(4):
        await alice.say("/bind kaoshixing linxiaowen 0305")
        await alice.hears("没有应答")
    await world.steer("reset")
    await alice.say("/bind kaoshixing linxiaowen 0000")
    await alice.hears("4 次")


async def test_code(world: World) -> None:
    """For one account, once."""
    platform = await with_admins(world, "root")
    root, alice, bob = [await platform.private(name) for name in ("root", "alice", "bob")]
    await root.say("/invite 考试星 linxiaowen")
    told = await root.hears("邀请码", "7 天", "一次")
    [line] = [each for each in told.text.splitlines() if each.startswith("/bind")]
    await alice.say(line)
    await alice.hears("已绑定：考试星 …owen")
    await bob.say(line)
    await bob.hears("证明不对")
    await alice.say("/unbind linxiaowen")
    await alice.hears("解绑")
    await alice.press("确认")
    await alice.hears("已解绑")
    await alice.say(line)
    await alice.hears("证明不对")


async def test_code_where_only_codes_prove(world: World) -> None:
    handle = (await (await world.start()).private("root")).handle
    systems = settings(world.systems)
    systems["kaoshiyun"] |= {"proof": "code"}
    platform = await world.start(bot={"admins": [handle]}, providers=systems)
    root, alice = await platform.private("root"), await platform.private("alice")
    await alice.say("/bind kaoshiyun linxiaowen")
    await alice.hears("邀请码")
    await alice.say("林晓雯")
    await alice.hears("证明不对")
    await root.say("/invite kaoshiyun linxiaowen")
    told = await root.hears("邀请码")
    await alice.say(told.text.splitlines()[-1].rsplit(" ", 1)[1])
    await alice.hears("已绑定")


async def test_ticket_and_name_name_their_system(alice: Chat) -> None:
    await alice.say("/bind 4405 3024 2110 305 林晓雯")
    await alice.hears("已绑定：四六级")
    await alice.hears("515")
    await alice.say("/watch 440010262101102 周雨欣")
    await alice.hears("已记下")


async def test_accounts_of_one_name(alice: Chat) -> None:
    """Whoever names two is asked which of these two, and of no others."""
    await alice.say("/bind cet 440530242110305 林晓雯")
    await alice.hears("已绑定")
    await alice.hears("515")
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    await alice.hears("已绑定")
    await alice.say("/login linxiaowen 123456")
    await alice.hears("已登录")
    for line in ("/watch linxiaowen", "/unbind linxiaowen"):
        await alice.say(line)
        told = await alice.hears("这样的账号有几个")
        assert told.labels == ("考试云 …owen", "校园账号 …owen") or "\n2. 校园账号 …owen" in told.text
        assert "四六级 …" not in told.text
    await alice.say("校园账号 …owen")
    await alice.hears("解绑 校园账号 …owen")


async def test_second_holder(world: World) -> None:
    """Who held the account first is told, and may say that this was nobody they know."""
    platform = await with_admins(world, "root")
    root, alice, bob = [await platform.private(name) for name in ("root", "alice", "bob")]
    for chat in (alice, bob):
        await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
        await chat.hears("已绑定")
    notice = await alice.hears("有人也绑定", "考试云 …owen")
    assert notice.labels == ("不是我",)
    await alice.say("不是我")  # decides for somebody else, and so has to be pressed
    await alice.hears("没看懂")
    await root.say("/holders 考试云 linxiaowen")
    await root.hears(alice.handle, bob.handle)
    await alice.press("不是我")
    await alice.hears("已停用对方")
    await bob.hears("考试云 …owen", "已停用")
    await bob.say("/accounts")
    await bob.hears("已停用")
    await bob.say("/unbind linxiaowen")
    await bob.hears("已停用")
    await bob.say("/bind kaoshiyun linxiaowen 林晓雯")
    await bob.hears("邀请码")
    await root.say("/holders kaoshiyun linxiaowen")
    await root.hears(alice.handle, "已停用")
    await alice.press("不是我")
    await alice.hears("过期")
    await alice.silence()


async def test_both_administrators_are_asked(world: World) -> None:
    """Whoever is first decides."""
    platform = await with_admins(world, "root", "toor")
    root, toor, alice = [await platform.private(name) for name in ("root", "toor", "alice")]
    await alice.say("/bind kaoshiyun c089d6 陈翰林")
    await alice.hears("管理员")
    for admin in (root, toor):
        asked = await admin.hears(alice.handle, "c089d6", "陈翰林")
        assert asked.labels == ("同意", "拒绝")
    await toor.press("同意")
    await toor.hears("已同意")
    await alice.hears("管理员同意", "已绑定：考试云")
    await root.press("拒绝")
    await root.hears("已经处理过")
    await alice.say("/accounts")
    await alice.hears("考试云 …9d6")
    await toor.say("/accounts")
    await toor.hears("还没有绑定")


async def test_declined(world: World) -> None:
    platform = await with_admins(world, "root")
    root, alice = await platform.private("root"), await platform.private("alice")
    await alice.say("/bind kaoshiyun c089d6 陈翰林")
    await alice.hears("管理员")
    await root.hears("c089d6")
    await root.press("拒绝")
    await root.hears("已拒绝")
    await alice.hears("没有同意")
    await alice.say("/accounts")
    await alice.hears("还没有绑定")


async def test_without_an_administrator(alice: Chat) -> None:
    await alice.say("/bind kaoshiyun c089d6 陈翰林")
    await alice.hears("没有管理员")


@pytest.mark.parametrize("line", ["/invite kaoshiyun a", "/holders kaoshiyun a", "/approve X", "/decline X"])
async def test_administrators_commands_are_hidden(alice: Chat, line: str) -> None:
    await alice.say("/nonsense")
    unknown = await alice.hears("没有这个命令")
    await alice.say(line)
    assert (await alice.hears()).text == unknown.text


async def test_administrators_commands_in_a_group(world: World) -> None:
    platform = await with_admins(world, "root")
    group = await platform.group("root", "class")
    for line in ("/invite kaoshiyun linxiaowen", "/holders kaoshiyun linxiaowen"):
        await group.say(line)
        await group.hears("私聊")


async def test_restart_in_the_middle(world: World, alice: Chat) -> None:
    await alice.say("/bind 考试云 linxiaowen")
    await alice.hears("姓名")
    again = await (await world.start()).private("alice")
    await again.say("林晓雯")
    await again.hears("已绑定")
    later = await (await world.start()).private("alice")
    await later.say("/accounts")
    await later.hears("考试云 …owen")


async def test_no_secret_is_left(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither account, name, proof nor code stands in the log or, in the open, in any file of the bot."""
    platform = await with_admins(world, "root")
    root, alice = await platform.private("root"), await platform.private("alice")
    await root.say("/invite kaoshixing chenhao")
    line = (await root.hears("邀请码")).text.splitlines()[-1]
    await alice.say(line)
    await alice.hears("已绑定")
    await alice.say("/bind kaoshiyun linxiaowen 王小二")
    await alice.hears("证明不对")
    await alice.say(NAME)
    await alice.hears("已绑定")
    await alice.say(f"/bind cet {TICKET} {NAME}")
    await alice.hears("已绑定")
    await alice.hears("515")
    await alice.say("/bind kaoshiyun c089d6 陈翰林")
    await alice.hears("管理员")
    await root.hears("c089d6")
    await root.press("同意")
    await root.hears("已同意")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir()) + "".join(capfd.readouterr()).encode()
    assert len(left) > 10_000
    secrets = (line.rsplit(" ", 1)[1], "chenhao", "linxiaowen", "王小二", NAME, TICKET, "c089d6", "陈翰林")
    assert [secret for secret in secrets if secret.encode() in left] == []
