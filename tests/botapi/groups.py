"""A group as tests move it: who is in, what the bot may do there, and that it becomes a supergroup."""

from dataclasses import dataclass, field, replace

from tests.botapi.call import Table
from tests.botapi.chats import member_told, membership_update
from tests.botapi.people import Person, Seat
from tests.botapi.records import Account, Chat, Message, Rights, Status
from tests.botapi.world import SUPERGROUPS, World

# Who "says" that a group was migrated from another one.
_ANONYMOUS = Account(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


@dataclass(slots=True)
class Group:
    world: World
    _id: int
    _seats: dict[int, Seat] = field(default_factory=dict)

    @property
    def chat(self) -> Chat:
        chat = self.world.chats[self._id]
        if chat.migrated_to is not None:
            self._id = chat.migrated_to
        return self.world.chats[self._id]

    def seat(self, person: Person, *, topic: int | None = None) -> Seat:
        """A person in the group, a member from now on; the same seat at every call."""
        self.chat.members.setdefault(person.id, Rights())
        seat = self._seats.setdefault(person.id, Seat(self.world, person.account, self.chat.id))
        seat.topic = topic or seat.topic
        return seat

    def open_topic(self, person: Person, name: str) -> int:
        """Open a topic of a forum and return its message_thread_id."""
        chat = self.chat
        assert chat.forum
        seat = self.seat(person)
        created = {"name": name, "icon_color": 7322096}
        message = self.world.post(
            chat, Message(0, chat.id, seat.account, self.world.now, service={"forum_topic_created": created})
        )
        chat.topics.add(message.id)
        chat.messages[message.id] = message = replace(message, topic=message.id)
        self.world.tell("message", chat, message)
        return message.id

    def set_bot(self, by: Person, status: Status, **rights: bool) -> None:
        """Add, promote, mute or throw out the bot; it gets my_chat_member."""
        chat = self.chat
        old = member_told(self.world, chat, self.world.bot.id)
        chat.members[self.world.bot.id] = Rights(status, **rights)
        membership_update(self.world, chat, by.id, old)

    def promote(self, person: Person) -> None:
        self.chat.members[person.id] = Rights("administrator")

    def leaves(self, person: Person) -> None:
        """Let a person go; the bot gets the service message."""
        chat = self.chat
        chat.members[person.id] = Rights("left")
        gone = {"left_chat_member": person.account.told()}
        self._announce(chat, person.account, gone)

    def migrate(self, by: Person) -> Chat:
        """Make a supergroup of a group: a new id, and both chats say so."""
        old = self.chat
        assert old.kind == "group"
        number = SUPERGROUPS - self.world.number("group")
        new = self.world.chats[number] = Chat(number, "supergroup", old.name)
        new.members = dict(old.members)
        self._announce(old, by.account, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self._announce(new, _ANONYMOUS, {"migrate_from_chat_id": old.id})
        return new

    def _announce(self, chat: Chat, who: Account, service: Table) -> None:
        message = self.world.post(chat, Message(0, chat.id, who, self.world.now, service=service))
        self.world.tell("message", chat, message)
