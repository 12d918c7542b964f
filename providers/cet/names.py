"""Names of people and schools, as they may be sent and as they are compared."""

import re
import unicodedata
from enum import Enum
from typing import Final

from providers.errors import BadInput, Problem
from providers.texts import UNFIT

LONGEST: Final = 40  # characters; the longest names of people and schools have some twenty-five

# Blanks and the middle dots of Uyghur, Tibetan and other names, which every input method writes differently.
_PASSED_OVER = re.compile(r"[\s·•・･‧⋅∙]")
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPREAD = re.compile(f"(?<=^[{_HAN}]) (?=[{_HAN}])")


class NameWarning(Enum):
    RARE = "rare"  # not in GB2312, through which the upstream asks: it always fails (生僻字, and · too)


def clean_name(text: str, field: str = "name") -> str:
    """Drop blanks around it. Raises BadInput(`field`).

    A slash can never work: the system splits its address at it, percent-encoded or not.
    """
    name = text.strip()
    if not name:
        raise BadInput(field, Problem.EMPTY)
    if len(name) > LONGEST:
        raise BadInput(field, Problem.TOO_LONG)
    if "/" in name:
        raise BadInput(field, Problem.SLASH)
    if UNFIT.search(name):
        raise BadInput(field, Problem.MALFORMED)
    return name


def typed_name(text: str) -> str:
    """As `clean_name`, for a person's name as people type it; one blank for several.

    Behind a first Chinese character, as forms write 李　明, it has none: the system looks at the first two characters.
    """
    return _SPREAD.sub("", " ".join(clean_name(text).split()))


def name_warnings(name: str) -> tuple[NameWarning, ...]:
    """Tell what may well make a look-up of `name` fail."""
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return (NameWarning.RARE,)
    return ()


def bare(name: str) -> str:
    """Give the form in which names are compared and counted; it is for no eye.

    It has no blanks and no middle dots; full and half width, great and small letters count as one.
    """
    # Folded first, which makes of more dots and blanks those that are passed over.
    return _PASSED_OVER.sub("", unicodedata.normalize("NFKC", name)).casefold()


def same_name(asked: str, returned: str) -> bool:
    """Compare the bare forms."""
    return asked == returned or bare(asked) == bare(returned)
