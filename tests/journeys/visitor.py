"""A visitor without a browser: fetches a public page, parses its form, fills it, posts it."""

import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests

#: Answers of the demo form as a browser would post them.
ANSWERS = {"name": "Ada Martin", "service": "website", "pages": "4", "rush": "true", "consent": "true"}
#: 4 × 240.00 + 300.00, with 20 % of VAT.
TOTAL = "1512.00"


class NotServed(Exception):
    """The page did not come; `status` says why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text[:1000]}")
        self.status = status


@dataclass
class Form:
    """The first form of a page: where it goes, the values that it holds, the names that it asks for."""

    action: str = ""
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.form.action:
            self.form.action = given["action"]
        if tag in ("input", "textarea", "select") and given.get("name"):
            self._control(given)

    def _control(self, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        self.form.names.add(name)
        if kind in ("radio", "checkbox"):
            self.form.offered.setdefault(name, []).append(given.get("value", "on"))
        elif given.get("value"):
            self.form.values[name] = given["value"]


@dataclass(frozen=True)
class Page:
    """One showing of a form; `post` may be called again and again, as a double click does."""

    url: str
    form: Form

    def post(self, **answers: str) -> requests.Response:
        """Posts the page with these answers; a redirect is not followed."""
        data = self.form.values | answers
        with _session() as session:
            return session.post(self.url, data=data, allow_redirects=False, timeout=20)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy of the machine has no business here
    return session


def visit(base_url: str, path: str = "/f/project-request") -> Page:
    """Opens a public page."""
    with _session() as session:
        answer = session.get(base_url + path, timeout=20)
    if answer.status_code != 200:
        raise NotServed(answer.status_code, answer.text)
    parser = _Parser()
    parser.feed(answer.text)
    return Page(urljoin(base_url + path, parser.form.action), parser.form)


@dataclass(frozen=True)
class Books:
    """The API as an accountant's program reads it."""

    base_url: str
    token: str

    def get(self, path: str) -> Any:
        """The JSON of a GET."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with _session() as session:
            answer = session.get(f"{self.base_url}/api/v1{path}", headers=headers, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, path: str) -> list[dict[str, Any]]:
        """The newest items of a list."""
        items: list[dict[str, Any]] = self.get(path)["items"]
        return items

    def everything(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        found: list[dict[str, Any]] = []
        following: str | None = ""
        while following is not None:
            page = self.get(f"{path}?limit=100" + (f"&cursor={following}" if following else ""))
            found, following = found + page["items"], page["next"]
        return found

    def contact(self, email: str) -> dict[str, Any]:
        """The only contact with an address."""
        (contact,) = [contact for contact in self.everything("/contacts") if contact["email"] == email]
        return contact

    def numbers(self) -> dict[str, int]:
        """How many there are of each."""
        names = ("submissions", "contacts", "invoices", "tasks", "runs", "effects")
        return {name: len(self.everything(f"/{name}")) for name in names}

    def wait_until_quiet(self, seconds: float = 30) -> None:
        """Waits until nothing is left to do but for people."""
        deadline = time.monotonic() + seconds
        while self._busy():
            assert time.monotonic() < deadline, self._busy()
            time.sleep(0.1)

    def _busy(self) -> list[str]:
        # One question: an effect that is taken over between two would be seen in neither state.
        return [run["id"] for run in self.items("/runs?state=running&limit=100")]
