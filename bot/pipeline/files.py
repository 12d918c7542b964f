"""A file as the answer to a question that wants one."""

import base64

from bot import said
from bot.abilities import Platform
from bot.forms import Refuse
from bot.messages import LARGEST_FILE, Incoming


async def handed(incoming: Incoming, platform: Platform) -> str | Refuse:
    """A file's bytes in Base64, or why they can't be taken. Only here is a file fetched from its platform."""
    upload = incoming.upload
    if upload is None:
        return Refuse(said.file_not_fetched())
    if max(upload.size, len(upload.data)) > LARGEST_FILE:
        return Refuse(said.file_too_large())
    data = await platform.file(incoming.address, upload)
    if data is None:
        return Refuse(said.file_not_fetched())
    return base64.b64encode(data).decode() if len(data) <= LARGEST_FILE else Refuse(said.file_too_large())
