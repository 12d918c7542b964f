"""The curl lines of docs/sandbox.md, each tried as it stands there."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from tests.sandbox.asker import Asker

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"
LINES = [line.strip() for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
FUNCTIONS = [line for line in LINES if re.match(r"[a-z0-9]+\(\) \{", line)]
FAILURES = re.compile(
    r'"errcode"|"success":false|"ok": false|"code":"0|"code":3|"code":4|"code":5|"Status": "0"|[": ]404\b'
)

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")


CURLS = [line for line in LINES if line.startswith("curl ")]


@pytest.mark.parametrize("line", CURLS)
async def test_line(sandbox_now: Asker, line: str) -> None:
    """It answers, and not with a failure."""
    await curl(sandbox_now, line)


async def test_from_top_to_bottom(sandbox_now: Asker) -> None:
    """As somebody tries them who reads the page: no line spoils a later one."""
    for line in CURLS:
        await curl(sandbox_now, line)


async def curl(sandbox: Asker, line: str) -> None:
    script = "\n".join([*FUNCTIONS, line]).replace("http://127.0.0.1:8900", sandbox.url)
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", script.replace("\ncurl ", "\ncurl --silent --fail "), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, line
    assert output, line
    assert not FAILURES.search(output.decode()), line
