"""A person who tries everything that can be said, with secrets in it; what was used is written down."""

import hashlib
import re
import sqlite3
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import ClientSession

from tests.journeys.chat import Chat, Message, Platform
from tests.secrets.program import Program

TICKET, NAME = "440530242110305", "林晓雯"
FAULTS = {"web": ("garbage", "truncated"), "telegram": ("reset",)}
# What asks each system, once an account of it is bound; nothing that is remembered from before.
ASKING = {
    "cet": ("/cet 500060232101911 黄子轩", "/cet6 林晓雯"),
    "kaoshiyun": ("/grades", "/exams", "/bind kaoshiyun huangzixuan 黄子轩"),
    "maxuetang": ("/judge 6 1412 655432",),
    "kaoshixing": ("/grades", "/exams", "/bind kaoshixing huangzixuan 0724"),
    "wejh": ("/me", "/whois {user}", "/login {user} {new}", "/nickname 王小红"),
}
# What each answers at once and anew, so that its circuit breaker stays closed.
ANSWERED = {
    "cet": "/cet 430020241108809 赵小六",
    "kaoshiyun": "/exams",
    "maxuetang": "/judge 7 1008 1",
    "kaoshixing": "/exams",
    "wejh": "/whois 10086",
}


@dataclass
class Used:
    """Every secret that came up, by what it is."""

    hidden: dict[str, str] = field(default_factory=dict)  # is told to nobody: passwords, credits, keys
    personal: dict[str, str] = field(default_factory=dict)  # is told to its person alone: names, tickets, links

    def password(self, text: str) -> str:
        self.hidden |= {f"password {text}": text}
        for name, digest in (("md5", hashlib.md5(text.encode())), ("sha256", hashlib.sha256(text.encode()))):
            self.hidden |= {
                f"{name} of {text}": digest.hexdigest(),
                f"{name} of {text} in capitals": digest.hexdigest().upper(),
            }
        return text

    def own(self, what: str, text: str) -> str:
        self.personal[f"{what} {text}"] = text
        return text


async def tell(chat: Chat, line: str) -> list[Message]:
    """Say something; all that the bot says to it, and whatever else it had to say."""
    await chat.say(line)
    return await rest(chat)


async def rest(chat: Chat) -> list[Message]:
    await chat.say("/id")
    said: list[Message] = []
    while not said or chat.handle not in said[-1].text:
        said.append(await chat.hears())
    return said[:-1]


async def told(chat: Chat, part: str) -> None:
    """Hear it, whatever notifications come before."""
    while part not in (await chat.hears()).text:
        pass


