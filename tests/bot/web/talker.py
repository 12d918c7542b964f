"""A tiny bot for the page to talk to."""

from io import BytesIO

from PIL import Image

from bot.messages import Button, Document, Incoming
from bot.recipes import Picture, Recipe
from tests.bot.web.house import House, out
from tests.recipes import CARD

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
LEVELS = (Button("4", "四级"), Button("6", "六级"))


async def drawn(_recipe: Recipe[str], /, *, dark: bool = False) -> Picture:
    data = BytesIO()
    Image.new("L", (36, 40), 0 if dark else 255).save(data, "PNG")
    return Picture(data.getvalue(), 360, 400)


def talk(house: House) -> None:
    """Let the house answer: what it doesn't know it says back."""

    async def answer(message: Incoming) -> None:
        words = message.press or message.text
        reply = {
            "/level": out("考四级还是六级？", options=LEVELS),
            "/password": out("请输入密码。", secret=True),
            "/file": out("考试日历在这里。", document=Document("考试.ics", b"BEGIN:VCALENDAR")),
            "/picture": out("成绩分布", document=Document("chart.png", PIXEL)),
            "/card": out("总分 515", recipe=CARD, picture=Picture(PIXEL, 360, 400)),
            "/link": out("见 https://cjcx.neea.edu.cn/。<b>不是标记</b>"),
        }.get(words, out(f"收到：{len(words)} 字" if len(words) > 100 else f"收到：{words}"))
        await house.web.send(message.update, message.address, reply)

    house.answer = answer
