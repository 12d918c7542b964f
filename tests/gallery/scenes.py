"""The conversations that are shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.gallery.visit import Visit

_BOUND = "/bind kaoshiyun linxiaowen 林晓雯"
_SPEAKING = {"id": "3e07b1", "name": "英语口语", "begin": "-1 09:00", "end": "-1 10:00", "pass": 12, "full": 20}


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation."""

    name: str
    english: str
    chinese: str
    play: Callable[[Visit], Awaitable[None]]
    language: str = "zh_CN"
    dark: bool = False


async def _marked(visit: Visit) -> None:
    """Give a class its grades in an exam."""
    known: dict[str, float] = {"linxiaowen": 17, "huangzixuan": 13, "chenhao": 11}
    for account, score in known.items():
        await visit.publish("kaoshiyun", exam=_SPEAKING, grade={"account": account, "score": score})
    others: dict[str, float] = {"李明": 9, "王芳": 14.5, "张伟": 12, "刘洋": 15, "赵敏": 18, "孙悦": 13.5, "周杰": 16}
    for number, (name, score) in enumerate(others.items(), 1):
        grade = {"account": f"student{number}", "name": name, "full_dept": "学联/广东/韶关学院", "score": score}
        await visit.publish("kaoshiyun", exam=_SPEAKING, grade=grade)


async def _cet(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("/cet")
    await chat.hears("准考证号")
    await chat.say("440530242110305")
    await chat.hears("姓名")
    await chat.say("林晓雯")
    await chat.hears("515")


async def _mistake(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("/cet 4400102621011 周雨欣")
    await chat.hears("13 位")
    await chat.say("440010262101102")
    await chat.hears("查询失败")


async def _find(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("免准考证 重庆 重庆邮电大学")
    await chat.hears("四级还是六级")
    await chat.press("四级")
    await chat.hears("姓名")
    await chat.say("黄子轩")
    await chat.hears("480")


async def _bind(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("/bind 考试星")
    await chat.hears("账号")
    await chat.say("linxiaowen")
    await chat.hears("后四位")
    await chat.say("0350")
    await chat.hears("证明不对")
    await chat.say("0305")
    await chat.hears("已绑定")


async def _grades(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say(_BOUND)
    await chat.hears("已绑定")
    await chat.say("/bind kaoshixing linxiaowen 0305")
    await chat.hears("已绑定")
    visit.begin()
    await chat.say("成绩")
    await chat.hears("英语听力月考")
    await chat.say("/grades 听力")
    await chat.hears("英语听力月考")


async def _told(visit: Visit) -> None:
    chat = await visit.private()
    for line in (_BOUND, "/watch linxiaowen"):
        await chat.say(line)
        await chat.hears("考试云")
    visit.begin()
    await chat.say("/spoiler on")
    await chat.hears("盖住")
    await visit.publish("kaoshiyun", exam=_SPEAKING, grade={"account": "linxiaowen", "score": 17})
    await chat.hears("英语口语")
    await chat.press("查看")
    await chat.hears("17")


async def _group(visit: Visit) -> None:
    """All is published while the bot is away, so that the class is told in one message."""
    alone, group = await visit.private(), await visit.group("计科一班")
    await alone.say(_BOUND)
    await alone.hears("已绑定")
    await visit.publish("kaoshiyun", exam=_SPEAKING)
    await group.say("/watch 3e07b1")
    await group.hears("已订阅")
    await visit.world.stop()
    await _marked(visit)
    await visit.start()
    await group.hears("英语口语", "10 人", "%")
    await group.say("/grades 英语口语")
    await group.hears("私聊")
    await alone.hears("17")


async def _exams(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("/bind kaoshixing linxiaowen 0305")
    await chat.hears("已绑定")
    visit.begin()
    await chat.say("考试")
    await chat.hears("还有")
    await chat.hears("日历")


async def _judge(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say("/judge 7 1008")
    await chat.hears("solve_id")
    await chat.say("655442")
    await chat.hears("being judged")
    await visit.publish("maxuetang", solve_id="655442")
    await chat.hears("15")


async def _forget(visit: Visit) -> None:
    chat = await visit.private()
    await chat.say(_BOUND)
    await chat.hears("已绑定")
    visit.begin()
    await chat.say("/accounts")
    await chat.hears("owen")
    await chat.say("删除我的数据")
    await chat.hears("找不回来")
    await visit.photograph()  # afterwards nothing of it is left to be seen
    await chat.press("确认")
    await chat.hears("已经全部删除")
    await chat.say("/accounts")
    await chat.hears("还没有绑定")


async def _examgrades(visit: Visit) -> None:
    await visit.run_by("teacher")
    await _marked(visit)
    chat = await visit.private("teacher")
    await chat.say("/examgrades 3e07b1")
    await chat.hears("共 10 人")


SCENES = (
    Scene("cet", "A score by ticket", "凭准考证查成绩", _cet),
    Scene("mistake", "A wrong answer is explained, and a failure told as it is", "输错会说明，查不到不乱说", _mistake),
    Scene("find", "Without a ticket", "免准考证查询", _find, dark=True),
    Scene("bind", "An account is bound by who can prove it", "绑定账号要先证明", _bind),
    Scene("grades", "All grades in one answer", "一次看全部成绩", _grades),
    Scene("told", "Told of a new grade, covered until it is wanted", "新成绩提醒，点开才看分数", _told),
    Scene("group", "A class is told that grades are out; whose, in private", "群里只说已发布，成绩走私聊", _group),
    Scene("exams", "Exams ahead, with a file for the calendar", "近期考试和日历文件", _exams),
    Scene("judge", "A submission followed until it is judged", "跟到判题结束", _judge, language="en"),
    Scene("forget", "What is kept, and its end", "存了什么，一键删除", _forget, dark=True),
    Scene("examgrades", "An administrator looks at an exam", "管理员看一场考试", _examgrades),
)
