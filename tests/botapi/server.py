"""The HTTP side: finds the method, lets faults strike, and writes down each call."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import unquote

from aiohttp import ClientSession, web

from tests.botapi.call import Call, Raw, decode, read
from tests.botapi.errors import NOT_FOUND, UNAUTHORIZED, Refusal, bad_request
from tests.botapi.fast import FAST
from tests.botapi.faults import BEFORE, Fault, Plan
from tests.botapi.files import by_path
from tests.botapi.journal import Journal
from tests.botapi.methods import METHODS
from tests.botapi.signatures import SIGNATURES
from tests.botapi.updates import KINDS, Update
from tests.botapi.webhook import Deliveries
from tests.botapi.world import Called, World

Steer = Callable[[str, bytes], Awaitable[web.Response]]  # what is asked, and the body

BODY_LIMIT = 64 * 2**20  # bytes; files have limits of their own
STEERING = "/_fake/"
_write = json.JSONEncoder(ensure_ascii=False).encode
_JSON = {"Content-Type": "application/json"}
_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
_NAMES = {name.lower(): name for name in SIGNATURES}  # the real server doesn't mind the case either
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets the connection
_WORDS = {401: UNAUTHORIZED, 404: NOT_FOUND}


class Server:
    def __init__(self, world: World, deliveries: Deliveries, journal: Journal, steer: Steer) -> None:
        self._world, self._deliveries, self._journal, self._steer = world, deliveries, journal, steer
        self._methods = FAST if world.settings.fast else METHODS
        self._bot = f"/bot{world.settings.token}/"
        self._file = f"/file{self._bot}"

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        if path.startswith(self._bot):
            return await self._call(request, path[len(self._bot) :])
        if path.startswith(self._file):
            return self._download(path[len(self._file) :])
        if path.startswith(STEERING):
            return await self._steer(path[len(STEERING) :], await request.read())
        return _refused(_no_such_bot(path))

    async def _call(self, request: web.BaseRequest, wanted: str) -> web.StreamResponse:
        name = _NAMES.get(wanted.lower(), wanted)
        plans = self._world.faults.striking(name)
        for plan in plans:
            if plan.fault in BEFORE:
                struck = await self._before(request, plan)
                if struck is not None:
                    return struck
        raw = await read(request)
        status, body = await self._outcome(name, raw, plans)
        for plan in plans:
            if plan.fault not in BEFORE:
                struck = await _after(request, plan, body)
                if struck is not None:
                    return struck
        return web.Response(status=status, body=body, headers=_JSON)

    async def _before(self, request: web.BaseRequest, plan: Plan) -> web.StreamResponse | None:
        match plan.fault:
            case Fault.DELAY:
                await self._world.settings.sleep(plan.delay_s)
            case Fault.DROP_BEFORE:
                return _reset(request)
            case _:
                return _status(plan)
        return None

    async def _outcome(self, name: str, raw: Raw, plans: list[Plan]) -> tuple[int, bytes]:
        """Answer a call and write it down; `plans` may hide a call's result from the client."""
        call, description, status = Call(name, raw.values, raw.files), "", 200
        try:
            call = self._judged(name, raw)
            if name == "getUpdates":
                body = _batch(await self._poll(call, plans))
            else:
                result = self._methods[name](self._world, call)
                body = _write({"ok": True, "result": result}).encode()
            if name in ("setWebhook", "deleteWebhook"):
                self._deliveries.restart()
                self._world.bell.ring()
        except Refusal as refusal:
            status, description, body = refusal.code, refusal.description, json.dumps(refusal.told()).encode()
        told = 0 if any(plan.fault is Fault.DROP_AFTER for plan in plans) else status
        self._note(Called(name, call.params, call.files, told, description, self._world.settings.clock()))
        return status, body

    def _note(self, called: Called) -> None:
        self._world.counts[called.method] += 1
        self._journal.note(called)
        if not self._world.settings.fast:
            self._world.calls.append(called)

    def _judged(self, name: str, raw: Raw) -> Call:
        if name not in SIGNATURES:
            raise NOT_FOUND
        call, unknown = decode(name, raw)
        strange = [kind for kind in call.items("allowed_updates") or () if kind not in KINDS]
        if strange:
            self._world.violate(name, f"allowed_updates names {strange}, which are no kinds of update")
        if unknown:
            what = f"unknown parameters {', '.join(sorted(unknown))}"
            self._world.violate(name, what)
            if self._world.settings.strict:
                raise bad_request(what)
        return call

    async def _poll(self, call: Call, plans: list[Plan]) -> list[Update]:
        duplicate = any(plan.fault is Fault.DUPLICATE for plan in plans)
        updates = self._world.updates
        updates.polls += 1
        updates.allow(call.items("allowed_updates"))
        self._world.bell.ring()
        limit = min(max(call.whole("limit", 100), 1), 100)
        return await updates.poll(0 if duplicate else call.whole("offset"), limit, min(call.whole("timeout"), 50))

    def _download(self, path: str) -> web.Response:
        file = by_path(self._world, path)
        if file is None:
            return _refused(NOT_FOUND)
        return web.Response(body=file.upload.body, content_type="application/octet-stream")


