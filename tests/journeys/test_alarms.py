"""Administrators are told what they have to know, once; see tests/bot/watching/test_alarms.py for the rules."""

from tests.journeys.bound import KAOSHIYUN, bind
from tests.journeys.chat import Chat
from tests.journeys.conftest import World


async def test_dead_token(world: World, alice: Chat) -> None:
    """Told once, by whichever process saw it, and once when it is well again."""
    staff = {"admins": [alice.handle]}
    platform = await world.start(bot=staff)
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await bind(bob, KAOSHIYUN)
    await world.steer("expire", system="kaoshiyun")
    await world.change("delete from readings")
    await bob.say("/grades")
    await bob.hears("不接受机器人的令牌")
    await boss.hears("考试云不接受机器人的令牌或密钥了", "providers.kaoshiyun")
    platform = await world.start(bot=staff)
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await bob.say("/grades")
    await bob.hears("不接受机器人的令牌")
    await world.steer("reset")
    await bob.say("/grades")
    await bob.hears("计算机基础期中测验")
    await boss.hears("又接受机器人的令牌")
    await boss.silence()


async def test_answer_that_does_not_fit(world: World, alice: Chat) -> None:
    """Seen by a command of anybody, told to administrators in their language."""
    await alice.say("/language en")
    await alice.hears("English")
    platform = await world.start(bot={"admins": [alice.handle]})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await world.steer("fault", system="cet", kind="garbage", seconds=60)
    await bob.say("/cet 440530242110305 林晓雯")
    await bob.hears("看不懂")
    await boss.hears("CET", "may have changed")
    await bob.silence()
