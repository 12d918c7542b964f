"""How everybody came to the bot: accounts bound, settings made, watches begun, as commands would have it."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.aims import WHOLE, Aim
from bot.changes import Announce, Bind, Change, SetQuiet, SetSpoiler, WatchFor
from bot.messages import Incoming
from bot.people import Account
from bot.people import Person as Speaker
from bot.store.claiming import Claimed
from bot.store.settled import Settled
from bot.watching.diff import baseline
from handlers.labels import key_of
from handlers.watching import cet, kaoshixing, kaoshiyun
from handlers.watching.groups import Release, started
from handlers.watching.told import write_known
from providers.kaoshiyun.models import Grade
from tests.simulation.cast import SITTING, Cast, Group, Person, quiet_of
from tests.simulation.clockwork import Clockwork
from tests.simulation.life import TERMS, Life

_TOGETHER = 150
_NOBODY_S = 1e9  # of waiting, before somebody is told how long that is
_Theirs = Mapping[str, Mapping[str, list[Grade]]]  # by account, by exam


@dataclass(frozen=True, slots=True)
class MovingIn:
    """Writes what `/bind`, `/watch`, `/quiet`, `/spoiler` and `/announce` write, without asking for it."""

    life: Life
    cast: Cast
    loop: Clockwork

    async def __call__(self) -> None:
        """Everybody watches, from what there is now."""
        everybody: list[Person | Group] = [*self.cast.people, *self.cast.groups]
        begun = await self._begun()
        for first in range(0, len(everybody), _TOGETHER):
            by_chat = {each.chat: each for each in everybody[first : first + _TOGETHER]}
            await self.life.store.receive([self._line(each) for each in by_chat.values()])
            claimed = await self.life.store.claim(_TOGETHER)
            assert len(claimed) == len(by_chat)
            of = partial(self._settled, by_chat=by_chat, begun=begun)
            await asyncio.gather(*(of(each) for each in claimed))

    async def announce(self) -> bool:
        """An administrator says that the CET results are out; False where that did not come through."""
        await self.life.store.receive([self._line(self.cast.people[0])])
        change = Announce(cet.NAME, cet.ANNOUNCED, SITTING, cet.LASTS, 2 / TERMS.per_second, _NOBODY_S)
        for claimed in await self.life.store.claim(1):
            await self.life.store.settle(claimed.work, Settled(self._speaker(claimed), changes=(change,)))
            return True
        return False

    async def _begun(self) -> _Theirs:
        theirs: dict[str, dict[str, list[Grade]]] = defaultdict(lambda: defaultdict(list))
        for exam, listing in self.cast.exams.items():
            if listing.born <= self.loop.time():
                async for page in self.life.kaoshiyun.grades(exam):
                    for grade in page.items:
                        theirs[grade.account][exam].append(grade)
        return theirs

    def _line(self, who: Person | Group) -> Incoming:
        sender = who.chat if isinstance(who, Person) else f"runs {who.chat}"
        return Incoming(f"{self.loop.turns} {who.chat}", who.address, sender, self.loop.epoch(), "/watch")

    def _speaker(self, claimed: Claimed) -> Speaker:
        address, handle = claimed.work.incoming.address, claimed.work.incoming.handle
        return Speaker(claimed.person, handle, self.loop.now(), address=address.key, group_admin=address.group)

    async def _settled(self, claimed: Claimed, by_chat: Mapping[str, Person | Group], begun: _Theirs) -> None:
        speaker, who = self._speaker(claimed), by_chat[claimed.work.incoming.address.chat]
        changes = self._of_person(who, begun) if isinstance(who, Person) else self._of_group(who)
        await self.life.store.settle(claimed.work, Settled(speaker, changes=tuple(changes)))

    def _of_group(self, group: Group) -> list[Change]:
        listing = self.cast.exams[group.exam]
        there = [each.state for each in listing.there() if each.state and each.state.published]
        release = Release(listing.title, len(there), sum(each.passed for each in there))
        aim = Aim(kaoshiyun.NAME, group.exam)
        known = ((aim, started(release, self.loop.epoch())),) if there else ()
        return [SetQuiet(quiet_of(group)), WatchFor(aim, group.address.key, "", known, 60.0)]

    def _of_person(self, person: Person, begun: _Theirs) -> list[Change]:
        changes: list[Change] = [SetQuiet(quiet_of(person)), SetSpoiler(person.covers)]
        changes += self._bound("kaoshiyun", person.account, person.name)
        known = tuple(
            (Aim(kaoshiyun.NAME, exam), write_known(baseline(kaoshiyun.items_of(rows))))
            for exam, rows in begun.get(person.account, {}).items()
        )
        id_of, address = self.life.store.keeping.accounts.id_of, person.address.key
        account = id_of("kaoshiyun", person.account)
        changes.append(WatchFor(Aim(kaoshiyun.NAME, WHOLE), address, account, known, 60.0))
        if person.kaoshixing:
            changes += self._bound("kaoshixing", person.kaoshixing)
            aim = Aim(kaoshixing.NAME, person.kaoshixing)
            # Its first look finds what there is, and tells nothing.
            changes.append(WatchFor(aim, address, id_of("kaoshixing", person.kaoshixing), (), 0.0))
        if person.ticket:
            changes += self._bound("cet", person.ticket, person.name)
            ticket = Account(id_of("cet", key_of("cet", person.ticket, person.name)), "cet", person.ticket, person.name)
            asleep = cet.ASLEEP.total_seconds()
            changes.append(WatchFor(cet.aim_of(ticket), address, ticket.id, (), asleep, SITTING))
        return changes

    def _bound(self, system: str, number: str, name: str = "") -> list[Change]:
        account = self.life.store.keeping.accounts.id_of(system, key_of(system, number, name))
        return [Bind(Account(account, system, number, name))]
