"""The commands of the command line as real processes."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests.ports import free_port

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings of a bot whose database is this test's own."""
    chosen = {
        "STORE__URL": f"sqlite:///{tmp_path}/bot.db",
        "STORE__KEY_FILE": str(tmp_path / "bot.key"),
        "HTTP__LISTEN": f"127.0.0.1:{free_port()}",
    }
    return {f"GRADEBELL__{name}": value for name, value in chosen.items()}


@asynccontextmanager
async def started(
    *arguments: str, environment: Mapping[str, str], cwd: Path = ROOT
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "bot.py"),
        *arguments,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def finished(*arguments: str, environment: Mapping[str, str]) -> tuple[int | None, str]:
    async with started(*arguments, environment=environment) as process:
        async with asyncio.timeout(30):
            output, _none = await process.communicate()
        assert b"Traceback" not in output, output
        return process.returncode, output.decode()


async def ready(address: str) -> None:
    async with asyncio.timeout(30), ClientSession() as session:
        while True:
            try:
                async with session.get(f"{address}/readyz") as response:
                    if response.status == 200:
                        return
            except ClientConnectionError:
                pass
            await asyncio.sleep(0.02)


def address(environment: Mapping[str, str]) -> str:
    return f"http://{environment['GRADEBELL__HTTP__LISTEN']}"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_run_until_told_to_stop(environment: dict[str, str], how: signal.Signals) -> None:
    async with started("run", environment=environment) as process:
        await ready(address(environment))
        async with ClientSession() as session, session.get(f"{address(environment)}/healthz") as response:
            assert response.status == 200
        process.send_signal(how)
        async with asyncio.timeout(20):
            assert await process.wait() == 0


async def test_second_bot_on_one_database_is_refused(environment: dict[str, str]) -> None:
    async with started(environment=environment):
        await ready(address(environment))
        other = environment | {"GRADEBELL__HTTP__LISTEN": "127.0.0.1:0"}
        code, output = await finished("run", environment=other)
        assert (code, "another process" in output) == (1, True)


async def test_port_that_is_taken(environment: dict[str, str], tmp_path: Path) -> None:
    async with started(environment=environment):
        await ready(address(environment))
        other = environment | {"GRADEBELL__STORE__URL": f"sqlite:///{tmp_path}/other.db"}
        code, output = await finished("run", environment=other)
        assert (code, "can not listen" in output) == (1, True)


async def test_lost_key_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    await finished("migrate", environment=environment)
    (tmp_path / "bot.key").unlink()
    before = (tmp_path / "bot.db").read_bytes()
    for command in ("run", "migrate", "check"):
        code, output = await finished(command, environment=environment)
        assert (code, "is missing" in output) == (2, True)
    assert (tmp_path / "bot.db").read_bytes() == before
    assert not (tmp_path / "bot.key").exists()


async def test_migrate_twice(environment: dict[str, str]) -> None:
    for _time in range(2):
        code, output = await finished("migrate", environment=environment)
        assert (code, output.strip()) == (0, "The database has the newest schema.")


async def test_check(environment: dict[str, str], tmp_path: Path) -> None:
    code, output = await finished("check", environment=environment)
    assert code == 0
    rows = [line.split("  ")[0] for line in output.splitlines()]
    assert rows[:4] == ["settings", "database", "key", "platform web"]
    assert f"ok, will listen on {environment['GRADEBELL__HTTP__LISTEN']}" in output
    assert "provider cet" in rows
    assert not list(tmp_path.iterdir())  # it looks and changes nothing
    nobody = environment | {"GRADEBELL__PROVIDERS__CET__BASE_URL": f"http://127.0.0.1:{free_port()}"}
    code, output = await finished("check", environment=nobody)
    assert code == 1
    assert "no connection" in output


async def test_check_beside_a_running_bot(environment: dict[str, str]) -> None:
    async with started(environment=environment):
        await ready(address(environment))
        code, output = await finished("check", environment=environment)
        assert (code, "ok, a bot listens on" in output) == (0, True), output


