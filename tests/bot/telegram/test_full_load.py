"""A minute of more than Telegram lets through, against a stand-in that keeps Telegram's limits."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.telegram.forms import says
from tests.bot.telegram.house import whole
from tests.botapi import Limits, Settings, serving

PEOPLE, GROUPS, EACH = 36, 12, 80  # so that each person, each group and all together could do with more
WARM_UP_S, MEASURED_S = 3, 60
PER_SECOND, PER_GROUP_MINUTE = 29, 18
FLOOD = says("flood", *(f"message {number}" for number in range(EACH)))


@pytest.mark.slow
async def test_a_minute_of_full_load(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Nothing is refused, and at least 95 % of what the settings allow leaves."""
    async with serving(Settings(limits=Limits())) as fake:
        pace = {"per_second": PER_SECOND, "per_chat_second": 1, "per_group_minute": PER_GROUP_MINUTE}
        async with whole(tmp_path, fake, FLOOD, **pace):
            for number in range(GROUPS):
                somebody = fake.user(f"person{number}")
                await fake.group(f"group{number}", admins=[somebody]).seat(somebody).say(f"/flood@{fake.bot_name}")
            for number in range(PEOPLE):
                await fake.user(f"person{number}").private.say("/flood")
            await asyncio.sleep(WARM_UP_S + MEASURED_S)
        begin = fake.called("sendMessage")[0].at + WARM_UP_S
        calls = [call for call in fake.called("sendMessage") if begin <= call.at < begin + MEASURED_S]
        refused = [call for call in fake.called("sendMessage") if call.status != 200]
        groups = {call.params["chat_id"] for call in calls if int(str(call.params["chat_id"])) < 0}
        share = (len(calls) - len(refused)) / (PER_SECOND * MEASURED_S)
        record_property(
            "figures",
            f"{len(calls)} messages in {MEASURED_S} s to {len({c.params['chat_id'] for c in calls})} chats, "
            f"{len(groups)} of them groups: {share:.1%} of the budget, {len(refused)} refused",
        )
        assert not refused
        assert len(groups) == GROUPS
        assert share >= 0.95
        assert not fake.violations
