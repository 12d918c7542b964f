"""The QQ side as tests hold it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.qqside.faults import Fault, Plan
from tests.qqside.people import Group, Seat, ask
from tests.qqside.records import Account, Asked, Called, Place
from tests.qqside.wire import Line, Wire
from tests.qqside.world import BOT, PATIENCE_S, Violation, World


@dataclass
class Fake:
    world: World
    wire: Wire
    url: str  # ws://…, where a bot connects that goes forward
    _seats: dict[str, Seat] = field(default_factory=dict)
    _groups: dict[str, Group] = field(default_factory=dict)
    _dialling: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def bot(self) -> int:
        return BOT

    @property
    def violations(self) -> list[Violation]:
        return self.world.violations

    @property
    def lines(self) -> list[Line]:
        """Connections that are open, the oldest first."""
        return self.wire.lines

    @property
    def refused(self) -> list[int]:
        """How often, and how, one side turned the other away."""
        return self.wire.refused

    def called(self, action: str) -> list[Called]:
        return [call for call in self.world.calls if call.action == action]

    def reverse(self, url: str) -> None:
        """Keep a connection to a bot at this address, whenever it is there; once more makes a second one."""
        self._dialling.append(asyncio.create_task(self.wire.dial(url)))

    def hang_up(self) -> None:
        """Make no reverse connections any more."""
        for task in self._dialling:
            if task.done():
                task.result()
            task.cancel()
        self._dialling.clear()

    async def connected(self) -> None:
        await self.until(lambda: self.wire.connected)

    async def until(self, true: Callable[[], bool]) -> None:
        await self.world.bell.until(true, PATIENCE_S)

    def stranger(self, name: str) -> Account:
        return self.world.person(name)

    def friend(self, name: str) -> Seat:
        """The person of this name, who is a friend; the same at every call."""
        account = self.world.person(name)
        account.friend = True
        return self._seats.setdefault(name, Seat(self.wire, account, Place("private", account.id)))

    def temporary(self, name: str, group: Group) -> Seat:
        """Somebody who is no friend and writes in private through a group."""
        account = self.world.person(name)
        group.seat(account)
        return Seat(self.wire, account, Place("private", account.id), temporary=group.id)

    def group(self, name: str) -> Group:
        if name not in self._groups:
            self._groups[name] = Group(self.wire, self.world.add_group(name))
        return self._groups[name]

    def befriend(self, name: str) -> Asked:
        """Let somebody ask to become a friend."""
        return ask(self.world, Asked("friend", self.world.person(name).id))

    def fault(self, fault: Fault | str, action: str = "", count: int = 1) -> None:
        self.world.faults.set(Plan(Fault(fault), action, count))

    def collide(self, message_id: int) -> None:
        """Give the next message an id that another one has."""
        self.world.next_id = message_id

    async def push(self, frame: str | bytes) -> None:
        """Send a frame as it stands to the bot, whatever it is."""
        for line in [*self.lines]:
            await line.raw(frame)

    async def drop(self) -> None:
        """Close every connection."""
        for line in [*self.lines]:
            await line.socket.close()

    def fall_silent(self) -> None:
        """Leave connections open through which nothing comes any more."""
        for line in self.lines:
            line.mute = True
