"""docs/gallery.md: a picture and the text of each conversation."""

from pathlib import Path

from tests.gallery.scenes import Scene

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "gallery.md"
PICTURES = DOCS / "gallery"
_HEAD = """# Gallery · 对话图集

Conversations as they went with the [sandbox](sandbox.md), on the chat page at a phone's size. ▸ is the person, and what
stands in brackets is a button. `make gallery` makes this page and its pictures anew; a test has the conversations again
and compares, but for dates, times and codes.

以下对话都是在[沙盒](sandbox.md)上真实进行的，画面是手机大小的聊天页。▸ 是学生说的话，方括号是按钮。
用 `make gallery` 重新生成；有一项测试会重新进行这些对话并逐字比较（日期、时间和随机码除外）。
"""
_WIDTH = 300  # of a picture on the page, in pixels


def section(scene: Scene, transcript: str, pictures: list[str]) -> str:
    """A conversation with the names of its pictures."""
    shown = " ".join(_picture(scene, name) for name in pictures)
    return f"## {scene.english} · {scene.chinese}\n\n{shown}\n\n```text\n{transcript}\n```\n"


def page(sections: list[str]) -> str:
    return "\n".join([_HEAD, *sections])


def sections_of(text: str) -> list[str]:
    """The conversations of a page."""
    return ["## " + each.rstrip("\n") + "\n" for each in text.split("\n## ")[1:]]


def _picture(scene: Scene, name: str) -> str:
    said = f"{scene.english}: a chat on a phone. What is said in it stands below. {scene.chinese}，文字见下方。"
    return f'<img src="gallery/{name}.png" width="{_WIDTH}" alt="{said}">'


def picture_names(scene: Scene, count: int) -> list[str]:
    """One for each chat that took part."""
    return [scene.name, *(f"{scene.name}-{number}" for number in range(2, count + 1))]
