"""Posts of the demo form, each from a page of its own, made outside the measured time."""

import itertools
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from licorne.app import create_app
from licorne.config import Settings
from licorne.services import live, setup
from licorne.web import form_token
from tests.bench import load
from tests.servers.instance import environment

SLUG = "project-request"
_numbers = itertools.count(1)


class Demo:
    """The demo organisation in a database, without processes; `settings` are given to what runs on it."""

    def __init__(self, data: Path, settings: dict[str, str]) -> None:
        self.data = data
        self.settings = {**settings, "LICORNE_DATA": str(data), "LICORNE_TESTING": "1"}
        self.app: Flask = create_app(Settings.from_environment(self.settings))
        with self.app.app_context():
            self._form_id = live.form_at(SLUG)[0].id

    @classmethod
    def made(cls, data: Path, settings: dict[str, str]) -> "Demo":
        """The demo, seeded into an empty database."""
        own = Settings.from_environment({**settings, "LICORNE_DATA": str(data), "LICORNE_TESTING": "1"})
        setup.migrate(own)
        with create_app(own).app_context():
            setup.seed()
        return cls(data, settings)

    def environment(self) -> dict[str, str]:
        """For processes that work on this database."""
        return environment(**self.settings)

    def posts(self, count: int) -> list[bytes]:
        """`count` posts with a token and an e-mail address of their own: a new contact and a one-page invoice each."""
        with self.app.app_context():
            return [self._post(next(_numbers)) for _ in range(count)]

    def _post(self, number: int) -> bytes:
        answers = {
            "_token": form_token.mint(self._form_id),
            "name": f"Client {number}",
            "email": f"client-{number}@bench.test",
            "service": "website",
            "pages": "3",
            "rush": "yes",
            "consent": "yes",
        }
        return load.post(f"/f/{SLUG}?lang=fr", urlencode(answers).encode())
