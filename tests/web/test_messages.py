"""Problems in words: every code that the code of the product can raise has a sentence."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from licorne.web import catalogue
from licorne.web.messages import TEXTS, sentence
from rules.expression.problem import Problem

ROOT = Path(__file__).parents[2]
SAYERS = {"refuse", "Problem", "Conflict", "Permanent", "Transient", "Doubtful", "AnswerError", "problem", "_note",
          "MailRefused", "MailDeferred", "MailUnknown", "RenderFailed", "RenderStopped"}  # fmt: skip
#: Answers of the API and the command line, which have words of their own.
ELSEWHERE = {"not_agreed", "cursor_unknown", "header_missing", "idempotency_key_reused", "parameter_unknown"}


def _codes(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAYERS and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def test_every_code_in_the_sources_has_a_sentence() -> None:
    folders = ("platform/licorne", "forms", "rules")
    said = {code for folder in folders for file in (ROOT / folder).rglob("*.py") for code in _codes(file)}
    assert len(said) > 100
    silent = {code for code in said - set(TEXTS) - ELSEWHERE if not code.startswith(("BR-", "schema_", "smtp_"))}
    assert silent == set()


@pytest.fixture
def app() -> Flask:
    app = Flask("messages")
    catalogue.use(Babel(app, locale_selector=lambda: "fr"))
    return app


def test_sentences_are_in_the_readers_language_with_numbers_as_it_writes_them(app: Flask) -> None:
    with app.test_request_context():
        assert sentence(Problem("above_maximum", "", {"maximum": "1234.5"})) == "Le maximum est 1\u202f234,5."
        assert sentence(Problem("date_too_early", "", {"minimum": "2026-12-01"})).startswith("Choisissez le 1 déc. 2026")


def test_a_code_without_words_and_a_missing_parameter_still_make_a_sentence(app: Flask) -> None:
    with app.test_request_context():
        assert sentence(Problem("never_heard_of")) == "Quelque chose ne va pas (never_heard_of)."
        assert sentence(Problem("BR-CO-15")) == "Le document enfreint la règle BR-CO-15 de l’EN 16931."
        assert sentence(Problem("too_long")) == "Utilisez au plus … caractères."
