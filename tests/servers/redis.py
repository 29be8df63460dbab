"""A real Redis for tests: the program that `licorne up` would use, on a socket of its own."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from licorne.adapters import redis_server
from licorne.adapters.redis_server import RedisProgram
from tests.servers.children import end, spawn


class RedisServer:
    """A server of its own folder; `kill` and `start` again make an outage."""

    def __init__(self, program: RedisProgram | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="licorne-redis-"))
        self._program = program or redis_server.find()
        self._process: subprocess.Popen[bytes] | None = None
        self.socket = self._folder / "redis.sock"
        self.url = redis_server.url(self.socket)

    def start(self) -> "RedisServer":
        self._process = spawn(redis_server.command(self._program, self.socket), self._folder / "redis.log")
        deadline = time.monotonic() + 10
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Redis did not start:\n{(self._folder / 'redis.log').read_text()}")
            time.sleep(0.02)
        return self

    def answers(self) -> bool:
        """Whether it is up right now."""
        try:
            with self.client() as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False

    def client(self) -> Redis:
        """A new connection pool to it."""
        return Redis.from_url(self.url)

    def flush(self) -> None:
        """FLUSHALL: everything in it is gone."""
        with self.client() as client:
            client.flushall()

    def kill(self) -> None:
        """kill -9; the folder stays, `start` brings an empty one back."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> None:
        if self._process is not None:
            end(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)
