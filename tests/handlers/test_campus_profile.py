"""One's own campus profile: what is shown, and what is changed."""

import base64

import pytest

from bot.messages import Document
from handlers.wejh.portrait import read_picture
from tests.handlers.campus import FILED, Campus
from tests.handlers.chat import Chat

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SENT = base64.b64encode(PNG).decode()


@pytest.fixture
def mine(campus: Campus) -> Chat:
    return campus.chat(campus.holding("10086", FILED))


def document(chat: Chat) -> Document | None:
    assert chat.last is not None
    return chat.last.replies[0].document


async def test_me(mine: Chat) -> None:
    assert await mine.say("/me") == (
        "test1\n用户名：10086\n邮箱：未填\n手机号：未填\n头像：未设置\n"
        "精弘：已绑定，201806061201\n图书馆：未绑定\n正方：未绑定\n原创：未绑定\n校园卡：未绑定"
    )
    assert document(mine) is None
    lines = {"改昵称": "nickname", "改邮箱": "email", "改手机号": "phone", "改头像": "portrait"}
    assert mine.buttons == {label: f"/me {field}" for label, field in lines.items()}


async def test_all_that_can_be_shown(campus: Campus) -> None:
    """A binding that no longer works, an administrator, another type of account."""
    await campus.sandbox.steer("publish", system="wejh", user={"username": "chenhao", "usertype": "TEST"})
    chat = campus.chat()
    await chat.say("/login chenhao 123456")
    told = await chat.say("/me")
    for part in ("类型：TEST", "chenhao@example.com", "精弘：已失效，要重新绑定，202430008809", "留言板管理员"):
        assert part in told


async def test_of_several_accounts(campus: Campus) -> None:
    """The buttons keep to the account that was asked for."""
    chat = campus.chat(campus.account("10087"), campus.holding("10086", FILED))
    assert await chat.say("/me") == "用哪个校园账号？"
    await chat.say("10086")
    assert chat.buttons["改邮箱"] == "/me email 10086"
    assert await chat.say("/me email 10086") == "新邮箱是什么？"
    assert await chat.say("a@example.com") == "邮箱改成了 a@example.com。"


@pytest.mark.parametrize("written", [PNG.hex(), SENT])
async def test_portrait_is_shown(mine: Chat, campus: Campus, written: str) -> None:
    await campus.sandbox.steer("publish", system="wejh", user={"username": "10086", "portrait": written})
    assert "头像：已设置" in await mine.say("/me")
    assert document(mine) == Document("portrait.png", PNG)


@pytest.mark.parametrize("written", ["abcd", "not readable!"])
async def test_portrait_that_is_no_picture(mine: Chat, campus: Campus, written: str) -> None:
    await campus.sandbox.steer("publish", system="wejh", user={"username": "10086", "portrait": written})
    assert "用户名：10086" in await mine.say("/me")
    assert document(mine) is None


async def test_portrait(mine: Chat) -> None:
    assert await mine.say("/me portrait") == "请发送一张图片，最多 1 MB。"
    refused = "请发送一张图片（PNG、JPEG、GIF 或 WebP，最多 1 MB）。"
    for text in ("hello", "图片", base64.b64encode(b"GIF").decode()):
        assert refused in await mine.say(text)
    assert await mine.say(SENT) == "头像换好了。"
    assert mine.buttons == {"我的": "/me"}
    await mine.say("/me")
    assert document(mine) == Document("portrait.png", PNG)


@pytest.mark.parametrize("begin", [b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF1234WEBP"])
def test_kinds_of_pictures(begin: bytes) -> None:
    sent = base64.b64encode(begin + bytes(9)).decode()
    assert read_picture(sent) == sent


async def test_email(mine: Chat) -> None:
    assert await mine.say("/me email") == "新邮箱是什么？"
    assert "邮箱的格式不对" in await mine.say("nobody")
    assert await mine.say("nobody@example.com") == "邮箱改成了 nobody@example.com。"
    assert "邮箱：nobody@example.com" in await mine.say("/me")


async def test_email_that_the_system_refuses(mine: Chat) -> None:
    assert await mine.say("/me email 某人@example.com") == "邮箱没有改变：校园系统没有接受。"


async def test_phone_is_never_taken(mine: Chat) -> None:
    assert await mine.say("/me phone") == "新手机号是什么？"
    assert await mine.say("13800138000") == "手机号没有改变：校园系统没有接受。"


async def test_nickname(mine: Chat) -> None:
    assert await mine.say("/nickname") == "新昵称是什么？2 到 15 个字。"
    assert "太短" in await mine.say("小")
    assert await mine.say("小明") == "昵称改成了 小明。"
    assert await mine.say("改昵称 小红") == "昵称改成了 小红。"
    assert await mine.say("/me nickname 小李") == "昵称改成了 小李。"
    assert (await mine.say("/me")).startswith("小李\n")


async def test_field_that_there_is_not(mine: Chat) -> None:
    assert await mine.say("/me age") == "能改的是昵称、邮箱、手机号和头像。\n要改什么？"
    assert await mine.say("邮箱") == "新邮箱是什么？"


@pytest.mark.parametrize("line", ["/me email a@example.com", "/nickname 小明"])
async def test_answer_is_lost(mine: Chat, campus: Campus, line: str) -> None:
    await campus.sandbox.steer("fault", system="wejh", kind="reset", seconds=60)
    told = await mine.say(line)
    assert told.endswith("不确定有没有改成，/me 可以看到。")
    assert mine.buttons == {"我的": "/me"}
    assert len(await campus.asked()) == 1


@pytest.mark.parametrize("line", ["/me email a@example.com", "/nickname 小明"])
async def test_expired(mine: Chat, campus: Campus, line: str) -> None:
    await campus.sandbox.steer("expire", system="wejh")
    assert await mine.say(line) == "校园账号 10086 的登录已经失效，请重新登录。"
    assert mine.buttons == {"登录": "/login"}
