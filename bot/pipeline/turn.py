"""One message: what it means, what the conversation or the handler says to it, and how it ends."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import structlog

from bot import said
from bot.conversation import Open, Question, Ready, advance, back, checked, start
from bot.forms import Ask, Done, Form, Leave, Menu, Outcome, Refuse, StepBack, Tell
from bot.meaning import Begins, Hands, Idle, Late, Meaning, Nothing, Replies, Stale, Unknown, recognised, understand
from bot.messages import Platform, Reply
from bot.pipeline.draft import Draft, drafted
from bot.pipeline.files import handed
from bot.pipeline.lanes import until_written
from bot.pipeline.rules import Rules
from bot.pipeline.running import Allowance, run
from bot.store.settled import Dead
from bot.store.store import Claimed, Store
from bot.throttle import Pace, Throttle
from bot.words import Words

log = structlog.get_logger()

_OLD_S = 3600.0  # a look-up older than this is not done any more: its person has long given up
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else


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
        self._allowance = Allowance(store)

    async def __call__(self, claimed: Claimed) -> None:
        """Answer one message; its whole end is one transaction."""
        draft = first = self._draft(claimed)
        try:
            await self._answer(draft, claimed)
        except Exception:  # whatever a handler did not foresee ends this message only, and the person is told
            reference = _reference()
            log.exception("unexpected fault", reference=reference)
            draft = first.anew()
            draft.say(said.fault(reference, self._rules.contact))
        try:
            await until_written(partial(self._store.settle, claimed.work, draft.settled()), self._stir)
        finally:
            self._allowance.release(first)

    def _give_up(self, draft: Draft, claimed: Claimed) -> None:
        reference = _reference()
        reason = "interrupted during a call" if claimed.work.calling else "begun three times without an end"
        log.error("message set aside", reference=reference, reason=reason)
        uncertain = claimed.work.calling
        draft.say(said.uncertain(reference) if uncertain else said.fault(reference, self._rules.contact))
        draft.dead = Dead(reason, reference)

    async def _answer(self, draft: Draft, claimed: Claimed) -> None:
        if claimed.work.suspect or claimed.work.calling:
            self._give_up(draft, claimed)
            return
        line, waiting = await self._line(draft), claimed.waiting
        # What came in time is no later for having waited for us.
        late = waiting is not None and waiting.age_s - claimed.work.age_s > self._rules.conversation_s
        conversation = waiting.open if waiting and not late else None
        meaning = understand(draft.incoming, line, self._menu, conversation, admin=draft.person.admin)
        if late and waiting and isinstance(meaning, Stale | Idle):
            meaning = Late(waiting.open.form)
        if late:
            draft.converse(None)
        if draft.incoming.address.group and recognised(self._menu, line):
            await self._take_back(draft)
        if not isinstance(meaning, Nothing):
            await self._paced(draft, meaning, conversation)

    async def _paced(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> None:
        match self._throttle.pace(draft.person.id):
            case Pace.FINE:
                await self._follow(draft, meaning, conversation)
            case Pace.TOLD:
                draft.say(said.too_fast(self._throttle.wait_s(draft.person.id)))
            case Pace.SILENT:
                pass

    async def _follow(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> None:
        match meaning:
            case Begins(form, arguments):
                await self._begin(draft, form, arguments, conversation)
            case Replies(text) if conversation:
                await self._resume(draft, conversation, text)
            case Hands() if conversation:
                await self._take_file(draft, conversation)
            case Stale():
                draft.say(said.stale())
                if conversation:
                    await self._ask_again(draft, conversation)
            case Unknown():
                draft.say(said.unknown_command())
            case Late(form_name):
                draft.say(said.late(form_name))
            case Idle():
                draft.say(said.no_files() if draft.incoming.upload else said.hint(self._menu))
            case Nothing() | Replies() | Hands():
                pass

    async def _take_file(self, draft: Draft, conversation: Open) -> None:
        got = await handed(draft.incoming, self._platform(draft))
        if isinstance(got, Refuse):
            await self._ask_again(draft, conversation, got.why)
        else:
            await self._resume(draft, conversation, got)

    async def _line(self, draft: Draft) -> str:
        """The text of the message, or what its button says."""
        press = draft.incoming.press
        if press.startswith("#"):
            return await self._store.pressed(press.removeprefix("#")) or press
        return press or draft.incoming.text

    async def _begin(self, draft: Draft, form: Form, arguments: str, conversation: Open | None) -> None:
        group = draft.incoming.address.group
        draft.converse(None)  # a new command leaves the form that was open
        if arguments and any(step.secret or (group and step.sensitive) for step in form.steps):
            await self._take_back(draft)
        if form.off is not None:
            draft.say(Reply(form.off))
        elif group and (form.place == "private" or form.admins):
            draft.say(said.go_private(self._platform(draft).home))
        elif not await self._entitled(draft, form):
            draft.say(said.group_admins_only())
        else:
            if group and form.personal:
                platform = self._platform(draft)
                draft.turn_private(await platform.private(draft.incoming), platform.home)
            known = form.carries(draft.person) if group and form.personal and form.carries else {}
            await self._proceed(draft, form, start(form, arguments, draft.person, known), conversation)

    async def _resume(self, draft: Draft, conversation: Open, text: str) -> None:
        form = self._menu.named(conversation.form)
        if form is None or form.off is not None:  # an upgrade or an operator took the form away
            draft.converse(None)
            draft.say(Reply(form.off) if form and form.off else said.stale())
            return
        step = form.step(conversation.step)
        if step and step.secret:
            await self._take_back(draft)
        if not await self._entitled(draft, form):
            draft.say(said.group_admins_only())
            return
        await self._proceed(draft, form, advance(form, conversation, text, draft.person), conversation)

    async def _entitled(self, draft: Draft, form: Form) -> bool:
        """What belongs to a whole group is for whoever runs it; some platforms have to be asked who that is."""
        if form.place != "admins" or not draft.incoming.address.group:
            return True
        runs = await self._platform(draft).runs_group(draft.incoming)
        draft.person = replace(draft.person, group_admin=runs)
        return runs

    async def _take_back(self, draft: Draft) -> None:
        """Delete the message, before anything else can fail; where that can't be done its writer is asked to."""
        address = draft.incoming.address
        if not await self._platform(draft).delete(address, draft.incoming.message) and address.group:
            draft.say(said.please_recall())

    async def _ask_again(self, draft: Draft, conversation: Open, why: Words | None = None) -> None:
        form = self._menu.named(conversation.form)
        step = form.step(conversation.step) if form else None
        if form and step:
            await draft.ask(form, Question(step, checked(form, conversation.answers), why))

    async def _proceed(self, draft: Draft, form: Form, at: Question | Ready, before: Open | None) -> None:
        """Ask what is missing; once nothing is, let the handler do it."""
        if form.lacks and (lacking := form.lacks(draft.person)):
            draft.converse(None)
            draft.say(lacking)
            return
        if isinstance(at, Question):
            await draft.ask(form, at)
            return
        if form.counts and draft.person.now.timestamp() - draft.incoming.at > _OLD_S:
            draft.converse(None)
            draft.say(said.too_old())
            return
        used = await self._allowance.reserve(draft, form, at.answers)
        if used:
            draft.converse(None)
            draft.say(said.used_up(used.limit, network=used.network))
            return
        if form.changes(at.answers):
            await self._store.calling(draft.work)
        outcome = await run(form, at, draft, self._platform(draft), self._rules.patience)
        if isinstance(outcome, Done) and outcome.counted:
            draft.counted = draft.reserved
        await self._conclude(draft, form, outcome, at=at, before=before)

    async def _conclude(self, draft: Draft, form: Form, outcome: Outcome, *, at: Ready, before: Open | None) -> None:
        match outcome:
            case Done(replies, changes, tells=tells):
                draft.converse(None)
                draft.changes += changes
                draft.personal = form.personal
                for reply in replies:
                    draft.say(reply)
                for tell in tells:
                    self._tell(draft, tell)
            case Ask(step, why) if (asked := form.step(step)) is not None:
                answers = {name: value for name, value in at.answers.items() if name != step}
                await draft.ask(form, Question(asked, answers, why))
            case Ask(_, why) | Refuse(why):
                draft.converse(None)
                draft.say(Reply(why))
            case Leave():
                draft.converse(None)
                draft.say(said.cancelled() if before else said.nothing_open())
            case StepBack():
                await self._step_back(draft, before)

    def _tell(self, draft: Draft, tell: Tell) -> None:
        address = self._rules.alone(tell.handle)
        if address is None:
            log.warning("somebody not told", reason="the platform is switched off")
        else:
            draft.tell(address, tell, tell.language or self._rules.language)

    async def _step_back(self, draft: Draft, before: Open | None) -> None:
        form = self._menu.named(before.form) if before else None
        if before is None or form is None:
            draft.say(said.nothing_open())
            return
        earlier = back(form, before, draft.person)
        if earlier is None and (step := form.step(before.step)):
            earlier = Question(step, checked(form, before.answers), said.first_question())
        if earlier:
            await draft.ask(form, earlier)

    def _draft(self, claimed: Claimed) -> Draft:
        return drafted(claimed, self._rules, self._platforms[claimed.work.incoming.address.platform].abilities)

    def _platform(self, draft: Draft) -> Platform:
        return self._platforms[draft.incoming.address.platform]


def _reference() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))
