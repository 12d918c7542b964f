"""Requests to become friends, and invitations into groups: by the operator's rule, or by an administrator's word."""

from collections.abc import Mapping

import structlog

from bot.platforms.onebot.connection import Connection, NoAnswer, NotSent, Refused
from bot.platforms.onebot.parts import Ask, Door, Policy

log = structlog.get_logger()


class Doors:
    """Opens, leaves shut, or asks; `friends` and `groups` are the rules."""

    def __init__(self, connections: Mapping[str, Connection], friends: Policy, groups: Policy, ask: Ask) -> None:
        self._connections, self._friends, self._groups, self._ask = connections, friends, groups, ask

    async def knocked(self, door: Door) -> None:
        policy = self._groups if door.group else self._friends
        if policy == "accept":
            await self.open(door, yes=True)
        elif policy == "ask":
            await self._ask(door)

    async def open(self, door: Door, *, yes: bool) -> bool:
        """Say yes or no; False where that could not be said."""
        connection = self._connections.get(door.bot)
        if connection is None:
            return False
        answer: dict[str, object] = {"flag": door.flag, "approve": yes}
        action = "set_group_add_request" if door.group else "set_friend_add_request"
        try:
            await connection.call(action, answer | ({"sub_type": "invite"} if door.group else {}))
        except (NotSent, NoAnswer, Refused) as problem:
            log.warning("request not answered", action=action, error=str(problem) or type(problem).__name__)
            return False
        return True
