"""How many messages a second a whole bot answers on Telegram, beside others that keep nothing: `make bench`.

    python -m benchmarks.telegram [--rounds N] [--only SUBJECT …]

The bot that is measured has one core for itself; Telegram (tests/botapi) and the CET system (sandbox) have the other
one. Ours is installed as for use, and stores every message and every answer (synchronous=FULL); the rivals keep all in
memory. Every look-up asks for somebody else. Medians of the rounds; what counts are the ratios within one run.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.processes import MEASURED, OTHERS, Process, python, started

TOKEN = "1000001:AAE-made-up-for-benchmarks-0123456789"
PEOPLE = 2_000_000  # more than five rounds ask for
HELP = [{"say": "/help", "expect": "/cet"}]
LOOKUP = [{"say": "/cet {ticket} {name}", "expect": "{ticket}"}]
TALK = [
    {"say": "/cet", "expect": "准考证号"},
    {"say": "{ticket}", "expect": "姓名"},
    {"say": "{name}", "expect": "{ticket}"},
]
Steps = list[dict[str, str]]
Report = dict[str, Any]
_people = count(0, 20_000)  # the first one of each run, so that nobody is looked up twice


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot that is measured."""

    name: str
    command: tuple[str, ...]  # BOT_API, TOKEN and SYSTEMS stand for what a run has
    settings: bool = False  # wants a settings file as SETTINGS


SUBJECTS = {
    "ours": Subject("ours", python("bot.py", "--settings", "SETTINGS", "run", venv=".venv-used"), settings=True),
    "aiogram": Subject(
        "aiogram", python("-m", "benchmarks.rivals.aiogram_bot", "BOT_API", "TOKEN", "SYSTEMS", venv=".venv-interop")
    ),
    "aiogram tuned": Subject(
        "aiogram tuned",
        python("-m", "benchmarks.rivals.aiogram_bot", "BOT_API", "TOKEN", "SYSTEMS", "tuned", venv=".venv-interop"),
    ),
    "bare loop": Subject("bare loop", python("-m", "benchmarks.rivals.bare", "BOT_API", "TOKEN", "SYSTEMS")),
}


@dataclass(slots=True)
class Run:
    """One subject at work between its stand-ins."""

    telegram: str
    bot: Process
    ready_s: float
    idle_mb: float

    def load(self, steps: Steps, *, exchanges: int, chats: int = 100, rate: float = 0) -> Report:
        """Let people talk; the report of tests/botapi/load.py and the CPU of each exchange."""
        script = {
            "steps": steps,
            "chats": chats,
            "rounds": max(1, exchanges // chats // len(steps)),
            "in_flight": min(chats, 1000),
            "rate": rate,
            "warm_up": exchanges // 10,
            "first_person": next(_people),
        }
        before = self.bot.cpu_s
        report = ask(f"{self.telegram}/_fake/load", script)
        done = script["chats"] * script["rounds"] * len(steps) - report["lost"]  # type: ignore[operator] # whole numbers
        report["cpu_ms"] = (self.bot.cpu_s - before) / max(done, 1) * 1000
        return report


def ask(url: str, body: Mapping[str, object]) -> Report:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=300) as response:
        report: Report = json.load(response)
        return report


@contextmanager
def running(subject: Subject, systems: str) -> Iterator[Run]:
    """A subject with a Telegram of its own, once it has answered its first message."""
    fake = python("-m", "tests.botapi", "--fast", "--token", TOKEN)
    with (
        tempfile.TemporaryDirectory() as folder,
        started(fake, core=OTHERS, speaks=True) as telegram,
    ):
        parts = {"BOT_API": telegram.first_line, "TOKEN": TOKEN, "SYSTEMS": systems}
        if subject.settings:
            parts["SETTINGS"] = str(settings(Path(folder), telegram.first_line, systems))
        command = [parts.get(part, part) for part in subject.command]
        begun = time.perf_counter()
        with started(command, core=MEASURED) as bot:
            first = {"steps": HELP, "chats": 1}
            if ask(f"{telegram.first_line}/_fake/load", first)["lost"]:
                raise SystemExit(f"{subject.name} answers nothing")
            ready_s = time.perf_counter() - begun
            time.sleep(1)
            run = Run(telegram.first_line, bot, ready_s, bot.memory_mb)
            run.load(HELP, exchanges=200)
            yield run


def settings(folder: Path, telegram: str, systems: str) -> Path:
    """Our bot as shipped, but for limits that would only measure themselves."""
    path = folder / "settings.toml"
    path.write_text(f"""
        store.url = "sqlite:///{folder}/bot.db"
        store.key_file = "{folder}/bot.key"
        http.listen = "127.0.0.1:0"
        platforms.web.enabled = false
        platforms.telegram.enabled = true
        platforms.telegram.token = "{TOKEN}"
        platforms.telegram.base_url = "{telegram}"
        platforms.telegram.per_second = 1000000
        platforms.telegram.per_chat_second = 1000000
        bot.pictures = false  # which the rivals do not draw
        limits.commands_per_minute = 1000000
        limits.lookups_per_hour = 1000000
        providers.cet.base_url = "{systems}"
        providers.cet.per_second = 10000
        providers.cet.at_once = 1000
    """)
    return path


