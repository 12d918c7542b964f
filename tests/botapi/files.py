"""getFile, and the download that follows."""

from tests.botapi.call import Call, Table
from tests.botapi.errors import bad_request
from tests.botapi.records import File
from tests.botapi.world import World

MAX_DOWNLOAD = 20 * 2**20  # bytes


def get_file(world: World, call: Call) -> Table:
    file = world.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.upload.body) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.told(), "file_path": path_of(file)}


def path_of(file: File) -> str:
    return f"documents/{file.unique}"


def by_path(world: World, path: str) -> File | None:
    return next((file for file in world.files.values() if path_of(file) == path), None)
