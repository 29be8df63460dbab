"""What the rows share: a folder, one Redis, one PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from tests.bench.demo import Demo
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer


class Machine:
    """Servers are started when a row first asks for them. `long` asks for the long form of the rows that have one."""

    def __init__(self, folder: Path, stack: ExitStack, long: bool) -> None:
        self.folder = folder
        self.long = long
        self._stack = stack

    @cached_property
    def redis(self) -> RedisServer:
        """A running Redis."""
        server = RedisServer().start()
        self._stack.callback(server.stop)
        return server

    @cached_property
    def postgres(self) -> PostgresServer:
        """A running PostgreSQL that keeps its promises (fsync is on) and knows its tables, as any does after its first minute."""
        server = PostgresServer({"autovacuum_naptime": "1s"}).start()
        self._stack.callback(server.stop)
        return server

    def sqlite_demo(self, name: str) -> Demo:
        """The demo in a new SQLite file."""
        return Demo.made(self.folder / f"{name}-sqlite", {"LICORNE_REDIS_URL": self.redis.url})

    def postgres_demo(self, name: str) -> Demo:
        """The demo in a new PostgreSQL database."""
        settings = {
            "LICORNE_REDIS_URL": self.redis.url,
            "LICORNE_DATABASE_URL": self.postgres.create_database(f"licorne_{name}"),
        }
        return Demo.made(self.folder / f"{name}-postgres", settings)


@contextmanager
def machine(long: bool) -> Iterator[Machine]:
    """A machine whose servers and files are gone after the block."""
    with tempfile.TemporaryDirectory(prefix="licorne-bench-") as folder, ExitStack() as stack:
        yield Machine(Path(folder), stack, long)
