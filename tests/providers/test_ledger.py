"""docs/providers.md and the clients say the same."""

import inspect
import re
from pathlib import Path

import pytest

from providers import errors
from providers.cet.client import CetClient
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.maxuetang.client import MaxuetangClient
from providers.wejh.client import WejhClient
from providers.wejh.refusals import Unbound
from tests.providers.all_calls import CALLS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
CLIENTS = {
    "cet": CetClient,
    "kaoshiyun": KaoshiyunClient,
    "maxuetang": MaxuetangClient,
    "kaoshixing": KaoshixingClient,
    "wejh": WejhClient,
}
COLUMNS = 6  # call, method, path, command, journey, errors

each_system = pytest.mark.parametrize("system", CLIENTS)


def rows(system: str) -> list[list[str]]:
    """Give the cells of the table of a system."""
    _, _, section = PAGE.partition(f"`providers/{system}`")
    lines = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def quoted(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def methods(system: str) -> set[str]:
    return {
        name
        for name, member in vars(CLIENTS[system]).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }


@each_system
def test_every_method(system: str) -> None:
    """Neither forgotten nor made up, and in one row."""
    told = [name for row in rows(system) if not row[1].startswith("exempt") for name in quoted(row[1])]
    assert sorted(told) == sorted(methods(system))


@each_system
def test_every_call_is_tested(system: str) -> None:
    """In the tests that hold for all of them; wejh_login sends nothing."""
    tested = {call.name.partition("-")[0] for call in CALLS if call.system.name == system}
    assert tested == methods(system) - {"wejh_login"}


@each_system
def test_rows_are_whole(system: str) -> None:
    """A method with its path and command, or a reason."""
    for row in rows(system):
        assert len(row) == COLUMNS
        cells = [cell for cell in row[1:4] if cell.startswith("exempt: ")]
        assert cells or all(quoted(row[column]) or "every command" in row[column] for column in (1, 2, 3))


@each_system
def test_journeys_and_errors_exist(system: str) -> None:
    for row in rows(system):
        for name in quoted(row[4]):
            assert (ROOT / "tests" / "journeys" / name).is_file()
        for name in quoted(row[5]):
            assert name == Unbound.__name__ or issubclass(getattr(errors, name), errors.ProviderError)
