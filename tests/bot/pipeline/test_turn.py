"""How one message ends: answered, told to wait, failed with a reference, or set aside."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from bot.forms import Answers, Ask, Choice, Done, Form, Growing, Outcome, Refuse, Step, StepBack
from bot.messages import Address, Incoming, Option, Reply
from bot.people import Counted, Limit, Person
from bot.pipeline.rules import Patience
from bot.store.store import Store
from tests.bot.pipeline.bench import Before, Recorder, bench


def form(name: str, outcome: Outcome, **rest: object) -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return outcome

    return Form(name, name, run, **rest)  # type: ignore[arg-type]  # whatever a test wants of a form


def said(text: str, *options: Option) -> Done:
    return Done((Reply(text, options),))


async def test_fault_has_a_reference_and_tells_nothing(tmp_path: Path) -> None:
    async def broken(_answers: Answers, _person: Person) -> Outcome:
        raise RuntimeError("a secret of the inside")

    async with bench(tmp_path, Form("broken", "", broken), contact="support@example.org") as here:
        answer = await here.ask("/broken")
        assert "编号" in answer
        assert "support@example.org" in answer
        assert "secret" not in answer


async def test_fault_ends_its_message_only(tmp_path: Path) -> None:
    async def broken(_answers: Answers, _person: Person) -> Outcome:
        raise RuntimeError

    async with bench(tmp_path, Form("broken", "", broken), form("fine", said("fine"))) as here:
        await here.say("/broken")
        await here.say("/fine")
        assert "编号" in (await here.platform.heard()).text
        assert (await here.platform.heard()).text == "fine"


async def test_slow_answer_is_announced_and_takes_its_place(tmp_path: Path) -> None:
    go = asyncio.Event()

    async def slow(_answers: Answers, _person: Person) -> Outcome:
        await go.wait()
        return said("at last")

    patience = Patience(typing_s=0.001, announced_s=0.002)
    async with bench(tmp_path, Form("slow", "", slow), patience=patience) as here:
        await here.say("/slow")
        while not here.platform.announced:
            await asyncio.sleep(0)
        go.set()
        answer = await here.platform.heard()
        assert (answer.text, answer.edits) == ("at last", "announcement 1")
        assert here.platform.typings == 1


async def test_slow_system_holds_up_nobody_else(tmp_path: Path) -> None:
    go = asyncio.Event()

    async def slow(_answers: Answers, _person: Person) -> Outcome:
        await go.wait()
        return said("slow")

    async with bench(tmp_path, Form("slow", "", slow), form("fast", said("fast"))) as here:
        await here.say("/slow")
        await here.say("/fast")
        assert await here.ask("/fast", sender="bob") == "fast"
        go.set()
        assert [(await here.platform.heard()).text for _ in range(2)] == ["slow", "fast"]


def interrupted(*, times: int, calling: bool = False) -> Before:
    """A message that `times` processes have claimed and died over."""

    async def before(store: Store) -> None:
        address = Address("test", "", "private", "alice")
        await store.receive([Incoming("x", address, "alice", 1e10, "/pay")])
        for _time in range(times):
            (claimed,) = await store.claim(1)
            if calling:
                await store.calling(claimed.work)
            await store.free(claimed)

    return before


async def test_message_that_ends_the_process_is_set_aside(tmp_path: Path) -> None:
    async with bench(tmp_path, form("pay", said("paid")), before=interrupted(times=3)) as here:
        assert "编号" in (await here.platform.heard()).text
        assert await here.ask("/pay") == "paid"


async def test_message_that_was_interrupted_twice_is_answered(tmp_path: Path) -> None:
    async with bench(tmp_path, form("pay", said("paid")), before=interrupted(times=2)) as here:
        assert (await here.platform.heard()).text == "paid"


async def test_call_that_must_not_be_repeated_is_not(tmp_path: Path) -> None:
    calls: list[str] = []

    async def pay(_answers: Answers, _person: Person) -> Outcome:
        calls.append("paid")
        return said("paid")

    before = interrupted(times=1, calling=True)
    async with bench(tmp_path, Form("pay", "", pay, once=True, check="/paid tells"), before=before) as here:
        answer = (await here.platform.heard()).text
        assert "不确定" in answer
        assert "/paid tells" in answer
        assert "编号" in answer
        assert calls == []


async def test_call_that_breaks_may_have_been_made(tmp_path: Path) -> None:
    """Who is told that it was not would do it a second time."""

    async def pay(_answers: Answers, _person: Person) -> Outcome:
        raise RuntimeError("after the payment")

    async with bench(tmp_path, Form("pay", "", pay, once=True, check="/paid tells")) as here:
        answer = await here.ask("/pay")
        assert "没能完成" not in answer
        assert "不确定" in answer
        assert "/paid tells" in answer
        assert "编号" in answer


async def test_too_old_a_look_up_is_not_done(tmp_path: Path) -> None:
    limit = Limit("lookup", 5, timedelta(hours=1))
    look_up = form("look", said("found"), counts=lambda _answers, _person: (Counted(limit, "a"),))
    async with bench(tmp_path, look_up, form("fine", said("fine"))) as here:
        assert "重新发送" in await here.ask("/look", at=0.0)
        assert await here.ask("/fine", at=0.0) == "fine"
        assert await here.ask("/look") == "found"


async def test_long_button_works_through_a_token(tmp_path: Path) -> None:
    line = "/echo " + "很长" * 30

    async def echo(answers: Answers, _person: Person) -> Outcome:
        return said(answers["what"])

    menu = (form("start", said("press", Option("go", line))), Form("echo", "", echo, steps=(Step("what", "?"),)))
    async with bench(tmp_path, *menu) as here:
        await here.say("/start")
        (button,) = (await here.platform.heard()).options
        assert len(button.id.encode()) <= 64
        assert await here.ask("", press=button.id) == "很长" * 30
        assert "过期" in await here.ask("", press="#nonsense")


async def test_handler_may_ask_again_or_refuse(tmp_path: Path) -> None:
    steps = (Step("colour", "which colour?", choices=(Choice("red", "Red"),)),)
    async with bench(tmp_path, form("paint", Ask("colour", "not that one"), steps=steps)) as here:
        assert await here.ask("/paint blue") == "not that one\nwhich colour?"
        assert await here.ask("red") == "not that one\nwhich colour?"
    async with bench(tmp_path, form("paint", Refuse("no paint left"), steps=steps)) as here:
        assert await here.ask("/paint blue") == "no paint left"
        assert "/help" in await here.ask("red")


async def test_hidden_command_is_answered_like_an_unknown_one(tmp_path: Path) -> None:
    async with bench(tmp_path, form("stats", said("secret figures"), admins=True)) as here:
        assert await here.ask("/stats") == await here.ask("/nonsense")
        assert await here.ask("/stats", sender="boss") == "secret figures"


async def test_form_that_an_upgrade_took_away(tmp_path: Path) -> None:
    ask = form("old", said("done"), steps=(Step("what", "what?"),))
    async with bench(tmp_path, ask) as here:
        assert await here.ask("/old") == "what?"
    async with bench(tmp_path, form("new", said("new"))) as here:
        assert "过期" in await here.ask("an answer")
        assert await here.ask("/new") == "new"


async def test_choices_may_be_asked_for(tmp_path: Path) -> None:
    async def choices(_answers: Answers, _person: Person) -> tuple[Choice, ...]:
        return (Choice("a", "A"), Choice("b", "B"))

    async with bench(tmp_path, form("pick", said("picked"), steps=(Step("what", "what?", choices=choices),))) as here:
        await here.say("/pick")
        asked = await here.platform.heard()
        assert [button.label for button in asked.options] == ["A", "B"]
        assert await here.ask("", press=asked.options[1].id) == "picked"


async def test_what_is_under_way_counts(tmp_path: Path) -> None:
    """Somebody who asks in many chats at once gets no more than the limit."""
    go = asyncio.Event()

    async def slow(_answers: Answers, _person: Person) -> Outcome:
        await go.wait()
        return said("found")

    limit = Limit("lookup", 1, timedelta(hours=1))
    look_up = Form(
        "look", "", slow, steps=(Step("what", "?"),), counts=lambda answers, _p: (Counted(limit, answers["what"]),)
    )
    async with bench(tmp_path, look_up) as here:
        rooms = [Address("test", "", "group", f"room {number}") for number in range(3)]
        await here.intake([Incoming(f"{room.chat}", room, "alice", 1e10, f"/look {room.chat[-1]}") for room in rooms])
        refused = [(await here.platform.heard()).text for _two in range(2)]
        assert all("最多 1 次" in text for text in refused)
        go.set()
        assert (await here.platform.heard()).text == "found"


async def test_answer_grows_where_it_stands(tmp_path: Path) -> None:
    """Each stage is shown while the next one takes its time; the last one is the answer, and takes their place."""
    go = asyncio.Event()

    async def stages() -> AsyncIterator[Done]:
        yield said("asking both")
        yield said("one so far")
        await go.wait()
        yield said("both")

    async def growing(_answers: Answers, _person: Person) -> Growing:
        return Growing(stages())

    async with bench(tmp_path, Form("grow", "", growing)) as here:
        await here.say("/grow")
        while not here.platform.announced:
            await asyncio.sleep(0)
        go.set()
        heard = await here.platform.heard()
        assert (heard.text, heard.edits) == ("both", "announcement 1")
        assert here.platform.announced == ["one so far"]


class Deleting(Recorder):
    """Remembers what it was told to take back."""

    def __init__(self) -> None:
        super().__init__()
        self.deleted: list[str] = []

    async def delete(self, _address: Address, message: str) -> bool:
        self.deleted.append(message)
        return True


LOG_IN = form("login", said("in"), steps=(Step("name", "name?"), Step("word", "word?", secret=True)))


async def test_message_of_a_button_stays(tmp_path: Path) -> None:
    """Its line may hold a part of what a form with a password asks; nobody has typed one."""
    platform = Deleting()
    async with bench(tmp_path, LOG_IN, platform=platform) as here:
        await here.say("", press="/login 10088")
        assert (await platform.heard()).secret
        assert platform.deleted == []
        assert await here.ask("/login 10088 secret") == "in"
        assert len(platform.deleted) == 1


async def test_password_that_came_too_late_is_taken_back(tmp_path: Path) -> None:
    platform = Deleting()
    async with bench(tmp_path, LOG_IN, platform=platform, conversation_s=-1) as here:
        assert await here.ask("/login 10088") == "word?"
        assert len(platform.deleted) == 1
        assert "作废" in await here.ask("secret")
        assert len(platform.deleted) == 2


async def test_password_that_came_too_fast_is_taken_back(tmp_path: Path) -> None:
    """Whether its sender is told so or not."""
    platform = Deleting()
    async with bench(tmp_path, LOG_IN, platform=platform, commands_per_minute=1) as here:
        assert await here.ask("/login 10088") == "word?"
        assert "太快" in await here.ask("secret")
        await here.say("/login 10088 secret")
        async with asyncio.timeout(10):
            while len(platform.deleted) < 3:
                await asyncio.sleep(0)


async def test_password_that_looks_like_a_command_is_taken_back(tmp_path: Path) -> None:
    """It is not used, since a mistyped command looks the same."""
    platform = Deleting()
    async with bench(tmp_path, LOG_IN, platform=platform) as here:
        await here.say("", press="/login 10088")
        assert (await platform.heard()).secret
        assert "没有这个命令" in await here.ask("/5ecret")
        assert len(platform.deleted) == 1
        assert "没有这个命令" in await here.ask("/5ecret", sender="bob")
        assert len(platform.deleted) == 1


async def test_what_an_administrator_does_is_kept_however_it_ends(tmp_path: Path) -> None:
    async def broken(_answers: Answers, _person: Person) -> Outcome:
        raise RuntimeError

    menu = (
        form("fine", said("done"), admins=True, once=True),
        form("wrong", Refuse("no"), admins=True),
        Form("broken", "", broken, admins=True),
        form("plain", said("hi")),
    )
    async with bench(tmp_path, *menu) as here:
        for line in ("/fine", "/wrong", "/broken", "/plain"):
            await here.ask(line, sender="boss")
        await here.ask("/fine")  # of somebody from whom it is hidden
    with sqlite3.connect(tmp_path / "bot.db") as database:
        kept = database.execute("select command, ended from audits order by command").fetchall()
    assert kept == [("broken", "failed"), ("fine", "done"), ("wrong", "refused")]


async def test_who_is_no_administrator_any_more_finishes_nothing(tmp_path: Path) -> None:
    """However the question that is still open is answered."""
    steps = (Step("sure", "sure?", choices=(Choice("yes", "Yes"), Choice("no", "No"))),)
    grant = form("grant", said("granted"), admins=True, place="private", steps=steps)
    leave = form("back", StepBack())
    admins = {"test:boss"}
    async with bench(tmp_path, grant, leave, is_admin=admins.__contains__) as here:
        assert await here.ask("/grant", sender="boss") == "sure?"
        admins.clear()
        for said_then in ({"text": "", "press": ":grant:sure:yes"}, {"text": "yes"}, {"text": "/back"}):
            answer = await here.ask(**said_then, sender="boss")
            assert "granted" not in answer
            assert "sure?" not in answer
