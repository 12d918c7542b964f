"""What of a result stands out."""

from bot.words import marked
from handlers.cet_result import result_reply
from providers.cet.models import CetResult


def test_heading_and_total_stand_out() -> None:
    result = CetResult(
        name="林晓雯",
        school="韶关学院",
        level=None,
        sitting=None,
        total=515,
        listening=172,
        reading=168,
        writing=175,
        ticket=None,
        returned_ticket=None,
    )
    text, strong = marked(result_reply(result, "林晓雯", ()).text, "zh_CN")
    assert [text[start:end] for start, end in strong] == ["林晓雯 · 韶关学院", "总分 515，达到 425 分"]
    assert "\x02" not in text
