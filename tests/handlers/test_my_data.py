"""Whatever is kept is told of, and nothing secret is handed out."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.aims import Aim, Quiet
from bot.people import Account
from bot.store.tables import metadata
from bot.watches import Watch
from handlers.my_data import KEPT
from tests.examples import person
from tests.handlers.chat import Chat
from tests.handlers.conftest import chat_of
from tests.in_memory import Watches, kept

OURS = {"secrets", "leases", "alarms"}  # hold nothing of people


def test_every_table_is_told_of() -> None:
    assert set(metadata.tables) == set(KEPT) | OURS


def test_every_table_stands_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert not [table for table in metadata.tables if f"`{table}`" not in docs and table not in OURS]


async def test_export_gives_accounts_whole(closed: Chat) -> None:
    now = datetime(2026, 11, 22, tzinfo=ZoneInfo("Asia/Shanghai"))
    closed.person = person(now=now, accounts=(Account("id", "kaoshiyun", "s000001", "林晓雯", since=1.0),))
    await closed.say("/export")
    assert closed.last
    document = closed.last.replies[0].document
    assert document
    [account] = json.loads(document.data)["accounts"]
    assert account == {
        "system": "kaoshiyun",
        "account": "s000001",
        "name": "林晓雯",
        "since": "1970-01-01T08:00:01+08:00",
        "suspended": False,
    }


async def test_export_gives_settings_and_watches() -> None:
    watches = Watches({"p1": (Watch(11, Aim("kaoshiyun"), "id", paused=True, since=1.0),)})
    chat = chat_of(keeping=replace(kept(), watches=watches))
    accounts = (Account("id", "kaoshiyun", "s000001"),)
    chat.person = person(accounts=accounts, quiet=Quiet(60, 120), spoiler=True, remind="2h")
    await chat.say("/export")
    assert chat.last
    document = chat.last.replies[0].document
    assert document
    exported = json.loads(document.data)
    assert (exported["quiet"], exported["spoiler"], exported["remind"]) == ("01:00-02:00", True, "2h")
    [watch] = exported["watches"]
    since = "1970-01-01T08:00:01+08:00"
    assert watch == {"kind": "kaoshiyun", "what": None, "account": "s000001", "since": since, "paused": True}


async def test_forgetting_is_asked_again_where_nobody_said_yes_or_no(closed: Chat) -> None:
    await closed.say("/forget")
    assert "请选" in await closed.say("嗯")
    assert "已经全部删除" in await closed.say("是")
