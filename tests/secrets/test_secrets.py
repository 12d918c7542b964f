"""Everything that can be said is said, with secrets in it; then they are looked for wherever they must not be.

The real program runs, with its log at debug level, and dies by `kill -9` in the end.
"""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from sandbox.server import serving
from tests.botapi import Fake
from tests.botapi import serving as telegram
from tests.secrets.program import (
    HTTP_TOKEN,
    KAOSHIXING_KEY,
    KAOSHIYUN_SECRET,
    MAXUETANG_KEY,
    WEBHOOK_SECRET,
    Program,
    started,
)
from tests.secrets.walk import Used, Walk, of_the_clients, tell

KEPT_PLAIN = "韶关学院"  # the school of a chat, on purpose (docs/privacy.md): shows that the search finds something
SCORES = ("总分", "86.5 分", "92.5 分", "15 分")  # of those who were asked for


def shapes(secret: str) -> set[bytes]:
    """As it may stand somewhere: plain, within JSON, within an address, in Base64, in the hex of a database's value."""
    plain = secret.encode()
    return {
        plain,
        json.dumps(secret)[1:-1].encode(),
        quote(secret).encode(),
        base64.b64encode(plain).rstrip(b"="),
        plain.hex().encode(),
    }


def found(secrets: Mapping[str, str], where: bytes) -> list[str]:
    return sorted(what for what, secret in secrets.items() if any(shape in where for shape in shapes(secret)))


def of_the_operator(program: Program, fake: Fake) -> dict[str, str]:
    key = (program.folder / "bot.key").read_text().strip()
    return {
        "key": key,
        "bot token": fake.token,
        "webhook secret": WEBHOOK_SECRET,
        "http token": HTTP_TOKEN,
        "secret of 考试云": KAOSHIYUN_SECRET,
        "key of 码学堂": MAXUETANG_KEY,
        "key of 考试星": KAOSHIXING_KEY,
    }


async def cookies(program: Program) -> dict[str, str]:
    """The signatures: the ids before them are told by /id."""
    jars = program.browsers.jars.items()
    return {f"cookie of {who}": cookie.value.partition(".")[2] for who, jar in jars for cookie in jar}


def said_on_telegram(fake: Fake, *, groups: bool = False) -> bytes:
    """Every text, caption and button that the bot sent."""
    calls = [call for call in fake.calls if "chat_id" in call.params]
    sent = [str(dict(call.params)) for call in calls if not groups or int(str(call.params["chat_id"])) < 0]
    assert sent
    return "\n".join(sent).encode()


async def said_on_the_web(program: Program, *, group: bool = False) -> bytes:
    chat = await (program.web.group("alice", "class") if group else program.web.private("alice"))
    assert chat.heard
    return json.dumps([each.frame for each in chat.heard], ensure_ascii=False).encode()


async def stranger(program: Program, fake: Fake, used: Used) -> None:
    """Somebody in a group who never wrote to the bot comes by a link, which brings the command along."""
    group = await program.telegram.group("bob", "another class")
    fake.user("bob").private.chat.started = False
    await group.say("/judge 7 1008 655435")
    told = await group.hears("t.me")
    word = re.search(r"start=(\w+)", told.text)
    assert word
    used.own("link word", word[1])
    chat = await program.telegram.private("bob")
    assert any("答案正确" in each.text for each in await tell(chat, f"/start {word[1]}"))


def looked_through(program: Program, secrets: Mapping[str, str]) -> None:
    """Neither the log nor a byte of the database holds any of them."""
    log, stored = program.log(), program.stored()
    assert {"bot.db", "bot.db-wal"} <= stored.keys()
    assert found({"kept plain": KEPT_PLAIN}, b"".join(stored.values()))
    assert {file: found(secrets, bytes_) for file, bytes_ in stored.items() if found(secrets, bytes_)} == {}
    lines = [line.decode() for line in log.splitlines() if found(secrets, line)]
    assert not lines, (lines[:3], found(secrets, log))
    assert all(isinstance(json.loads(line), dict) for line in log.splitlines())


@pytest.mark.long
async def test_no_secret_is_left_anywhere(tmp_path: Path) -> None:
    used = Used()
    async with serving() as systems, telegram() as fake:
        admin_handle = f"telegram:{fake.user('root').id}"
        async with started(tmp_path, systems, fake, admin_handle) as program:
            admin = await program.telegram.private("root")
            walks = [Walk(program, platform, admin, used) for platform in (program.web, program.telegram)]
            for walk in walks:
                await walk.all()
            await stranger(program, fake, used)
            for walk in walks:
                await walk.faults()
            references = [await walk.unexpected() for walk in walks]
            await of_the_clients(program, used)
            hidden = used.hidden | of_the_operator(program, fake) | await cookies(program)
            everything = hidden | used.personal
            await program.back_up()
            assert found({"kept plain": KEPT_PLAIN}, program.stored()["copy.db"])
            looked_through(program, everything)
            assert found(everything, await program.metrics()) == []
            assert found(hidden, said_on_telegram(fake) + await said_on_the_web(program)) == []
            in_groups = said_on_telegram(fake, groups=True) + await said_on_the_web(program, group=True)
            scores = {score: score for score in SCORES}
            words = {what: text for what, text in used.personal.items() if not what.startswith("link word")}
            assert found(words | scores, in_groups) == []
            for walk in walks:
                [document] = walk.exports
                assert found(hidden, document) == []
                assert found(used.personal, document) != []  # it gives what is the person's own, whole
            await program.kill()
            looked_through(program, everything)
        assert not fake.violations
        log = program.log()
        assert all(reference.encode() in log for reference in references)
        assert b"Traceback" in log
