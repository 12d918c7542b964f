"""Pictures of the page: what is kept is their recipe, sealed as files are; they are drawn when a browser asks."""

from typing import Final

from aiohttp import web

from bot.as_json import AsJson
from bot.attachments import file_response
from bot.recipes import Draw, Recipe

_RECIPES: Final[AsJson[Recipe[str]]] = AsJson(Recipe[str])  # type: ignore[misc]  # a union is no class


def written(recipe: Recipe[str]) -> bytes:
    """A recipe as the bytes of a file."""
    return _RECIPES.write(recipe).encode()


async def picture_response(recipe: bytes, draw: Draw, *, dark: bool) -> web.Response:
    """The picture by day or by night."""
    found = _RECIPES.read(recipe)  # none where it is a file
    picture = await draw(found, dark=dark) if found else None
    if picture is None:
        raise web.HTTPNotFound
    return file_response("picture.png", picture.data)
