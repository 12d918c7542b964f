"""The fake as python-telegram-bot sees it."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.botapi import Fake, Person, Seat


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the library warns of what it will do some day."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def bot(fake: Fake) -> AsyncIterator[Bot]:
    async with Bot(fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot") as bot:
        yield bot


async def test_a_conversation(bot: Bot, chat: Seat) -> None:
    (update,) = await bot.get_updates()
    assert update.message is not None
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("yes", callback_data="y")]])
    said = await update.message.reply_html("<b>sure?</b>", reply_markup=keys, do_quote=True, protect_content=True)
    assert said.reply_to_message is not None
    assert (await chat.hears("sure")).protect
    query = chat.press_on(chat.with_label("yes"), "yes")
    pressed = (await bot.get_updates(offset=update.update_id + 1))[0].callback_query
    assert pressed is not None
    await pressed.answer("fine")
    await pressed.edit_message_text("changed")
    assert (query.toast, chat.chat.messages[said.message_id].text) == ("fine", "changed")
    await said.delete()
    await bot.send_chat_action(1001, "typing")
    await bot.send_message(1001, "which?", reply_markup=ForceReply(selective=True))
    assert (await chat.hears("which")).asks_reply


async def test_files_go_both_ways(bot: Bot, chat: Seat) -> None:
    sent = await bot.send_document(1001, b"a,b", filename="成绩.csv", caption="yours")
    heard = await chat.hears("yours")
    assert heard.file is not None
    assert (heard.file.upload.name, heard.file.upload.body) == ("成绩.csv", b"a,b")
    assert sent.document is not None
    found = await bot.get_file(sent.document.file_id)
    assert bytes(await found.download_as_bytearray()) == b"a,b"
    photo = await bot.send_photo(1001, b"\x89PNG\r\n\x1a\n0000")
    assert len(photo.photo) == 1


async def test_inline_and_profile(bot: Bot, fake: Fake, alice: Person) -> None:
    query = alice.ask_inline("x")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    result = InlineQueryResultArticle("1", "title", InputTextMessageContent("text"))
    await update.inline_query.answer([result], is_personal=True, cache_time=0)
    assert query.answer is not None
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("cet", "CET")], scope=scope, language_code="zh")
    assert (await bot.get_my_commands(scope, "zh"))[0].command == "cet"
    await bot.set_my_description("about")
    assert (await bot.get_my_description()).description == "about"


async def test_groups(bot: Bot, fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice], basic=True)
    group.set_bot(alice, "administrator", can_delete_messages=True)
    me = await bot.get_chat_member(group.chat.id, bot.id)
    assert isinstance(me, ChatMemberAdministrator)
    assert (await bot.get_chat(group.chat.id)).title == "class"
    assert len(await bot.get_updates()) == 2
    old = group.chat.id
    new = group.migrate(alice)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "x")
    assert moved.value.new_chat_id == new.id


async def test_errors_are_those_that_the_library_knows(bot: Bot, fake: Fake, chat: Seat, alice: Person) -> None:
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(1001, "x", reply_parameters=ReplyParameters(99))
    fake.fault("status", status=429, retry_after=3, count=1)
    with pytest.raises(RetryAfter):
        await bot.send_message(1001, "x")
    fake.fault("status", status=502, count=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(1001, "x")
    fake.fault("status", status=401, count=1)
    with pytest.raises(InvalidToken):
        await bot.get_me()
    alice.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(1001, "x")
    await bot.set_webhook("https://example.org/hook", secret_token="abc")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict):
        await bot.get_updates()
