from __future__ import annotations

import copy
from typing import Any

import pytest

from rules.document import parse, problems
from rules.expression.problem import Refused
from tests.rules.documents import leaf, project_request, rule, step

_ANY: Any = {"type": "object"}
_TRIGGERS = {"submission.received": _ANY}
_ACTIONS = dict.fromkeys(("act", "issue_invoice", "send_email"), _ANY)
_FACTS = {
    "answers.consent": "boolean",
    "answers.rush": "boolean",
    "answers.pages": "number",
    "answers.services": "list",
    "contact.name": "text",
    "contact.email": "text",
    "catalogue.*.price": "number",
    "metadata.**": "any",
}


def _found(document: Any, **more: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in problems(document, _TRIGGERS, _ACTIONS, **more)]


def test_the_example_of_the_architecture_is_a_rule() -> None:
    document = parse(project_request())
    assert document.trigger.kind == "submission.received"
    assert [(one.id, one.kind, one.action) for one in document.steps] == [
        ("issue", "action", "issue_invoice"),
        ("mail", "action", "send_email"),
    ]
    assert _found(project_request(), facts=_FACTS) == []


def test_a_rule_without_conditions_is_a_rule() -> None:
    document = rule()
    del document["conditions"], document["trigger"]["settings"], document["steps"][0]["settings"]
    assert _found(document) == []


@pytest.mark.parametrize("document", [None, 1, "x", [], {}, [{}], True])
def test_what_is_no_rule_at_all_is_refused(document: Any) -> None:
    found = _found(document)
    assert found
    assert all(code.startswith("schema_") for code, _ in found)


def _changed(path: list[Any], value: Any) -> dict[str, Any]:
    document: Any = copy.deepcopy(project_request())
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    changed: dict[str, Any] = document
    return changed


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        (["schema"], 2, "schema_const", "/schema"),
        (["schema"], True, "schema_const", "/schema"),
        (["extra"], 1, "schema_additionalProperties", ""),
        (["name"], {}, "schema_minProperties", "/name"),
        (["name"], "x", "schema_type", "/name"),
        (["trigger", "kind"], "nope", "unknown_trigger", "/trigger/kind"),
        (["trigger"], {}, "schema_required", "/trigger"),
        (["steps"], [], "schema_minItems", "/steps"),
        (["steps"], [step({}, id=f"s{number}") for number in range(51)], "schema_maxItems", "/steps"),
        (["steps", 0, "action"], "rm", "unknown_action", "/steps/0/action"),
        (["steps", 0, "kind"], "loop", "schema_enum", "/steps/0/kind"),
        (["steps", 0, "id"], "Issue", "not_a_step_id", "/steps/0/id"),
        (["steps", 0, "id"], "issue\n", "not_a_step_id", "/steps/0/id"),
        (["steps", 0, "id"], "mail", "step_id_twice", "/steps/1/id"),
        (["steps", 0, "when"], {"all": [1]}, "not_a_condition", "/steps/0/when/all/0"),
        (["steps", 0, "settings"], [], "schema_type", "/steps/0/settings"),
        (["steps", 0, "settings", "x"], "{{ a | b }}", "unknown_format", "/steps/0/settings/x:1:1"),
        (["steps", 0, "settings", "a/b~c"], "{{", "tag_not_closed", "/steps/0/settings/a~1b~0c:1:1"),
        (["steps", 0, "settings", "x"], [{"formula": {"call": "x"}}], "unknown_function", "/steps/0/settings/x/0/formula/call"),
        (["steps", 0, "settings", "x"], "{{ steps.mail.id }}", "unknown_step", "/steps/0/settings/x"),
        (["steps", 0, "settings", "x"], "{{ steps.issue.id }}", "unknown_step", "/steps/0/settings/x"),
        (["steps", 0, "settings", "x"], "{{ steps }}", "unknown_step", "/steps/0/settings/x"),
        (["steps", 1, "settings", "x"], {"formula": {"fact": "steps.gone.id"}}, "unknown_step", "/steps/1/settings/x/formula"),
        (["steps", 1, "when"], leaf("steps.mail.id", "is_empty"), "unknown_step", "/steps/1/when/left"),
        (["conditions"], leaf("steps.issue.id", "is_empty"), "unknown_step", "/conditions/left"),
        (["conditions"], leaf("answers.x", "matches", "(?<=a)"), "not_a_pattern", "/conditions/right"),
        (["conditions"], leaf("answers.x", "frob", "a"), "unknown_operator", "/conditions/operator"),
        (["conditions"], [], "schema_type", "/conditions"),
        (["conditions"], {"left": {"call": "today"}, "operator": "is_true"}, "type_mismatch", "/conditions/left"),
        (["steps", 0, "settings", "x"], 1.5, "float_in_document", ""),
        (["steps", 0, "settings", "x"], "\x00", "character_not_allowed", ""),
    ],
)  # fmt: skip
def test_every_mistake_has_a_code_and_a_place(path: list[Any], value: Any, code: str, place: str) -> None:
    assert (code, place) in _found(_changed(path, value))


def test_a_missing_part_is_named() -> None:
    document = project_request()
    del document["steps"][0]["action"]
    (problem,) = problems(document, _TRIGGERS, _ACTIONS)
    assert (problem.code, problem.parameters["names"]) == ("schema_required", "action")


def test_a_rule_too_deep_or_too_large_is_refused() -> None:
    deep: Any = "x"
    for _ in range(70):
        deep = [deep]
    assert _found(rule(step({"x": deep}))) == [("document_too_deep", "")]
    assert _found(rule(step({"x": "y" * 300_000}))) == [("document_too_large", "")]


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"x": "{{ contact.tenant.smtp_password }}"}, ["unknown_fact"]),
        ({"x": "{{#if contact.password}}x{{/if}}"}, ["unknown_fact"]),
        ({"x": {"formula": {"fact": "contact.metadata"}}}, ["unknown_fact"]),
        ({"x": {"formula": {"fact": "contact"}}}, ["unknown_fact"]),
        ({"x": "{{ item }}"}, ["unknown_fact"]),
        ({"x": "{{ today | date }} {{ catalogue.logo.price | money }} {{ metadata.a.b }}"}, []),
        ({"x": "{{ catalogue.logo.cost }}"}, ["unknown_fact"]),
        ({"x": "{{#each answers.services}}{{ item }}{{/each}}"}, []),
        ({"x": "{{#each answers.services}}{{ item.secret }}{{/each}}"}, ["unknown_fact"]),
        ({"x": [{"when": leaf("answers.pages", "is_true")}]}, ["type_mismatch"]),
        ({"x": [{"when": leaf("answers.pages", "at_least", 1)}]}, []),
    ],
)
def test_names_outside_the_known_facts_and_wrong_types_are_refused_when_saved(settings: Any, codes: list[str]) -> None:
    assert [code for code, _ in _found(rule(step(settings)), facts=_FACTS)] == codes


def test_a_refused_document_tells_all_its_problems() -> None:
    document = rule(step({"a": "{{", "b": "{{ x | y }}"}, when={"left": 1}), conditions={"all": [3]})
    with pytest.raises(Refused) as refused:
        parse(document)
    assert len(refused.value.problems) == 4
