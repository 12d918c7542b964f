"""A caller of 考试星 with the document's own application, at ten o'clock on the tests' clock."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.sandbox.asker import Asker, Clock

KEY = "xf5ha3h67h4Ger34wh35p345h4"
NOW_MS = int(Clock().wall() * 1000)


def token(claims: Mapping[str, object], key: str = KEY, algorithm: str = "HS256") -> str:
    """Sign by hand, not with the library that the sandbox reads with."""
    signed = b".".join(_encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, dict(claims)))
    return b".".join((signed, _encoded(hmac.digest(key.encode(), signed, hashlib.sha256)))).decode()


@dataclass(frozen=True)
class Caller:
    asker: Asker

    async def __call__(self, action: str, /, **fields: object) -> dict[str, Any]:
        return await self.at("/api/company/data/14343/", action, **fields)

    async def at(self, path: str, action: str, /, **fields: object) -> dict[str, Any]:
        return await self._posted(path, token({"exp": NOW_MS + 10_000, "action_id": action}), fields)

    async def with_token(self, jwt: str, /, **fields: object) -> dict[str, Any]:
        return await self._posted("/api/company/data/14343/", jwt, fields)

    async def _posted(self, path: str, jwt: str, fields: dict[str, object]) -> dict[str, Any]:
        url = f"{self.asker.url}{path}"
        async with self.asker.session.post(url, params={"jwt": jwt}, json=fields) as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
            return told


def _encoded(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
