"""The demo's panel beside the chat: whoever tries the bot plays the exam systems, and sees what people are told.

It steers the sandbox and stands nowhere but in `bot.py demo`.
"""

import asyncio
import html
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from itertools import cycle
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import web

from bot.words import LANGUAGES, Words, _, lines, render

Steer = Callable[[str, Mapping[str, object]], Awaitable[None]]
"""Tells the sandbox to do something; see docs/sandbox.md."""

ACCOUNT, NAME = "linxiaowen", "林晓雯"  # who is played; stands in sandbox/data.toml
_CLASS: Final = {"陈浩": 91, "黄子轩": 84, "周雨欣": 73, "李一鸣": 66, "赵一鸣": 48}  # the others, and their scores
_PARTS: Final = {"demo.css": "text/css", "demo.js": "text/javascript"}
_FAILS_S, _SLOW_S = 20, 5
_LOOK_UPS: Final = {"kaoshiyun": "/grades", "cet": "/cet 440530242110305 林晓雯"}
_SYSTEMS: Final[Mapping[str, Words]] = {"kaoshiyun": _("考试云"), "cet": _("四六级")}


class DemoPanel:
    """The panel, and what its buttons do. The exam is called anew at each start, so that no earlier one is meant."""

    def __init__(self, steer: Steer, exam: str, language: str) -> None:
        self._steer, self._exam, self._language = steer, exam, language
        self._scores = cycle((78, 92, 55, 86))
        self._score: int | None = None  # None: not out, or withdrawn
        self._others = False  # whether the class has its grades
        self._busy = asyncio.Lock()
        self._does: dict[str, Callable[[str], Awaitable[Words]]] = {
            "publish": self._publish,
            "change": self._change,
            "withdraw": self._withdraw,
            "slow": self._slow,
            "down": self._down,
            "mend": self._mend,
        }

    async def prepare(self) -> None:
        """The exam is over, and nobody has a grade yet."""
        await self._steer("publish", {"system": "kaoshiyun", "exam": self._sat})

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/demo/{part}", _part), web.post("/demo/{deed}", self.done)]

    def beside(self, language: str, *, room: bool = False) -> str:
        """The markup for the private chat's page, or a room's."""
        words = {name: html.escape(render(each, language)) for name, each in _words().items()}
        commands = {
            "bind": f"/bind kaoshiyun {ACCOUNT} {NAME}",
            "watch": f"/watch kaoshiyun {ACCOUNT}",
            "follow": f"/watch {self._exam}",
        }
        steps = Template(_static("room.html" if room else "private.html")).substitute(words | commands)
        options = "".join(_option(system, language) for system in _SYSTEMS)
        return Template(_static("demo.html")).substitute(
            words, steps=steps, options=options, ask=_LOOK_UPS["kaoshiyun"]
        )

    async def done(self, request: web.Request) -> web.Response:
        """One button. Only from our own page: the sandbox obeys whoever is on this machine."""
        if request.headers.get("Origin") != f"{request.scheme}://{request.host}":
            raise web.HTTPForbidden
        do = self._does.get(request.match_info["deed"])
        if do is None:
            raise web.HTTPNotFound
        system = request.query.get("system", "kaoshiyun")
        if system not in _SYSTEMS:
            raise web.HTTPBadRequest
        async with self._busy:
            said = await do(system)
        language = request.query.get("language", "").replace("-", "_")
        spoken = language if language in LANGUAGES else self._language
        return web.Response(text=render(said, spoken), headers={"Cache-Control": "no-store"})

    async def _publish(self, _system: str) -> Words:
        if self._score is not None:
            return _("已经发布过了，试试改分或撤回。")
        if not self._others:
            for number, (name, score) in enumerate(_CLASS.items()):
                await self._grade(f"demo{number}", name=name, score=score)
            self._others = True
        await self._scored()
        return lines(_("已发布：{name} {score} 分。", name=NAME, score=str(self._score)), _SOON)

    async def _change(self, _system: str) -> Words:
        if self._score is None:
            return _FIRST
        await self._scored()
        return lines(_("已改分：{name} 现在 {score} 分。", name=NAME, score=str(self._score)), _SOON)

    async def _withdraw(self, _system: str) -> Words:
        if self._score is None:
            return _FIRST
        await self._grade(ACCOUNT, withdrawn=True)
        self._score = None
        return lines(_("已撤回 {name} 的成绩。", name=NAME), _SOON)

    async def _slow(self, system: str) -> Words:
        await self._steer("fault", {"system": system, "kind": "latency", "seconds": _FAILS_S, "delay_s": _SLOW_S})
        return _(
            "{system}要等 {wait} 秒才应答，持续 {seconds} 秒。现在查一下看看。",
            system=_SYSTEMS[system],
            wait=str(_SLOW_S),
            seconds=str(_FAILS_S),
        )

    async def _down(self, system: str) -> Words:
        await self._steer("fault", {"system": system, "kind": "status", "seconds": _FAILS_S})
        return _(
            "{system}停机 {seconds} 秒。现在查一下看看；之后机器人会自己接着查。",
            system=_SYSTEMS[system],
            seconds=str(_FAILS_S),
        )

    async def _mend(self, system: str) -> Words:
        for kind in ("latency", "status"):
            await self._steer("fault", {"system": system, "kind": kind, "seconds": 0})
        return _("{system}恢复了。连续失败过的话，机器人歇半分钟再问。", system=_SYSTEMS[system])

    async def _grade(self, account: str, **grade: object) -> None:
        await self._steer("publish", {"system": "kaoshiyun", "exam": self._sat, "grade": {"account": account, **grade}})

    @property
    def _sat(self) -> dict[str, object]:
        name = render(_("演示测验"), self._language)
        return {"id": self._exam, "name": name, "begin": "-1 09:00", "end": "-1 10:00", "pass": 60, "full": 100}

    async def _scored(self) -> None:
        score = next(self._scores)
        await self._grade(ACCOUNT, score=score)
        self._score = score


