"""CET-4 or CET-6, and the ways in which people write that."""

import re
import unicodedata
from enum import IntEnum

from providers.errors import BadInput, Problem


class Level(IntEnum):
    CET4 = 4  # 四级
    CET6 = 6  # 六级


# 1 and 2 are the system's own cet_type. 4 and 6 are no cet_type at all, so they can only mean the level.
_WRITTEN = {"1": Level.CET4, "4": Level.CET4, "四": Level.CET4}
_WRITTEN |= {"2": Level.CET6, "6": Level.CET6, "六": Level.CET6}
_AROUND = re.compile(r"(?:大学|大學)?(?:英语|英語)?(?:cet)?[\s_-]*([1246四六])[级級]?(?:考试|考試)?")


def parse_level(text: str) -> Level:
    """Understand 1, 四级, 4, cet4, CET-4 and the like. Raises BadInput("level")."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        raise BadInput("level", Problem.EMPTY)
    match = _AROUND.fullmatch(plain)
    # "1级" and "cet2" mix the two ways of counting; there is no telling what they mean.
    if match is None or (match[1] in "12" and plain != match[1]):
        raise BadInput("level", Problem.UNKNOWN)
    return _WRITTEN[match[1]]
