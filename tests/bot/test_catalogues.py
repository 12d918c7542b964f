"""The catalogues of words: whole, in step with the code, and translated as they should be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from bot.catalogues import ROOT, catalogue, extracted, path_of, updated
from bot.words import LANGUAGES, SOURCE, Text, render

CHINESE = re.compile(r"[\u3400-\u9fff]+")
PLACE = re.compile(r"\{(\w*)\}")
# What stays Chinese in English: names of places and schools to type, the other language's own name.
QUOTED = {"查看", "广东", "北京", "内蒙古", "韶关学院", "中文", "语言"}
# Chinese in the code that is no sentence: what people may type, and what is written in both languages at once.
UNMARKED = {
    "中文",
    "英文",
    "更多",
    "好的，以后在这里说中文。",
    "请选择语言。 / Choose a language.",
    *("四六级", "英语四六级", "四级", "六级", "考试云", "考试星", "码学堂", "校园账号", "校园", "微精弘"),
    *("是", "否", "默认", "清除"),
    *("不要", "关", "关掉", "关闭", "开", "开启", "打开", "天", "日", "小时", "时", "分钟", "分"),
    *("考生", "考生编号", "考试", "考试编号", "姓名", "部门", "系统", "账号", "帐号"),  # in headers of files
    *("这学期", "本学期", "上学期", "上个学期", "今年", "去年"),
}


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_step_with_the_code(language: str) -> None:
    """`make words` would change nothing: none is missing, none is stale."""
    assert path_of(language).read_text(encoding="utf-8") == updated(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    found = catalogue(language)
    assert [message.id for message in found if message.fuzzy] == []
    assert not found.obsolete


def test_every_text_can_be_extracted() -> None:
    """Each `_` stands before one plain literal, which Babel finds wherever it is."""
    marked = {ast.literal_eval(call.args[0]) for _file, call in marks()}
    assert marked == {message.id for message in extracted() if message.id}


def test_every_place_is_filled() -> None:
    """What stands behind the literal are its places, by name, none missing and none too many."""
    for file, call in marks():
        places = set(PLACE.findall(ast.literal_eval(call.args[0])))
        assert places == {keyword.arg for keyword in call.keywords}, f"{file}:{call.lineno}"


def test_no_chinese_is_left_unmarked() -> None:
    assert (
        sorted({text for text in plain_chinese() if text not in UNMARKED and "(?" not in text}) == []
    )  # patterns are not said


@pytest.mark.parametrize("message", messages("en"), ids=lambda message: str(message.id))
def test_english(message: Message) -> None:
    """Every text is translated, into no Chinese but what is quoted, with the same places."""
    told = str(message.string)
    assert told
    assert sorted(PLACE.findall(told)) == sorted(PLACE.findall(str(message.id)))
    assert set(CHINESE.findall(told)) <= QUOTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders(language: str) -> None:
    for message in messages(SOURCE):
        text = Text(str(message.id), dict.fromkeys(PLACE.findall(str(message.id)), "X"))
        told = render(text, language)
        assert told == told.strip() != ""
        assert not {"{", "}"} & set(told)


def test_source_stays_untranslated() -> None:
    """For gettext answers an empty translation with the id, which is the Chinese text."""
    assert {message.string for message in messages(SOURCE)} == {""}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "handlers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def marks() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of `_` in the code."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                assert len(node.args) == 1, f"{file}:{node.lineno}"
                assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"
                yield file, node


def plain_chinese() -> Iterator[str]:
    """Chinese literals of handlers that are neither marked nor the words that a command answers to."""
    for file, tree in trees():
        if file.parent.name != "handlers":
            continue
        passed_over: set[int] = set()
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=arguments):
                    passed_over |= {id(argument) for argument in arguments}
                case ast.Expr(value=ast.Constant()):  # a docstring
                    passed_over.add(id(node.value))
                case ast.keyword(arg="words", value=value):
                    passed_over |= {id(inner) for inner in ast.walk(value)}
                case ast.Constant(value=str() as text) if id(node) not in passed_over and CHINESE.search(text):
                    yield text


def test_no_plural_in_brackets() -> None:
    """A count stands where one and many read alike."""
    assert [message.string for message in messages("en") if "(s)" in str(message.string)] == []


def test_points_are_no_credits() -> None:
    """积分 are what an exam gives, 学分 what a university counts; credits are the latter, or a login's."""
    assert render(Text("积分 {points}", {"points": "2.5"}), "en") == "2.5 points"
