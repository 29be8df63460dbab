"""Settings against what their action declares: mistakes are found when a rule is saved, what facts decide is left to its day."""

from typing import Any

import pytest

from rules.document import problems
from rules.settings_check import EACH, WHEN
from tests.rules.documents import leaf, rule, step

_LINE = {
    "type": "object",
    "required": ["product"],
    "additionalProperties": False,
    "properties": {"product": {"type": "string"}, "quantity": {}, "when": WHEN, "each": EACH},
}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 10},
        "days": {"type": "integer", "minimum": 0, "maximum": 30},
        "by": {"enum": ["notice", "mail"]},
        "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "maxItems": 2},
        "lines": {"type": "array", "items": _LINE, "minItems": 1},
        "a/b": {"type": "boolean"},
    },
}
_TRIGGER: dict[str, Any] = {
    "type": "object",
    "required": ["form"],
    "properties": {"form": {"type": "string"}},
    "additionalProperties": False,
}
_FORMULA = {"formula": {"fact": "answers.pages"}}


def _found(settings: dict[str, Any]) -> list[tuple[str, str]]:
    schemas = ({"submission.received": _TRIGGER}, {"act": _SCHEMA})
    found = problems(rule(step(settings)), *schemas)
    return [(one.code, one.place.removeprefix("/steps/0/settings")) for one in found]


@pytest.mark.parametrize(
    "settings",
    [
        {"title": "Call", "days": 2, "by": "mail", "tags": ["a"], "a/b": True},
        {"title": "{{ contact.name }} has a long name", "days": "{{ answers.days }}", "by": "{{ answers.by }}"},
        {"title": _FORMULA, "days": _FORMULA, "by": _FORMULA, "tags": _FORMULA, "lines": _FORMULA},
        {"title": "x", "tags": ["{{ answers.a }}", _FORMULA]},
        {"title": "x", "lines": [{"product": "logo", "when": leaf("answers.rush", "is_true")}]},
        {"title": "x", "lines": [{"product": _FORMULA, "each": {"fact": "answers.items"}}]},
    ],
)
def test_literals_that_fit_and_whatever_facts_decide_are_taken(settings: dict[str, Any]) -> None:
    assert _found(settings) == []


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, [("setting_missing", "")]),
        ({"title": "x", "ttle": "y"}, [("setting_unknown", "/ttle")]),
        ({"title": 5}, [("setting_type", "/title")]),
        ({"title": ""}, [("setting_too_short", "/title")]),
        ({"title": "x" * 11}, [("setting_too_long", "/title")]),
        ({"title": "x", "days": -1}, [("setting_below_minimum", "/days")]),
        ({"title": "x", "days": 31, "by": "fax"}, [("setting_not_allowed", "/by"), ("setting_above_maximum", "/days")]),
        ({"title": "x", "days": True}, [("setting_type", "/days")]),
        ({"title": "x", "tags": ["a", "B"]}, [("schema_pattern", "/tags/1")]),
        ({"title": "x", "tags": ["a", "b", "c"]}, [("setting_too_many", "/tags")]),
        ({"title": "x", "lines": []}, [("setting_too_few", "/lines")]),
        ({"title": "x", "lines": "{{ answers.items }}"}, [("setting_type", "/lines")]),
        ({"title": "x", "lines": [{"quantity": "1"}]}, [("setting_missing", "/lines/0")]),
        ({"title": "x", "lines": [{"product": "a", "when": "yes"}]}, [("not_a_condition", "/lines/0/when")]),
        ({"title": "x", "lines": [{"product": "a", "each": "rows"}]}, [("not_a_list_fact", "/lines/0/each")]),
        ({"title": "x", "a/b": "{{ x }}", "a~c": 1}, [("setting_unknown", "/a~0c")]),
    ],
)
def test_every_mistake_in_settings_has_a_code_and_its_place(
    settings: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert _found(settings) == found


def test_settings_of_a_trigger_hold_nothing_that_is_filled_in_later() -> None:
    schemas = ({"submission.received": _TRIGGER}, {"act": {"type": "object"}})
    document = rule(step({}), form=None)
    assert [(one.code, one.place) for one in problems(document, *schemas)] == [("setting_missing", "/trigger/settings")]
    document["trigger"]["settings"] = {"form": {"formula": {"fact": "answers.form"}}}
    assert [(one.code, one.place) for one in problems(document, *schemas)] == [
        ("setting_type", "/trigger/settings/form")
    ]
