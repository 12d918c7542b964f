"""Files that people sent, and how the bot gets at them."""

import base64
from collections.abc import Mapping
from typing import Any

from tests.qqside.params import bad_params
from tests.qqside.records import File
from tests.qqside.segments import Segment
from tests.qqside.world import World

PICTURES = (".png", ".jpg", ".jpeg", ".gif")


def sent(world: World, file: File) -> Segment:
    """What a message shows of a file: a picture or a document."""
    key = world.keep(file)
    size = str(len(file.body))
    if file.name.lower().endswith(PICTURES):
        data: dict[str, object] = {"file": key, "url": world.url + key, "file_size": size, "sub_type": 0, "summary": ""}
        return Segment("image", data if world.variant.extras else {"file": key, "url": world.url + key})
    return Segment("file", {"file": file.name, "file_id": key, "file_size": size})


def get_file(world: World, params: Mapping[str, Any]) -> object:
    """As `get_image` of the standard; where the file lies is a path over there, of no use to the bot."""
    key = params.get("file_id") or params["file"]
    if not key:
        raise bad_params("file")
    file = world.files.get(key)
    if file is None:
        raise world.failed("file not found")
    told: dict[str, object] = {"file": f"nt_data/File/{file.name}"}
    if not world.variant.extras:
        return told
    told |= {"url": world.url + key, "file_size": str(len(file.body)), "file_name": file.name}
    return told | ({"base64": base64.b64encode(file.body).decode()} if world.variant.base64 else {})
