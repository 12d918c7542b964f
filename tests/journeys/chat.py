"""A chat as a person sees it, on any platform; journeys are written in these words alone."""

from typing import Any, Protocol


class Message(Protocol):
    """Something that the bot said."""

    @property
    def text(self) -> str: ...

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on its buttons."""

    @property
    def secret(self) -> bool:
        """Whether the answer is to be typed hidden."""

    @property
    def replaces(self) -> bool:
        """Whether it took the place of an earlier message."""

    @property
    def file(self) -> str:
        """What it shows or offers: "picture", the name of a document, or nothing."""


class Chat(Protocol):
    """One person in one chat. What the bot says is heard once, in order."""

    @property
    def handle(self) -> str:
        """As `/id` shows it."""

    async def say(self, text: str) -> None:
        """Write a line; returns when the platform has taken it."""

    async def upload(self, name: str, data: bytes) -> None:
        """Send a file."""

    async def press(self, label: str) -> None:
        """Press the button with this label on the newest message that has it."""

    async def hears(self, *parts: str) -> Message:
        """The bot's next message, which holds all of these parts."""

    async def file(self, message: Any) -> tuple[str, bytes]:
        """The name of the document that came with a message, and what is in it."""

    async def lines(self) -> list[str]:
        """What everybody here reads of what people wrote, as it stands now."""

    async def silence(self) -> None:
        """Nothing more comes that was not heard: shown by an answer to something else being next."""


class Platform(Protocol):
    """Where people chat with a bot that is running."""

    name: str

    async def private(self, person: str) -> Chat:
        """A person alone with the bot; the same chat at every call."""

    async def group(self, person: str, group: str) -> Chat:
        """A person in a group; whoever is first runs it."""
