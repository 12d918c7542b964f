"""One message: what it means, what the conversation or the handler says to it, and how it ends."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import structlog

from bot import said
from bot.abilities import Platform
from bot.chance import word_for
from bot.conversation import Open
from bot.errors import LeaseLost
from bot.forms import Menu
from bot.log import concerns
from bot.meaning import Begins, Hands, Idle, Late, Meaning, Nothing, Replies, Stale, Unknown, reveals, understand
from bot.messages import Reply
from bot.onward import ONWARD, START
from bot.people import Counted, Limit
from bot.pipeline.draft import Draft, drafted
from bot.pipeline.lanes import until_written
from bot.pipeline.numbers import as_press, labelled, pressed
from bot.pipeline.rules import Rules
from bot.pipeline.talk import Talk
from bot.store.claiming import Claimed
from bot.store.settled import INTERRUPTED, Counting, Dead
from bot.store.store import Store
from bot.throttle import Pace, Throttle
from bot.words import Words

log = structlog.get_logger()

_TURNED_AWAY = Counted(Limit("banned", 1, timedelta(days=1)), "")


class Turn:
    """Answers claimed messages."""

    def __init__(
        self,
        store: Store,
        menu: Menu,
        platforms: Mapping[str, Platform],
        stir: Callable[[], None],
        rules: Rules,
    ) -> None:
        self._store, self._menu, self._platforms, self._stir = store, menu, platforms, stir
        self._rules = rules
        self._throttle = Throttle(rules.commands_per_minute, rules.monotonic)
        self._talk = Talk(store, menu, platforms, rules)

    async def __call__(self, claimed: Claimed) -> None:
        """Answer one message; its whole end is one transaction."""
        draft = first = self._draft(claimed)
        concerns(claimed.work.key)
        stages, begun = self._store.measures.stages, time.perf_counter()
        stages["wait"].add(claimed.work.age_s)
        try:
            if not draft.abilities.buttons:
                claimed = draft.claimed = await pressed(claimed, self._menu, self._store)
            await self._answer(draft, claimed)
        except LeaseLost:  # another process answers it
            self._talk.release(first)
            raise
        except Exception:  # whatever a handler did not foresee ends this message only, and the person is told
            log.exception("unexpected fault")
            draft = first.anew()
            draft.say(self._broken(first))
        answered = time.perf_counter()
        stages["turn"].add(answered - begun)
        try:
            await until_written(partial(self._store.settle, claimed.work, draft.settled()), self._stir)
            stages["settle"].add(time.perf_counter() - answered)
        finally:
            self._talk.release(first)

    def _broken(self, draft: Draft) -> Reply:
        """Of a call that has begun nobody says that nothing came of it: its person would make it again."""
        reference = word_for(draft.work.key)
        if draft.calling:
            return said.uncertain(reference, draft.calling.check)
        return said.fault(reference, self._rules.contact)

    def _give_up(self, draft: Draft, claimed: Claimed) -> None:
        reference = word_for(claimed.work.key)
        reason = INTERRUPTED if claimed.work.calling else "begun three times without an end"
        log.error("message set aside", reason=reason)
        if claimed.work.calling:
            draft.say(said.uncertain(reference, self._check(draft)))
        else:
            draft.say(said.fault(reference, self._rules.contact))
        draft.dead = Dead(reason, reference)

    def _check(self, draft: Draft) -> Words | None:
        """How to find out what became of the call that this message had begun."""
        incoming, waiting = draft.incoming, draft.claimed.waiting
        conversation = waiting.open if waiting else None
        line = incoming.press or incoming.text
        match understand(incoming, line, self._menu, conversation, admin=draft.person.admin):
            case Begins(form):
                return form.check
            case Replies() if conversation:
                asked = self._menu.named(conversation.form)
                return asked.check if asked else None
        return None

    def _turn_away(self, draft: Draft) -> None:
        """Who is banned is told so once a day, alone."""
        told = (draft.person.id, _TURNED_AWAY.limit.kind) in draft.claimed.counts
        if not told and not draft.incoming.address.group:
            draft.counted = (Counting(draft.person.id, _TURNED_AWAY),)
            draft.say(said.banned(self._rules.contact))

    async def _answer(self, draft: Draft, claimed: Claimed) -> None:
        if claimed.work.suspect or claimed.work.calling:
            self._give_up(draft, claimed)
            return
        if claimed.banned and not draft.person.admin:
            self._turn_away(draft)
            return
        line, waiting = await self._line(draft), claimed.waiting
        # What came in time is no later for having waited for us.
        late = waiting is not None and waiting.age_s - claimed.work.age_s > self._rules.conversation_s
        conversation = waiting.open if waiting and not late and self._may_go_on(draft, waiting.open) else None
        meaning = understand(draft.incoming, line, self._menu, conversation, admin=draft.person.admin)
        meaning = await self._as_offered(draft, meaning, conversation) or meaning
        if late and waiting and isinstance(meaning, Stale | Idle):
            meaning = Late(waiting.open.form)
            await self._talk.take_back_secret(draft, waiting.open)
        if late:
            draft.converse(None)
        typed_in_group = draft.incoming.address.group and not draft.incoming.press
        if typed_in_group and reveals(self._menu, line, meaning):
            await self._talk.take_back(draft)
        if not isinstance(meaning, Nothing):
            await self._paced(draft, meaning, conversation)

    async def _as_offered(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> Meaning | None:
        """What the button means whose label was typed by hand; `None` where there is none, or the text is an answer."""
        if not isinstance(meaning, Idle | Replies) or draft.incoming.press or draft.incoming.upload:
            return None
        typed = draft.claimed
        option = draft.incoming.offered or ("" if draft.abilities.buttons else await labelled(typed, self._store))
        if not option:
            return None
        draft.claimed = as_press(typed, option)
        pressed = understand(
            draft.incoming, await self._line(draft), self._menu, conversation, admin=draft.person.admin
        )
        begins = isinstance(meaning, Idle) and isinstance(pressed, Begins) and pressed.form.typed
        if begins or isinstance(pressed, Replies):
            return pressed
        draft.claimed = typed
        return None

    def _may_go_on(self, draft: Draft, conversation: Open) -> bool:
        """Whoever is no administrator any more finishes nothing of theirs."""
        form = self._menu.named(conversation.form)
        return draft.person.admin or form is None or not form.admins

    async def _paced(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> None:
        pace = self._throttle.pace(draft.person.id)
        if pace is Pace.FINE:
            await self._follow(draft, meaning, conversation)
            return
        await self._talk.take_back_typed(draft, meaning, conversation)
        if pace is Pace.TOLD:
            draft.say(said.too_fast(self._throttle.wait_s(draft.person.id)))

    async def _follow(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> None:
        match meaning:
            case Begins(form, arguments):
                await self._talk.begin(draft, form, arguments, conversation)
            case Replies(text) if conversation:
                await self._talk.resume(draft, conversation, text)
            case Hands() if conversation:
                await self._talk.take_file(draft, conversation)
            case Stale():
                draft.say(said.stale())
                if conversation:
                    await self._talk.ask_again(draft, conversation)
            case Unknown():
                await self._talk.take_back_typed(draft, meaning, conversation)
                draft.say(said.unknown_command())
            case Late(form_name):
                draft.say(said.late(form_name))
            case Idle():
                draft.say(said.no_files() if draft.incoming.upload else said.hint(self._menu))
            case Nothing() | Replies() | Hands():
                pass

    async def _line(self, draft: Draft) -> str:
        """The text of the message, or what its button says."""
        press, word = draft.incoming.press, draft.incoming.onward
        if word and (line := await self._gone_on(draft, word)):
            return line
        if press.startswith("#"):
            return await self._store.pressed(press.removeprefix("#")) or press
        return press or draft.incoming.text

    async def _gone_on(self, draft: Draft, word: str) -> str:
        """What the link from a group brings along, once and for its person alone."""
        tokens = self._store.tokens
        value = await tokens.look(START, word)  # anybody in the group may follow it: that spends nothing
        onward = ONWARD.read(value)
        if onward is None or onward.sender != draft.incoming.sender:
            return ""
        if await tokens.take(START, word, draft.work.key) is None:
            return ""
        draft.known = onward.answers
        return onward.line

    def _draft(self, claimed: Claimed) -> Draft:
        return drafted(claimed, self._rules, self._platforms[claimed.work.incoming.address.platform].abilities)
