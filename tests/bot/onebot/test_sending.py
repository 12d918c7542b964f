"""What goes out to QQ, and what became of it."""

import asyncio
from collections.abc import Mapping

import pytest
from aiohttp import ClientSession

from bot.abilities import Outcome
from bot.messages import Address, Button, Document, Outgoing
from bot.platforms.onebot.parts import Setup
from bot.platforms.onebot.sending import LONGEST
from tests.bot.onebot.forward import reached
from tests.bot.onebot.side import ACCOUNT, FAST, TOKEN, connected, house, until
from tests.qqside import ALL, BOT, LLBOT, NAPCAT, PLAIN, Variant, serving
from tests.recipes import CARD, as_png

ALICE = Address("onebot", ACCOUNT, "private", "222")
CLASS = Address("onebot", ACCOUNT, "group", "777")


def own(text: str) -> dict[str, object]:
    """The report of a message of the bot's own."""
    return {
        "post_type": "message_sent",
        "message_type": "private",
        "self_id": 10001,
        "user_id": 10001,
        "target_id": 222,
        "message_id": 9,
        "message": [{"type": "text", "data": {"text": text}}],
    }


async def test_one_id_only() -> None:
    """With a group's id beside it, what is meant for one person can reach the group."""
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("[CQ:at,qq=all]")))
        call = await side.next_call()
        assert call["action"] == "send_private_msg"
        assert call["params"] == {"user_id": 222, "message": [{"type": "text", "data": {"text": "[CQ:at,qq=all]"}}]}
        await side.answer(call)
        assert (await sending).outcome is Outcome.SENT


async def test_answers_in_a_group_reply() -> None:
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", CLASS, Outgoing("hello", answers="-7")))
        call = await side.next_call()
        assert call["params"]["message"][0] == {"type": "reply", "data": {"id": "-7"}}
        assert call["params"]["group_id"] == 777
        await side.answer(call)
        await sending


async def test_a_notification_names_its_commands() -> None:
    buttons = Button("/grades", "看成绩"), Button("/reveal ABCD", "查看", typed="查看"), Button("#token", "别的")
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("有新成绩", options=buttons)))
        call = await side.next_call()
        assert call["params"]["message"][0]["data"]["text"] == "有新成绩\n看成绩：/grades\n查看：查看"
        await side.answer(call)
        await sending


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"status": "async", "retcode": 1, "data": None}, Outcome.SENT),
        ({"retcode": 0}, Outcome.SENT),
        ({"status": "ok"}, Outcome.SENT),
        ({"status": "failed", "retcode": 1400, "data": None}, Outcome.NEVER),
        ({"status": "failed", "retcode": 100, "wording": "not a friend"}, Outcome.NEVER),
        ({"status": "failed", "retcode": 1200, "wording": "发送失败，请先添加对方为好友"}, Outcome.NEVER),
        ({"status": "failed", "retcode": 1200, "wording": '{"result": 120, "errMsg": "你已被禁言"}'}, Outcome.NEVER),
        ({"status": "failed", "retcode": 1200, "message": "无法获取用户信息"}, Outcome.LATER),
        ({"status": "failed", "retcode": 1403}, Outcome.LATER),
        ({"status": "failed"}, Outcome.NEVER),
    ],
)
async def test_outcomes(answer: Mapping[str, object], outcome: Outcome) -> None:
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call(), answer)
        assert (await sending).outcome is outcome


async def test_in_doubt_and_seen_to_arrive() -> None:
    """QQ says "time-out" of what has arrived: it is not sent again."""
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1200})
        await side.tell(own("hello"))
        assert (await sending).outcome is Outcome.SENT


async def test_who_is_no_friend_any_more_is_gone() -> None:
    """Not sent for sure, and not tried again before he comes back."""
    words = 'EventChecker Failed: … EventRet:\n{"result": 16, "errMsg": "发送失败，请先添加对方为好友"}'
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1200, "wording": words})
        sent = await sending
        assert (sent.outcome, sent.gone) == (Outcome.NEVER, True)
        assert "hello" not in sent.reason


CALENDAR = Outgoing("hello", document=Document("exams.ics", b"BEGIN:VCALENDAR"))


