"""Whatever people type at the real forms: nothing raises, and what was kept is read as itself."""

import asyncio

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import conversation
from bot.conversation import Open, Question, Ready
from bot.forms import Form, Menu, Refuse, Step
from bot.meaning import Begins, understand
from bot.settings import Settings
from bot.words import LANGUAGES, render
from handlers import Clients, menu
from providers.cet.client import CetClient, CetConfig
from providers.http import open_session
from providers.wejh.client import WejhClient, WejhConfig
from tests.examples import in_group, person, said
from tests.in_memory import kept

PIECES = ["/", "／", "、", "cet", "cet4", "四级", "440530151110612", "罗增榕", "·", "广东省", "1", " ", "\u3000", ":"]
ODD = ["\u200f", "@", "６", "\x00", "\x1c", "\x85", "\ud800", "ß", "\ufb01", "²", "{ticket}", "\n"]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES + ODD) | st.text(max_size=3), max_size=8).map("".join)


async def made() -> Menu:
    """The whole menu. Nobody is asked, so that its session may be closed at once."""
    async with open_session() as session:
        nowhere = "http://127.0.0.1:1"
        clients = Clients(cet=CetClient(session, CetConfig(nowhere)), wejh=WejhClient(session, WejhConfig(nowhere)))
        return menu(Settings(), clients, kept())


MENU = asyncio.run(made())
STEPS = [(form, step) for form in MENU for step in form.steps]


@pytest.mark.parametrize(("form", "step"), STEPS, ids=[f"{form.name}-{step.name}" for form, step in STEPS])
@settings(max_examples=40)  # there are a hundred steps, and they share what reads them
@given(text=TEXTS)
@example(text=":\x1f:A")
@example(text=":\x1f姓名:A")
def test_read_again(form: Form, step: Step, text: str) -> None:
    """What a step keeps, it takes, and as the same: answers are read again after each message."""
    kept = conversation.read(step, text)
    if isinstance(kept, Refuse):
        assert all(render(kept.why, language) for language in LANGUAGES)
    else:
        assert conversation.read(step, kept) == kept
        assert conversation.checked(form, {step.name: kept}) == {step.name: kept}


@given(text=TEXTS, form=st.sampled_from(MENU.forms))
def test_start(text: str, form: Form) -> None:
    for somebody in (person(), person(group=True)):
        at = conversation.start(form, text, somebody)
        assert isinstance(at, Ready) or at.step.name not in at.answers


@given(text=TEXTS, where=st.sampled_from(STEPS))
def test_advance_and_back(text: str, where: tuple[Form, Step]) -> None:
    form, step = where
    waiting = Open(form.name, step.name)
    for at in (conversation.advance(form, waiting, text, person()), conversation.back(form, waiting, person())):
        assert at is None or isinstance(at, Question | Ready)


@given(text=TEXTS, where=st.none() | st.sampled_from(STEPS))
def test_understand(text: str, where: tuple[Form, Step] | None) -> None:
    waiting = Open(where[0].name, where[1].name) if where else None
    for incoming in (said(text), in_group(text), in_group(text, addressed=True), said(press=text)):
        meaning = understand(incoming, text, MENU, waiting, admin=False)
        assert not (isinstance(meaning, Begins) and meaning.form.admins)
