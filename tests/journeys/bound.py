"""People who have bound their accounts, as people do."""

from tests.journeys.chat import Chat
from tests.journeys.conftest import World

KAOSHIYUN = "/bind kaoshiyun linxiaowen 林晓雯"
KAOSHIXING = "/bind kaoshixing linxiaowen 0305"
CET = "/bind cet 440530242110305 林晓雯"
ALL = (KAOSHIYUN, KAOSHIXING, CET)


async def bind(chat: Chat, *lines: str) -> None:
    """Bind accounts; a CET ticket's result comes along."""
    for line in lines:
        await chat.say(line)
        await chat.hears("已绑定")
        if line.startswith("/bind cet"):
            await chat.hears("总分")


async def published(world: World, number: int, *, account: str = "linxiaowen", score: float = 60) -> None:
    """One more exam of 考试云 that is over, and somebody's grade."""
    day = f"-{30 + number}"
    exam = {"id": f"eee{number:03}", "name": f"周测{number}", "begin": f"{day} 09:00", "end": f"{day} 10:00"}
    await world.steer("publish", system="kaoshiyun", exam=exam, grade={"account": account, "score": score})


async def an_interval_goes_by(world: World) -> None:
    """What was read of lists is too old to be told again."""
    await world.change("update readings set at = at - 700")