async def test_the_file_goes_too_where_its_text_was_in_doubt() -> None:
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, CALENDAR))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1200})
        await side.tell(own("hello"))
        upload = await side.next_call()
        assert upload["action"] == "upload_private_file"
        await side.answer(upload)
        assert (await sending).outcome is Outcome.SENT


async def test_a_file_that_broke_off_goes_again_without_its_text() -> None:
    """Though the text was seen to arrive, the file was not."""
    async with house() as there:
        async with connected(there) as side:
            sending = asyncio.create_task(there.platform.send("k", ALICE, CALENDAR))
            told = await side.next_call()
            await side.tell(own("hello"))
            await side.answer(told)
            await side.next_call()
        assert (await sending).outcome is Outcome.UNKNOWN
        await until(lambda: not there.platform.connected)
        assert (await there.platform.send("k", ALICE, CALENDAR)).outcome is Outcome.LATER
        async with connected(there) as side:
            again = asyncio.create_task(there.platform.send("k", ALICE, CALENDAR))
            upload = await side.next_call()
            assert upload["action"] == "upload_private_file"
            await side.answer(upload)
            assert (await again).outcome is Outcome.SENT


async def test_a_late_report_is_of_the_message_before() -> None:
    """Two of the same words: what is known to have arrived says nothing of the other one."""
    async with house() as there, connected(there) as side:
        first = asyncio.create_task(there.platform.send("1", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call(), {"status": "ok", "retcode": 0, "data": {"message_id": 9}})
        await first
        second = asyncio.create_task(there.platform.send("2", ALICE, Outgoing("hello")))
        call = await side.next_call()
        await side.tell(own("hello"))
        await side.tell({"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 3_600_000})
        await side.answer(call, {"status": "failed", "retcode": 1200})
        assert (await second).outcome is Outcome.UNKNOWN


async def test_in_doubt_and_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try looks once more before it sends."""
    monkeypatch.setattr("bot.platforms.onebot.sending._DOUBT_S", 0.01)
    async with house() as there, connected(there) as side:
        sending = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1200})
        assert (await sending).outcome is Outcome.UNKNOWN
        again = asyncio.create_task(there.platform.send("k", ALICE, Outgoing("hello")))
        await side.answer(await side.next_call())
        assert (await again).outcome is Outcome.SENT
        assert len(side.calls) == 2


async def test_a_file_whose_upload_is_not_known() -> None:
    async with house() as there, connected(there) as side:
        outgoing = Outgoing("日历", document=Document("exams.ics", b"BEGIN:VCALENDAR"))
        sending = asyncio.create_task(there.platform.send("k", ALICE, outgoing))
        await side.answer(await side.next_call())
        upload = await side.next_call()
        assert upload["action"] == "upload_private_file"
        assert upload["params"] == {"user_id": 222, "file": "base64://QkVHSU46VkNBTEVOREFS", "name": "exams.ics"}
        await side.answer(upload, {"status": "failed", "retcode": 1404})
        said = await side.next_call()
        assert said["params"]["message"][0]["data"]["text"] == "BEGIN:VCALENDAR"
        await side.answer(said)
        assert (await sending).outcome is Outcome.SENT


async def test_a_long_file_whose_upload_is_not_known() -> None:
    """In pieces that QQ takes."""
    async with serving(PLAIN) as side, reached(side) as platform:
        alice = side.friend("alice")
        to_her = Address("onebot", str(BOT), "private", str(alice.account.id))
        data = "\n".join(f"line {number}" for number in range(500)).encode()
        assert (
            await platform.send("k", to_her, Outgoing("all", document=Document("a.txt", data)))
        ).outcome is Outcome.SENT
        await alice.hears("all")
        assert all(len(each.text) <= LONGEST for each in alice.said)
        assert "\n".join(each.text for each in alice.said[1:]).encode() == data


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
async def test_a_picture_is_shown_with_its_text(variant: Variant) -> None:
    async with serving(variant) as side, reached(side) as platform:
        group = side.group("class")
        there = group.seat(side.stranger("alice"))
        asked = await there.say("/chart")
        picture = b"\x89PNG\r\n\x1a\n..."
        outgoing = Outgoing("chart", document=Document("a.png", picture), answers=str(asked.id))
        sent = await platform.send("k", Address("onebot", str(BOT), "group", str(group.id)), outgoing)
        assert sent.outcome is Outcome.SENT
        told = await there.hears("chart")
        assert told.picture
        assert told.files[0].body == picture
        assert told.replies_to == asked.id
        assert not side.violations


@pytest.mark.parametrize("fault", ["timeout", "lost"])
async def test_what_arrived_is_not_sent_again(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of the answer: the report of the bot's own message counts."""
    monkeypatch.setattr("bot.platforms.onebot.connection._ANSWER_S", 0.2)
    async with serving(LLBOT) as side, reached(side) as platform:
        alice = side.friend("alice")
        side.fault(fault, "send_private_msg")
        to_her = Address("onebot", str(BOT), "private", str(alice.account.id))
        assert (await platform.send("k", to_her, Outgoing("hello"))).outcome is Outcome.SENT
        assert [each.text for each in alice.said] == ["hello"]


@pytest.mark.parametrize(("fault", "times"), [("silence", 1), ("refused", 1), ("close_before", 1), ("close_after", 2)])
async def test_what_may_have_arrived_is_sent_once_more(fault: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the report was cut off too, it is there twice: better than not at all."""
    monkeypatch.setattr("bot.platforms.onebot.connection._ANSWER_S", 0.2)
    monkeypatch.setattr("bot.platforms.onebot.sending._DOUBT_S", 0.01)
    async with serving(LLBOT) as side, reached(side) as platform:
        alice = side.friend("alice")
        side.fault(fault, "send_private_msg")
        to_her = Address("onebot", str(BOT), "private", str(alice.account.id))
        assert (await platform.send("k", to_her, Outgoing("hello"))).outcome is Outcome.UNKNOWN
        await until(lambda: bool(platform.connected))
        assert (await platform.send("k", to_her, Outgoing("hello"))).outcome is Outcome.SENT
        assert [each.text for each in alice.said] == ["hello"] * times


async def test_a_file_by_link_where_links_are_not_blocked() -> None:
    """Whoever has the link can fetch it, and nobody can guess it."""
    setup = Setup(FAST, access_token=TOKEN, pages="http://scores.example")
    async with house(setup) as there, connected(there) as side:
        outgoing = Outgoing("", document=Document("exams.ics", b"BEGIN:VCALENDAR"))
        sending = asyncio.create_task(there.platform.send("k", ALICE, outgoing))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1404})
        said = await side.next_call()
        name, link = said["params"]["message"][0]["data"]["text"].split("\n")
        await side.answer(said)
        await sending
        path = link.removeprefix("http://scores.example")
        async with ClientSession() as session:
            async with session.get(there.server.make_url(path)) as response:
                assert (name, await response.read()) == ("exams.ics", b"BEGIN:VCALENDAR")
                assert response.headers["Content-Disposition"].startswith("attachment")
            async with session.get(there.server.make_url(path[:-1])) as response:
                assert response.status == 404


async def test_a_drawn_picture_is_shown_with_its_text() -> None:
    async with serving(NAPCAT) as side, reached(side) as platform:
        alice = side.friend("alice")
        to_her = Address("onebot", str(BOT), "private", str(alice.account.id))
        shown = Outgoing("总分 515", recipe=CARD, picture=await as_png(CARD))
        assert (await platform.send("k", to_her, shown)).outcome is Outcome.SENT
        told = await alice.hears("总分 515")
        assert told.picture
        assert told.files[0].body.startswith(b"\x89PNG")


async def test_words_come_at_once_where_the_picture_is_refused_for_sure() -> None:
    async with house() as there, connected(there) as side:
        shown = Outgoing("总分 515", recipe=CARD, picture=await as_png(CARD))
        sending = asyncio.create_task(there.platform.send("k", ALICE, shown))
        await side.answer(await side.next_call(), {"status": "failed", "retcode": 1400})
        said = await side.next_call()
        assert [each["type"] for each in said["params"]["message"]] == ["text"]
        await side.answer(said)
        assert (await sending).outcome is Outcome.SENT
