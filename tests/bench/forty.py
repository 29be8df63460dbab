"""F1, F2: a form of forty fields with conditions and prices, shown and posted, against a hello route of the same server."""

import itertools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from licorne.models.database import db
from licorne.models.organisation import Organisation
from licorne.services import live, publishing
from licorne.web import form_token
from rules.expression.json_types import Json
from tests.bench.demo import Demo
from tests.bench.hello import PATH
from tests.bench.load import Load, drive, get, post
from tests.bench.machine import Machine
from tests.bench.processes import Place, place
from tests.bench.rows import Row, by_turns, mid, ratios
from tests.servers.instance import environment

SLUG = "forty"
CONNECTIONS = 16
SECONDS = 2.0
_HELLOS, _GETS, _POSTS, _WARM = 40_000, 20_000, 6_000, 200
_numbers = itertools.count(1)


def measure(machine: Machine) -> list[Row]:
    """Both, on both databases."""
    with place(machine.folder / "forty") as here:
        demos = {"SQLite": machine.sqlite_demo("f1"), "PostgreSQL": machine.postgres_demo("f1")}
        hello = _hello(here)
        loads: dict[str, list[Load]] = {name: [] for name in demos}
        sides = [side for name, demo in demos.items() for side in _sides(here, demo, loads[name])]
        hellos, *rates = by_turns(hello, *sides)
    return [
        row for number, name in enumerate(demos) for row in _rows(name, hellos, rates[2 * number :], loads[name][1:])
    ]


def _hello(here: Place) -> Callable[[], float]:
    port = here.serve("tests.bench.hello", ["{port}"], PATH, environment())
    drive(port, [get(PATH)] * _WARM, CONNECTIONS, SECONDS).only(200)
    return lambda: drive(port, [get(PATH)] * _HELLOS, CONNECTIONS, SECONDS).only(200).rate


def _sides(here: Place, demo: Demo, loads: list[Load]) -> list[Callable[[], float]]:
    form_id = _publish(demo)
    port = here.serve("licorne.cli", ["web", "--port", "{port}"], f"/f/{SLUG}", demo.environment())

    def show() -> float:
        return drive(port, [get(f"/f/{SLUG}")] * _GETS, CONNECTIONS, SECONDS).only(200).rate

    def send(count: int = _POSTS) -> float:
        loads.append(drive(port, _posts(demo, form_id, count), CONNECTIONS, SECONDS).only(303))
        return loads[-1].rate

    show()
    send(_WARM)
    return [show, send]


def _rows(name: str, hellos: tuple[float, ...], rates: list[tuple[float, ...]], loads: list[Load]) -> list[Row]:
    shown, sent = ratios(rates[0], hellos), ratios(rates[1], hellos)
    tails = tuple(load.percentile(0.99) * 1000 for load in loads)
    against = f"/s against {mid(hellos):.0f}/s"
    return [
        Row(
            "F1",
            f"page of 40 fields / hello, {name}",
            mid(shown),
            "×",
            "at least",
            0.4,
            f"{mid(rates[0]):.0f}{against}",
            shown,
        ),
        Row(
            "F2", f"40 answers / hello, {name}", mid(sent), "×", "at least", 0.25, f"{mid(rates[1]):.0f}{against}", sent
        ),
        Row("F2", f"40 answers, p99, {name}", mid(tails), "ms", "at most", 60, f"{CONNECTIONS} connections", tails),
    ]


def _publish(demo: Demo) -> str:
    with demo.app.app_context():
        organisation = db.session.query(Organisation.id).execution_options(every_organisation="a bench").scalar()
        publishing.publish_form(organisation, SLUG, definition(), "system")
        publishing.publish_rule(organisation, SLUG, _rule(), "system")
        return live.form_at(SLUG)[0].id


def definition() -> dict[str, Json]:
    """Eight groups of five fields: a choice, a number that it asks for, a text, a date, a price that follows."""
    fields: list[Any] = [
        {"id": "name", "type": "text", "label": {"en": "Name"}, "required": True},
        {"id": "email", "type": "email", "label": {"en": "Email"}, "required": True},
    ]
    for number in range(1, 8):
        fields += _group(number)
    fields += [
        {"id": f"note_{number}", "type": "long_text", "label": {"en": f"Note {number}"}} for number in range(1, 4)
    ]
    return {
        "schema": 1,
        "title": {"en": "Forty"},
        "default_language": "en",
        "languages": ["en"],
        "currency": "EUR",
        "country": "FR",
        "fields": fields,
        "contact": {"key": "email", "map": {"name": "name", "email": "email"}},
    }


def _group(number: int) -> list[dict[str, Any]]:
    chosen = {"all": [{"left": {"fact": f"answers.kind_{number}"}, "operator": "is", "right": {"value": "website"}}]}
    options = [{"value": value, "label": {"en": value.title()}} for value in ("website", "branding", "photography")]
    price = {
        "call": "multiply",
        "args": [
            {"call": "coalesce", "args": [{"fact": f"answers.count_{number}"}, {"value": "0"}]},
            {"value": "240.00"},
        ],
    }
    return [
        {"id": f"kind_{number}", "type": "choice", "label": {"en": f"Kind {number}"}, "options": options},
        {
            "id": f"count_{number}",
            "type": "number",
            "label": {"en": f"Pages {number}"},
            "min": 1,
            "max": 99,
            "shown_if": chosen,
        },
        {"id": f"text_{number}", "type": "text", "label": {"en": f"Words {number}"}, "max_length": 200},
        {"id": f"day_{number}", "type": "date", "label": {"en": f"Day {number}"}},
        {
            "id": f"price_{number}",
            "type": "calculated",
            "label": {"en": f"Price {number}"},
            "formula": price,
            "format": "money",
        },
    ]


def _rule() -> dict[str, Json]:
    lines: list[Json] = [
        {"product": "website-page", "quantity": {"formula": {"fact": f"answers.count_{number}"}}}
        for number in (1, 2, 3)
    ]
    return {
        "schema": 1,
        "name": {"en": "Forty → invoice"},
        "trigger": {"kind": "submission.received", "settings": {"form": SLUG}},
        "conditions": {"all": []},
        "steps": [
            {"id": "issue", "action": "issue_invoice", "settings": {"due_days": 30, "lines": lines}},
            {"id": "task", "action": "create_task", "settings": {"title": "Call {{ contact.name }}", "due_days": 3}},
        ],
    }


def _posts(demo: Demo, form_id: str, count: int) -> list[bytes]:
    with demo.app.app_context():
        return [_post(form_id, next(_numbers)) for _ in range(count)]


def _post(form_id: str, number: int) -> bytes:
    answers = {"_token": form_token.mint(form_id), "name": f"Client {number}", "email": f"forty-{number}@bench.test"}
    for group in range(1, 8):
        answers |= {
            f"kind_{group}": "website",
            f"count_{group}": "3",
            f"text_{group}": "A few words",
            f"day_{group}": "2030-01-02",
        }
    return post(f"/f/{SLUG}", urlencode(answers | {f"note_{note}": "Nothing else" for note in range(1, 4)}).encode())