@pytest.mark.parametrize("web", ["true", "false"])
async def test_check_where_another_program_listens(environment: dict[str, str], web: str) -> None:
    """`run` would end there, with the chat page or without it."""

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    host, _, port = environment["GRADEBELL__HTTP__LISTEN"].rpartition(":")
    async with await asyncio.start_server(hang_up, host, int(port)):
        code, output = await finished("check", environment=environment | {"GRADEBELL__PLATFORMS__WEB__ENABLED": web})
    assert (code, f"can not listen on {host}:{port}" in output) == (1, True), output


async def test_copy_while_the_bot_runs(environment: dict[str, str], tmp_path: Path) -> None:
    """What must be alone is refused meanwhile; a copy takes the database's place when the bot has stopped."""
    copy = str(tmp_path / "copy")
    async with started(environment=environment) as process:
        await ready(address(environment))
        code, output = await finished("backup", copy, environment=environment)
        assert code == 0, output
        for refused in (["keys", "rotate"], ["restore", "--force", copy]):
            code, output = await finished(*refused, environment=environment)
            assert (code, "another process" in output) == (1, True), output
        process.send_signal(signal.SIGTERM)
        await process.wait()
    assert (await finished("restore", copy, environment=environment))[0] == 1
    code, output = await finished("restore", "--force", copy, environment=environment)
    assert (code, "The copy is the database now." in output) == (0, True), output
    assert (await finished("check", environment=environment))[0] == 0


async def test_what_a_copy_lost_is_counted(environment: dict[str, str], tmp_path: Path) -> None:
    """In words that fit one and many."""
    copy = tmp_path / "copy"
    assert (await finished("migrate", environment=environment))[0] == 0
    assert (await finished("backup", str(copy), environment=environment))[0] == 0
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("insert into tokens (digest, until, sealed) select x'00', 0, sealed from secrets limit 1")
    code, output = await finished("restore", "--force", str(copy), environment=environment)
    assert (code, "- dropped (1): links and codes" in output) == (0, True), output


async def test_keys_are_made_and_changed(environment: dict[str, str], tmp_path: Path) -> None:
    """What is said names a key by its id alone."""
    key, said = tmp_path / "bot.key", ""
    for command, expected in (("keys new", 0), ("keys new", 1), ("migrate", 0), ("keys rotate", 0), ("check", 0)):
        before = key.read_text().strip() if key.exists() else "none"
        code, output = await finished(*command.split(), environment=environment)
        assert code == expected, output
        said += output
        assert before not in said
    assert key.read_text().strip() not in said
    assert key.stat().st_mode & 0o777 == 0o600
    key.rename(tmp_path / "elsewhere")
    assert (await finished("keys", "new", environment=environment))[0] == 2
    assert not key.exists()


async def test_key_for_the_environment(environment: dict[str, str], tmp_path: Path) -> None:
    """It is printed, and nothing is made."""
    code, output = await finished("keys", "new", "--print", environment=environment)
    assert code == 0
    assert len(output.splitlines()[0]) == 44
    assert not list(tmp_path.iterdir())


async def test_folder_that_can_not_be_made(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment["GRADEBELL__STORE__URL"] = f"sqlite:///{tmp_path}/file/bot.db"
    for command in ("run", "migrate"):
        code, output = await finished(command, environment=environment)
        assert (code, "store.url" in output) == (1, True)


async def test_sandbox() -> None:
    async with started("sandbox", "--port", "0", "--people", "5", environment={}) as process:
        assert process.stdout
        line = (await process.stdout.readline()).decode()
        where = line.partition("listen on ")[2].partition(". ")[0]
        async with ClientSession() as session, session.get(f"{where}/GetCetScore/440530151110612/罗增榕") as response:
            assert (await response.json())["Status"] == "1"
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(10):
            assert await process.wait() == 0


async def test_demo(tmp_path: Path) -> None:
    port = free_port()
    async with started("demo", "--port", str(port), environment={}, cwd=tmp_path) as process:
        await ready(f"http://127.0.0.1:{port}")
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/room?name=class") as response:
            assert response.status == 200
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            output, _none = await process.communicate()
        assert process.returncode == 0
        assert f"http://127.0.0.1:{port}" in output.decode()
        assert (tmp_path / "data" / "demo" / "gradebell.db").exists()
