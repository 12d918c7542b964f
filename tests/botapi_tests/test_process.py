"""The fake as a process of its own, steered by HTTP."""

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.botapi.world import TOKEN


@dataclass(frozen=True)
class Remote:
    session: ClientSession
    url: str

    async def asked(self, what: str, asked: object) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}/_fake/{what}", json=asked) as response:
            return response.status, await response.json()

    async def steer(self, what: str, **asked: object) -> dict[str, Any]:
        status, answer = await self.asked(what, asked)
        assert status == 200, answer
        return answer

    async def mistake(self, what: str, **asked: object) -> tuple[int, str]:
        status, answer = await self.asked(what, asked)
        return status, answer["error"]

    async def call(self, method: str, **params: object) -> Any:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as response:
            return (await response.json()).get("result")


@pytest.fixture
async def remote(tmp_path: Path) -> AsyncIterator[Remote]:
    command = (sys.executable, "-m", "tests.botapi", "--journal", str(tmp_path / "journal"))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with ClientSession() as session:
        yield Remote(session, url)
    process.terminate()
    assert await process.wait() == 0


async def test_people_are_moved_and_heard_from_outside(remote: Remote, tmp_path: Path) -> None:
    said = await remote.steer("say", person="alice", text="/start")
    (update,) = await remote.call("getUpdates")
    assert update["message"] == said
    keys = {"inline_keyboard": [[{"text": "yes", "callback_data": "y"}]]}
    await remote.call("sendMessage", chat_id=said["chat"]["id"], text="sure?", reply_markup=keys)
    heard = await remote.steer("hears", person="alice", parts=["sure"])
    assert await remote.steer("sees", person="alice", parts=["sure"]) == heard
    assert heard["text"] == "sure?"
    pressed = await remote.steer("press", person="alice", label="yes")
    assert (await remote.call("getUpdates"))[-1]["callback_query"]["id"] == pressed["query"]
    assert len((await remote.steer("messages", person="alice"))["messages"]) == 2
    assert (await remote.steer("counts"))["getUpdates"] == 2
    assert (await remote.steer("calls", method="sendMessage"))["calls"][0]["params"]["text"] == "sure?"
    lines = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    assert [line["method"] for line in lines] == ["getUpdates", "sendMessage", "getUpdates"]


async def test_groups_files_faults_and_poison_from_outside(remote: Remote) -> None:
    made = await remote.steer("group", name="class", admins=["alice"], basic=True)
    await remote.steer("bot", chat="class", by="alice", status="administrator", can_delete_messages=True)
    said = await remote.steer("say", person="bob", chat="class", text="hi")
    await remote.steer("edit", person="bob", chat="class", message_id=said["message_id"], text="hello")
    body = base64.b64encode(b"a,b").decode()
    await remote.steer("upload", person="bob", chat="class", name="a.csv", body=body)
    moved = await remote.steer("migrate", chat="class", by="alice")
    await remote.steer("say", person="bob", text="hi")
    await remote.steer("block", person="bob")
    await remote.steer("poison", person="bob", kind="no_object")
    updates = await remote.call("getUpdates")
    kinds = [next(name for name in update if name != "update_id") for update in updates]
    assert kinds == ["my_chat_member"] * 2 + ["message", "edited_message"] + ["message"] * 4 + [
        "my_chat_member",
        "message",
    ]
    assert (updates[2]["message"]["chat"]["id"], moved["id"]) == (made["id"], updates[6]["message"]["chat"]["id"])
    await remote.steer("group", name="forum", admins=["alice"], forum=True)
    topic = (await remote.steer("topic", chat="forum", by="alice", name="CET"))["id"]
    assert (await remote.steer("say", person="alice", chat="forum", topic=topic, text="x"))[
        "message_thread_id"
    ] == topic
    await remote.steer("fault", fault="status", method="getMe", status=429, count=1)
    assert await remote.call("getMe") is None
    await remote.steer("fault")
    assert (await remote.call("getMe"))["is_bot"]
    assert (await remote.steer("violations"))["violations"] == []


async def test_a_load_from_outside(remote: Remote) -> None:
    await remote.call("getUpdates")
    await remote.steer("ready")
    asked: dict[str, object] = {"steps": [{"say": "hi", "expect": "hi"}], "chats": 1, "patience_s": 0.01}
    assert (await remote.steer("load", **asked))["lost"] == 1


async def test_mistakes_in_steering(remote: Remote) -> None:
    status, words = await remote.mistake("sing")
    assert (status, words[:9]) == (404, "there are")
    assert await remote.mistake("say", person="alice") == (400, "TypeError: text must be a text")
    assert (await remote.mistake("press", person="alice", label="x"))[0] == 400
