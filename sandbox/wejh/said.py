"""What the server says: a code in the body, words, and perhaps data. HTTP knows nothing but 200.

Full stops at the end come and go, as in the documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    msg: str
    data: object = None


class Refused(Exception):
    """The request is not done."""

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(msg)
        self.said = Said(code, msg)


def given(asked: Asked, *names: str, otherwise: str = "无效的访问") -> list[str]:
    """Return the values, empty ones too; raise `Refused` where one is missing."""
    if not all(name in asked for name in names):
        raise Refused(400, otherwise)
    return [asked[name] for name in names]
