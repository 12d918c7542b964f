"""People with QQ, as a test plays them."""

from dataclasses import dataclass, field

from tests.qqside import files, segments
from tests.qqside.asking import joined
from tests.qqside.events import event
from tests.qqside.records import Account, Asked, File, GroupRecord, Member, Message, Place, Role
from tests.qqside.segments import Segment
from tests.qqside.wire import Wire
from tests.qqside.world import BOT, PATIENCE_S, World


@dataclass
class Seat:
    """One person in one chat."""

    wire: Wire
    account: Account
    place: Place
    temporary: int = 0  # the group through which a stranger writes in private
    heard: int = 0  # of the bot's messages, in order

    @property
    def world(self) -> World:
        return self.wire.world

    @property
    def said(self) -> list[Message]:
        """What the bot said here, recalled or not."""
        return [each for each in self.world.chats.get(self.place, []) if each.sender == BOT]

    @property
    def ahead(self) -> Message | None:
        """What the bot said and was not heard yet."""
        return next(iter(self.said[self.heard :]), None)

    @property
    def shown(self) -> list[Message]:
        """What everybody here reads now."""
        return [each for each in self.world.chats.get(self.place, []) if not each.recalled]

    async def say(self, text: str, *, mention: bool = False, replying_to: Message | None = None) -> Message:
        """Write a line; with a mention it begins with the bot's name, as QQ puts it."""
        parts = [segments.reply(replying_to.id)] if replying_to else []
        if mention:
            parts += [segments.at(BOT), segments.text(" ")]
        return await self.send(*parts, segments.text(text))

    async def upload(self, name: str, body: bytes) -> Message:
        """Send a file: as a picture where it is one."""
        file = File(name, body)
        shown = files.sent(self.world, file)
        if shown.kind == "file" and not self.world.variant.extras:
            await self.wire_up()
            told = {"id": shown.data["file_id"], "name": name, "size": len(body), "busid": 0}
            self.world.noticed("offline_file", user_id=self.account.id, file=told)
        return await self.send(shown)

    async def send(self, *parts: Segment) -> Message:
        await self.wire_up()
        message = self.world.post(self.account.id, self.place, parts)
        self.world.emit(event(self.world, message, temporary=self.temporary))
        return message

    async def recall(self, message: Message) -> None:
        message.recalled = True
        told = {"user_id": self.account.id, "message_id": message.id}
        if self.place.kind == "group":
            self.world.noticed("group_recall", group_id=self.place.id, operator_id=self.account.id, **told)
        else:
            self.world.noticed("friend_recall", **told)

    async def hears(self, *parts: str) -> Message:
        """The bot's next message here, which holds all of these parts."""
        await self.world.bell.until(lambda: len(self.said) > self.heard, PATIENCE_S)
        message = self.said[self.heard]
        self.heard += 1
        missing = [part for part in parts if part not in message.text]
        assert not missing, f"{missing} not in {message.text!r}"
        return message

    async def wire_up(self) -> None:
        """Whoever writes while the bot is away is not heard: wait until it is there."""
        await self.world.bell.until(lambda: self.wire.connected, PATIENCE_S)


@dataclass
class Group:
    """A group, which the bot owns until a test says otherwise."""

    wire: Wire
    record: GroupRecord
    _seats: dict[int, Seat] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.record.id

    def seat(self, account: Account, role: Role = "member") -> Seat:
        """Where this person sits; whoever comes first takes the role."""
        self.record.members.setdefault(account.id, Member(role))
        return self._seats.setdefault(account.id, Seat(self.wire, account, self.record.place))

    def set_role(self, number: int, role: Role) -> None:
        self.record.members[number].role = role
        if role != "owner":
            sub_type = "set" if role == "admin" else "unset"
            self.wire.world.noticed("group_admin", sub_type=sub_type, group_id=self.id, user_id=number)

    def mute(self, seconds: int = 600) -> None:
        """Let the bot be silenced, or heard again with 0."""
        self.record.members[BOT].muted = seconds > 0
        fields = {"sub_type": "ban" if seconds else "lift_ban", "duration": seconds}
        self.wire.world.noticed("group_ban", group_id=self.id, user_id=BOT, operator_id=self._somebody(), **fields)

    def kick(self) -> None:
        del self.record.members[BOT]
        fields = {"sub_type": "kick_me", "operator_id": self._somebody()}
        self.wire.world.noticed("group_decrease", group_id=self.id, user_id=BOT, **fields)

    def take_in(self) -> None:
        """Let somebody who may bring the bot in."""
        joined(self.wire.world, self.record, BOT, by=self._somebody(), how="invite")

    async def invite(self, account: Account) -> Asked:
        """Ask the bot to come in."""
        return ask(self.wire.world, Asked("invite", account.id, self.id))

    def _somebody(self) -> int:
        return next((number for number in self.record.members if number != BOT), BOT)


def ask(world: World, asked: Asked) -> Asked:
    """Put a request to the bot."""
    flag = f"flag-{world.number('flag')}"
    world.asked[flag] = asked
    fields: dict[str, object] = {"user_id": asked.user, "comment": "请通过", "flag": flag}
    if asked.kind == "friend":
        world.happened("request", request_type="friend", **fields)
    else:
        world.happened("request", request_type="group", sub_type=asked.kind, group_id=asked.group, **fields)
    return asked