def _no_such_bot(path: str) -> Refusal:
    """A token of the right shape is not known, anything else is no path at all."""
    token = path.removeprefix("/file").removeprefix("/bot").partition("/")[0]
    number, colon, rest = token.partition(":")
    return UNAUTHORIZED if path != token and number.isdigit() and colon and rest else NOT_FOUND


def _batch(updates: list[Update]) -> bytes:
    return f'{{"ok":true,"result":[{",".join([update.body for update in updates])}]}}'.encode()


def _refused(refusal: Refusal) -> web.Response:
    return web.Response(status=refusal.code, body=json.dumps(refusal.told()).encode(), headers=_JSON)


def _status(plan: Plan) -> web.Response:
    if plan.status >= 500:
        title = f"{plan.status} {HTTPStatus(plan.status).phrase}"
        return web.Response(status=plan.status, text=_PAGE.format(title), content_type="text/html")
    extra = {"retry_after": plan.retry_after} if plan.status == 429 else {}
    words = f"Too Many Requests: retry after {plan.retry_after}" if extra else HTTPStatus(plan.status).phrase
    return _refused(_WORDS.get(plan.status, Refusal(plan.status, words, **extra)))


async def _after(request: web.BaseRequest, plan: Plan, body: bytes) -> web.StreamResponse | None:
    match plan.fault:
        case Fault.DROP_AFTER:
            return _reset(request)
        case Fault.GARBAGE:
            return web.Response(body=b"<script>top.location='http://10.0.0.1/portal'</script>", headers=_JSON)
        case Fault.TRUNCATED:
            return await _truncated(request, body)
    return None


async def _truncated(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    """Promise the whole body and break off in its middle."""
    response = web.StreamResponse(headers={**_JSON, "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def _reset(request: web.BaseRequest) -> web.Response:
    """Break the connection off; the response is for aiohttp alone, nobody gets it."""
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def listening(world: World, steer: Steer, host: str, port: int) -> AsyncIterator[int]:
    """Serve a world while the block runs and yield the port."""
    journal = Journal(world.settings.journal)
    async with ClientSession() as session:
        deliveries = Deliveries(world, session)
        answer, loop = Server(world, deliveries, journal, steer).answer, asyncio.get_running_loop()
        server = web.Server(
            answer,
            request_factory=lambda message, payload, protocol, writer, task: web.BaseRequest(
                message, payload, protocol, writer, task, loop, client_max_size=BODY_LIMIT
            ),
            handler_cancellation=True,
        )
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield int(runner.addresses[0][1])
        finally:
            deliveries.stop()
            await runner.cleanup()
            journal.close()
