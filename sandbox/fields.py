"""The fields of a steering request or of a table of data.toml, checked one by one."""

import json
from collections.abc import Collection, Mapping


class Wrong(Exception):
    """A field can't be used; `field` is its dotted name, empty where the whole is wrong."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field} {why}" if field else why)
        self.field = field


class Fields:
    """Read by name and kind; each reader raises `Wrong` with the field's name, after `where`."""

    def __init__(self, values: Mapping[str, object], where: str = "") -> None:
        self._values = values
        self._where = where

    @classmethod
    def decode(cls, body: bytes) -> "Fields":
        """Decode a JSON object; an empty body is one without fields."""
        try:
            values = json.loads(body or b"{}")
        except ValueError as error:
            raise Wrong("", "the body is not JSON") from error
        if not isinstance(values, dict):
            raise Wrong("", "the body must be a JSON object")
        return cls(values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def only(self, *known: str) -> None:
        """Refuse what nobody would read: a misspelt field must not pass in silence."""
        for name in self._values:
            if name not in known:
                raise self.wrong(name, f"is not known here; known are {', '.join(known)}")

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._values.get(name, default)
        if not isinstance(value, str) or not (value or default is not None):
            raise self.wrong(name, "must be a text")
        return value

    def one_of(self, name: str, choices: Collection[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise self.wrong(name, f"must be one of {', '.join(choices)}")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from `low` to `high`, both included."""
        value = self._values.get(name, default)
        # JSON's true would pass as 1; NaN, which Python's reader takes for a number, is in no range.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise self.wrong(name, f"must be a number from {low:g} to {high:g}")
        return float(value)

    def figure(self, name: str, default: str | None = None) -> str:
        """Return a number as it is to be shown: as given, where it is given as a text."""
        value = self._values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise self.wrong(name, "must be a number")
        return str(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(name, low, high, default)
        if value != int(value):
            raise self.wrong(name, "must be a whole number")
        return int(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._values.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def texts(self, name: str) -> dict[str, str]:
        """Return a table that holds nothing but texts, empty where it is left out."""
        table = self.table(name)
        return {key: table.text(key, "") for key in table.names()}

    def lines(self, name: str) -> list[str]:
        """Return a list of texts, empty where it is left out."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.wrong(name, "must be a list of texts")
        return value

    def nested(self, name: str) -> dict[str, object]:
        """Return a table of texts and of such tables, empty where it is left out."""
        table = self.table(name)
        return {key: table.nested(key) if table.is_table(key) else table.text(key, "") for key in table.names()}

    def names(self) -> list[str]:
        return list(self._values)

    def is_table(self, name: str) -> bool:
        return isinstance(self._values.get(name), dict)

    def header(self, name: str) -> str:
        """Return a header's value, given as a text or a whole number; empty where it is left out."""
        value = self._values.get(name, "")
        if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).isprintable():
            raise self.wrong(name, "must be seconds or a date")
        return str(value)

    def table(self, name: str) -> "Fields":
        """Return a table of this one, empty where it is left out."""
        value = self._values.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(name, "must be a table")
        return Fields(value, f"{self._where}{name}.")

    def tables(self, name: str) -> list["Fields"]:
        """Return a list of tables, empty where it is left out."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(name, "must be a list of tables")
        return [Fields(item, f"{self._where}{name}[{at}].") for at, item in enumerate(value)]

    def wrong(self, name: str, why: str) -> Wrong:
        return Wrong(self._where + name, why)
