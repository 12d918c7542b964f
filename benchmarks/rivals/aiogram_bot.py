"""The same bot on aiogram, its state in memory; `tuned` with our settings of the garbage collector.

python -m benchmarks.rivals.aiogram_bot BOT_API TOKEN SYSTEMS [tuned]
"""

import asyncio
import sys
from contextlib import nullcontext

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiohttp import ClientSession

from benchmarks.rivals.lookup import ASK_NAME, ASK_TICKET, HELP, looked_up
from bot import garbage


class Cet(StatesGroup):  # type: ignore[misc] # aiogram is in another virtual environment
    ticket = State()
    name = State()


def dispatcher(session: ClientSession, systems: str) -> Dispatcher:
    async def helped(message: Message) -> None:
        await message.answer(HELP)

    async def begun(message: Message, command: CommandObject, state: FSMContext) -> None:
        if command.args:
            ticket, name = command.args.split()
            await message.answer(await looked_up(session, systems, ticket, name))
        else:
            await state.set_state(Cet.ticket)
            await message.answer(ASK_TICKET)

    async def ticket_said(message: Message, state: FSMContext) -> None:
        await state.update_data(ticket=message.text)
        await state.set_state(Cet.name)
        await message.answer(ASK_NAME)

    async def name_said(message: Message, state: FSMContext) -> None:
        data = await state.get_data()
        await state.clear()
        await message.answer(await looked_up(session, systems, data["ticket"], message.text or ""))

    found = Dispatcher()
    found.message.register(helped, Command("help"))
    found.message.register(begun, Command("cet"))
    found.message.register(ticket_said, StateFilter(Cet.ticket))
    found.message.register(name_said, StateFilter(Cet.name))
    return found


async def main(base: str, token: str, systems: str, tuned: str = "") -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    async with ClientSession() as session:
        found = dispatcher(session, systems)
        with garbage.seldom() if tuned else nullcontext():
            await found.start_polling(bot, handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
