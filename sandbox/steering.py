"""The `/_sandbox/…` calls: they steer the systems, and only from the machine that the sandbox runs on."""

import ipaddress
from collections.abc import Callable, Mapping

from aiohttp import web

from sandbox.faults import Fault, Faults, Kind
from sandbox.fields import Fields, Wrong
from sandbox.journal import Journal
from sandbox.system import System

DAY = 86_400  # s, the longest fault


class Steering:
    def __init__(
        self,
        systems: Mapping[str, System],
        faults: Faults,
        journal: Journal,
        *,
        clock: Callable[[], float],
        peer: Callable[[web.Request], str],
    ) -> None:
        self._systems = systems
        self._faults = faults
        self._journal = journal
        self._clock = clock
        self._peer = peer
        self._calls: dict[str, Callable[[Fields], dict[str, object]]] = {
            "publish": self._publish,
            "expire": self._expire,
            "fault": self._fault,
            "requests": self._requests,
            "reset": self._reset,
        }

    async def answer(self, request: web.Request) -> web.Response:
        if not is_loopback(self._peer(request)):
            return _mistake(403, "", "only from the machine that the sandbox runs on")
        call = self._calls.get(request.match_info["call"])
        if call is None:
            return _mistake(404, "", f"there are {', '.join(self._calls)}")
        if request.method != "POST":
            return _mistake(405, "", "only POST")
        try:
            return web.json_response({"ok": True} | call(Fields.decode(await request.read())))
        except Wrong as wrong:
            return _mistake(400, wrong.field, str(wrong))

    def _publish(self, wanted: Fields) -> dict[str, object]:
        return self._system(wanted).publish(wanted)

    def _expire(self, wanted: Fields) -> dict[str, object]:
        return self._system(wanted).expire(wanted)

    def _fault(self, wanted: Fields) -> dict[str, object]:
        wanted.only("system", "kind", "share", "seconds", "delay_s", "status", "retry_after")
        seconds = wanted.number("seconds", 0, DAY)
        fault = Fault(
            system=self._system(wanted).name,
            kind=Kind(wanted.one_of("kind", list(Kind))),
            share=wanted.number("share", 0, 1, 1),
            until=self._clock() + seconds,
            delay_s=wanted.number("delay_s", 0, DAY, 1),
            status=wanted.whole("status", 400, 599, 503),
            retry_after=wanted.header("retry_after"),
        )
        self._faults.set(fault)
        return {"system": fault.system, "kind": fault.kind, "share": fault.share, "seconds": seconds}

    def _requests(self, wanted: Fields) -> dict[str, object]:
        wanted.only("system")
        return self._journal.told(self._system(wanted).name if "system" in wanted else None)

    def _reset(self, wanted: Fields) -> dict[str, object]:
        wanted.only()
        self._faults.clear()
        self._journal.clear()
        for system in self._systems.values():
            system.reset()
        return {}

    def _system(self, wanted: Fields) -> System:
        return self._systems[wanted.one_of("system", self._systems)]


def is_loopback(peer: str) -> bool:
    """Tell whether a peer's address, as the socket has it, is of this machine."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    # A socket that listens on both families sees IPv4 peers as ::ffff:127.0.0.1.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _mistake(status: int, field: str, why: str) -> web.Response:
    return web.json_response({"ok": False, "field": field, "error": why}, status=status)
