"""The pages for operators tell of every log line and every metric, and of none that there is not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry

from bot.measures import Measures, System
from bot.pages.metrics import Guard, Metrics
from bot.staff import Depth, Waiting
from tests.in_memory import Figures

ROOT = Path(__file__).parents[2]


def logged(folder: Path) -> Iterator[str]:
    """The words of every line that is logged below a folder."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log")), args=[word, *_rest]):
                    words = [word.body, word.orelse] if isinstance(word, ast.IfExp) else [word]
                    yield from (str(each.value) for each in words if isinstance(each, ast.Constant))


def told(page: str) -> set[str]:
    """What stands in the first column of the tables of a page."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_log_line_is_told() -> None:
    assert told("logs.md") == {word for part in ("bot", "handlers", "providers") for word in logged(ROOT / part)}


async def test_every_metric_is_told() -> None:
    measures = Measures()
    measures.sends["telegram", "sent"] += 1
    measures.looks["kaoshiyun", "again"] += 1
    measures.credits["renewed"] += 1
    metrics = Metrics(
        measures, Figures(), lambda: [System("cet", {"answered": 1}, 0.1, "closed", None)], Guard("", open=True)
    )
    metrics._waiting = Waiting({"inbox": Depth(0, 0, 0.0)}, {})
    registry = CollectorRegistry()
    registry.register(metrics)
    names = {f"{each.name}_total" if each.type == "counter" else each.name for each in registry.collect()}
    names = {f"{name}_info" if name == "gradebell" else name for name in names}
    assert told("metrics.md") == names
