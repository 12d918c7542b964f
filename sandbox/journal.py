"""What was asked of the systems, for tests that look at the requests themselves."""

from collections import deque
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import web

KEPT_REQUESTS = 10_000
KEPT_BODY = 16_384  # bytes of each; a portrait may be far longer
KEPT_HEADERS = ("Accept", "Authorization", "Content-Type", "Cookie", "Referer", "User-Agent")


@dataclass(frozen=True, slots=True)
class Entry:
    system: str
    method: str
    target: str  # raw path and query, percent-encoded as they came
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: float  # seconds on the sandbox's clock; only differences mean something

    def told(self) -> dict[str, object]:
        path, _, query = self.target.partition("?")
        return {
            "system": self.system,
            "method": self.method,
            "path": path,
            "query": dict(parse_qsl(query, keep_blank_values=True)),
            "target": self.target,
            "headers": dict(self.headers),
            "body": self.body.decode(errors="replace"),
            "at": self.at,
        }


class Journal:
    """The last requests, oldest first; those pushed out are counted."""

    def __init__(self, keep: int = KEPT_REQUESTS) -> None:
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._noted = 0

    def clear(self) -> None:
        self._entries.clear()
        self._noted = 0

    async def note(self, system: str, request: web.Request, at: float) -> None:
        body = (await request.read())[:KEPT_BODY] if request.body_exists else b""
        found = request.headers
        headers = tuple((name, found[name]) for name in KEPT_HEADERS if name in found)
        self._entries.append(Entry(system, request.method, request.raw_path, headers, body, at))
        self._noted += 1

    def told(self, system: str | None = None) -> dict[str, object]:
        """Return what `_sandbox/requests` answers, of one system or of all."""
        entries = [entry.told() for entry in self._entries if system in (None, entry.system)]
        return {"requests": entries, "dropped": self._noted - len(self._entries)}
