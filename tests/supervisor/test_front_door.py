"""The front door answers as the app behind it does: the same requests go to both, on the same data, and are compared."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from licorne.app import create_app
from licorne.config import Settings
from licorne.models.database import db
from licorne.models.organisation import Organisation
from licorne.services import live, publishing, setup
from licorne.web import form_token
from tests.servers.children import end, spawn
from tests.servers.instance import ROOT, environment
from tests.servers.ports import free_port

FORM = "/f/project-request"
_APP_ALONE = (
    "import sys\nfrom licorne import app, web_server\nweb_server.serve(app.create_app, '127.0.0.1', int(sys.argv[1]))"
)
#: What differs from one answer to the next, and must.
_OF_THE_MOMENT = re.compile(rb"(?im)^(date: .*\r)$|[0-9a-f]{8}-[0-9a-f-]{27}\.[\w-]{27}")


#: What a form's document may say.
SETTINGS = {
    *("after", "contact", "country", "currency", "default_language", "embed", "fields", "intro", "languages", "limits"),
    *("logic", "schema", "spam", "submit", "success", "thanks", "theme", "title"),
}


@dataclass
class Both:
    """Two servers on the same data: `door` is what customers get, `alone` is the app without the door."""

    door: int
    alone: int
    app: Flask
    data: Path
    process: "subprocess.Popen[bytes]"

    def post(self, answers: dict[str, str], query: str = "?lang=en", form: str = FORM, more: str = "") -> bytes:
        return request("POST", form + query, urlencode(answers).encode(), more)

    def answers(self, **more: str) -> dict[str, str]:
        """Acceptable answers from a page of their own."""
        with self.app.app_context():
            token = form_token.mint(live.form_at("project-request")[0].id)
        fixed = {"_token": token, "name": "Ada", "email": "ada@example.com", "service": "website", "pages": "2"}
        return fixed | {"consent": "yes"} | more

    def submissions(self) -> int:
        with closing(sqlite3.connect(self.data / "licorne.db")) as connection:
            return int(connection.execute("select count(*) from submission").fetchone()[0])


def request(method: str, path: str, body: bytes = b"", more: str = "") -> bytes:
    """A request as it goes over the line."""
    kind = "" if "content-type" in more.lower() else "Content-Type: application/x-www-form-urlencoded\r\n"
    length = "" if "transfer-encoding" in more.lower() else f"Content-Length: {len(body)}\r\n"
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}"
    return f"{head}{kind if method == 'POST' else ''}{length if body else ''}\r\n".encode("latin-1") + body


def answer(port: int, sent: bytes) -> bytes:
    """All that comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        pieces = []
        while piece := line.recv(65536):
            pieces.append(piece)
        return b"".join(pieces)


def told(whole: bytes) -> tuple[int, list[bytes], bytes]:
    """Status, sorted headers and body, without what belongs to the moment."""
    head, _, body = whole.partition(b"\r\n\r\n")
    lines = _OF_THE_MOMENT.sub(b"", head + b"\r\n").split(b"\r\n")
    return int(lines[0].split()[1]), sorted(filter(None, lines[1:])), _OF_THE_MOMENT.sub(b"TOKEN", body)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    data = tmp_path_factory.mktemp("door") / "data"
    own = {"LICORNE_DATA": str(data), "LICORNE_TESTING": "1", "PYTHONHASHSEED": "0"}  # `Allow` is made of a set
    settings = Settings.from_environment(own)
    setup.migrate(settings)
    app = create_app(settings)
    with app.app_context():
        setup.seed()
    door, alone = free_port(), free_port()
    commands = ["-m", "licorne.cli", "web", "--port", str(door)], ["-c", _APP_ALONE, str(alone)]
    started = [
        spawn([sys.executable, *one], data / f"{n}.log", environ=environment(**own), cwd=ROOT)
        for n, one in enumerate(commands)
    ]
    for port in (door, alone):
        _wait(port)
    yield Both(door, alone, app, data, started[0])
    for process in started:
        end(process, signal.SIGKILL)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            # Twice: a process knows a form once it was asked for, and keeps its page once it was drawn.
            for _ in range(2):
                assert told(answer(port, request("GET", f"{FORM}?lang=en")))[0] == 200
                assert told(answer(port, request("GET", FORM)))[0] == 200
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


