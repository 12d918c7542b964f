"""setWebhook and what follows: updates are pushed, several at once, and pushed again until they are taken.

The real server demands HTTPS on one of four ports. A plain `http://127.0.0.1:PORT` is let through here, since a test
has no certificate; every other address is judged as the real one is.
"""

import asyncio
import re
from collections import deque
from urllib.parse import SplitResult, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.botapi.call import Call, Table
from tests.botapi.errors import WEBHOOK_SET, bad_request
from tests.botapi.faults import Fault
from tests.botapi.updates import DEFAULT, Update
from tests.botapi.world import Webhook, World

PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SECRET = "X-Telegram-Bot-Api-Secret-Token"
FIRST_WAIT_S, LONGEST_WAIT_S, ANSWER_WITHIN_S = 1.0, 60.0, 60.0


def set_webhook(world: World, call: Call) -> bool:
    url, secret = call.text("url"), call.text("secret_token")
    if url:
        _check_url(url)
    if secret and not re.fullmatch("[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    connections = call.whole("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    world.updates.allow(call.items("allowed_updates"))
    if call.flag("drop_pending_updates"):
        world.updates.waiting.clear()
    world.updates.end_poll(WEBHOOK_SET)
    world.webhook = Webhook(url, secret, connections, call.text("ip_address")) if url else Webhook()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    world.webhook = Webhook()
    if call.flag("drop_pending_updates"):
        world.updates.waiting.clear()
    return True


def get_info(world: World, _call: Call) -> Table:
    now = world.webhook
    told: dict[str, object] = {
        "url": now.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
    }
    if now.url:
        told.update(max_connections=now.max_connections, ip_address=now.ip_address or "127.0.0.1")
    if now.last_error:
        told.update(last_error_date=int(now.last_error_at), last_error_message=now.last_error)
    if world.updates.allowed != DEFAULT:
        told["allowed_updates"] = sorted(world.updates.allowed)
    return told


class Deliveries:
    """Pushes updates; those of one chat one after the other, as the real server's queues do."""

    def __init__(self, world: World, session: ClientSession) -> None:
        self._world, self._session = world, session
        self._tasks: set[asyncio.Task[None]] = set()
        self._queues: dict[str, deque[Update]] = {}
        self._places = asyncio.Semaphore(1)

    def restart(self) -> None:
        """Go by what the webhook is now: push what waits, or stop pushing."""
        self.stop()
        self._queues = {}
        hook = self._world.webhook
        self._places = asyncio.Semaphore(hook.max_connections)
        self._world.updates.to_webhook = self._offer if hook.url else None
        if hook.url:
            for update in tuple(self._world.updates.waiting):
                self._offer(update)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _offer(self, update: Update) -> None:
        queue = self._queues.setdefault(update.queue, deque())
        queue.append(update)
        if len(queue) == 1:
            task = asyncio.create_task(self._drain(queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, queue: deque[Update]) -> None:
        while queue:
            await self._deliver(queue[0])
            self._world.updates.done(queue.popleft())
            self._world.bell.ring()

    async def _deliver(self, update: Update) -> None:
        wait = FIRST_WAIT_S
        twice = any(plan.fault is Fault.DUPLICATE for plan in self._world.faults.striking("webhook"))
        while not await self._post(update) or twice:
            if twice:
                twice = False
                continue
            await self._world.settings.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_S)

    async def _post(self, update: Update) -> bool:
        """Push once; return whether it was taken. Redirects and anything but 2xx are not."""
        hook = self._world.webhook
        headers = {"Content-Type": "application/json"} | ({SECRET: hook.secret} if hook.secret else {})
        within = ClientTimeout(ANSWER_WITHIN_S)
        try:
            async with (
                self._places,
                self._session.post(
                    hook.url, data=update.body.encode(), headers=headers, timeout=within, allow_redirects=False
                ) as response,
            ):
                await response.read()
                if 200 <= response.status < 300:
                    return True
                hook.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (ClientError, TimeoutError) as error:
            hook.last_error = "Connection refused" if isinstance(error, ClientError) else "Read timeout expired"
        hook.last_error_at = self._world.settings.clock()
        return False


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if _port(parts) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 443
    except ValueError:
        return 0