SCENARIOS: Mapping[str, tuple[Steps, int]] = {
    "/help": (HELP, 6000),
    "one-line look-up": (LOOKUP, 4000),
    "three-step conversation": (TALK, 6000),
}


def compare(systems: str, subjects: list[str], rounds: int) -> dict[tuple[str, str], list[Report]]:
    """Every subject in every scenario, taking turns."""
    found: dict[tuple[str, str], list[Report]] = {}
    for _round in range(rounds):
        for name in subjects:
            with running(SUBJECTS[name], systems) as run:
                for scenario, (steps, exchanges) in SCENARIOS.items():
                    report = run.load(steps, exchanges=exchanges)
                    found.setdefault((name, scenario), []).append(report)
                    say(f"  {name:<14} {scenario:<24} {report['per_second']:>7.0f}/s  {report['cpu_ms']:.3f} ms CPU")
                found.setdefault((name, "start"), []).append({"ready_s": run.ready_s, "idle_mb": run.idle_mb})
    return found


def middle(reports: list[Report], key: str) -> float:
    return median(float(report[key]) for report in reports)


def table(found: dict[tuple[str, str], list[Report]], subjects: list[str]) -> None:
    """Medians: messages answered a second, CPU of each, wrong and lost ones, and what ours is to each rival."""
    say("\n| | " + " | ".join(SCENARIOS) + " | ready | idle |\n|---|" + "--:|" * (len(SCENARIOS) + 2))
    for name in subjects:
        cells = []
        for scenario in SCENARIOS:
            reports = found[name, scenario]
            wrong = sum(report["wrong"] + report["lost"] for report in reports)
            cells.append(
                f"{middle(reports, 'per_second'):,.0f}/s, {middle(reports, 'cpu_ms'):.2f} ms, p99 "
                f"{middle(reports, 'p99_ms'):.0f} ms" + (f", **{wrong} wrong**" if wrong else "")
            )
        start = found[name, "start"]
        say(f"| {name} | {' | '.join(cells)} | {middle(start, 'ready_s'):.2f} s | {middle(start, 'idle_mb'):.0f} MB |")
    for name in [each for each in subjects if each != "ours" and "ours" in subjects]:
        ratios = [
            f"{middle(found['ours', each], 'per_second') / middle(found[name, each], 'per_second'):.2f}"
            for each in SCENARIOS
        ]
        say(f"| ours to {name} | {' | '.join(ratios)} | | |")


def growth(systems: str) -> float:
    """How ours grows with its chats; messages a second of a look-up with a hundred of them."""
    say("\n| chats | look-ups a second | CPU each | p50 | p99 |\n|--:|--:|--:|--:|--:|")
    middling = 0.0
    for chats, exchanges in ((1, 300), (100, 4000), (10_000, 10_000)):
        with running(SUBJECTS["ours"], systems) as run:
            report = run.load(LOOKUP, exchanges=exchanges, chats=chats)
            say(
                f"| {chats:,} | {report['per_second']:,.0f} | {report['cpu_ms']:.2f} ms | {report['p50_ms']:.0f} ms "
                f"| {report['p99_ms']:.0f} ms |"
            )
            middling = report["per_second"] if chats == 100 else middling
    return middling


def at_half_load(systems: str, full: float, rounds: int) -> None:
    """Latency while half as many look-ups come as can be answered, whether the bot keeps up or not.

    The bare loop does nothing of its own: what it takes at the same pace is the stand-ins' own time.
    """
    found: dict[str, list[Report]] = {}
    for _round in range(rounds):
        for name in ("ours", "bare loop"):
            with running(SUBJECTS[name], systems) as run:
                report = run.load(LOOKUP, exchanges=int(full * 4), chats=500, rate=full / 2)
                found.setdefault(name, []).append(report)
    say(
        f"\nat half load ({full / 2:,.0f}/s), in milliseconds\n\n| | p50 | p99 | p99 of each start |\n|---|--:|--:|---|"
    )
    for name, reports in found.items():
        each = ", ".join(f"{report['p99_ms']:.0f}" for report in reports)
        say(f"| {name} | {middle(reports, 'p50_ms'):.0f} | {middle(reports, 'p99_ms'):.0f} | {each} |")


def say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(SUBJECTS), choices=SUBJECTS)
    asked = parser.parse_args()
    sandbox = python("bot.py", "sandbox", "--port", "0", "--people", str(PEOPLE))
    with started(sandbox, core=OTHERS, speaks=True) as system:
        systems = next(word.rstrip(".") for word in system.first_line.split() if word.startswith("http"))
        found = compare(systems, asked.only, asked.rounds)
        table(found, asked.only)
        if "ours" in asked.only:
            at_half_load(systems, growth(systems), asked.rounds)


if __name__ == "__main__":
    main()
