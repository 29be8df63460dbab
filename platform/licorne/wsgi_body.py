"""A request's body as a file, for a thread that reads while the event loop receives."""

import asyncio
import io
from collections.abc import AsyncIterator


class Body(io.RawIOBase):
    """Reads what an event loop receives, piece by piece: nothing is kept that nobody has asked for."""

    def __init__(self, pieces: AsyncIterator[bytes], loop: asyncio.AbstractEventLoop) -> None:
        self._pieces, self._loop = pieces, loop
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # WriteableBuffer is of typeshed only
        """Some bytes; none at the end. Called in any thread but the loop's."""
        if not self._rest:
            self._rest = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    async def _next(self) -> bytes:
        async for piece in self._pieces:
            if piece:
                return bytes(piece)
        return b""
