"""A chat with the real forms, without a pipeline around them: what is said, and what is answered."""

from dataclasses import dataclass, field, replace

from bot.changes import Bind, Change, SetLanguage, SetQuiet, SetSchool, SetSpoiler, Unbind
from bot.conversation import Open, Question, Ready, advance, start
from bot.forms import Ask, Choice, Done, Form, Growing, Menu, Refuse
from bot.meaning import Begins, Replies, understand
from bot.people import Person
from bot.words import Words, lines, render
from tests.examples import person, said


@dataclass
class Chat:
    menu: Menu
    person: Person = field(default_factory=person)
    open: Open | None = None
    among: tuple[Choice, ...] = ()  # what the open question offers instead of all that its step has
    last: Done | None = None  # the last look-up or setting that came to its end

    async def say(self, text: str) -> str:
        """All that is answered to one message, a line each."""
        match understand(said(text), text, self.menu, self.open, admin=self.person.admin):
            case Begins(form, arguments):
                if form.off is not None:
                    return self._shown(form.off)
                return await self._go_on(form, start(form, arguments, self.person))
            case Replies(answer) if self.open and (asked := self.menu.named(self.open.form)):
                return await self._go_on(asked, advance(asked, self.open, answer, self.person))
        return ""

    @property
    def buttons(self) -> dict[str, str]:
        """Below the last answer: what stands on each, and what pressing it says."""
        replies = self.last.replies if self.last else ()
        return {self._shown(option.label): option.line for reply in replies for option in reply.options}

    async def _go_on(self, form: Form, at: Question | Ready) -> str:
        self.open = self.last = None
        if form.lacks and (lacking := form.lacks(self.person)):
            self.last = Done((lacking,))
            return self._shown(lacking.text)
        if isinstance(at, Question):
            self.open, self.among = Open(form.name, at.step.name, at.answers), at.among
            return self._shown(lines(at.why, at.step.question))
        outcome = await form.run(at.answers, self.person)
        if isinstance(outcome, Growing):
            *_, outcome = [stage async for stage in outcome.stages]
        if isinstance(outcome, Refuse):
            return self._shown(outcome.why)
        if isinstance(outcome, Ask):
            step = form.step(outcome.step)
            assert step is not None
            left = {name: value for name, value in at.answers.items() if name != outcome.step}
            return await self._go_on(form, Question(step, left, outcome.why, outcome.among))
        assert isinstance(outcome, Done)
        self.last = outcome
        for change in outcome.changes:
            self._take(change)
        return self._shown(lines(*(reply.text for reply in outcome.replies)))

    def _take(self, change: Change) -> None:
        match change:
            case SetSchool(school):
                self.person = replace(self.person, school=school)
            case SetLanguage(language):
                self.person = replace(self.person, language=language)
            case SetQuiet(hours):
                self.person = replace(self.person, quiet=hours)
            case SetSpoiler(on):
                self.person = replace(self.person, spoiler=on)
            case Bind(account):
                others = tuple(each for each in self.person.accounts if each.id != account.id)
                self.person = replace(self.person, accounts=(*others, account))
            case Unbind(account):
                left = tuple(each for each in self.person.accounts if each.id != account)
                self.person = replace(self.person, accounts=left)

    def _shown(self, words: Words) -> str:
        return render(words, self.person.language)