_SOON = _("几秒内就会有通知。")
_FIRST = _("还没有成绩，先发布。")


def _words() -> dict[str, Words]:
    return {
        "title": _("演示面板"),
        "play": _("这里你来扮演考试系统，看机器人告诉大家什么。只有演示里有这个面板。"),
        "account_is": _("考生 {name}，账号 {account}，证明就是姓名。", name=NAME, account=ACCOUNT),
        "bind_step": _("绑定这个账号"),
        "watch_step": _("订阅它的新成绩"),
        "room_step": _("再开一个群，在那里订阅这场考试"),
        "open_room": _("打开群聊（新标签页）"),
        "first": _("先在私聊里绑定账号，群里才能订阅考试"),
        "open_chat": _("打开私聊（新标签页）"),
        "follow_step": _("在群里订阅这场考试"),
        "press_step": _("然后按下面的按钮，看两边各收到什么"),
        "grades": _("成绩"),
        "publish": _("发布"),
        "change": _("改分"),
        "withdraw": _("撤回"),
        "faults": _("故障"),
        "system": _("哪个系统"),
        "slow": _("变慢"),
        "down": _("停机"),
        "mend": _("恢复"),
        "try_it": _("查一下"),
        "failed": _("没有成功，演示可能已经停了。"),
    }


def _option(system: str, language: str) -> str:
    name = html.escape(render(_SYSTEMS[system], language))
    return f'<option value="{system}" data-ask="{_LOOK_UPS[system]}">{name}</option>'


async def _part(request: web.Request) -> web.Response:
    kind = _PARTS.get(request.match_info["part"])
    if kind is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=_static(request.match_info["part"]), content_type=kind, headers=headers)


@cache
def _static(name: str) -> str:
    return (Path(__file__).parent / "panel" / name).read_text(encoding="utf-8")
