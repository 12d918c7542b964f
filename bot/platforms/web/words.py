"""What the page itself says."""

from functools import cache

from bot.words import Text, _, render


def page_words(name: str) -> dict[str, Text]:
    """Every word of the page by the name that its template and its script know it by."""
    return {
        "title": _("{name} · 查成绩", name=name),
        "log": _("与 {name} 的对话", name=name),
        "message": _("消息"),
        "placeholder": _("输入消息"),
        "hidden_placeholder": _("输入的内容不会显示"),
        "reveal": _("显示输入"),
        "send": _("发送"),
        "attach": _("发送文件"),
        "menu": _("菜单"),
        "help": _("帮助"),
        "leave": _("退出这台设备"),
        "leave_title": _("要退出这台设备吗？"),
        "leave_lost": _("这台设备上的聊天记录会看不到了，所有标签页都会退出。"),
        "leave_bound": _(
            "在这里记住的学校和语言、绑定的账号和订阅也找不回来了。"
            "要留下它们，先用 /link 关联另一个平台；要删除，先用 /forget。"
        ),
        "cancel": _("取消"),
        "left": _("已退出这台设备"),
        "left_text": _("聊天记录不再显示。重新开始会是一段新的对话。"),
        "restart": _("重新开始"),
        "online": _("在线"),
        "connecting": _("正在连接…"),
        "offline": _("连接断开了，正在重新连接…"),
        "retry_now": _("立即重试"),
        "typing": _("{name} 正在输入…", name=name),
        "new_messages": _("新消息"),
        "sending": _("发送中"),
        "failed": _("未送达"),
        "retry": _("重试"),
        "too_big": _("文件超过 8 MB，没有发送。"),
        "unreadable": _("这个文件读不出来，没有发送。"),
        "you_said": _("我："),
        "bot_said": _("{name}：", name=name),
        "chosen": _("已选择"),
        "picture": _("图片"),
        "today": _("今天"),
        "yesterday": _("昨天"),
        "no_script": _("这个页面需要 JavaScript 才能聊天。请在浏览器里打开它。"),
        "welcome": _("你好，我是 {name}", name=name),
        "welcome_text": _("发一句命令，或者从这里开始："),
        "welcome_room": _("这里是群聊，大家都看得到彼此的消息。用命令或 @{name} 叫我：", name=name),
        "room_wrong": _("房间名要有 1 到 40 个字。"),
        "not_here": _("这里没有这个页面。"),
        "home": _("回到聊天"),
    }


@cache
def spoken(name: str, language: str) -> dict[str, str]:
    return {key: render(word, language) for key, word in page_words(name).items()}


ALONE = _("私聊在这个网站的首页，用同一个浏览器打开。")
BUTTON = _("（按钮）")
REMOVED = _("（这条消息已移除）")
