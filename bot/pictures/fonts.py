"""The font: the one that is installed with us, else one of the system's."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

_PACKAGED = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
_INSTALLED = (  # by Debian's packages fonts-noto-cjk and fonts-wqy-microhei, and where others put the same
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),  # the face for simplified Chinese
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
)
_NOBODY_S = "\U0010ffff"  # a character that no font has
_PROBE = 20  # pixels


class NoFont(Exception):
    """There is none that Chinese could be written with."""


class Font:
    """One face, in every size."""

    def __init__(self, path: str, face: int = 0) -> None:
        self._path, self._face = path, face
        self._missing = self._drawn(_NOBODY_S)

    @cache  # noqa: B019 - there is one font, as long as the process
    def of(self, pixels: float) -> ImageFont.FreeTypeFont:
        # The simple layout is the same everywhere; the other one depends on what is installed.
        return ImageFont.truetype(self._path, pixels, self._face, layout_engine=ImageFont.Layout.BASIC)

    @cache  # noqa: B019
    def has(self, character: str) -> bool:
        return character.isspace() or self._drawn(character) != self._missing

    def _drawn(self, character: str) -> bytes:
        return bytes(self.of(_PROBE).getmask(character))


def found(places: Iterable[tuple[str, int]] = _INSTALLED) -> Font:
    """Raises `NoFont`."""
    package, name = _PACKAGED
    spec = find_spec(package)
    packaged = [(str(Path(spec.origin).with_name(name)), 0)] if spec and spec.origin else []
    for path, face in (*packaged, *places):
        if Path(path).is_file():
            return Font(path, face)
    raise NoFont
