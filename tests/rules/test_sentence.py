from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from rules.document import parse
from rules.expression.read import read_condition
from rules.labels import Labels
from rules.sentence import condition_sentence, sentence
from tests.rules.documents import leaf, project_request, rule, step
from tests.rules.expression.strategies import CONDITION

_LABELS = Labels(
    triggers={"submission.received": {"en": "a form is submitted", "fr": "un formulaire est envoyé"}},
    actions={
        "issue_invoice": {"en": "issue an invoice", "fr": "émettre une facture"},
        "send_email": {"en": "send a mail", "fr": "envoyer un courriel"},
    },
    facts={
        "answers.consent": {"en": "consent", "fr": "l’accord"},
        "answers.pages": {"en": "the number of pages", "fr": "le nombre de pages"},
    },
    options={
        "trigger.form": {"project-request": {"en": "Project request", "fr": "Demande de projet"}},
        "answers.service": {"website": {"en": "Website", "fr": "Site internet"}},
    },
)


def _conditions(conditions: Any, language: str = "en") -> str:
    text = sentence(parse(rule(step({}), form=None, conditions=conditions)), _LABELS, language)
    return text.removesuffix(", then act.").removesuffix(", alors act.")


def test_one_condition_is_told_in_a_language_that_is_spoken() -> None:
    condition = read_condition(leaf("answers.pages", "at_least", "1"))
    told = {language: condition_sentence(condition, _LABELS, language) for language in ("en", "fr", "de")}
    assert told["en"] == told["de"] == "the number of pages is at least 1"
    assert told["fr"].startswith("le nombre de pages")


def test_the_example_is_a_sentence_in_english() -> None:
    assert sentence(parse(project_request()), _LABELS, "en") == (
        "When a form is submitted (Project request), if consent is yes and the number of pages is at least 1, "
        "then issue an invoice, then send a mail."
    )


def test_the_example_is_a_sentence_in_french() -> None:
    assert sentence(parse(project_request()), _LABELS, "fr") == (
        "Quand un formulaire est envoyé (Demande de projet), si l’accord est oui et le nombre de pages est au moins 1, "
        "alors émettre une facture, puis envoyer un courriel."
    )


def test_without_labels_the_ids_are_read_out() -> None:
    assert sentence(parse(project_request()), Labels(), "xx") == (
        "When submission received (“project-request”), if consent is yes and pages is at least 1, "
        "then issue invoice, then send email."
    )


@pytest.mark.parametrize(
    ("conditions", "english"),
    [
        ({"any": []}, "never"),
        (leaf("answers.service", "is_one_of", ["website", "logo"]), "service is Website or “logo”"),
        (leaf("answers.day", "between", ["2026-01-01", "2026-03-01"]), "day is between 1 January 2026 and 1 March 2026"),
        ({"none": [leaf("a", "is_empty"), leaf("b", "is", "x")]}, "none of this is true: (a is empty or b is “x”)"),
        ({"any": [leaf("a", "is_empty"), {"all": [leaf("b", "is_true"), leaf("c", "is_false")]}]},
         "a is empty or (b is yes and c is no)"),
        (leaf("a", "is", "{left} {right}"), "a is “{left} {right}”"),
    ],
)  # fmt: skip
def test_conditions_read_well(conditions: Any, english: str) -> None:
    assert _conditions(conditions) == f"When a form is submitted, if {english}"


def test_a_rule_without_conditions_has_no_if() -> None:
    assert _conditions({"all": []}) == "When a form is submitted"


def test_formulas_are_told_with_brackets_where_needed() -> None:
    added = {"call": "add", "args": [{"fact": "answers.extra"}, {"value": "2"}]}
    left = {"call": "multiply", "args": [{"fact": "answers.pages"}, added]}
    condition = {"left": left, "operator": "greater_than", "right": {"call": "percent", "args": [{"value": 9}, {"value": 5}]}}
    assert _conditions(condition, "fr") == (
        "Quand un formulaire est envoyé, si le nombre de pages × (extra + 2) est supérieur à 5 % de 9"
    )


def test_the_condition_of_a_step_is_told() -> None:
    document = rule(step({}), step({}, id="b", when=leaf("answers.rush", "is_true")), form=None)
    assert sentence(parse(document), _LABELS, "en") == "When a form is submitted, then act, then act (if rush is yes)."


@given(condition=CONDITION)
@settings(max_examples=80, deadline=None)
def test_every_rule_has_a_sentence_in_both_languages(condition: Any) -> None:
    document = parse(rule(form=None, conditions=condition))
    for language in ("en", "fr"):
        assert sentence(document, Labels(), language).endswith(".")
