"""What stands in a file for spreadsheet programs."""

import pytest

from handlers.csv_file import cell, csv_file, last_four, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("-5.5", "-5.5"),
        ("-cmd|x", "'-cmd|x"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("林晓雯", "林晓雯"),
    ],
)
def test_formulas_are_none(text: str, shown: str) -> None:
    assert cell(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800000305", "…0305"),
        ("43010020050909880X", "…880X"),
        ("440530870101030", "…1030"),
        ("tel 13800000305!", "tel …0305!"),
        ("+8613800000305", "+…0305"),
        ("008613800000305", "…0305"),
        ("202126010203", "202126010203"),
    ],
)
def test_phone_and_card_numbers_by_their_last_four(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_short_numbers_show_less() -> None:
    assert [last_four(each) for each in ("1234567890", "12345", "1")] == ["…7890", "…45", "1"]


def test_file_is_one_that_excel_reads() -> None:
    document = csv_file("grades", ["姓名"], [["a,b"]])
    assert document.name == "grades.csv"
    assert document.data == '\ufeff姓名\r\n"a,b"\r\n'.encode()
