"""What administrators do with 考试星's candidates and departments: confirmed, once, and told by the last four."""

import jwt
import pytest

from tests.handlers.binding import Bindings

PHONE = "13912345678"


async def changes(bindings: Bindings) -> list[str]:
    """The actions that the system was asked for, but those that only read."""
    tokens = [each["query"]["jwt"] for each in await bindings.asked("kaoshixing")]
    actions = [jwt.decode(token, options={"verify_signature": False})["action_id"] for token in tokens]
    return [each for each in actions if each not in {"209", "601", "702"}]


async def test_candidate_with_numbers_by_their_last_four(bindings: Bindings) -> None:
    answer = await bindings.admin().say("/candidate show linxiaowen")
    assert "林晓雯（linxiaowen）" in answer
    assert "手机号：…0305" in answer
    assert "13800000305" not in answer
    assert "440200200501010305" not in answer
    assert "实验室安全准入考试" in answer
    assert "92.5 分 · 通过" in answer


async def test_candidate_is_added_once_confirmed(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "姓名：新人\n部门：学联/广东\n确定吗" in await chat.say("/candidate add newone 新人 学联/广东")
    assert await changes(bindings) == []
    await chat.say("确认")
    assert await changes(bindings) == ["206"]
    assert "学联/广东" in await chat.say("/candidate show newone")


async def test_candidate_that_is_there_already(bindings: Bindings) -> None:
    assert "已经有这个考生：林晓雯" in await bindings.admin().say("/candidate add linxiaowen 林晓雯 学联")


async def test_nothing_is_done_without_yes(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/candidate add newone 新人 学联")
    assert "没有改动" in await chat.say("取消")
    assert await changes(bindings) == []


async def test_field_is_changed(bindings: Bindings) -> None:
    chat = bindings.admin()
    answer = await chat.say(f"/candidate edit linxiaowen phone {PHONE}")
    assert "林晓雯（linxiaowen） 的 phone 改成 …5678" in answer
    assert PHONE not in answer
    assert PHONE not in await chat.say("确认")
    assert "手机号：…5678" in await chat.say("/candidate show linxiaowen")


async def test_step_by_step(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "要做什么" in await chat.say("/candidate")
    assert "考生编号" in await chat.say("修改")
    assert "哪个字段" in await chat.say("linxiaowen")
    assert "改成什么" in await chat.say("position")
    assert "position 改成 班长" in await chat.say("班长")
    assert "改好了" in await chat.say("确认")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/candidate edit linxiaowen password 123456", "密码不能在这里改"),
        ("/candidate edit linxiaowen credit 1", "没有这个字段"),
        ("/candidate edit linxiaowen sex 3", "没有这样的性别"),
        ("/candidate edit nobody position 班长", "没有这个考生"),
        ("/candidate remove linxiaowen", "show、add 和 edit"),
        ("/loginlink nobody", "没有这个考生"),
    ],
)
async def test_what_can_not_be_done_says_why(bindings: Bindings, line: str, why: str) -> None:
    assert why in await bindings.admin().say(line)
    assert await changes(bindings) == []


async def test_doubt_says_how_to_find_out(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/candidate add newone 新人 学联")
    await bindings.sandbox.steer("fault", system="kaoshixing", kind="reset", seconds=60)
    assert "用 /candidate show newone 可以看到" in await chat.say("确认")


async def test_department_is_moved(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "确定吗" in await chat.say("/department 总部/财务部 学联")
    assert "已移到 学联 下面" in await chat.say("确认")
    await chat.say("/department 总部/财务部 学联")
    assert "没有接受" in await chat.say("确认")


async def test_login_link_comes_with_its_warning(bindings: Bindings) -> None:
    answer = await bindings.admin().say("/loginlink linxiaowen")
    assert "jwt=" in answer
    assert "只能发给本人" in answer


async def test_candidate_whose_id_is_a_phone_number(bindings: Bindings) -> None:
    """Is told by its last four like any other, however often it was typed."""
    chat = bindings.admin()
    told = [await chat.say(f"/candidate add {PHONE} 新人 学联"), await chat.say("确认")]
    told += [await chat.say(f"/candidate edit {PHONE} position 班长"), await chat.say("确认")]
    told += [await chat.say(f"/grant {PHONE} 55400"), await chat.say("确认"), await chat.say(f"/revoke {PHONE} 55400")]
    assert all("…5678" in each for each in told), told
    assert not [each for each in told if PHONE in each]
