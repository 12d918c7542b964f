"""Recipes and pictures that tests share."""

from bot.recipes import Bar, Distribution, Figure, Picture, Recipe, ScoreCard
from bot.words import Words, _

CARD: ScoreCard[str] = ScoreCard(
    title="林晓雯",
    lines=("韶关学院", "英语四级 · 2024 年 12 月"),
    total=Bar("总分", 710, 515, "515"),
    parts=(Bar("听力", 249, 172, "172"), Bar("阅读", 249, 195, "195"), Bar("写作和翻译", 212, None, "--")),
    mark=425,
    verdict="达到 425 分",
    reached=True,
    alt="林晓雯的成绩图",
)
SPREAD: Distribution[str] = Distribution(
    title="安全生产知识测试",
    caption="成绩分布",
    counts=(0, 1, 0, 2, 3, 8, 12, 9, 4, 1),
    full=100,
    mark=60,
    mark_label="及格线 60",
    figures=(Figure("人数", "40"), Figure("平均分", "63.5"), Figure("通过率", "65%")),
    alt="成绩分布图",
)
SPREAD_IN_WORDS: Distribution[Words] = Distribution(
    _("人数"), "", (1,), 100, None, "", (), _("“{title}”的成绩分布图：{figures}。", title="A", figures="B")
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


async def as_png(_recipe: Recipe[str], /, *, dark: bool = False) -> Picture:
    """What looks like a picture, by day and by night."""
    return Picture(PNG + bytes([dark]), 360, 400)
