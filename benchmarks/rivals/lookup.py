"""One CET look-up as the author of a small bot would write it; the same for every rival."""

import json
from urllib.parse import quote

from aiohttp import ClientSession

HELP = "\n".join(f"/cet{number} arguments: what this command does, in a few words" for number in range(9))
ASK_TICKET, ASK_NAME = "请发送 15 位准考证号。", "请发送考生姓名。"


async def looked_up(session: ClientSession, systems: str, ticket: str, name: str) -> str:
    async with session.get(f"{systems}/GetCetScore/{ticket}/{quote(name)}") as response:
        result = json.loads(await response.read())
    if result["Status"] != "1":
        return "查询失败"
    parts = f"听力 {result['Listening']} · 阅读 {result['Reading']} · 写作 {result['Writing']}"
    return f"{result['name']} · {result['school']}\n总分 {result['Total']}\n{parts}\n准考证号 {result['ticket']}"
