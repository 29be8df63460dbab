"""Length-prefixed messages on a pipe: four bytes of length, big-endian, then a header in JSON, a zero byte and a body."""

import json
import os
import select
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

from licorne.adapters import clock

#: No document comes near; a child that says more than this is broken.
LARGEST = 256 * 1024 * 1024
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Frame:
    """A message."""

    header: dict[str, Any]
    body: bytes = b""

    def packed(self) -> bytes:
        """With its length."""
        payload = json.dumps(self.header, separators=(",", ":")).encode() + b"\0" + self.body
        return _LENGTH.pack(len(payload)) + payload


def unpacked(payload: bytes) -> Frame:
    """A message without its length."""
    header, _, body = payload.partition(b"\0")
    return Frame(json.loads(header), body)


def read(stream: BinaryIO) -> Frame | None:
    """The next message of a blocking stream; None at its end."""
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    payload = stream.read(length)
    return unpacked(payload) if len(payload) == length else None


class Late(Exception):
    """The other side did not answer in time."""


class Ended(Exception):
    """The other side closed its end, or sent what is no message."""


def read_until(descriptor: int, deadline: float) -> Frame:
    """The next message of a descriptor before `deadline` (on the clock's monotonic reading): raises Late or Ended."""
    (length,) = _LENGTH.unpack(_exactly(descriptor, _LENGTH.size, deadline))
    if length > LARGEST:
        raise Ended
    return unpacked(_exactly(descriptor, length, deadline))


def _exactly(descriptor: int, wanted: int, deadline: float) -> bytes:
    parts, have = [], 0
    while have < wanted:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - clock.monotonic()))
        if not ready:
            raise Late
        try:
            part = os.read(descriptor, min(wanted - have, 1 << 20))
        except ConnectionResetError as error:  # how a socket, unlike a pipe, may tell of a death
            raise Ended from error
        if not part:
            raise Ended
        parts.append(part)
        have += len(part)
    return b"".join(parts)


def write_until(descriptor: int, data: bytes, deadline: float) -> None:
    """Writes to a non-blocking descriptor before `deadline`: a child that hangs does not read either."""
    view = memoryview(data)
    while view:
        _, ready, _ = select.select([], [descriptor], [], max(0.0, deadline - clock.monotonic()))
        if not ready:
            raise Late
        try:
            view = view[os.write(descriptor, view) :]
        except ConnectionError as error:
            raise Ended from error
