"""What every proxy does in the end."""

import asyncio


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on until nothing more comes."""
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()
