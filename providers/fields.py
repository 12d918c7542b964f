"""A JSON object of a system, read field by field.

Fields are looked for in any case and under all their names, the likelier first. What is absent and what is null
are the same: nothing. A value of the wrong type is Changed, which names the field and tells nothing of the value.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final, Never, TypeVar

from providers.errors import Changed
from providers.http import Answer
from providers.texts import UNFIT, fold, lines_of
from providers.times import parse_moment

V = TypeVar("V")

LONGEST: Final = 500  # characters of a text of one line; what is longer is no name of anything
_LONGEST_LINK: Final = 4000
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_NONE: Final = frozenset({"", "-", "--"})
_FLAGS: Final = {"true": True, "y": True, "1": True, "false": False, "n": False, "0": False}


class Fields:
    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        # First come, first served, should two names differ in case only.
        self._values = {name.lower(): value for name, value in reversed(list(values.items()))}

    def raw(self, *names: str) -> object:
        """Give the value as it came; None where there is none."""
        for name in names:
            value = self._values.get(name.lower())
            if value is not None:
                return value
        return None

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def text(self, *names: str) -> str:
        """Give a text of one line, cut at `LONGEST`, empty where there is none.

        Identifiers that came as a number are text too. Control characters are dropped: one odd remark must not
        make a whole list unreadable.
        """
        value = self.raw(*names)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            misfit(names[0])
        if isinstance(value, str) and len(value) < LONGEST and value.isprintable() and "  " not in value:
            return value.strip()  # nearly always, and lists have a hundred thousand of them
        return UNFIT.sub("", " ".join(str(value).split()))[:LONGEST]

    def needed(self, *names: str) -> str:
        """Give a text that must be there and whole."""
        text = self.text(*names)
        return text if 0 < len(text) < LONGEST else misfit(names[0])

    def lines(self, *names: str, longest: int = 4000) -> str:
        """Give a text of several lines, cut at `longest`."""
        value = self.raw(*names)
        if value is None:
            return ""
        return lines_of(value, longest) if isinstance(value, str) else misfit(names[0])

    def link(self, *names: str) -> str:
        """Give a web address, in which some documents break lines; empty where there is none, or no web address."""
        value = self.raw(*names)
        if value is None:
            return ""
        if not isinstance(value, str):
            misfit(names[0])
        address = "".join(value.split())
        fits = re.match("https?://[^/]", address) and len(address) <= _LONGEST_LINK and not UNFIT.search(address)
        return address if fits else ""

    def number(self, *names: str) -> Decimal | None:
        value = self.raw(*names)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            misfit(names[0])
        text = fold(str(value))
        if text in _NONE:
            return None
        return Decimal(text) if _NUMBER.fullmatch(text) else misfit(names[0])

    def points(self, *names: str) -> Decimal | None:
        """Give a number; None also where words stand instead of it, such as 缺考 or 待评卷."""
        value = self.raw(*names)
        if isinstance(value, str) and not _NUMBER.fullmatch(fold(value)):
            return None
        return self.number(*names)

    def whole(self, *names: str) -> int | None:
        number = self.number(*names)
        if number is None:
            return None
        return int(number) if number % 1 == 0 else misfit(names[0])

    def flag(self, *names: str) -> bool | None:
        """Understand true, Y and 1, false, N and 0, in any case."""
        value = self.raw(*names)
        if value is None or value == "":
            return None
        if not isinstance(value, (str, int)):
            misfit(names[0])
        word = str(value).strip().lower()
        return _FLAGS[word] if word in _FLAGS else misfit(names[0])

    def moment(self, *names: str) -> datetime | None:
        """Give an aware time; see `parse_moment`."""
        text = self.text(*names)
        if text in _NONE:
            return None
        try:
            return parse_moment(text)
        except ValueError:
            misfit(names[0])

    def objects(self, *names: str) -> list["Fields"]:
        """Give a list of objects; empty where there is none."""
        value = self.raw(*names)
        if value is None:
            return []
        if not isinstance(value, list):
            misfit(names[0])
        return [Fields(each) if isinstance(each, dict) else misfit(names[0]) for each in value]


def body(answer: Answer) -> Fields:
    """Read a body that is one object. Raises Changed(broken) where it is none."""
    raw: object = answer.json()
    if not isinstance(raw, dict):
        raise Changed("the body is no object", broken=True)
    return Fields(raw)


def misfit(field: str) -> Never:
    raise Changed(f"the field {field} does not fit")
