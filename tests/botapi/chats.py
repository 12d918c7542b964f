"""What a bot may ask about chats and members, "typing", and leaving."""

from tests.botapi.call import Call, Table
from tests.botapi.errors import bad_request
from tests.botapi.records import Chat, Rights
from tests.botapi.words import words
from tests.botapi.world import World

_ACTIONS = words(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note"""
)
_ADMIN = words("""can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members
 can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories""")


def get_me(world: World, _call: Call) -> Table:
    return {
        **world.bot.told(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.settings.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def send_action(world: World, call: Call) -> bool:
    action = call.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.reachable(call).actions.append(action)
    return True


def get_chat(world: World, call: Call) -> Table:
    chat = world.reachable(call)
    return {**chat.told(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


def get_member(world: World, call: Call) -> Table:
    chat = world.reachable(call)
    user = call.whole("user_id")
    if world.account(user) is None:
        raise bad_request("member not found")
    return member_told(world, chat, user)


def get_administrators(world: World, call: Call) -> list[Table]:
    chat = world.reachable(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    leading = [user for user, rights in chat.members.items() if rights.status in ("creator", "administrator")]
    return [
        member_told(world, chat, user)
        for user in leading
        # Other bots are left out by default, the asking one isn't.
        if user == world.bot.id or call.flag("return_bots") or not _is_bot(world, user)
    ]


def count_members(world: World, call: Call) -> int:
    chat = world.reachable(call)
    return sum(rights.status not in ("left", "kicked") for rights in chat.members.values())


def leave(world: World, call: Call) -> bool:
    chat = world.reachable(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    old = member_told(world, chat, world.bot.id)
    chat.members[world.bot.id] = Rights("left")
    membership_update(world, chat, world.bot.id, old)
    return True


def member_told(world: World, chat: Chat, user: int) -> dict[str, object]:
    rights, account = chat.members.get(user, Rights("left")), world.account(user)
    assert account is not None
    told: dict[str, object] = {"status": rights.status, "user": account.told()}
    match rights.status:
        case "creator":
            told["is_anonymous"] = False
        case "administrator":
            told.update(dict.fromkeys(_ADMIN, False), can_be_edited=False, is_anonymous=False)
            told.update(can_manage_chat=True, can_delete_messages=rights.can_delete_messages)
        case "kicked":
            told["until_date"] = 0
        case "restricted":
            told.update(dict.fromkeys(_RESTRICTED, False), is_member=True, until_date=0)
            told["can_send_messages"] = rights.can_send_messages
    return told


def membership_update(world: World, chat: Chat, by: int, old: Table) -> None:
    """Tell the bot that its own place in a chat changed; `old` is what `member_told` said before."""
    actor = world.account(by)
    assert actor is not None
    change = {
        "chat": chat.told(),
        "from": actor.told(),
        "date": world.now,
        "old_chat_member": old,
        "new_chat_member": member_told(world, chat, world.bot.id),
    }
    world.updates.add("my_chat_member", change, f"member:{chat.id}")


def _is_bot(world: World, user: int) -> bool:
    account = world.account(user)
    return account is not None and account.is_bot


_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_RESTRICTED = words("""can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos
 can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews
 can_react_to_messages can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics""")
