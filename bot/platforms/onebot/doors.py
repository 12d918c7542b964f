"""Requests to become friends, and invitations into groups: by the operator's rule, or by an administrator's word."""

import time
from collections.abc import Mapping

import structlog

from bot.abilities import Receive
from bot.platforms.onebot.asking import Asking
from bot.platforms.onebot.connection import Connection, NoAnswer, NotSent, Refused
from bot.platforms.onebot.parts import Door, Policy, Setup

log = structlog.get_logger()


class Doors:
    """Opens, leaves shut, or asks, as the settings say."""

    def __init__(self, setup: Setup, connections: Mapping[str, Connection], asking: Asking, receive: Receive) -> None:
        self._setup, self._connections, self._asking, self._receive = setup, connections, asking, receive
        asking.opens = self.open

    async def knocked(self, door: Door) -> None:
        policy: Policy = self._setup.groups if door.group else self._setup.friends
        if policy == "accept":
            await self.open(door, True)
        elif policy == "ask":
            await self._asking.ask(door, self._receive, time.time())

    async def open(self, door: Door, yes: bool) -> bool:  # noqa: FBT001 - the answer itself
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
