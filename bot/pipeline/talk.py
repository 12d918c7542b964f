"""A conversation with a person: begun by a command, resumed by an answer, ended by what its handler says."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import structlog

from bot import said
from bot.abilities import Platform, alone
from bot.conversation import Open, Question, Ready, advance, back, checked, read, start
from bot.forms import Ask, Done, Form, Leave, Menu, Outcome, Refuse, Step, StepBack, Tell
from bot.meaning import Begins, Meaning, Replies, Unknown
from bot.messages import Reply
from bot.pipeline.draft import Draft, Recipient
from bot.pipeline.files import handed
from bot.pipeline.lanes import certain
from bot.pipeline.rules import Rules
from bot.pipeline.running import Allowance, run
from bot.store.settled import Audited
from bot.store.store import Store
from bot.words import Words

log = structlog.get_logger()

_OLD_S = 3600.0  # a look-up older than this is not done any more: its person has long given up


class Talk:
    """Says into drafts what forms ask and answer."""

    def __init__(self, store: Store, menu: Menu, platforms: Mapping[str, Platform], rules: Rules) -> None:
        self._store, self._menu, self._platforms, self._rules = store, menu, platforms, rules
        self._allowance = Allowance(store)

    def release(self, draft: Draft) -> None:
        """The message has ended."""
        self._allowance.release(draft)

    async def begin(self, draft: Draft, form: Form, arguments: str, conversation: Open | None) -> None:
        group = draft.incoming.address.group
        draft.converse(None)  # a new command leaves the form that was open
        await self._take_back_line(draft, form, arguments)
        if form.off is not None:
            draft.say(Reply(form.off))
        elif group and (form.place == "private" or form.admins):
            draft.go_private(self._platform(draft).home, f"/{form.name}", {})
        elif not await self._entitled(draft, form):
            draft.say(said.group_admins_only())
        elif group and form.personal:
            await self._begin_alone(draft, form, arguments)
        elif not arguments and not draft.known and self._has_page(draft, form):
            draft.go_to_page(self._rules.pages, f"/{form.name}", {})
        else:
            at = start(form, arguments, draft.person, draft.known)
            if isinstance(at, Question) and draft.incoming.upload and (at.step.file or at.step.by_file):
                await self.take_file(draft, Open(form.name, at.step.name, at.answers))  # the command is its caption
            else:
                await self._proceed(draft, form, at, conversation)

    async def take_file(self, draft: Draft, conversation: Open) -> None:
        """A file as the answer to the open question; one that can't be taken leaves the question as it is."""
        form = self._menu.named(conversation.form)
        step = form.step(conversation.step) if form else None
        wanted = form.step(step.by_file) if form and step and step.by_file else step
        got = await handed(draft.incoming, self._platform(draft))
        taken = read(wanted, got) if wanted and not isinstance(got, Refuse) else got
        if wanted is None or isinstance(taken, Refuse):
            await self.ask_again(draft, conversation, taken.why if isinstance(taken, Refuse) else None)
        else:
            await self.resume(draft, replace(conversation, step=wanted.name), taken)

    async def resume(self, draft: Draft, conversation: Open, text: str) -> None:
        form = self._menu.named(conversation.form)
        await self.take_back_secret(draft, conversation)
        if form is None or form.off is not None:  # an upgrade or an operator took the form away
            draft.converse(None)
            draft.say(Reply(form.off) if form and form.off else said.stale())
            return
        if not await self._entitled(draft, form):
            draft.say(said.group_admins_only())
            return
        await self._proceed(draft, form, advance(form, conversation, text, draft.person), conversation)

    async def ask_again(self, draft: Draft, conversation: Open, why: Words | None = None) -> None:
        form = self._menu.named(conversation.form)
        step = form.step(conversation.step) if form else None
        if form and step:
            await draft.ask(form, Question(step, checked(form, conversation.answers), why))

    async def take_back_typed(self, draft: Draft, meaning: Meaning, conversation: Open | None) -> None:
        """Delete a message that holds a secret, though nothing is done with it."""
        match meaning:
            case Begins(form, arguments):
                await self._take_back_line(draft, form, arguments)
            case Replies() | Unknown() if conversation:  # passwords may begin with a slash
                await self.take_back_secret(draft, conversation)

    async def _take_back_line(self, draft: Draft, form: Form, arguments: str) -> None:
        typed = arguments and not draft.incoming.press  # what was pressed stands under a message of ours
        group = draft.incoming.address.group
        slipped = form.slips is not None and form.slips(arguments)
        if typed and (slipped or any(step.secret or (group and step.sensitive) for step in form.steps)):
            await self.take_back(draft)

    async def take_back_secret(self, draft: Draft, conversation: Open) -> None:
        """Delete the answer to a question that wants a secret."""
        form = self._menu.named(conversation.form)
        step = form.step(conversation.step) if form else None
        if step and step.secret and not draft.incoming.press:
            await self.take_back(draft)

    async def take_back(self, draft: Draft) -> None:
        """Delete the message, before anything else can fail; where that can't be done its writer is asked to."""
        if draft.taken_back:
            return
        draft.taken_back = True
        address, platform = draft.incoming.address, self._platform(draft)
        deleted = await platform.delete(address, draft.incoming.message)
        if not deleted and (address.group or not platform.abilities.deletes):
            draft.say(said.please_recall())

    async def _begin_alone(self, draft: Draft, form: Form, arguments: str) -> None:
        """Answer in private what was asked in a group; who can't be written to there comes by a link."""
        platform = self._platform(draft)
        known = form.carries(draft.person) if form.carries else {}
        private = await platform.private(draft.incoming)
        if private is None:
            draft.go_private(platform.home, f"/{form.name} {arguments}", known)
        else:
            draft.turn_private(private)
            await self._proceed(draft, form, start(form, arguments, draft.person, known), None)

    def _has_page(self, draft: Draft, form: Form) -> bool:
        linkable = form.page and bool(self._rules.pages) and draft.abilities.links
        return linkable and not (form.lacks and form.lacks(draft.person))

    def _is_for_page(self, draft: Draft, form: Form, step: Step) -> bool:
        """A password that was filled in on a page is not asked for in the chat."""
        return step.secret and bool(draft.incoming.answers) and self._has_page(draft, form)

    async def _entitled(self, draft: Draft, form: Form) -> bool:
        """What belongs to a whole group is for whoever runs it; some platforms have to be asked who that is."""
        if form.place != "admins" or not draft.incoming.address.group:
            return True
        entitled = form.admins_too and draft.person.admin
        runs = entitled or await self._platform(draft).runs_group(draft.incoming)
        draft.person = replace(draft.person, group_admin=runs)
        return runs

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
        draft.audit(form, at.answers)
        if form.changes(at.answers):
            await self._store.calling(draft.work, draft.audited and replace(draft.audited, ended="begun"))
            draft.calling = form
        draft.sure = partial(self._store.inbox.claims.sure, draft.work.id)
        if not draft.sure():
            await certain(partial(self._store.hold, draft.work))
        outcome = await run(form, at, draft, self._platform(draft), self._rules.patience)
        if isinstance(outcome, Done) and outcome.counted:
            draft.counted = draft.reserved
        await self._conclude(draft, form, outcome, at=at, before=before)

    async def _conclude(self, draft: Draft, form: Form, outcome: Outcome, *, at: Ready, before: Open | None) -> None:
        draft.audited = _ended(draft.audited, outcome, begun=form.changes(at.answers))
        match outcome:
            case Done(replies, changes, tells=tells):
                draft.converse(None)
                draft.changes += changes
                draft.personal = form.personal
                for reply in replies:
                    draft.say(reply)
                for tell in tells:
                    await self._tell(draft, tell)
            case Ask(step, why) if (asked := form.step(step)) is not None and self._is_for_page(draft, form, asked):
                draft.converse(None)
                draft.say(Reply(why))
                draft.go_to_page(self._rules.pages, f"/{form.name}", {})
            case Ask(step, why, among) if (asked := form.step(step)) is not None:
                answers = {name: value for name, value in at.answers.items() if name != step}
                await draft.ask(form, Question(asked, answers, why, among))
            case Ask(_, why) | Refuse(why):
                draft.converse(None)
                draft.say(Reply(why))
            case Leave():
                draft.converse(None)
                draft.say(said.cancelled() if before else said.nothing_open())
            case StepBack():
                await self._step_back(draft, before)

    async def _tell(self, draft: Draft, tell: Tell) -> None:
        address = alone(tell.handle, self._platforms)
        if address is None:
            log.warning("somebody not told", reason="the platform is switched off")
            return
        quiet = None if tell.at_once else await self._store.quiet_of(tell.handle)
        wait_s = quiet.left_s(draft.person.now) if quiet else 0.0
        longest = self._platforms[address.platform].abilities.longest
        to = Recipient(address, tell.language or self._rules.language, longest, quiet, wait_s, tell.at_once)
        draft.tell(to, tell.reply)

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

    def _platform(self, draft: Draft) -> Platform:
        return self._platforms[draft.incoming.address.platform]


def _ended(audited: Audited | None, outcome: Outcome, *, begun: bool) -> Audited | None:
    """What is kept of it: of a mere question nothing, unless a call before it had begun."""
    if audited is None or (isinstance(outcome, Ask) and not begun):
        return None
    return replace(audited, ended="done" if isinstance(outcome, Done) else "refused")
