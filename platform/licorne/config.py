"""Settings by environment, read once at start.

| name | meaning | without it |
|---|---|---|
| `LICORNE_DATA` | data folder: database, mails, secret key, run files | `var` |
| `LICORNE_DATABASE_URL` | `sqlite:///path` or `postgresql://…` | `sqlite` in `DATA/licorne.db` |
| `LICORNE_REDIS_URL` | `redis://…`, `rediss://…` or `unix://…` | `licorne up` runs its own Redis |
| `LICORNE_SMTP_URL` | `smtp://user:password@host:port` or `smtps://…` | mails land in `DATA/mail` as .eml |
| `LICORNE_BASE_URL` | address under which browsers reach us; https turns secure cookies on | `http://127.0.0.1:PORT` |
| `LICORNE_SECRET_KEY_FILE` | file with the key that signs and encrypts; machines share it | made in `DATA/secret.key` |
| `LICORNE_EGRESS_ALLOW` | exact `host:port` list, by commas, that calls to private networks may reach | empty |
| `LICORNE_WEB_PROCESSES` | web processes of `licorne up` | 1 |
| `LICORNE_WORKERS` | RQ worker processes of `licorne up` | 2 |
| `LICORNE_TRUSTED_PROXIES` | how many proxies in front of us set `X-Forwarded-*` | 0 |
| `LICORNE_TESTING` | `1` allows the two names below | off |
| `LICORNE_TEST_CLOCK` | file that holds an ISO instant; the clock stands there | real time |
| `LICORNE_FAULT` | `name:action[:nth]`, a fault point that strikes once | none |

Every other name that starts with `LICORNE_` is an error: a typo in a setting must not silently mean its default.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

DEFAULT_DATA: Final = "var"
DEFAULT_PORT: Final = 8000

KNOWN: Final = frozenset(
    {
        "LICORNE_DATA",
        "LICORNE_DATABASE_URL",
        "LICORNE_REDIS_URL",
        "LICORNE_SMTP_URL",
        "LICORNE_BASE_URL",
        "LICORNE_SECRET_KEY_FILE",
        "LICORNE_EGRESS_ALLOW",
        "LICORNE_WEB_PROCESSES",
        "LICORNE_WORKERS",
        "LICORNE_TRUSTED_PROXIES",
        "LICORNE_TESTING",
        "LICORNE_TEST_CLOCK",
        "LICORNE_FAULT",
    }
)
# Read by the test-suite only; a Licorne that the suite starts inherits them.
KNOWN_TO_TESTS: Final = frozenset({"LICORNE_CHROMIUM"})

_SQLITE: Final = "sqlite:///"
_POSTGRES: Final = re.compile(r"^postgres(?:ql)?(?:\+psycopg)?://")


class ConfigError(Exception):
    """A setting that cannot be used; the message is one line for the person who starts us."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked. `redis_url` is None until `licorne up` has named its own Redis."""

    data: Path
    database_url: str
    redis_url: str | None
    smtp_url: str | None
    base_url: str
    secret_key_file: Path
    egress_allow: frozenset[tuple[str, int]]
    web_processes: int
    workers: int
    trusted_proxies: int
    testing: bool
    test_clock: Path | None
    fault: str | None

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str], data: Path | str | None = None, port: int = DEFAULT_PORT
    ) -> "Settings":
        """Read `environ`; `data` (from `--data`) wins over `LICORNE_DATA`, `port` makes the default base URL."""
        _refuse_unknown_names(environ)
        given = {name: value.strip() for name, value in environ.items() if name in KNOWN and value.strip()}
        folder = Path(data or given.get("LICORNE_DATA", DEFAULT_DATA)).expanduser().absolute()
        testing = _testing(given)
        return cls(
            data=folder,
            database_url=_database_url(given, folder),
            redis_url=_url(given, "LICORNE_REDIS_URL", ("redis", "rediss", "unix")),
            smtp_url=_url(given, "LICORNE_SMTP_URL", ("smtp", "smtps")),
            base_url=_base_url(given, port),
            secret_key_file=_path(given, "LICORNE_SECRET_KEY_FILE") or folder / "secret.key",
            egress_allow=_egress_allow(given),
            web_processes=_count(given, "LICORNE_WEB_PROCESSES", 1, least=1),
            workers=_count(given, "LICORNE_WORKERS", 2, least=0),
            trusted_proxies=_count(given, "LICORNE_TRUSTED_PROXIES", 0, least=0),
            testing=testing,
            test_clock=_path(given, "LICORNE_TEST_CLOCK"),
            fault=_fault(given),
        )

    def to_environment(self) -> dict[str, str]:
        """The same settings as names and values: what a child process needs to read them again."""
        values = {
            "LICORNE_DATA": str(self.data),
            "LICORNE_DATABASE_URL": self.database_url,
            "LICORNE_REDIS_URL": self.redis_url,
            "LICORNE_SMTP_URL": self.smtp_url,
            "LICORNE_BASE_URL": self.base_url,
            "LICORNE_SECRET_KEY_FILE": str(self.secret_key_file),
            "LICORNE_EGRESS_ALLOW": ",".join(f"{host}:{port}" for host, port in sorted(self.egress_allow)),
            "LICORNE_WEB_PROCESSES": str(self.web_processes),
            "LICORNE_WORKERS": str(self.workers),
            "LICORNE_TRUSTED_PROXIES": str(self.trusted_proxies),
            "LICORNE_TESTING": "1" if self.testing else None,
            "LICORNE_TEST_CLOCK": str(self.test_clock) if self.test_clock else None,
            "LICORNE_FAULT": self.fault,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def mail_folder(self) -> Path:
        """Where mails land as .eml while there is no SMTP server."""
        return self.data / "mail"

    @property
    def run_folder(self) -> Path:
        """Sockets, locks and process ids of the running instance; nothing worth a backup."""
        return self.data / "run"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one file that we lock ourselves."""
        return self.database_url.startswith(_SQLITE)

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS: cookies are then `Secure` and `__Host-`."""
        return self.base_url.startswith("https://")


def _refuse_unknown_names(environ: Mapping[str, str]) -> None:
    known = KNOWN | KNOWN_TO_TESTS
    for name in sorted(environ):
        if name.startswith("LICORNE_") and name not in known:
            close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise ConfigError(f"{name} is not a setting of Licorne{hint}")


def _testing(given: Mapping[str, str]) -> bool:
    value = given.get("LICORNE_TESTING", "0")
    if value not in {"0", "1"}:
        raise ConfigError(f"LICORNE_TESTING must be 1 or 0, not {value!r}")
    if value == "0":
        for name in ("LICORNE_TEST_CLOCK", "LICORNE_FAULT"):
            if name in given:
                raise ConfigError(f"{name} is for tests: it needs LICORNE_TESTING=1")
    return value == "1"


def _database_url(given: Mapping[str, str], folder: Path) -> str:
    value = given.get("LICORNE_DATABASE_URL")
    if value is None:
        return f"{_SQLITE}{folder / 'licorne.db'}"
    if value.startswith(_SQLITE):
        return f"{_SQLITE}{Path(value.removeprefix(_SQLITE)).expanduser().absolute()}"
    if _POSTGRES.match(value):
        return _POSTGRES.sub("postgresql+psycopg://", value)
    scheme = value.partition(":")[0]
    raise ConfigError(f"LICORNE_DATABASE_URL must start with sqlite:/// or postgresql://, not {scheme}:")


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    # Messages name the setting and never the value: a URL may hold a password.
    value = given.get(name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = bool(parts.path) if parts.scheme == "unix" else bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ConfigError(f"{name} is not a usable URL: {error}") from None
    if parts.scheme not in schemes or not usable:
        raise ConfigError(f"{name} must be a URL that starts with {' or '.join(f'{one}://' for one in schemes)}")
    return value


def _base_url(given: Mapping[str, str], port: int) -> str:
    value = _url(given, "LICORNE_BASE_URL", ("http", "https"))
    if value is None:
        return f"http://127.0.0.1:{port}"
    parts = urlsplit(value)
    if parts.query or parts.fragment or parts.username:
        raise ConfigError("LICORNE_BASE_URL must be scheme, host, port and path, nothing else")
    return value.rstrip("/")


def _path(given: Mapping[str, str], name: str) -> Path | None:
    value = given.get(name)
    return Path(value).expanduser().absolute() if value else None


def _egress_allow(given: Mapping[str, str]) -> frozenset[tuple[str, int]]:
    entries = given.get("LICORNE_EGRESS_ALLOW", "").replace(",", " ").split()
    return frozenset(_host_and_port(entry) for entry in entries)


def _host_and_port(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ConfigError(f"LICORNE_EGRESS_ALLOW holds {entry!r}; it must be a list of host:port")
    if not re.fullmatch(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", host):
        raise ConfigError(f"LICORNE_EGRESS_ALLOW holds {entry!r}; hosts are exact, without patterns")
    return host.lower(), int(port)


def _count(given: Mapping[str, str], name: str, default: int, least: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= 64:
        raise ConfigError(f"{name} must be a whole number from {least} to 64, not {value!r}")
    return int(value)


def _fault(given: Mapping[str, str]) -> str | None:
    value = given.get("LICORNE_FAULT")
    if value and not re.fullmatch(r"[\w.-]+:(kill9|raise|sleep|stop)(:[1-9]\d*)?", value):
        raise ConfigError(f"LICORNE_FAULT must be name:action[:nth], action kill9, raise, sleep or stop, not {value!r}")
    return value
