"""A form that is filled in on a page: over real HTTP, with words kept in memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.forms import Answers, Choice, Done, Form, Menu, Outcome, Refuse, Step
from bot.messages import Incoming
from bot.onward import ONWARD, PAGE, Onward
from bot.pages.onetime import OneTimePages
from bot.people import Person
from tests.examples import PRIVATE
from tests.in_memory import Tokens


async def never(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


def long_enough(text: str) -> str | Refuse:
    return text if len(text) > 3 else Refuse("too <short>")


def alone(answers: Answers, _person: Person) -> bool:
    return answers["kind"] == "one"


LOGIN = Form(
    "login",
    "Log in",
    never,
    steps=(
        Step("kind", "Which kind?", choices=(Choice("one", "One"), Choice("two", "Two"))),
        Step("username", "Username?", long_enough, when=alone),
        Step("password", "Password?", secret=True),
        Step("sure", "Sure?", in_line=False),
    ),
)


@dataclass
class House:
    """A server with nothing but the pages."""

    client: TestClient[web.Request, web.Application]
    tokens: Tokens
    came: list[Incoming] = field(default_factory=list)

    async def link(self) -> str:
        onward = Onward("/login", "1", PRIVATE.key, "en")
        return f"/form/{await self.tokens.put(PAGE, ONWARD.write(onward), timedelta(minutes=10))}"

    async def get(self, link: str) -> tuple[int, str]:
        return await _read(await self.client.get(link))

    async def post(self, link: str, **fields: str) -> tuple[int, str]:
        return await _read(await self.client.post(link, data=fields))


async def _read(response: ClientResponse) -> tuple[int, str]:
    assert response.headers["Cache-Control"] == "no-store"
    return response.status, await response.text()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    tokens, came = Tokens(), list[Incoming]()

    async def receive(messages: Sequence[Incoming]) -> None:
        came.extend(messages)

    app = web.Application()
    app.add_routes(OneTimePages(Menu((LOGIN,)), tokens, receive).routes())
    async with TestClient(TestServer(app)) as client:
        yield House(client, tokens, came)


async def test_asks_by_the_names_of_the_arguments(house: House) -> None:
    """What belongs to no line of the command is not asked on the page; opening it spends nothing."""
    link = await house.link()
    for _time in range(2):
        status, text = await house.get(link)
        assert status == 200
        assert 'name="username"' in text
        assert "whoever asked for it" in text
        assert '<input type="password" name="password"' in text
        assert "sure" not in text


async def test_sent_once(house: House) -> None:
    """What was filled in is a message of its person, without a text that holds it; then the link is spent."""
    link = await house.link()
    status, _text = await house.post(link, kind="one", username="10086", password=" pass word ")
    assert status == 200
    [incoming] = house.came
    assert (incoming.text, incoming.sender, incoming.address) == ("/login", "1", PRIVATE)
    assert incoming.answers == {"kind": "one", "username": "10086", "password": " pass word "}
    assert "pass word" not in repr(incoming)
    assert (await house.post(link, username="10086", password="other"))[0] == 410
    assert (await house.get(link))[0] == 410
    assert len(house.came) == 1


async def test_wrong_is_explained(house: House) -> None:
    """Nothing is spent, what was typed openly stays, and what was typed hidden is not shown again."""
    link = await house.link()
    status, text = await house.post(link, kind="one", username="x<y", password="secret word")
    assert status == 422
    assert "too &lt;short&gt;" in text
    assert 'value="x&lt;y"' in text
    assert "secret word" not in text
    assert not house.came
    assert (await house.post(link, kind="one", username="10086", password="secret word"))[0] == 200


async def test_empty(house: House) -> None:
    status, text = await house.post(await house.link(), kind="one")
    assert status == 422
    assert text.count('class="wrong"') == 2


async def test_only_what_the_choice_asks(house: House) -> None:
    """Without a choice it is the first one."""
    assert (await house.post(await house.link(), kind="two", username="10086", password="word"))[0] == 200
    assert (await house.post(await house.link(), username="10086", password="word"))[0] == 200
    assert [sorted(incoming.answers) for incoming in house.came] == [
        ["kind", "password"],
        ["kind", "password", "username"],
    ]


async def test_unknown_word(house: House) -> None:
    status, text = await house.get("/form/NOSUCHWORD")
    assert status == 410
    assert "form method" not in text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"\xff=\xff"),
        ("multipart/form-data", b"a=b"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; filename=a\r\n\r\na\r\n--x--"),
        ("text/plain", b"a=b"),
    ],
)
async def test_any_body(house: House, kind: str, body: bytes) -> None:
    """Whatever is sent is explained, and spends nothing."""
    link = await house.link()
    response = await house.client.post(link, data=body, headers={"Content-Type": kind})
    assert response.status == 422
    assert not house.came
