"""What an action takes: ids as numbers or digits, as the programs there accept both."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """A call that is answered with a return code other than 0."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(words)
        self.retcode = retcode


def bad_params(words: str) -> Refusal:
    return Refusal(1400, words)


def _number(value: object) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+", str(value)):
        raise ValueError
    return int(str(value))


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError


def _string(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _anything(value: object) -> object:
    return value


KINDS: Mapping[str, Callable[[object], object]] = {
    "id": _number,
    "flag": _flag,
    "string": _string,
    "words": lambda value: str(value or ""),
    "message": _anything,
}


@dataclass(frozen=True, slots=True)
class Takes:
    """The parameters of an action; a kind that ends with "?" may be left out."""

    kinds: Mapping[str, str]

    def read(self, params: Mapping[str, object], violate: Callable[[str], None]) -> dict[str, Any]:
        if unknown := params.keys() - self.kinds.keys():
            violate(f"parameters that it does not know: {sorted(unknown)}")
        return {name: self._one(name, kind, params.get(name)) for name, kind in self.kinds.items()}

    @staticmethod
    def _one(name: str, kind: str, value: object) -> object:
        if value is None:
            if kind.endswith("?"):
                return None
            raise bad_params(f"must have required property '{name}'")
        try:
            return KINDS[kind.removesuffix("?")](value)
        except ValueError as error:
            raise bad_params(f"{name} is no {kind}") from error
