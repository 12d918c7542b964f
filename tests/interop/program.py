"""A bot written with aiogram against our stand-in for Telegram: what a stranger's client may do must work there.

    .venv-interop/bin/python -m tests.interop.program

It polls, answers buttons, edits, deletes, sends and gets files, answers inline queries, sets commands, and is pushed
to. A count of its calls and exit code 0 at the end mean that all of it passed.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import ClientSession, web

TOKEN, SECRET = "1000001:AAE-made-up-for-aiogram", "a_secret-1"
ALICE = 1001  # the first person's id


@dataclass(frozen=True)
class Fake:
    """The stand-in, as its people's side is reached from outside."""

    session: ClientSession
    url: str

    async def steer(self, what: str, **asked: object) -> dict[str, object]:
        async with self.session.post(f"{self.url}/_fake/{what}", json=asked) as response:
            answer: dict[str, object] = await response.json()
            assert response.status == 200, answer
            return answer

    async def hears(self, *parts: str) -> dict[str, object]:
        return await self.steer("hears", person="alice", parts=list(parts))

    async def say(self, text: str) -> None:
        await self.steer("say", person="alice", text=text)


async def start(message: Message) -> None:
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="yes", callback_data="y:1")]])
    await message.reply("<b>sure?</b> 😀", parse_mode="HTML", reply_markup=keys, protect_content=True)


async def pressed(query: CallbackQuery) -> None:
    await query.answer("fine", show_alert=True)
    await query.message.edit_text("changed")
    try:
        await query.message.edit_text("changed")
    except TelegramBadRequest as error:
        await query.message.answer(error.message)


async def file(message: Message) -> None:
    await message.answer_document(BufferedInputFile(b"a,b\n", "成绩.csv"), caption="a file")


async def uploaded(message: Message, bot: Bot) -> None:
    found = await bot.download(message.document)
    assert found is not None
    await message.answer(f"{message.document.file_name} has {len(found.read())} bytes")


async def forget(message: Message) -> None:
    await message.delete()
    await message.answer("forgotten")


async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text="ask me")
    button = InlineQueryResultsButton(text="log in", start_parameter="login")
    results = [InlineQueryResultArticle(id="1", title=query.query, input_message_content=content)]
    await query.answer(results, is_personal=True, cache_time=0, button=button)


async def changed(update: ChatMemberUpdated, bot: Bot) -> None:
    if update.new_chat_member.status == "member":
        await bot.send_message(update.chat.id, "welcome back")


def dispatcher() -> Dispatcher:
    made = Dispatcher()
    made.message.register(start, CommandStart())
    made.message.register(file, Command("file"))
    made.message.register(forget, Command("forget"))
    made.message.register(uploaded, F.document)
    made.callback_query.register(pressed)
    made.inline_query.register(inline)
    made.my_chat_member.register(changed)
    return made


async def talk(bot: Bot, fake: Fake) -> None:
    """Everything that people do, the same whether updates are fetched or pushed."""
    await fake.say("/start")
    first = await fake.hears("sure? 😀")
    assert [entity["type"] for entity in first["entities"]] == ["bold"]  # type: ignore[attr-defined] # JSON
    await fake.steer("press", person="alice", label="yes")
    await fake.hears("message is not modified")
    await fake.say("/file")
    assert (await fake.hears("a file"))["document"]["file_name"] == "成绩.csv"  # type: ignore[index] # JSON
    await fake.steer("upload", person="alice", name="list.txt", body="aGVsbG8=")
    await fake.hears("list.txt has 5 bytes")
    await fake.say("/forget")
    await fake.hears("forgotten")
    found = await fake.steer("inline", person="alice", query="cet")
    assert [result["title"] for result in found["results"]] == ["cet"]  # type: ignore[attr-defined] # JSON
    await fake.steer("block", person="alice")
    try:
        await bot.send_message(ALICE, "are you there?")
    except TelegramForbiddenError as error:
        assert "blocked by the user" in error.message  # noqa: PT017 - what it says is the point
    await fake.steer("block", person="alice", blocked=False)
    await fake.hears("welcome back")


async def configure(bot: Bot, fake: Fake) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="file", description="a file")], scope=scope, language_code="zh")
    assert (await bot.get_my_commands(scope=scope, language_code="zh"))[0].command == "file"
    await bot.set_my_description("about")
    assert (await bot.get_my_description()).description == "about"
    assert (await bot.get_me()).username
    await fake.steer("fault", fault="status", method="getMe", status=429, retry_after=3, count=1)
    try:
        await bot.get_me()
    except TelegramRetryAfter as error:
        assert error.retry_after == 3  # noqa: PT017 - what it says is the point


async def polling(bot: Bot, fake: Fake) -> None:
    fetching = dispatcher()
    task = asyncio.create_task(fetching.start_polling(bot, handle_signals=False, close_bot_session=False))
    await fake.steer("ready")
    await talk(bot, fake)
    await fetching.stop_polling()
    await task


async def pushed(bot: Bot, fake: Fake) -> None:
    app = web.Application()
    SimpleRequestHandler(dispatcher(), bot, secret_token=SECRET).register(app, "/hook")
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    await talk(bot, fake)
    assert not (await bot.get_webhook_info()).last_error_message
    await bot.delete_webhook()
    await runner.cleanup()


@asynccontextmanager
async def running() -> AsyncIterator[str]:
    """Run the stand-in as a process and yield its address."""
    command = (sys.executable, "-m", "tests.botapi", "--token", TOKEN)
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def main() -> None:
    parts: tuple[Callable[[Bot, Fake], Awaitable[None]], ...] = (configure, polling, pushed)
    async with running() as url, ClientSession() as session, asyncio.timeout(60):
        fake = Fake(session, url)
        api = AiohttpSession(api=TelegramAPIServer.from_base(url))
        async with Bot(TOKEN, session=api) as bot:
            for part in parts:
                await part(bot, fake)
        found = await fake.steer("violations")
        assert found == {"violations": []}, found
        print("aiogram:", await fake.steer("counts"))


if __name__ == "__main__":
    asyncio.run(main())
