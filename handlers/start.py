"""The first word, who one is, and the way out of a conversation."""

from bot.forms import Answers, Done, Form, Leave, Outcome, Step, StepBack
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import _, lines


def start_form(bot: str, *, cet: bool) -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        text = lines(
            _("你好，我是 {bot}，帮你查考试成绩。", bot=bot),
            _("试试 /cet，我会一步一步问；也可以一行写完：/cet 准考证号 姓名") if cet else None,
            _("没有准考证号就用 /cetfind。") if cet else None,
            _("/help 列出所有命令，/cancel 随时退出提问。"),
        )
        look_ups = (Option(_("查四六级"), "/cet"), Option(_("免准考证"), "/cetfind")) if cet else ()
        return Done((Reply(text, (*look_ups, Option(_("帮助"), "/help"))),))

    # What stands behind /start is the payload of a deep link.
    return Form("start", _("打个招呼"), run, words=("开始",), steps=(Step("payload", "", optional=True),))


def id_form() -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        here = _("这个群：{chat}", chat=person.chat) if person.group else None
        return Done((Reply(lines(_("你是：{handle}", handle=person.handle), here)),))

    return Form("id", _("你是谁、在哪里"), run)


def cancel_form() -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return Leave()

    return Form("cancel", _("退出当前提问"), run, words=("取消",))


def back_form() -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return StepBack()

    return Form("back", _("回到上一个问题"), run, words=("上一步",))
