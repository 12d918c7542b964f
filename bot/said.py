"""What the runtime itself says; handlers say the rest."""

from collections.abc import Mapping

from bot.batches import End, Standing
from bot.forms import Menu
from bot.messages import Option, Reply
from bot.people import Limit
from bot.words import Lines, Text, Words, _, lines

UNCOVER = _("查看")
HELP = Option(_("帮助"), "/help")


def hint(menu: Menu) -> Reply:
    """What to try, from the head of the menu."""
    first = [form for form in menu if form.off is None and form.counts][:2]
    options = [Option(form.summary, f"/{form.name}") for form in first]
    return Reply(_("没看懂。可以从这里开始，或发送 /help 看看我能做什么。"), (*options, HELP))


def no_files() -> Reply:
    return Reply(_("现在用不上文件。先发送要用它的命令，再发文件；/help 列出了所有命令。"), (HELP,))


def file_too_large() -> Words:
    return _("文件太大了，最多 1 MB。")


def file_not_fetched() -> Words:
    return _("没能取到这个文件，请再发一次。")


def unknown_command() -> Reply:
    return Reply(_("没有这个命令。/help 列出了所有命令。"), (HELP,))


def stale() -> Reply:
    return Reply(_("这个按钮已经过期了。"))


def late(form: str) -> Reply:
    return Reply(_("上一个问题等得太久，已经作废了。想接着做，请重新开始。"), (Option(_("重新开始"), f"/{form}"),))


def too_fast(wait_s: float) -> Reply:
    return Reply(_("你发得太快了，{seconds} 秒内的消息我都不会处理。", seconds=str(max(1, round(wait_s)))))


def used_up(limit: Limit, *, network: bool) -> Reply:
    most = str(limit.most)
    if network:
        return Reply(_("你所在的网络查询太多了，请稍后再试。"))
    if limit.kind == "name":
        return Reply(_("今天按姓名查询的不同名字已达 {most} 个，请明天再试，或用准考证号查询（/cet）。", most=most))
    return Reply(_("查询太频繁：每小时最多 {most} 次。请稍后再试；一小时内查过的同一条不再计次。", most=most))


def too_old() -> Reply:
    return Reply(_("这条消息是一个多小时前发的，当时我没能处理。请重新发送。"))


def fault(reference: str, contact: str) -> Reply:
    words = _("出了点意外，没能完成。编号 {reference}", reference=reference)
    return Reply(lines(words, _("可以把编号告诉：{contact}", contact=contact) if contact else None))


def banned(contact: str) -> Reply:
    return Reply(
        lines(
            _("管理员已停止为你服务。"),
            _("有疑问可以联系：{contact}", contact=contact) if contact else None,
        )
    )


def uncertain(reference: str, check: Words | None) -> Reply:
    """`check` says how to find out what became of it."""
    return Reply(
        lines(
            _("处理这条消息时我被打断了，不确定是否已经生效，所以没有重做。"),
            check or _("请先检查结果。"),
            _("编号 {reference}", reference=reference),
        )
    )


def announcement() -> Text:
    return _("正在查询，请稍等……")


def cancelled() -> Reply:
    return Reply(_("好的，已取消。"))


def nothing_open() -> Reply:
    return Reply(_("现在没有进行中的提问。"))


def first_question() -> Words:
    return _("这已经是第一个问题了。")


def sent_privately(alone: Words) -> Reply:
    """`alone` says how the private chat is found, where that needs saying."""
    return Reply(lines(_("已私聊回复你。"), alone or None))


def go_private(home: str, alone: Words) -> Reply:
    """`home` is a link that leads there."""
    way = _("点这里找我：{home}", home=home) if home else alone
    return Reply(lines(_("这个请和我私聊，群里不方便。"), way or None))


def befriend() -> Reply:
    return Reply(_("这个请和我私聊，群里不方便。还不是好友的话，先加我为好友。"))


def page(address: str) -> Reply:
    return Reply(
        lines(
            _("请在这个页面里填写，密码不会出现在聊天里。10 分钟内有效，只能用一次："),
            address,
        )
    )


def please_recall() -> Reply:
    return Reply(_("这条消息里有不该让别人看到的内容，我删不掉它，请你自己撤回。"))


def group_admins_only() -> Reply:
    return Reply(_("这项设置属于整个群，只有群管理员可以改。"))


def line_lost() -> Words:
    return _("保存的这一行已经读不出来，所以没有做。")


def batch_progress(title: Words, standing: Standing) -> Text:
    return _("{title}：已完成 {share} ……", title=title, share=batch_share(standing))


def batch_stopped(title: Words, standing: Standing) -> Text:
    return _("{title}：已停止，完成了 {share}。", title=title, share=batch_share(standing))


def batch_share(standing: Standing) -> str:
    return f"{standing.ended}/{standing.total}"


def batch_waits(title: Words, standing: Standing, why: Words) -> Lines:
    """Said again and again in one place, or once where nothing can be put in another's place."""
    share = batch_share(standing)
    return lines(
        _("{title}：已完成 {share}，现在暂停。", title=title, share=share),
        why,
        _("系统恢复后会自己继续，已做的不会重做。"),
    )


def batch_given_up(title: Words, standing: Standing, why: Words | None, word: str) -> Reply:
    share = batch_share(standing)
    text = lines(_("{title}：试了一天也没能继续，已停止。已完成 {share}。", title=title, share=share), why)
    return Reply(text, batch_resting(word))


def batch_running(word: str) -> tuple[Option, ...]:
    """The button of a batch that goes on."""
    return (Option(_("停止"), f"/batch stop {word}"),)


def batch_resting(word: str) -> tuple[Option, ...]:
    """The buttons of a batch that was stopped."""
    return Option(_("继续"), f"/batch resume {word}"), Option(_("就此结束"), f"/batch end {word}")


def platform_off() -> Words:
    return _("这个平台现在没有开通。")


def batch_ended(title: Words, counts: Mapping[End, int]) -> Lines:
    """How a batch ended; the file that comes with it tells of each line."""
    done = _("{title}：已结束。成功 {count} 行。", title=title, count=str(counts.get(End.DONE, 0)))
    refused, unknown = counts.get(End.REFUSED, 0), counts.get(End.UNKNOWN, 0)
    left = counts.get(End.WAITING, 0)
    return lines(
        done,
        _("被拒绝 {count} 行。", count=str(refused)) if refused else None,
        _("⚠ 不确定是否生效 {count} 行：没有重做，请按结果文件里的说明核对。", count=str(unknown)) if unknown else None,
        _("没有做 {count} 行。", count=str(left)) if left else None,
        _("每一行的结果见文件。"),
    )


def broadcast_ended(title: Words, counts: Mapping[End, int]) -> Lines:
    """How a batch ended whose lines are people; no file names them."""
    refused, unknown = counts.get(End.REFUSED, 0), counts.get(End.UNKNOWN, 0)
    left = counts.get(End.WAITING, 0)
    return lines(
        _("{title}：已结束，发给了 {count} 人。", title=title, count=str(counts.get(End.DONE, 0))),
        _("没有发给 {count} 人：已删除数据、被封禁，或那个平台没有开通。", count=str(refused)) if refused else None,
        _("⚠ 不确定有没有发给 {count} 人。", count=str(unknown)) if unknown else None,
        _("停止时还没有发给 {count} 人。", count=str(left)) if left else None,
    )