_BROWSER = "Accept-Language: fr;q=0.8\r\nCookie: a=1\r\nCookie: licorne_language=fr\r\nUser-Agent: x\r\n"
_REQUESTS = {
    "the page": request("GET", FORM),
    "the page in a language": request("GET", f"{FORM}?lang=fr"),
    "the page in a frame": request("GET", f"{FORM}?embed=1"),
    "the page in a frame and a language": request("GET", f"{FORM}?lang=fr&embed=1"),
    "the page for a browser": request("GET", FORM, more=_BROWSER),
    "the page in a language that it has not": request("GET", f"{FORM}?lang=de"),
    "the page with something filled in": request("GET", f"{FORM}?name=Ada"),
    "the head of the page": request("HEAD", FORM),
    "what may be done": request("OPTIONS", FORM),
    "what may not be done": request("DELETE", FORM),
    "no such form": request("GET", "/f/there-is-none"),
    "no such form, sent": request("POST", "/f/there-is-none?lang=en", b"a=1"),
    "a path in capitals": request("GET", "/f/Project-Request"),
    "a path with a percent": request("GET", "/f/project%2Drequest"),
    "a path that is no UTF-8": request("GET", "/f/%ff%fe"),
    "a path with a NUL": request("GET", "/f/a%00b"),
    "a question with a NUL": request("GET", f"{FORM}?lang=%00"),
    "another slash": request("GET", f"{FORM}/"),
    "the thanks": request("GET", f"{FORM}/thanks?lang=fr"),
    "a style sheet": request("GET", f"{FORM}/logic.css?v=1"),
    "a page of the staff": request("GET", "/inbox"),
    "a file": request("GET", "/static/dist/there-is-none.js"),
    "the API": request("GET", "/api/v1/contacts"),
    "nothing posted": request("POST", f"{FORM}?lang=en"),
    "no token": request(
        "POST", f"{FORM}?lang=en", b"name=Ada&email=ada%40example.com&service=website&pages=2&consent=yes"
    ),
    "bytes that are no text": request("POST", f"{FORM}?lang=en", b"name=\xff\xfe&email=%ff"),
    "a NUL": request("POST", f"{FORM}?lang=en", b"name=a%00b"),
    "more fields than any form has": request("POST", f"{FORM}?lang=en", b"a=1&" * 6000),
    "more than any form takes": request("POST", f"{FORM}?lang=en", b"name=" + b"a" * 1_200_000),
    "another type": request("POST", f"{FORM}?lang=en", b'{"name": "Ada"}', "Content-Type: application/json\r\n"),
    "in parts": request(
        "POST",
        f"{FORM}?lang=en",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n--x--\r\n',
        "Content-Type: multipart/form-data; boundary=x\r\n",
    ),
    "in pieces": request("POST", f"{FORM}?lang=en", b"8\r\nname=Ada\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "a button for rows": request("POST", f"{FORM}?lang=en", b"_add=items"),
    "another host": request("GET", FORM, more="X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil.example\r\n"),
}


@pytest.mark.parametrize("what", _REQUESTS)
def test_the_door_says_what_the_app_says(both: Both, what: str) -> None:
    assert told(answer(both.door, _REQUESTS[what])) == told(answer(both.alone, _REQUESTS[what]))


_POSTS: dict[str, dict[str, Any]] = {
    "accepted": {},
    "accepted in French": {"query": "?lang=fr"},
    "accepted in a frame": {"query": "?lang=fr&embed=1"},
    "accepted without a language": {"query": "", "more": _BROWSER},
    "accepted with a charset": {"more": "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"},
}


@pytest.mark.parametrize("what", _POSTS)
def test_answers_are_accepted_once_and_thanked_in_the_same_words(both: Both, what: str) -> None:
    before, posts = both.submissions(), [both.post(both.answers(name="Zoë & Söhne"), **_POSTS[what]) for _ in range(2)]
    first, second = told(answer(both.door, posts[0])), told(answer(both.alone, posts[1]))
    assert first == second
    assert first[0] == 303
    # Sent once more, to either: the same page counts once.
    assert told(answer(both.alone, posts[0])) == told(answer(both.door, posts[1])) == first
    assert both.submissions() == before + 2


_WRONG: dict[str, dict[str, str]] = {
    "a mistake": {"email": "nobody"},
    "an answer that is missing": {"name": ""},
    "a token that is not ours": {"_token": "00000000-0000-7000-8000-000000000000.x"},
    "a robot": {"_more": "buy"},
    "rows": {"_remove": "items.0"},
    "unknown questions": {"total": "0.01", "__proto__": "x"},
}


@pytest.mark.parametrize("what", _WRONG)
def test_what_is_not_plain_is_decided_by_the_app(both: Both, what: str) -> None:
    first, second = (both.post(both.answers(**_WRONG[what])) for _ in range(2))
    assert told(answer(both.door, first)) == told(answer(both.alone, second))


def test_other_answers_from_the_same_page_come_back_to_the_customer(both: Both) -> None:
    answers = both.answers()
    assert told(answer(both.door, both.post(answers)))[0] == 303
    changed = both.post(answers | {"name": "Bob"})
    assert told(answer(both.door, changed)) == told(answer(both.alone, changed))
    assert told(answer(both.door, changed))[0] == 409


def test_a_form_that_was_published_anew_is_read_anew(both: Both) -> None:
    with both.app.app_context():
        mine = db.session.scalars(select(Organisation.id)).one()
        document: Any = publishing.export_form(mine, "project-request")
        more = {"id": "more", "type": "text", "label": {"en": "More"}, "required": True}
        publishing.publish_form(mine, "project-request", document | {"fields": [*document["fields"], more]}, "system")
    lacking, whole = both.post(both.answers()), both.post(both.answers(more="x"))
    assert told(answer(both.door, lacking)) == told(answer(both.alone, lacking))
    assert told(answer(both.door, lacking))[0] == 422
    assert told(answer(both.door, whole)) == told(answer(both.alone, whole))
    with both.app.app_context():
        publishing.publish_form(mine, "project-request", document, "system")
    assert told(answer(both.door, both.post(both.answers())))[0] == 303


_SETTINGS: dict[str, dict[str, Any]] = {
    "places": {"limits": {"total": 10_000}},
    "once per browser": {"limits": {"once_per": "browser"}},
    "a way back": {"after": {"days": 30, "edit": True}},
    "a trap that counts": {"spam": {"per_network": 100}},
    "a trap for the fast": {"spam": {"min_seconds": 3}},
    "frames": {"embed": {"origins": ["https://shop.example"]}},
}


@pytest.mark.parametrize("what", _SETTINGS)
def test_what_a_form_asks_for_beside_answers_is_held_behind_the_door_too(both: Both, what: str) -> None:
    with both.app.app_context():
        mine = db.session.scalars(select(Organisation.id)).one()
        usual: Any = publishing.export_form(mine, "project-request")
        publishing.publish_form(mine, "project-request", usual | _SETTINGS[what], "system")
    try:
        for sent in ("GET", "POST"):
            first, second = (
                told(answer(port, both.post(both.answers()) if sent == "POST" else request("GET", f"{FORM}?lang=en")))
                for port in (both.door, both.alone)
            )
            assert (first[0], _without_secrets(first[1])) == (second[0], _without_secrets(second[1]))
    finally:
        with both.app.app_context():
            publishing.publish_form(mine, "project-request", usual, "system")


def test_who_waits_for_a_document_gets_a_receipt_of_their_own_behind_the_door(both: Both) -> None:
    with both.app.app_context():
        mine = db.session.scalars(select(Organisation.id)).one()
        usual: Any = publishing.export_form(mine, "project-request")
        publishing.publish_form(mine, "project-request", usual | {"thanks": {"document": True}}, "system")
    try:
        head = told(answer(both.door, both.post(both.answers())))[1]
        location = next(line for line in head if line.startswith(b"location")).partition(b": ")[2].decode()
        receipt = location.partition("receipt=")[2]
        assert len(receipt.partition(".")[0]) == 36, "the token of the page that was sent"
    finally:
        with both.app.app_context():
            publishing.publish_form(mine, "project-request", usual, "system")


def _without_secrets(head: list[bytes]) -> list[bytes]:
    """Names of headers where the value holds a receipt, an id of a browser or the length of a page with one."""
    secret = (b"set-cookie", b"location", b"content-length")
    return [line.partition(b":")[0] if line.startswith(secret) else line for line in head]


def test_many_customers_at_once_are_all_accepted(both: Both) -> None:
    before, statuses = both.submissions(), list[int]()
    posts = [both.post(both.answers(email=f"many-{number % 5}@example.com")) for number in range(40)]
    threads = [
        threading.Thread(target=lambda one=one: statuses.append(told(answer(both.door, one))[0])) for one in posts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 40
    assert both.submissions() == before + 40


def test_whoever_hangs_up_harms_nobody(both: Both) -> None:
    before = both.submissions()
    with socket.create_connection(("127.0.0.1", both.door)) as line:
        line.sendall(both.post(both.answers())[:-1])
    with socket.create_connection(("127.0.0.1", both.door)) as line:
        line.sendall(both.post(both.answers()))
    assert told(answer(both.door, both.post(both.answers())))[0] == 303
    assert before + 1 <= both.submissions() <= before + 2  # the whole one may have been taken up: nobody was told


def test_what_was_sent_before_the_end_is_answered_and_the_end_comes_at_once(both: Both, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "licorne.cli", "web", "--port", str(port)]
    process = spawn(command, tmp_path / "log", environ=environment(LICORNE_DATA=str(both.data)), cwd=ROOT)
    _wait(port)
    lines = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(8)]
    for line in lines:
        line.sendall(both.post(both.answers()))
    time.sleep(0.002)
    began = time.monotonic()
    process.terminate()
    assert process.wait(5) == 0
    assert time.monotonic() - began < 3
    heads = [line.recv(65536)[:12] for line in lines]
    for line in lines:
        line.close()
    assert set(heads) <= {b"HTTP/1.1 303", b""}, (tmp_path / "log").read_text()
    assert b"HTTP/1.1 303" in heads


def test_a_new_setting_of_forms_is_looked_at_by_the_door() -> None:
    """`plain_forms` must say whether a form that has it is still plain; then it may be added here."""
    schema = json.loads((ROOT / "forms" / "schema.json").read_text("utf-8"))["properties"]
    assert set(schema) == SETTINGS
    assert set(schema["spam"]["properties"]) == {"min_seconds", "per_network", "per_sender"}
