"""An SMTP server that takes everything, in a process of its own: `python -m tests.bench.sink FOLDER`.

It writes its port to FOLDER/port, and a line to FOLDER/taken for each mail: the monotonic instant of its acceptance and
the recipient.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import TextIO

_GREETING = b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n"
_DOT = b"\r\n.\r\n"


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, taken: TextIO) -> None:
    recipient = ""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"RCPT":
            recipient = line.decode().partition("<")[2].partition(">")[0]
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(_DOT)
            taken.write(f"{time.monotonic()} {recipient}\n")
        writer.write({b"EHLO": _GREETING, b"QUIT": b"221 bye\r\n"}.get(verb, b"250 taken\r\n"))
        if verb == b"QUIT":
            break
    writer.close()


async def _serve(folder: Path) -> None:
    with (folder / "taken").open("a", buffering=1) as taken:
        server = await asyncio.start_server(lambda r, w: _talk(r, w, taken), "127.0.0.1", 0, limit=2**25)
        aside = folder / "port.new"
        aside.write_text(str(server.sockets[0].getsockname()[1]))
        aside.rename(folder / "port")
        await server.serve_forever()


class Sink:
    """What the server took, read from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def started(self) -> bool:
        """Whether it listens."""
        return (self.folder / "port").exists()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int((self.folder / "port").read_text())

    @property
    def url(self) -> str:
        """For `LICORNE_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self) -> list[tuple[float, str]]:
        """Instant (monotonic) and recipient of each mail, in order."""
        lines = (self.folder / "taken").read_text().splitlines()
        return [(float(instant), recipient) for instant, _, recipient in (line.partition(" ") for line in lines)]


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
