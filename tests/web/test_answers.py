"""Answers in words: of several parts, of rows, and as conditions saw them."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from licorne.web import catalogue
from licorne.web.answers import Answer, shown_answers
from licorne.web.seen import Row, seen
from rules.expression.read import read_condition
from rules.expression.scope import Scope
from rules.expression.trace import trace_condition
from rules.labels import Labels
from tests.web.every_question import FORM

ANSWERS: dict[str, Any] = {
    "person": {"given": "Ada", "family": "Martin"},
    "firm": {"name": "Acme", "vat_id": "FR83404833048", "siren": None},
    "home": {"street": "1 rue des Tanneurs", "extra": None, "postcode": "44000", "city": "Nantes", "country": "FR"},
    "stay": {"from": "2026-01-01", "to": "2026-01-03"},
    "tags": ["a", "b"],
    "items": [{"what": "Slides", "amount": "3"}],
}


@pytest.fixture
def app() -> Flask:
    app = Flask("answers")
    catalogue.use(Babel(app, locale_selector=lambda: "en"))
    return app


def test_answers_of_several_parts_read_as_a_person_writes_them(app: Flask) -> None:
    with app.test_request_context():
        shown = {answer.id: answer for answer in shown_answers(FORM, ANSWERS)}
    assert {name: shown[name].answer for name in ("person", "firm", "home", "stay", "tags", "note")} == {
        "person": "Ada Martin",
        "firm": "Acme\nFR83404833048",
        "home": "1 rue des Tanneurs\n44000 Nantes\nFrance",
        "stay": "1 Jan 2026 – 3 Jan 2026",
        "tags": "Tag A, Tag B",
        "note": "–",
    }
    assert shown["items"].rows == ((Answer("what", "What", "Slides"), Answer("amount", "Amount", "€3.00")),)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("home", "the answer was “1 rue des Tanneurs”, 44000, “Nantes”, “FR”"),
        ("items", "the answer was “Slides”, 3"),
    ],
)
def test_what_a_condition_saw_is_told_without_braces(app: Flask, fact: str, words: str) -> None:
    condition = read_condition({"left": {"fact": f"answers.{fact}"}, "operator": "is_not_empty"})
    with app.test_request_context():
        row = seen(condition, trace_condition(condition, Scope({"answers": ANSWERS})), Labels())
    assert isinstance(row, Row)
    assert row.saw == words
