"""Tokens and how long they live.

How a token is had stands in no document; the address that gives them here is the sandbox's own, after the
convention that `40006 AccessToken has expired` and the two hours are taken from.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Application:
    id: str
    secret: str


class Tokens:
    """The file's token, which ends only when it is told to, and those given out, which end by themselves."""

    def __init__(self, fixed: str, application: Application, life_s: float, clock: Callable[[], float]) -> None:
        self._fixed = fixed
        self._application = application
        self._clock = clock
        self.life_s = life_s
        self.reset()

    def reset(self) -> None:
        self._given = 0
        self._until: dict[str, float] = {self._fixed: float("inf")}

    def is_good(self, token: str) -> bool:
        return self._clock() < self._until.get(token, float("-inf"))

    def given(self, app_id: str, secret: str) -> str | None:
        """Give a new token to whoever knows the secret; the ones before stay good."""
        if Application(app_id, secret) != self._application:
            return None
        self._given += 1
        token = f"{self._fixed}-{self._given}"
        self._until[token] = self._clock() + self.life_s
        return token

    def expire(self) -> dict[str, object]:
        """End all of them, and give one that is as lasting as the file's was."""
        ended = sorted(token for token in self._until if self.is_good(token))
        self._given += 1
        token = f"{self._fixed}-{self._given}"
        self._until = {token: float("inf")}
        return {"expired": ended, "token": token}
