"""README.md tells of what there is, and its Chinese twin tells the same."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import ROOT, _parser
from bot.forms import Form
from bot.settings import Settings, load
from handlers import Clients, menu
from tests.in_memory import kept

ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh-CN.md"))
BOTH = pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["english", "chinese"])
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
TWIN = {"README.md": "README.zh-CN.md", "README.zh-CN.md": "README.md"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def headings(page: Path) -> list[str]:
    """How deep each one is, in order."""
    return re.findall(r"^(#+) ", FENCED.sub("", text_of(page)), re.MULTILINE)


def to_type(page: Path) -> list[str]:
    """What a reader copies: lines of settings and commands without their comments."""
    blocks = [block for _kind, block in FENCED.findall(text_of(page))]
    shown = re.findall(r"^    (make .*)$", text_of(page), re.MULTILINE)
    lines = "\n".join([*blocks, *shown]).splitlines()
    return [line.split(" #")[0].split("  #")[0].strip() for line in lines]


def code(page: Path) -> list[str]:
    """What stands in backticks, but placeholders that are words."""
    spans = re.findall(r"`([^`\n]+)`", FENCED.sub("", text_of(page)))
    return sorted({span for span in spans if span.isascii() or span[0] == "/"})


def rows(page: Path, head: str) -> Iterator[list[str]]:
    """The cells of the rows of tables whose first cell begins so."""
    for line in text_of(page).splitlines():
        if line.startswith(f"| {head}"):
            yield [cell.strip() for cell in line.split("|")[1:-1]]


def listed(page: Path) -> dict[str, list[str]]:
    """Each command of the tables, and the words that do the same."""
    found: dict[str, list[str]] = {}
    everybodys = {form.name for form in forms() if not form.admins}
    for first, second, *_rest in rows(page, "`/"):
        names = re.findall(r"`/(\w+)`", first)
        words = re.findall(r"[\u4e00-\u9fff]+", second) if set(names) <= everybodys else []
        found |= {name: words[place : place + 1] for place, name in enumerate(names)}
    return found


def forms() -> list[Form]:
    """Everything that people can find."""
    return [form for form in menu(Settings(), Clients(), kept()) if not form.hidden]


@BOTH
def test_commands_are_those_of_the_menu(page: Path) -> None:
    """With their words; those for administrators too."""
    assert listed(page) == {form.name: list(form.words[:1]) for form in forms()}


@BOTH
def test_command_line_is_that_of_the_program(page: Path) -> None:
    told = {name for cells in rows(page, "`bot.py") for name in re.findall(r"`bot\.py (\w+)", cells[0])}
    there = re.findall(r"^    (\w+) ", _parser().format_help(), re.MULTILINE)
    assert told == set(there)


@BOTH
def test_settings_are_right(page: Path) -> None:
    """Every example is read as it stands, and every section is told of."""
    for kind, block in FENCED.findall(text_of(page)):
        if kind == "toml":
            load(Path("none"), tomllib.loads(block), required=False)
    told = " ".join(cells[0] for cells in rows(page, "`["))
    missing = [name for name in Settings.model_fields if f"`[{name}" not in told]
    assert missing == []


@BOTH
def test_what_it_names_is_there(page: Path) -> None:
    """Files, pictures, sections, and the targets of make."""
    text = text_of(page)
    links = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text)
    files = {link or picture for link, picture in links if not link.startswith(("http", "#"))}
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert [link for link, _picture in links if link.startswith("#") and link[1:] not in anchors] == []
    targets = set(re.findall(r"^([\w$()/.]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    wanted = {name.replace(".venv", "$(VENV)") for name in re.findall(r"(?:`|^ {4})make ([\w./]+)", text, re.MULTILINE)}
    assert wanted - targets == set()


def test_twins_have_the_same_sections() -> None:
    assert headings(ENGLISH) == headings(CHINESE)


def test_twins_have_the_same_to_type() -> None:
    assert to_type(ENGLISH) == to_type(CHINESE)


def test_twins_name_the_same() -> None:
    """Commands, settings keys, files."""
    assert code(ENGLISH) == code(CHINESE)
    links = [re.findall(r"\]\(([^)#]+)\)", text_of(page)) for page in (ENGLISH, CHINESE)]
    assert sorted(links[0]) == sorted(TWIN.get(link, link) for link in links[1])
