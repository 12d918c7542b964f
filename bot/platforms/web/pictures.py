"""Pictures of the page: what is kept is their recipe, sealed as files are; they are drawn when a browser asks."""

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from bot.attachments import file_response
from bot.recipes import Draw, Recipe

_RECIPES: TypeAdapter[Recipe[str]] = TypeAdapter(Recipe[str])


def written(recipe: Recipe[str]) -> bytes:
    """A recipe as the bytes of a file."""
    return _RECIPES.dump_json(recipe)


async def picture_response(recipe: bytes, draw: Draw, *, dark: bool) -> web.Response:
    """The picture by day or by night."""
    try:
        picture = await draw(_RECIPES.validate_json(recipe), dark=dark)
    except ValidationError:  # it is a file, or another version wrote it
        picture = None
    if picture is None:
        raise web.HTTPNotFound
    return file_response("picture.png", picture.data)
