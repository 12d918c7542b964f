"""One call as it came, whichever of the five ways a client wrote its parameters in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.botapi.errors import Refusal, bad_request
from tests.botapi.signatures import FILES, FLAGS, LISTS, MISSING, NESTED, SIGNATURES, TABLES, WHOLE

Table = Mapping[str, object]

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0", "")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    body: bytes
    kind: str  # the Content-Type of its part


@dataclass(frozen=True, slots=True)
class Call:
    """`params` are decoded: whole numbers, flags, tables and lists are such, all else is text."""

    method: str
    params: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name, default)
        return value if isinstance(value, str) else default

    def whole(self, name: str, default: int = 0) -> int:
        value = self.params.get(name, default)
        return value if isinstance(value, int) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.params.get(name, default)
        return value if isinstance(value, bool) else default

    def table(self, name: str) -> Table | None:
        value = self.params.get(name)
        return value if isinstance(value, dict) else None

    def items(self, name: str) -> list[object] | None:
        value = self.params.get(name)
        return value if isinstance(value, list) else None

    def tables(self, name: str) -> list[Table] | None:
        values = self.items(name)
        if values is None:
            return None
        if not all(isinstance(value, dict) for value in values):
            raise bad_request(f"can't parse {name}: expected a list of objects")
        return [value for value in values if isinstance(value, dict)]


@dataclass(frozen=True, slots=True)
class Raw:
    """What was sent, before anybody judged it."""

    values: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)


async def read(request: web.BaseRequest) -> Raw:
    """Read form, multipart, JSON, query string or an empty body; the body wins over the query."""
    target = request.raw_path
    values: dict[str, object] = {}
    if "?" in target:
        values.update(parse_qsl(target.partition("?")[2], keep_blank_values=True))
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        return await _multipart(request, values)
    body = await request.read()
    if kind.startswith("application/json"):
        values.update(_object(body))
    elif kind.startswith("application/x-www-form-urlencoded"):
        values.update(parse_qsl(body.decode(), keep_blank_values=True))
    return Raw(values)


def decode(method: str, raw: Raw) -> tuple[Call, frozenset[str]]:
    """Return the call and the names that the method doesn't know; raise `Refusal` for what can't be read."""
    signature = SIGNATURES[method]
    params = {name: _decoded(name, value) for name, value in raw.values.items() if name in signature.known}
    for name in signature.required:
        if name not in params and name not in raw.files:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    unknown = raw.values.keys() - signature.known
    for name, known in NESTED.items():
        nested = params.get(name)
        if isinstance(nested, dict):
            unknown |= {f"{name}.{field}" for field in nested.keys() - known}
    if raw.files:
        # A file may come under any name, as long as a parameter says attach://name.
        unknown |= raw.files.keys() - signature.known - _attached(params)
    return Call(method, params, raw.files), frozenset(unknown)


def _attached(params: Table) -> frozenset[str]:
    values = (value for name, value in params.items() if name in FILES)
    return frozenset(str(value).removeprefix("attach://") for value in values)


async def _multipart(request: web.BaseRequest, values: dict[str, object]) -> Raw:
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("a part of the form has no name")
        if part.filename is None:
            values[part.name] = await part.text()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, bytes(await part.read()), kind)
    return Raw(values, files)


def _object(body: bytes) -> Table:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("expected JSON object")
    return value


def _decoded(name: str, value: object) -> object:
    if name in WHOLE:
        return _whole(name, value)
    if name == "chat_id":
        return value if isinstance(value, str) and value.startswith("@") else _whole(name, value)
    if name in FLAGS:
        return _flag(name, value)
    if name in TABLES:
        return _nested(name, value, dict)
    if name in LISTS:
        return _nested(name, value, list)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(name: str, value: object) -> int:
    try:
        if isinstance(value, (int, str)) and not isinstance(value, bool):
            return int(value)
    except ValueError:
        pass
    raise _unreadable(name, value)


def _flag(name: str, value: object) -> bool:
    word = str(value).lower()
    if word not in _TRUE + _FALSE:
        raise _unreadable(name, value)
    return word in _TRUE


def _nested(name: str, value: object, kind: type) -> object:
    """Take a nested value as it is (JSON bodies) or written as JSON within a text (forms)."""
    found = value
    if isinstance(value, str):
        try:
            found = json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error
    if not isinstance(found, kind):
        what = "object" if kind is dict else "an Array"
        raise bad_request(f"{what} expected as {name.replace('_', ' ')}")
    return found


def _unreadable(name: str, value: object) -> Refusal:
    return bad_request(f"invalid {name} specified: {value!r}")
