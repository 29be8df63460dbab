"""An installation with the demo organisation, the people who work in it, and browsers without a script."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from licorne import data_folder
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.adapters.pdf.renderer import Renderer
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.database import current_session, transaction
from licorne.models.organisation import Organisation
from licorne.services import accounts, setup
from licorne.services.executor import drain

PASSWORD = "a sentence to remember"
FORM = "/f/project-request"
ANSWERS = {
    "name": "Ada Martin",
    "email": "ada@example.com",
    "service": "website",
    "pages": "4",
    "rush": "yes",
    "consent": "yes",
}


class _Fields(HTMLParser):
    """The hidden fields of all forms on a page, the last of each name."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found["name"] or ""] = found.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def hidden_fields(page: str) -> dict[str, str]:
    """What a browser would post without being asked."""
    parser = _Fields()
    parser.feed(page)
    return parser.hidden


def words(page: str) -> str:
    """What a person reads, in one line."""
    parser = _Fields()
    parser.feed(re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL))
    return " ".join(" ".join(parser.texts).split())


def links(page: str) -> list[str]:
    """Local addresses that a page leads to, in their order."""
    found = re.findall(r'(?:href|action)="(/[^"#]*)"', page)
    return [address.replace("&amp;", "&") for address in dict.fromkeys(found) if not address.startswith("/static")]


@dataclass
class Browser:
    """A browser without a script: keeps cookies, posts forms with their hidden fields."""

    client: FlaskClient

    def get(self, address: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address, headers=headers)

    def post(self, address: str, source: str, **values: str) -> TestResponse:
        """Fill the form of the page at `source` and send it to `address`."""
        return self.client.post(address, data=hidden_fields(self.get(source).text) | values)

    def submit(self, **values: str) -> TestResponse:
        """Load the public form afresh and send it."""
        return self.post(FORM, FORM, **(ANSWERS | values))

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """By the door, as everyone."""
        return self.post("/login", "/login", email=email, password=password)


class Office:
    """The demo organisation with an owner, a member and a viewer; documents are drawn by a renderer that all tests share."""

    def __init__(self, settings: Settings, renderer: Renderer) -> None:
        data_folder.make(settings)
        self.app: Flask = create_app(settings)
        self.app.extensions["licorne"] = replace(self.app.extensions["licorne"], renderer=renderer)
        with self.app.app_context():
            setup.seed()
            self.organisation_id = self._people()

    def _people(self) -> str:
        organisation = current_session().scalars(select(Organisation)).one()
        with transaction() as session:
            for role in ("owner", "member", "viewer"):
                user = accounts.create_user(session, f"{role}@example.org", role.title(), PASSWORD, "en")
                accounts.join(session, organisation.id, user.id, role)
        return organisation.id

    def browser(self) -> Browser:
        """Nobody's browser."""
        return Browser(self.app.test_client())

    def signed_in(self, role: str) -> Browser:
        """The browser of the owner, member, viewer, or of `stranger`, the owner of another organisation."""
        if role == "stranger":
            self._other_organisation()
        browser = self.browser()
        assert browser.sign_in(f"{role}@example.org").status_code == 303
        return browser

    def _other_organisation(self) -> None:
        row = Organisation(
            id=new_id(), slug="other", name="Other", country="FR", currency="EUR", time_zone="Europe/Paris",
            language="en", legal={}, number_pattern="F-{YYYY}-{NNNN}", stamp=1, created_at=clock.now(),
        )  # fmt: skip
        with self.app.app_context(), transaction() as session:
            session.add(row)
            session.flush()
            user = accounts.create_user(session, "stranger@example.org", "Stranger", PASSWORD, "en")
            accounts.join(session, row.id, user.id, "owner")

    def work(self) -> None:
        """What workers would do."""
        with self.app.app_context():
            while drain("licorne", "test", seconds=30):
                pass
