"""A whole running Licorne with what a test needs around it: the mail server that it sends to, the API's token."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.visitor import ANSWERS, Books, Page, visit
from tests.servers.instance import Instance
from tests.servers.smtp import Received, SmtpServer


@dataclass(frozen=True)
class Shop:
    """The demo, open for business."""

    instance: Instance
    smtp: SmtpServer
    books: Books

    def visit(self) -> Page:
        """The form's page, loaded afresh."""
        return visit(self.instance.base_url)

    def buy(self, email: str, **answers: str) -> None:
        """One post of a page loaded afresh."""
        answer = self.visit().post(**(ANSWERS | {"email": email} | answers))
        assert answer.status_code == 303, answer.text

    def mails_to(self, email: str) -> list[Received]:
        """What the mail server took for an address."""
        return [mail for mail in self.smtp.received if email in mail.recipients]

    def examine(self) -> list[dict[str, Any]]:
        """What the doctor finds."""
        done = self.instance.cli("doctor", "--json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)["findings"]  # type: ignore[no-any-return]  # plain data


@contextmanager
def opened(folder: Path, database_url: str, settings: Mapping[str, str] | None = None) -> Iterator[Shop]:
    """A Licorne on a database, mailing to a server of its own."""
    smtp = SmtpServer().start()
    instance = Instance(
        folder / "data", {"LICORNE_SMTP_URL": smtp.url, "LICORNE_DATABASE_URL": database_url} | dict(settings or {})
    )
    try:
        instance.start()
        done = instance.cli("token", "create", "--organisation", "atelier-licorne", "--name", "test")
        assert done.returncode == 0, done.stderr
        yield Shop(instance, smtp, Books(instance.base_url, done.stdout.strip().splitlines()[-1]))
    finally:
        instance.stop()
        smtp.stop()
