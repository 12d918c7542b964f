"""A process that starts bots: it imports once, forks a bot for each line that it reads, and says its process id.

Forking spares two hundred starts their imports; what is forked opens its own database, lock and sockets.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import uvloop
from aiohttp import ClientSession

from bot.app import running
from bot.forms import Answers, Done, Form, Menu, Outcome, Step
from bot.keeping import Keeping
from bot.log import configure
from bot.messages import Reply
from bot.people import Person
from bot.settings import Settings, load
from handlers import Clients, menu


def order_form(pay: Callable[[str], Awaitable[None]]) -> Form:
    """`/order N` changes something outside, which must not happen twice."""

    async def run(answers: Answers, _person: Person) -> Outcome:
        await pay(answers["number"])
        return Done((Reply(f"ordered {answers['number']}"),))

    return Form("order", "order", run, steps=(Step("number", "which?"),), once=True)


async def bot(settings: Settings, shop: str) -> None:
    async with ClientSession() as session:

        async def pay(number: str) -> None:
            async with session.post(f"{shop}/{number}"):
                pass

        def menu_with_orders(settings: Settings, clients: Clients, keeping: Keeping) -> Menu:
            made = menu(settings, clients, keeping)
            return replace(made, forms=(*made, order_form(pay)))

        async with running(settings, menu_with_orders):
            await asyncio.Event().wait()


def _run(bot_at_work: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as cli.py does
        runner.run(bot_at_work)


def main() -> None:
    settings = load(Path(sys.argv[1]))
    configure("json", "info")
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(bot(settings, sys.argv[2]))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
