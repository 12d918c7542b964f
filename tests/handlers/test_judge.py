"""`/judge`, asking the sandbox: all eight types in words."""

import pytest

from providers.maxuetang.client import MaxuetangClient, MaxuetangConfig
from providers.system import Terms
from tests.handlers.chat import Chat
from tests.handlers.conftest import chat_of
from tests.providers.hand_clock import HandClock
from tests.sandbox.asker import Asker

# The documents' examples, and what must be read of each.
EXAMPLES = {
    "判断题 8537 40821001403244737": ("判断题", "答案错误 · 0 分", "你选了：对"),
    "2 9175 51658414959285203": ("单项选择题", "答案错误 · 1.9 分", "你选了：D", "2022-04-07 11:27:28"),
    "填空 9198 66018434417440337": (
        "填空题",
        "部分正确 · 3 分",
        "第 1 空 · 答案正确 · 3 分：答案一",
        "第 2 空 · 答案错误",
    ),
    "5 7789 23157510715543360": (
        "程序填空题",
        "第 1 空 · 编译错误",
        "第 2 空 · 答案正确 · 5 分：a, mid+1, high, k",
        "语言 c",
    ),
    "函数题 1412 655432": (
        "函数题",
        "答案正确 · 10 分",
        "自测数据 · 答案正确",
        "样例数据 · 答案正确 · 2 分 · 0 毫秒 · 1120 KB",
    ),
    "编程 1008 655435": ("编程题", "答案正确 · 15 分", "测试数据 1 · 答案正确 · 3 分 · 0 毫秒 · 2412 KB · fjz3"),
    "主观题 8543 32433312104014822": ("主观题", "主观题不自动判分", "你提交的内容：\n答案"),
}


@pytest.fixture
def chat(sandbox: Asker) -> Chat:
    config = MaxuetangConfig(sandbox.url, "88", "testkey", Terms(timeout_s=5, per_second=1000))
    return chat_of(maxuetang=MaxuetangClient(sandbox.session, config, HandClock().clock))


@pytest.mark.parametrize("line", EXAMPLES)
async def test_examples(chat: Chat, line: str) -> None:
    told = await chat.say(f"/judge {line}")
    assert not [part for part in EXAMPLES[line] if part not in told], told


async def test_step_by_step(chat: Chat) -> None:
    assert "哪种题" in await chat.say("判题")
    assert "没有这样的题型" in await chat.say("9")
    assert "题目编号" in await chat.say("编程题")
    assert "格式不对" in await chat.say("a1")
    assert "提交编号" in await chat.say("1008")
    assert "答案正确" in await chat.say("655435")


async def test_still_being_judged(chat: Chat) -> None:
    """Asked again by a button, until it is final."""
    for meaning in ("未判", "正在编译", "正在判题中", "正在判题中"):
        told = await chat.say("/judge 7 1008 655440")
        assert meaning in told
        assert chat.buttons == {"再查一次": "/judge 7 1008 655440"}
    told = await chat.say(chat.buttons["再查一次"])
    assert "部分正确 · 9 分" in told
    assert "运行超时" in told
    assert chat.buttons == {}


async def test_compile_error(chat: Chat, sandbox: Asker) -> None:
    await sandbox.steer("publish", system="maxuetang", solve_id="655441", result=11)
    assert "error: expected ';' before 'return'" in await chat.say("/judge 6 1412 655441")


async def test_unknown_code_is_shown_as_it_is(chat: Chat, sandbox: Asker) -> None:
    await sandbox.steer("publish", system="maxuetang", solve_id="9", pid=1008, ptype=7, result=77)
    assert "未知的结果（代码 77）" in await chat.say("/judge 7 1008 9")


async def test_no_such_submission(chat: Chat) -> None:
    assert "没有这次提交" in await chat.say("/judge 7 1008 1")


async def test_does_not_answer(chat: Chat, sandbox: Asker) -> None:
    """An unanswered look-up is free."""
    await sandbox.steer("fault", system="maxuetang", kind="status", status=500, seconds=60)
    assert "没有应答" in await chat.say("/judge 7 1008 655435")
    assert chat.last
    assert not chat.last.counted


async def test_off(closed: Chat) -> None:
    assert "没有开通" in await closed.say("/judge 7 1008 655435")
