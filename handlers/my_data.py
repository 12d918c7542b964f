"""What is kept of a person: told, handed out, and deleted."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.changes import Forget
from bot.forms import Answers, Done, Form, Leave, Outcome
from bot.keeping import Record, Records, Watches
from bot.messages import Document, Option, Reply
from bot.people import Person
from bot.watches import Watch
from bot.words import Words, _, lines
from handlers.sure import YES, sure_step

# By the table that it stands in, in the order in which a person would ask; docs/privacy.md has the same in full.
KEPT: Final[Mapping[str, Words]] = {
    "accounts": _("绑定的账号，和证明时用的姓名：加密，直到解绑"),
    "credits": _("校园账号的登录凭证（不是密码）：加密，直到退出、失效，或没有人再绑定它"),
    "readings": _("从考试系统读来的、与已绑定账号有关的成绩：加密，几分钟后重读"),
    "watches": _("你订阅了什么、在哪里通知你：直到退订或解绑"),
    "aims": _("为订阅要去看的账号或考试：加密，没有人再订阅后，下次去看时删除"),
    "known": _("订阅的账号上次的成绩和绑定，用来发现变化：加密，没有人再订阅后一分钟内删除"),
    "persons": _("语言、学校、免打扰这些设置：直到修改"),
    "addresses": _("你在平台上的编号，只在保存了上面这些时才有：一起删除"),
    "inbox": _("你发来的消息：加密，答完就删"),
    "outbox": _("要发给你的回答和通知：加密，发出就删"),
    "conversations": _("没答完的提问：加密，答完、取消，或最多一天多"),
    "buttons": _("按钮后面的长内容：加密，7 天"),
    "batches": _("管理员用文件交办的任务在哪里告诉你：直到做完，停止的最多一周"),
    "batch_rows": _("交办的每一行和它的结果：加密，做完发出结果就删"),
    "tokens": _("一次性链接、邀请码、通知里的按钮和盖住的成绩：加密，10 分钟到 30 天"),
    "history": _("网页聊天的记录，隐藏输入的只留 ••••：加密，30 天"),
    "files": _("网页聊天里发给你的文件：加密，30 天"),
    "dead": _("出了故障、没能处理或送达的消息：加密，90 天"),
    "seen": _("某条消息收到过：只有摘要，48 小时"),
    "counts": _("查过几次、查的是不是同一条：只有摘要，一小时到一天"),
    "tries": _("绑定时试过几次：只有摘要，一天"),
    "gone": _("你屏蔽了我：聊天的编号，直到解除；满 90 天就忘掉你的一切"),
    "bans": _("管理员停止为你服务：只有摘要，直到解除"),
    "audits": _("管理员做过什么操作：只有摘要，400 天"),
    "ended": _("退出过的设备：只有摘要，400 天"),
    "chats": _("群的语言、学校和免打扰：属于群，直到修改"),
    "rooms": _("网页房间由谁管理：你的编号，直到你删除自己的数据"),
}
_NEVER: Final = _("从不保存密码。除了网页聊天的记录，没有绑定的成绩和姓名都不留。")


def privacy_form(contact: str) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        mine = _("你现在绑定了 {count} 个账号。", count=str(len(person.accounts)))
        text = lines(
            _("我保存什么，保存多久："),
            *(_("· {what}", what=what) for what in KEPT.values()),
            _NEVER,
            mine if person.accounts else None,
            _("/export 把关于你的一切交给你，/forget 把它们全部删除。"),
            _("有疑问请联系：{contact}", contact=contact) if contact else None,
        )
        return Done((Reply(text, (Option(_("导出"), "/export"), Option(_("删除我的数据"), "/forget"))),))

    return Form("privacy", _("我保存了你的什么"), run, words=("隐私",), place="private")


def export_form(records: Records, watches: Watches) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        record = await records.of(person.id, person.handle)
        document = Document("gradebell.json", _exported(person, record, await watches.of(person.id)))
        return Done((Reply(_("这是我保存的、关于你的一切。里面有完整的账号，请收好。"), document=document),))

    return Form("export", _("导出我的数据"), run, words=("导出",), place="private")


def _exported(person: Person, record: Record, watches: Sequence[Watch]) -> bytes:
    """Passwords are not kept, and credits are nobody's to see: neither is in it."""
    school = person.school
    document = {
        "made": person.now.isoformat(timespec="seconds"),
        "addresses": record.handles,
        "language": person.language,
        "school": {"province": school.province, "name": school.name} if school else None,
        "quiet": str(person.quiet) if person.quiet else None,
        "spoiler": person.spoiler,
        "remind": person.remind,
        "accounts": [
            {
                "system": account.system,
                "account": account.number,
                "name": account.name,
                "since": _moment(account.since, person),
                "suspended": account.suspended,
            }
            for account in person.accounts
        ],
        "watches": [_watched(each, person) for each in watches],
        "unfinished": record.unfinished,
        "counted": dict(record.counted),
        "lines of files": dict(record.lines),
        "messages": [
            {"at": _moment(each.at, person), "from": "me" if each.by_the_person else "bot", "text": each.text}
            for each in record.messages
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _watched(watch: Watch, person: Person) -> dict[str, object]:
    account = next((each.number for each in person.accounts if each.id == watch.account), None)
    return {
        "kind": watch.aim.kind,
        "what": watch.aim.part or None,
        "account": account,
        "since": _moment(watch.since, person),
        "paused": watch.paused,
    }


def _moment(at: float, person: Person) -> str:
    return datetime.fromtimestamp(at, person.now.tzinfo).isoformat(timespec="seconds")


def forget_form() -> Form:
    async def run(answers: Answers, _person: Person) -> Outcome:
        if answers["sure"] != YES:
            return Leave()
        told = _("已经全部删除。备份里的旧数据会随备份一起过期。以后再发消息给我，就当作第一次见面。")
        return Done((Reply(told, passing=True),), (Forget(),))

    sure = sure_step(_("要删除关于你的一切吗？绑定的账号、设置和聊天记录都会删掉，找不回来。"))
    return Form("forget", _("删除我的数据"), run, words=("删除我的数据",), steps=(sure,), place="private")
