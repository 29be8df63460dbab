"""What is attacked: sends raw requests, and tells whether anything has changed."""

import http.client
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import Engine, create_engine, func, select

from licorne.models.all import metadata
from tests.journeys.shop import Shop

#: Tables that change without anybody's asking: signs of life, seals of the audit trail.
RESTLESS = {"worker", "audit_seal", "failed_logins"}
FORM_TYPE = "application/x-www-form-urlencoded"
PATH = "/f/project-request"


@dataclass(frozen=True)
class Reply:
    """The answer to one request, and the seconds that it took."""

    status: int
    body: bytes
    seconds: float


@dataclass
class Target:
    """A running Licorne and its database."""

    shop: Shop
    url: str
    _engine: Engine | None = field(default=None, repr=False)

    def census(self) -> dict[str, int]:
        """Rows per table, as the database itself counts them."""
        self._engine = self._engine or create_engine(self.url)
        with self._engine.connect() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in metadata.sorted_tables
                if table.name not in RESTLESS
            }

    def close(self) -> None:
        """Leaves the database alone."""
        if self._engine:
            self._engine.dispose()

    def send(self, body: bytes, kind: str = FORM_TYPE, path: str = PATH, method: str = "POST", **headers: str) -> Reply:
        """One request exactly as given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.shop.instance.port, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        began = time.monotonic()
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | given).items():
                connection.putheader(name, value)
            with suppress(BrokenPipeError):  # a body that is too large is answered before all of it is sent
                connection.endheaders(body)
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(), time.monotonic() - began)
        finally:
            connection.close()

    def post(self, answers: dict[str, str]) -> Reply:
        """These answers from a page loaded afresh."""
        page = self.shop.visit()
        return self.send(urlencode(page.form.values | answers).encode())
