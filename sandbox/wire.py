"""What several systems share in how they read requests and write JSON."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

# Curl and most clients name the first one; who sends bytes without a word about them means the same.
FORMS = ("application/x-www-form-urlencoded", "application/octet-stream")


async def parameters(request: web.Request) -> dict[str, str]:
    """Return query and form in one, the query first; a body that is no form says nothing."""
    body = await request.read() if request.content_type in FORMS else b""
    form = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, errors="replace")
    return dict(reversed([*request.query.items(), *form]))


async def folded(request: web.Request) -> dict[str, str]:
    """Return the parameters under lower-case names: ASP.NET looks them up without regard to case."""
    asked = await parameters(request)
    return {name.lower(): asked[name] for name in asked}


def told(value: Mapping[str, object]) -> web.Response:
    """Answer with JSON as the Chinese systems write it: names in UTF-8, no blanks."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, content_type="application/json")
