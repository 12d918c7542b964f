"""Whatever is kept is told of, and nothing secret is handed out."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.people import Account
from bot.store.tables import metadata
from handlers.my_data import KEPT
from tests.examples import person
from tests.handlers.chat import Chat

OURS = {"secrets", "leases"}  # hold nothing of people


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


async def test_forgetting_is_asked_again_where_nobody_said_yes_or_no(closed: Chat) -> None:
    await closed.say("/forget")
    assert "请选" in await closed.say("嗯")
    assert "已经全部删除" in await closed.say("是")
