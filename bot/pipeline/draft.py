"""What one message's end is put together from, until it is the value `Settled`."""

from collections.abc import Callable
from dataclasses import field, replace
from typing import Any

from bot import said
from bot.abilities import Abilities
from bot.aims import REMIND, Quiet
from bot.chance import new_word
from bot.changes import Change, SetLanguage
from bot.conversation import Open, Question
from bot.forms import Answers, Form
from bot.lines import answering
from bot.messages import Address, Button, Incoming, Option, Outgoing, Reply
from bot.onward import LASTS, ONWARD, PAGE, START, Onward
from bot.people import Person
from bot.pieces import pieces, units
from bot.pipeline.carried import carried
from bot.pipeline.numbers import Numbers
from bot.pipeline.rules import Rules
from bot.recipes import Recipe, worded
from bot.store.claiming import Claimed
from bot.store.inbox import Work
from bot.store.settled import NOTIFICATION, WARNING, Audited, Counting, Dead, Keep, NewToken, Sending, Settled
from bot.values import dataclass
from bot.words import lines, marked


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody else who is told something, and how."""

    address: Address
    language: str
    longest: int  # UTF-16 units of one message there
    quiet: Quiet | None = None
    wait_s: float = 0.0  # until they end
    at_once: bool = False  # a warning, for which quiet hours are none


@dataclass(slots=True)
class Draft:
    """Replies and rows of one message, in the order in which they were said."""

    claimed: Claimed
    person: Person  # with the settings of this chat
    own_language: str  # the person's own
    abilities: Abilities  # of the platform that it came from
    private: Address | None = None  # where the person is answered alone
    known: Answers = field(default_factory=dict)  # what was answered elsewhere, by step name
    edits: str = ""  # the message that the first reply takes the place of
    taken_back: bool = False  # the message was, or its writer was asked to
    personal: bool = False  # what is said holds somebody's result
    changes: tuple[Change, ...] = ()
    reserved: tuple[Counting, ...] = ()  # what is counted if the handler says so
    counted: tuple[Counting, ...] = ()
    dead: Dead | None = None
    audited: Audited | None = None  # what is kept of an administrator's command
    calling: Form | None = None  # whose call, which must not be repeated, has begun
    sure: Callable[[], bool] = lambda: True  # whether nobody else can be answering it
    _apart: bool = False  # the message came from a group and is answered in private
    _sendings: list[Sending] = field(default_factory=list)
    _kept: dict[str, Keep] = field(default_factory=dict)
    _tokens: list[NewToken] = field(default_factory=list)
    _buttons: list[tuple[str, str, str]] = field(default_factory=list)
    _numbers: Numbers = field(default_factory=Numbers)

    @property
    def work(self) -> Work:
        return self.claimed.work

    @property
    def incoming(self) -> Incoming:
        return self.claimed.work.incoming

    @property
    def here(self) -> Address:
        """Where the answer goes."""
        return self.private if self._apart and self.private else self.incoming.address

    @property
    def language(self) -> str:
        """Of whoever reads the answer."""
        return self.own_language if self._apart else self.person.language

    def audit(self, form: Form, answers: Answers) -> None:
        """Keep that an administrator's command was run. It failed, until it is known to have ended otherwise."""
        if form.admins:
            about = tuple(answers.get(step.name, "") for step in form.steps)
            self.audited = Audited(self.work.key, self.person.handle, form.name, about, "failed")

    def anew(self) -> "Draft":
        """The same place and nothing said yet."""
        place: dict[str, Any] = {
            "edits": self.edits,
            "private": self.private,
            "_apart": self._apart,
            "audited": self.audited,
        }
        return Draft(self.claimed, self.person, self.own_language, self.abilities, **place)

    def turn_private(self, private: Address) -> None:
        """From now on everything goes to the person alone; the group is told only that it does."""
        self.say(said.sent_privately(self.abilities.alone))
        self.private = private
        self.person = replace(self.person, address=private.key)
        self._apart = True

    def go_private(self, home: str, line: str, answers: Answers) -> None:
        """The person has to come to the private chat; where a link can bring a word along, `line` goes on there."""
        link = home and f"{home}?start={self._onward(START, line, answers)}"
        self.say(said.go_private(link, self.abilities.alone) if self.abilities.strangers else said.befriend())

    def go_to_page(self, pages: str, line: str, answers: Answers) -> None:
        """What a form asks is filled in on a page."""
        self.say(said.page(f"{pages}/form/{self._onward(PAGE, line, answers)}"))

    def _onward(self, kind: str, line: str, answers: Answers) -> str:
        incoming, word = self.incoming, new_word()
        onward = Onward(line, incoming.sender, incoming.address.key, self.language, dict(answers))
        self._tokens.append(NewToken(kind, word, ONWARD.write(onward), LASTS[kind]))
        return word

    def say(self, reply: Reply, *, asks: bool = False) -> None:
        """One more reply."""
        language, buttons = self.language, self.abilities.buttons
        text, strong = marked(reply.text if buttons else self._numbers.shown(reply, language, asks=asks), language)
        recipe = worded(reply.picture, language) if reply.picture else None
        if recipe and (reply.document or units(text) > self.abilities.caption):
            self._show(recipe)
            recipe = None
        *before, (text, strong) = pieces(text, strong, self.abilities.longest)
        if reply.document and units(text) > self.abilities.caption:
            before, text, strong = [*before, (text, strong)], "", ()
        for piece in before:
            self._send(piece[0], strong=piece[1])
        options = tuple(self._button(each, self.here, language) for each in reply.options if buttons)
        rest = {"document": reply.document, "secret": reply.secret, "passing": reply.passing, "asks": asks}
        self._send(text, strong=strong, options=options, recipe=recipe, **rest)

    def _show(self, recipe: Recipe[str]) -> None:
        """A picture by itself, before words that don't fit under it; these take the announcement's place."""
        edits, self.edits = self.edits, ""
        self._send("", recipe=recipe)
        self.edits = edits

    def _send(self, text: str, **parts: Any) -> None:
        """The first message takes the announcement's place, and in a group answers what was written there."""
        here, edits, self.edits = self.here, self.edits, ""
        answers = self.incoming.message if here.group and not self.incoming.press else ""
        speaks = next((each.language for each in self.changes if isinstance(each, SetLanguage)), "")
        outgoing = Outgoing(text, edits=edits, answers=answers, personal=self.personal, speaks=speaks, **parts)
        self._sendings.append(Sending(f"{self.work.key}.{len(self._sendings)}", here, outgoing))

    def tell(self, to: Recipient, reply: Reply) -> None:
        """A notification to somebody else."""
        *before, (text, strong) = pieces(*marked(reply.text, to.language), to.longest)
        options = tuple(self._button(each, to.address, to.language) for each in reply.options)
        parts = [*(Outgoing(each, strong=spans) for each, spans in before), Outgoing(text, options, strong=strong)]
        priority = WARNING if to.at_once else NOTIFICATION
        for part in parts:
            key = f"{self.work.key}.{len(self._sendings)}"
            self._sendings.append(Sending(key, to.address, part, priority, to.wait_s, to.quiet))

    def converse(self, conversation: Open | None) -> None:
        """What is open from now on: in this lane, or, where the group is answered in private, there."""
        here = self.incoming.lane
        self._kept[here] = Keep(here, None if self._apart else conversation)
        if self._apart and conversation and self.private:
            alone = self.private.key
            self._kept[alone] = Keep(alone, conversation)

    async def ask(self, form: Form, question: Question) -> None:
        """Put a question and wait for its answer."""
        step = question.step
        choices = question.among or step.choices
        if not isinstance(choices, tuple):
            choices = await choices(question.answers, self.person)
        options = tuple(Option(choice.label, answering(form.name, step.name, choice.value)) for choice in choices)
        text = lines(question.why, step.question, step.offered if options and step.offered else None)
        self.say(Reply(text, options, secret=step.secret), asks=True)
        self.converse(Open(form.name, step.name, question.answers))

    def settled(self) -> Settled:
        return Settled(
            person=self.person,
            replies=tuple(self._sendings),
            conversations=tuple(keep for keep in self._kept.values() if keep.conversation or self.claimed.waiting),
            changes=self.changes,
            counted=self.counted,
            buttons=tuple(self._buttons),
            tokens=(*self._tokens, *self._numbers.kept(self._lane, group=self.here.group)),
            dead=self.dead,
            audited=self.audited,
        )

    @property
    def _lane(self) -> str:
        """In which the answer's numbers mean something."""
        return self.here.key if self._apart else self.incoming.lane

    def _button(self, option: Option, where: Address, language: str) -> Button:
        button, long = carried(option, language)
        if long:
            self._buttons.append((*long, where.key))
        return button


def drafted(claimed: Claimed, rules: Rules, abilities: Abilities) -> Draft:
    """The beginning of an answer: who asks, with what this chat and the person have set."""
    incoming, known = claimed.work.incoming, claimed.known
    here = claimed.chat or known
    person = Person(
        id=claimed.person,
        handle=incoming.handle,
        now=rules.now(),
        language=here.language or rules.language,
        school=here.school or known.school,
        own_school=claimed.chat is None or here.school is None,
        group=incoming.address.group,
        chat=incoming.address.chat,
        admin=rules.is_admin(incoming.handle),
        accounts=claimed.accounts,
        quiet=here.quiet,
        spoiler=bool(known.spoiler),
        remind=here.remind or REMIND,
        address=incoming.address.key,
        notify=known.notify or "",
        pictures=rules.pictures and abilities.pictures,
    )
    return Draft(claimed, person, known.language or rules.language, abilities, known=incoming.answers)
