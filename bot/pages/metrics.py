"""`/metrics`: what this process did, and what waits in the database, in the text format of Prometheus.

The figures are read when they are asked for. docs/metrics.md explains each of them.
"""

import time
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cache
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.measures import BOUNDS, Measures, Spread, Systems
from bot.staff import Figures, Waiting
from bot.values import dataclass

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

_PROJECT: Final = Path(__file__).parents[2] / "pyproject.toml"
_STATES: Final = ("closed", "half-open", "open")
_CACHED_S: Final = 5.0  # however often somebody asks, the database counts its rows no more often


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may read them: whoever is on this machine, else who knows the token."""

    token: str = field(repr=False)
    open: bool  # nobody but this machine can connect, and no proxy that brings others is set up

    def refusal(self, request: web.Request) -> web.Response | None:
        """Why not; `None` where it may be read."""
        forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        if self.open and not forwarded:
            return None
        if not self.token:
            return web.Response(text="set http.token to read metrics from elsewhere\n", status=403)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if compare_digest(given.encode(errors="surrogateescape"), self.token.encode()):
            return None
        return web.Response(text="a bearer token is needed\n", status=401, headers={"WWW-Authenticate": "Bearer"})


class Metrics:
    """The route, and what it reads."""

    def __init__(self, measures: Measures, figures: Figures, systems: Systems, guard: Guard) -> None:
        self._measures, self._figures, self._systems, self._guard = measures, figures, systems, guard
        self._registry: CollectorRegistry | None = None
        self._waiting: Waiting | None = None
        self._counted_at = 0.0

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self._shown)]

    async def _shown(self, request: web.Request) -> web.Response:
        if refusal := self._guard.refusal(request):
            return refusal
        # Whoever reads no metrics pays for no library.
        from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest  # noqa: PLC0415

        if self._waiting is None or time.monotonic() - self._counted_at > _CACHED_S:
            self._waiting, self._counted_at = await self._figures.waiting(), time.monotonic()
        body = generate_latest(self._collected())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    def _collected(self) -> "CollectorRegistry":
        if self._registry is None:
            from prometheus_client import (  # noqa: PLC0415 - as above
                CollectorRegistry,
                GCCollector,
                PlatformCollector,
                ProcessCollector,
            )

            self._registry = registry = CollectorRegistry()
            registry.register(self)
            for collector in (ProcessCollector, PlatformCollector, GCCollector):
                collector(registry=registry)
        return self._registry

    def collect(self) -> "Iterator[Metric]":
        """Everything, as the library's registry asks for it."""
        from prometheus_client.metrics_core import InfoMetricFamily  # noqa: PLC0415 - as above

        about = InfoMetricFamily("gradebell", "Which version runs")
        about.add_metric([], {"version": _version()})
        yield about
        yield self._stages()
        measures = self._measures
        yield _counter("gradebell_sends", "Messages sent", ("platform", "outcome"), measures.sends.items())
        yield _counter("gradebell_looks", "Looks at what is watched", ("kind", "ended"), measures.looks.items())
        credits = {(ended,): count for ended, count in measures.credits.items()}
        yield _counter("gradebell_credits", "Credits of campus accounts", ("ended",), credits.items())
        yield from self._called()
        if self._waiting:
            yield from _waited(self._waiting)

    def _stages(self) -> "Metric":
        from prometheus_client.metrics_core import HistogramMetricFamily  # noqa: PLC0415 - as above

        stages = HistogramMetricFamily("gradebell_stage_seconds", "What a message goes through", labels=["stage"])
        for stage, spread in self._measures.stages.items():
            stages.add_metric([stage], _buckets(spread), spread.total_s)
        return stages

    def _called(self) -> "Iterator[Metric]":
        systems = self._systems()
        calls = {(each.name, ended): count for each in systems for ended, count in each.ended.items()}
        yield _counter("gradebell_calls", "Calls of exam systems", ("system", "outcome"), calls.items())
        seconds = {(each.name,): each.seconds for each in systems}
        yield _counter("gradebell_call_seconds", "Time that calls took", ("system",), seconds.items())
        states = {(each.name, state): float(each.state == state) for each in systems for state in _STATES}
        yield _gauge("gradebell_breaker", "Whether calls go through", ("system", "state"), states.items())
        times = {(each.name,): each.last_success.timestamp() for each in systems if each.last_success}
        yield _gauge(
            "gradebell_last_success_timestamp_seconds", "When a call last succeeded", ("system",), times.items()
        )


@cache
def _version() -> str:
    project: str = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return project


def _waited(waiting: Waiting) -> "Iterator[Metric]":
    depths = {(box,): depth for box, depth in waiting.depths.items()}
    rows = {box: float(depth.rows) for box, depth in depths.items()}
    yield _gauge("gradebell_rows", "What there is to do", ("box",), rows.items())
    due = {box: float(depth.due) for box, depth in depths.items()}
    yield _gauge("gradebell_due_rows", "What of it is due", ("box",), due.items())
    late = {box: depth.late_s for box, depth in depths.items()}
    yield _gauge("gradebell_oldest_due_seconds", "How long what is due longest is", ("box",), late.items())
    dead = {(box,): float(waiting.dead.get(box, 0)) for box in ("inbox", "outbox")}
    yield _gauge("gradebell_dead_rows", "What was set aside", ("box",), dead.items())


def _buckets(spread: Spread) -> list[tuple[str, float]]:
    """Each class with all below it, as the format wants it."""
    ends = [*(str(bound) for bound in BOUNDS), "+Inf"]
    sums = [sum(spread.counts[: place + 1]) for place in range(len(ends))]
    return list(zip(ends, map(float, sums), strict=True))


_Values = Iterable[tuple[tuple[str, ...], float]]


def _counter(name: str, about: str, labels: tuple[str, ...], values: _Values) -> "Metric":
    from prometheus_client.metrics_core import CounterMetricFamily  # noqa: PLC0415 - as above

    family = CounterMetricFamily(name, about, labels=labels)
    for key, value in values:
        family.add_metric(key, value)
    return family


def _gauge(name: str, about: str, labels: tuple[str, ...], values: _Values) -> "Metric":
    from prometheus_client.metrics_core import GaugeMetricFamily  # noqa: PLC0415 - as above

    family = GaugeMetricFamily(name, about, labels=labels)
    for key, value in values:
        family.add_metric(key, value)
    return family
