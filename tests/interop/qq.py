"""A bot written with nonebot2 against our stand-in for the QQ side: what a stranger's bot may do must work there.

    .venv-interop/bin/python -m tests.interop.qq

Once for each variant and direction, in a process each. Exit code 0 at the end means that all of it passed.
"""

import asyncio
import base64
import os
import subprocess
import sys
import traceback

import nonebot
from nonebot.adapters.onebot.v11 import (
    ActionFailed,
    Adapter,
    Bot,
    FriendRequestEvent,
    GroupIncreaseNoticeEvent,
    GroupMessageEvent,
    GroupRequestEvent,
    MessageEvent,
    MessageSegment,
)

from tests.ports import free_port
from tests.qqside import ALL, BOT, Fake, serving
from tests.qqside.world import TOKEN

WITHIN_S = 60
LEAK = "user_id and group_id"


async def heard(bot: Bot, event: MessageEvent) -> None:
    text = event.get_plaintext().strip()
    if text == "file":
        body = "base64://" + base64.b64encode(b"a,b\n").decode()
        await bot.call_api("upload_private_file", user_id=event.user_id, file=body, name="成绩.csv")
    elif text == "whoami":
        member = await bot.get_group_member_info(group_id=event.group_id, user_id=event.user_id)
        await bot.send(event, f"{member['role']} {member['user_id']}", reply_message=True)
    elif text == "recall":
        await bot.delete_msg(message_id=event.message_id)
        await bot.send(event, "gone")
    elif any(segment.type == "image" for segment in event.message):
        await bot.send(event, MessageSegment.image(b"\x89PNG"))
    else:
        called = isinstance(event, GroupMessageEvent) and event.is_tome()
        await bot.send(event, MessageSegment.text(f"{'called ' if called else ''}[{text}]"))


async def knocked(bot: Bot, event: FriendRequestEvent | GroupRequestEvent) -> None:
    await event.approve(bot)


async def came(bot: Bot, event: GroupIncreaseNoticeEvent) -> None:
    if event.is_tome():
        await bot.send_group_msg(group_id=event.group_id, message=MessageSegment.text("hello, class"))


async def talk(fake: Fake) -> None:
    """Everything that people do, the same in both directions."""
    alice = fake.friend("alice")
    await alice.say("a&b [CQ:at,qq=all]")
    await alice.hears("[a&b [CQ:at,qq=all]]")
    shown = await alice.upload("me.png", b"\x89PNG")
    assert (await alice.hears()).picture
    assert (await nonebot.get_bot().get_msg(message_id=shown.id))["message_type"] == "private"
    asked = fake.befriend("bob")
    await fake.until(lambda: asked.approved is True)
    await fake.friend("bob").say("hi")
    await fake.friend("bob").hears("[hi]")
    if fake.world.variant.extras:
        await alice.say("file")
        assert (await alice.hears()).document == "成绩.csv"


async def gather(fake: Fake) -> None:
    """The same in a group, into which the bot is invited first."""
    group = fake.group("class")
    alice = group.seat(fake.friend("alice").account, "member")
    del group.record.members[BOT]
    await group.invite(alice.account)
    await alice.hears("hello, class")
    group.set_role(BOT, "admin")
    await alice.say("hi", mention=True)
    told = await alice.hears("called [hi]")
    await alice.say("again", replying_to=told)
    await alice.hears("called [again]")
    await alice.say("whoami")
    assert (await alice.hears(f"member {alice.account.id}")).replies_to is not None
    said = await alice.say("recall")
    await alice.hears("gone")
    assert said.recalled


async def refused(fake: Fake) -> None:
    """What the real side refuses; and what nonebot does in a temporary session, which we must never do."""
    bot = nonebot.get_bot()
    for action, params in (
        ("send_private_msg", {"user_id": 5, "message": MessageSegment.text("nobody")}),
        ("send_private_msg", {"message": MessageSegment.text("to whom?")}),
        ("no_such_action", {}),
        ("delete_msg", {"message_id": 1}),
    ):
        try:
            await bot.call_api(action, **params)
        except ActionFailed:
            continue
        raise AssertionError(action)
    assert not [each for each in fake.violations if LEAK in each.what]
    if fake.world.variant.extras:
        await fake.temporary("carol", fake.group("class")).say("psst")
        await fake.until(lambda: any(LEAK in each.what for each in fake.violations))


async def scenario(fake: Fake, reverse: str) -> None:
    if reverse:
        fake.reverse(reverse)
    async with asyncio.timeout(WITHIN_S):
        await fake.connected()
        while not nonebot.get_bots():
            await asyncio.sleep(0.01)
        await talk(fake)
        await gather(fake)
        await refused(fake)


def one(mode: str, name: str) -> None:
    """One variant in one direction; ends the process."""
    variant = next(each for each in ALL if each.name == name)
    port, ours = free_port(), free_port()
    urls = [f"ws://127.0.0.1:{port}"] if mode == "forward" else []
    nonebot.init(
        driver="~fastapi+~aiohttp", port=ours, onebot_access_token=TOKEN, onebot_ws_urls=urls, log_level="CRITICAL"
    )
    driver = nonebot.get_driver()
    driver.register_adapter(Adapter)
    nonebot.on_message(handlers=[heard])
    nonebot.on_request(handlers=[knocked])
    nonebot.on_notice(handlers=[came])

    async def play() -> None:
        code = 1
        try:
            async with serving(variant, port=port) as fake:
                await scenario(fake, f"ws://127.0.0.1:{ours}/onebot/v11/ws" if mode == "reverse" else "")
                print(f"{mode} {name}: {len(fake.world.calls)} calls", flush=True)
                code = 0
        except BaseException:  # noqa: BLE001 - of whatever kind: it has to be seen, and the process has to end
            traceback.print_exc()
        os._exit(code)  # the framework owns the loop

    async def start() -> None:
        driver.playing = asyncio.create_task(play())

    driver.on_startup(start)
    nonebot.run()


def main() -> None:
    if len(sys.argv) > 1:
        one(*sys.argv[1:])
    for mode in ("reverse", "forward"):
        for variant in ALL:
            subprocess.run([sys.executable, "-m", "tests.interop.qq", mode, variant.name], check=True)


if __name__ == "__main__":
    main()
