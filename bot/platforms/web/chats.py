"""What is said in each chat: kept, and shown to whoever looks at it.

Keeping a line and showing it are one step under the chat's lock, and so are reading the history and joining those who
are shown what follows. A line is therefore either in the history that a tab gets or comes live after it, never both.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from weakref import WeakValueDictionary

from bot.lines import same
from bot.platforms.web.frames import Frame, asks_secretly
from bot.platforms.web.pages import tag
from bot.platforms.web.parts import Keeper, Visitor
from bot.platforms.web.tabs import LEFT, Tab, Tabs
from bot.platforms.web.words import BUTTON
from bot.store.history import Line
from bot.words import render

REPLAYED = 50
DEEPEST = 500  # lines that are searched for one that is to be taken back, or whose button was pressed
HIDDEN = "••••"


class Chats:
    """The chats of this process. `language` is for who has chosen none."""

    def __init__(self, keeper: Keeper, language: str) -> None:
        self.tabs = Tabs()
        self._keeper = keeper
        self._language = language
        self._button = render(BUTTON, language)  # for a pressed one whose label is not known any more
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def join(self, tab: Tab, *, marked: bool) -> None:
        """Show the history, then all that follows. `marked`: the page asked to be told where it ends."""
        async with self._alone(tab.visitor.chat):
            for line in await self._keeper.last(tab.visitor.chat, REPLAYED):
                tab.show(line)
            if marked:
                tab.marked = True
                tab.push({"replayed": True})
            self.tabs.add(tab)
        if marked:
            tab.push({"language": tag(await self.language(tab.visitor))})
        # Somebody may have left this device while the socket was opened.
        if await self._keeper.ended(tab.visitor.person):
            tab.close(LEFT)

    async def say(self, chat: str, line: Line, *, frame_id: str, edits: str | None = None) -> None:
        """Keep a line, or its new form, and show it."""
        async with self._alone(chat):
            await self._keeper.keep(chat, line)
            for tab in self.tabs.of(chat):
                tab.show(line, frame_id=frame_id, edits=edits)

    async def hear(self, tab: Tab, line: Line, *, label_of: str = "") -> str:
        """Keep what a person said and show it to the other tabs; nothing happens the second time.

        `label_of` names a pressed option, whose label is then what was said. Returns the id of the option that was
        just offered and whose label was typed.
        """
        visitor = tab.visitor
        async with self._alone(visitor.chat):
            lines = await self._keeper.last(visitor.chat, REPLAYED)
            if label_of:
                label = _label(lines, label_of) or _label(await self._keeper.last(visitor.chat, DEEPEST), label_of)
                line = replace(line, text=label or self._button, press=label_of if label else "")
            elif asks_secretly(lines, visitor.handle):
                line = replace(line, text=HIDDEN)
            # A line that was taken back since stays as it is, however late it is sent again.
            if await self._keeper.hear(visitor.chat, line):
                for other in self.tabs.of(visitor.chat):
                    if other is not tab:
                        other.show(line)
        return "" if label_of or visitor.room else _offered(lines, line)

    async def hide(self, chat: str, message: str, *, frame_id: str, text: str) -> bool:
        """Put `text` in the place of a person's line; False where there is no such line (any more)."""
        async with self._alone(chat):
            lines = await self._keeper.last(chat, DEEPEST)
            line = next((each for each in lines if each.id == message and each.author), None)
            if line is None:
                return False
            if line.text not in (text, HIDDEN):
                line = Line(line.id, text, author=line.author, name=line.name)
                await self._keeper.keep(chat, line)
                for tab in self.tabs.of(chat):
                    tab.show(line, frame_id=frame_id, edits=line.id)
            return True

    async def language(self, visitor: Visitor) -> str:
        """In which this person is answered there."""
        room = visitor.chat if visitor.room else ""
        return await self._keeper.language(handle=visitor.handle, room=room) or self._language

    def speak(self, chat: str, language: str) -> None:
        """The chat's language is another one from now on; pages around it follow."""
        for tab in self.tabs.of(chat):
            if tab.marked:
                tab.push({"language": tag(language)})

    def flash(self, chat: str, frame: Frame) -> None:
        """Show what is not kept."""
        for tab in self.tabs.of(chat):
            tab.push(frame)

    def leave(self, person: str, code: int) -> None:
        for tab in self.tabs.of_person(person):
            tab.close(code)

    @asynccontextmanager
    async def _alone(self, chat: str) -> AsyncIterator[None]:
        # Whoever holds or waits for a lock keeps it alive; one that nobody needs goes by itself.
        lock = self._locks.setdefault(chat, asyncio.Lock())
        async with lock:
            yield


def own_line(visitor: Visitor, frame_id: str, text: str) -> Line:
    return Line(visitor.own + frame_id, text, author=visitor.handle, name=visitor.alias)


def _offered(lines: Sequence[Line], said: Line) -> str:
    """The id of the newest option of this label, of those that came after the person's own last line."""
    for line in reversed(lines):
        if line.id == said.id:  # it is sent again
            continue
        if line.author == said.author:
            break
        for option, label in line.options:
            if same(label, said.text):
                return option
    return ""


def _label(lines: list[Line], option: str) -> str:
    """What the newest button of this id said; "" where there is none."""
    return next((label for line in reversed(lines) for known, label in line.options if known == option), "")
