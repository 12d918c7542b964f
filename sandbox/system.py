"""What a stand-in of one exam system looks like to the server and to whoever steers it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol

from aiohttp import web

from sandbox.fields import Fields

Answer = Callable[[web.Request], Awaitable[web.Response]]


class Route(NamedTuple):
    """One pattern of aiohttp's router, for every method: each system refuses wrong methods in its own way."""

    path: str
    answer: Answer


class System(Protocol):
    """One exam system with its state; lives in a module of its own and knows no other one."""

    @property
    def name(self) -> str:
        """As `_sandbox` and data.toml call it, e.g. `cet`."""

    def routes(self) -> Sequence[Route]: ...

    def publish(self, wanted: Fields) -> dict[str, object]:
        """Add or change a result and return what now stands; raise `Wrong` if that can't be done."""

    def expire(self, wanted: Fields) -> dict[str, object]:
        """End tokens or credits and return which; raise `Wrong` where nothing can end."""

    def reset(self) -> None:
        """Go back to the state right after the start."""