@dataclass
class Walk:
    """One person on one platform, from the first command to the last."""

    program: Program
    platform: Platform
    admin: Chat
    used: Used
    exports: list[bytes] = field(default_factory=list)

    async def all(self) -> None:
        chat = await self.platform.private("alice")
        await self._campus(chat)
        await self._look_ups(chat)
        await self._bindings(chat)
        await self._results(chat)
        await self._group()
        told = await tell(chat, "/export")
        self.exports.append((await chat.file(told[-1]))[1])
        await tell(chat, "/privacy")

    async def _campus(self, chat: Chat) -> None:
        used, user = self.used, self.used.own("username", f"marked-{self.platform.name}")
        password, new, jh, zf = [
            used.password(f"Marked-{what}-{self.platform.name}") for what in ("pw", "new", "jh", "zf")
        ]
        pid = used.own("pid", f"2024{'7' if self.platform.name == 'web' else '8'}0061777")
        await self.program.steer("publish", system="wejh", user={"username": user, "password": password})
        await self.program.steer("publish", system="wejh", student={"pid": pid, "password": jh, "zf_password": zf})
        await tell(
            chat, f"/register {used.own('nickname', '王小明')} {used.password(f'Registered-{self.platform.name}')}"
        )
        await tell(chat, "/logout")
        await chat.say(f"/login {user} {used.password('Marked-wrong')}")
        await chat.hears("密码不对")
        told = await tell(chat, password)
        assert "已登录" in told[0].text
        await tell(chat, f"/campus jh {pid} {used.password('Marked-wrong-jh')}")
        assert "已绑定" in (await tell(chat, f"/campus jh {pid} {jh}"))[0].text
        await tell(chat, f"/campus zfedu {zf}")
        await tell(chat, f"/me email {used.own('email', f'marked-{self.platform.name}@example.com')}")
        await tell(chat, f"/me phone {used.own('phone', '13912345678')}")
        await tell(chat, "/nickname 王小红")
        await tell(chat, f"/password {used.password('Marked-old-wrong')} {new}")
        assert "密码改好了" in (await tell(chat, f"/password {password} {new}"))[0].text
        assert "王小红" in (await tell(chat, "/me"))[0].text
        await tell(chat, f"/whois {user}")
        await self._page(chat, user, new)

    async def _page(self, chat: Chat, user: str, password: str) -> None:
        """Fill in a one-time page, wrong and right, where there is one."""
        said = await tell(chat, "/login")
        wrong = self.used.password("Marked-page-wrong")
        await self._filled(said[0].text, {"username": user}, {"username": user, "password": wrong})
        await chat.hears("密码不对")
        await self._filled((await chat.hears("页面")).text, {"username": user, "password": password})
        await chat.hears("已登录")

    async def _filled(self, told: str, *fields: dict[str, str]) -> None:
        """Send these fields to the page whose address was told, one after the other."""
        link = re.search(r"http\S+/form/(\S+)", told)
        assert link, told
        self.used.own("link word", link[1])
        async with ClientSession() as session:
            for typed in fields:
                async with session.post(link[0], data=typed) as page:
                    assert not typed.get("password") or typed["password"] not in await page.text()

    async def _look_ups(self, chat: Chat) -> None:
        own = self.used.own
        await tell(chat, "/school 广东 韶关学院")
        own("name", NAME)
        own("name", "黄子轩")
        own("ticket", TICKET)
        for line in (
            f"/cet {TICKET} {NAME}",
            f"{TICKET} {NAME}",
            f"/cet4 {NAME}",
            "/cetfind 重庆 重庆邮电大学 四级 黄子轩",
        ):
            told = await tell(chat, line)
            assert any("总分" in each.text and each.file == "picture" for each in told), line
        await tell(chat, f"/cet {own('ticket', '430020241108809')} {own('name', '赵小六')}")
        await chat.say("/cet")
        await chat.hears("准考证号")
        await tell(chat, own("ticket", "610030242205516"))

    async def _bindings(self, chat: Chat) -> None:
        own = self.used.own
        await tell(chat, f"/bind cet {TICKET} {NAME}")
        await chat.say(f"/bind kaoshiyun {own('account', 'linxiaowen')} {own('name', '王小二')}")
        await chat.hears("证明不对")
        assert "已绑定" in (await tell(chat, NAME))[0].text
        await tell(chat, "/bind kaoshixing linxiaowen 0000")
        assert "已绑定" in (await tell(chat, "/bind kaoshixing linxiaowen 0305"))[0].text
        line = (await tell(self.admin, f"/invite kaoshixing {own('account', 'chenhao')}"))[0].text.splitlines()[-1]
        own("code", line.rsplit(" ", 1)[1])
        assert "已绑定" in (await tell(chat, line))[0].text
        await tell(self.admin, "/holders kaoshixing chenhao")
        await self._file(f"kaoshixing,{own('account', 'huangzixuan')}\n")
        assert (
            "管理员"
            in (await tell(chat, f"/bind kaoshiyun {own('account', 'c089d6')} {own('name', '陈翰林')}"))[0].text
        )
        await rest(self.admin)
        await self.admin.press("同意")
        await rest(self.admin)
        await told(chat, "管理员同意了")
        await tell(chat, "/accounts")
        await chat.say("/unbind c089d6")
        await told(chat, "解绑")
        await chat.say("确认")
        await told(chat, "已解绑")

    async def _file(self, lines: str) -> None:
        """An administrator's file, and the codes that come back in another one."""
        await self.admin.say("/invite")
        await self.admin.hears("哪个系统")
        await self.admin.upload("list.csv", lines.encode())
        await self.admin.hears("共 1 行")
        await self.admin.press("确认")
        await self.admin.hears("开始了")
        _name, result = await self.admin.file(await self.admin.hears("成功 1 行"))
        self.used.own("code", result.decode().splitlines()[1].split(",")[3])

    async def _results(self, chat: Chat) -> None:
        assert "86.5" in (await tell(chat, "/grades"))[-1].text
        await tell(chat, "成绩 这学期 听力")
        await tell(chat, "/exams")
        await chat.press("进入：入党积极分子考试（…owen）")
        [told] = await rest(chat)
        link = re.search(r"http\S+jwt=(\S+)", told.text)
        assert link
        self.used.own("login link", link[1])
        await tell(chat, f"/judge 7 1008 {self.used.own('submission', '655435')}")
        await chat.say("/judge")
        await chat.hears("哪种题")
        await tell(chat, "填空题")

    async def _group(self) -> None:
        group = await self.platform.group("alice", "class")
        user, password = f"marked-{self.platform.name}", self.used.password("Marked-in-a-group")
        for line in (
            *("/grades", "/grades 英语", "/exams", "/judge 7 1008 655435", "/judge", "/me", "/accounts"),
            *(f"/cet {TICKET} {NAME}", f"/cet4 {NAME}", f"/login {user} {password}", "/export"),
            *(f"/bind kaoshiyun linxiaowen {NAME}", f"/bind cet {TICKET} {NAME}", f"/unbind {TICKET}"),
        ):
            await tell(group, line)

    async def faults(self) -> None:
        """Every system answers what can't be read, or breaks off."""
        chat, user = await self.platform.private("alice"), f"marked-{self.platform.name}"
        new = self.used.password(f"Marked-new-{self.platform.name}")
        for system, asking in ASKING.items():
            for kind in FAULTS[self.platform.name]:
                before = await self._asked(system)
                for line in asking:
                    await self.program.steer("fault", system=system, kind=kind, seconds=60)
                    await tell(chat, line.format(user=user, new=new))
                    await self.program.steer("fault", system=system, kind=kind, seconds=0)
                    await tell(chat, ANSWERED[system])
                assert await self._asked(system) > before + len(asking), f"{system} met no {kind}"

    async def _asked(self, system: str) -> int:
        return len((await self.program.steer("requests", system=system))["requests"])

    async def unexpected(self) -> str:
        """A fault that nobody foresaw, of the store itself; the reference that the person is told."""
        chat = await self.platform.private("alice")
        with sqlite3.connect(self.program.folder / "bot.db", timeout=10) as database:
            database.execute("alter table readings rename to away")
        said = await tell(chat, "/grades 这学期")
        with sqlite3.connect(self.program.folder / "bot.db", timeout=10) as database:
            database.execute("alter table away rename to readings")
        reference = re.search(r"编号 ?(\w+)", said[-1].text)
        assert reference, said[-1].text
        return reference[1]


async def of_the_clients(program: Program, used: Used) -> None:
    """What the bot sent to the systems: tokens, credits and signatures that nobody typed."""
    kinds = set()
    for request in (await program.steer("requests"))["requests"]:
        sent = {**request["query"], **dict(parse_qsl(request["body"]))}
        for name in ("token", "credit", "jwt", "sign"):
            if value := sent.get(name):
                used.hidden[f"{name} {value[:12]}… of {request['system']}"] = value
                kinds.add(name)
    assert kinds == {"token", "credit", "jwt", "sign"}
