from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rules.document import parse
from rules.expression.read import read_condition
from rules.labels import Labels
from rules.sentence import condition_sentence, sentence
from tests.rules.documents import leaf, project_request, rule, step
from tests.rules.expression.strategies import CONDITION

_WORDS = Path(__file__).parents[2] / "rules" / "words"
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


_FLOW: Any = {
    **rule(
        {
            "id": "b",
            "kind": "branch",
            "cases": [{"if": leaf("answers.pages", "at_least", "5"), "steps": [step({}, id="x")]}],
            "else": [{"id": "s", "kind": "stop"}],
        },
        {"id": "w", "kind": "wait", "settings": {"for": {"amount": 3, "unit": "working_days", "at": "08:00"}}},
        {
            "id": "e",
            "kind": "wait",
            "settings": {"event": {"kind": "invoice.paid"}, "timeout": {"amount": 1, "unit": "days"}},
            "on_timeout": [step({}, id="y")],
        },
        {
            "id": "u",
            "kind": "wait",
            "settings": {"until": {"date": {"formula": {"fact": "answers.start"}}, "offset": -2, "unit": "days"}},
        },
        {
            "id": "ok",
            "kind": "approval",
            "settings": {"ask": ["role:owner", "contact_owner"], "need": "all", "title": "Send it?"},
            "on_refused": [{"id": "f", "kind": "fail", "settings": {"message": "No"}}],
        },
        {"id": "l", "kind": "each", "in": {"fact": "answers.rows"}, "steps": [step({}, id="z")]},
        {"id": "c", "kind": "call", "settings": {"rule": "other"}},
        form=None,
    ),
    "on_error": [step({}, id="last")],
    "match": "first",
    "limits": {"frequency": {"per": "{{ contact.id }}", "times": 1, "days": 7}, "daily": 5, "catch_up": "none"},
}


def test_every_construct_is_told_in_english_and_in_french() -> None:
    assert sentence(parse(_FLOW), _LABELS, "en") == (
        "When a form is submitted, then if the number of pages is at least 5 (act), otherwise (stop), "
        "then wait 3 working days at 08:00, then wait until invoice paid, at most 1 day, when the time is up (act), "
        "then wait until 2 days before start, "
        "then ask every owner and the contact’s owner to approve “Send it?”, where that is refused (fail with “No”), "
        "then for each of rows (act), then call the rule “other”. Where a step fails: act. "
        "Only where no rule before it answers. Not more than 1 × in 7 days per {{ contact.id }}. "
        "Not more than 5 × a day. What was missed is left out."
    )
    french = sentence(parse(_FLOW), _LABELS, "fr")
    for part in ("attendre 3 jours ouvrés à 08:00", "passé ce délai (act)", "en cas de refus (échouer avec « No »)"):
        assert part in french


def test_both_languages_have_the_same_words() -> None:
    words = [json.loads((_WORDS / f"{language}.json").read_text("utf-8")) for language in ("en", "fr")]
    assert words[0].keys() == words[1].keys()
