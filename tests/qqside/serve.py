"""Starting and ending a QQ side within a test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.qqside.fake import Fake
from tests.qqside.variants import NAPCAT, Variant
from tests.qqside.wire import Wire
from tests.qqside.world import TOKEN, World

LOCAL = "127.0.0.1"


@asynccontextmanager
async def serving(variant: Variant = NAPCAT, token: str = TOKEN, port: int = 0) -> AsyncIterator[Fake]:
    """A QQ side that bots can connect to, and that can be told to connect to a bot."""
    wire = Wire(World(variant, token))
    app = web.Application()
    for path in ("/", "/api", "/event"):
        app.router.add_get(path, wire.answer)
    app.router.add_get("/files/{key}", wire.file)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, LOCAL, port)
    await site.start()
    port = runner.addresses[0][1]
    wire.world.url = f"http://{LOCAL}:{port}/files"
    fake = Fake(wire.world, wire, f"ws://{LOCAL}:{port}")
    pump = asyncio.create_task(wire.pump())
    try:
        yield fake
    finally:
        fake.hang_up()
        await fake.drop()
        if pump.done():
            pump.result()
        pump.cancel()
        await runner.cleanup()
