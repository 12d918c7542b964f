"""A bare aiohttp loop: no library, nothing stored, every update a task.

python -m benchmarks.rivals.bare BOT_API TOKEN SYSTEMS
"""

import asyncio
import json
import sys
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from benchmarks.rivals.lookup import ASK_NAME, ASK_TICKET, HELP, looked_up


class Bare:
    def __init__(self, session: ClientSession, api: str, systems: str) -> None:
        self._session, self._api, self._systems = session, api, systems
        self._open: dict[int, str] = {}  # chat → the ticket, "" while it is asked for

    async def run(self) -> None:
        offset, tasks = 0, set[asyncio.Task[None]]()
        while True:
            for update in await self._call("getUpdates", {"offset": offset, "timeout": 30}):
                offset = update["update_id"] + 1
                task = asyncio.create_task(self._answer(update["message"]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

    async def _answer(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        text = await self._text(chat, message["text"])
        await self._call("sendMessage", {"chat_id": chat, "text": text})

    async def _text(self, chat: int, text: str) -> str:
        command, *arguments = text.split()
        if command == "/help":
            return HELP
        if command == "/cet" and arguments:
            return await looked_up(self._session, self._systems, *arguments)
        if command == "/cet":
            self._open[chat] = ""
            return ASK_TICKET
        if ticket := self._open.get(chat):
            del self._open[chat]
            return await looked_up(self._session, self._systems, ticket, text)
        self._open[chat] = text
        return ASK_NAME

    async def _call(self, method: str, parameters: dict[str, object]) -> Any:
        async with self._session.post(f"{self._api}/{method}", json=parameters) as response:
            return json.loads(await response.read())["result"]


async def main(base: str, token: str, systems: str) -> None:
    async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=60)) as session:
        await Bare(session, f"{base}/bot{token}", systems).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
