"""What every proxy does in the end."""

import asyncio


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on until nothing more comes."""
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()


async def join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes = b""
) -> None:
    """Connect somebody with a server, which is told `first` before all else, until that has said all."""
    away, there = await asyncio.open_connection(host, port)
    there.write(first)
    sending = asyncio.create_task(pour(reader, there))
    try:
        await pour(away, writer)
    finally:
        sending.cancel()
        there.close()
