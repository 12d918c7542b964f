"""Files that the bot offers: pictures are shown, everything else is saved."""

import mimetypes
from urllib.parse import quote

from aiohttp import web

from bot.images import picture_type


def file_response(name: str, data: bytes) -> web.Response:
    picture = picture_type(data)
    kind = picture or mimetypes.guess_type(name)[0] or "application/octet-stream"
    plain = "".join(each if each.isascii() and (each.isalnum() or each in ".-_") else "_" for each in name)
    disposition = "inline" if picture else "attachment"
    return web.Response(
        body=data,
        headers={
            "Content-Type": kind,
            "Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, max-age=600",
        },
    )
