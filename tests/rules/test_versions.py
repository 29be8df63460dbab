"""What changed between two versions of a rule: told step by step, by identity and not by place."""

from typing import Any

from rules.versions import ADDED, CHANGED, MOVED, REMOVED, difference


def step(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "action": "create_task", "settings": {"title": name}, **more}


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.kind, one.setting or str((one.step or {}).get("id"))) for one in difference(old, new)]


def test_the_same_document_has_no_difference() -> None:
    rule = {"name": {"en": "A"}, "steps": [step("a"), step("b", on_error=[step("c")])]}
    assert told(rule, rule) == []


def test_settings_of_the_rule_are_told_by_their_names() -> None:
    assert told({"priority": 1, "steps": []}, {"limits": {"daily": 3}, "steps": []}) == [
        (CHANGED, "priority"),
        (CHANGED, "limits"),
    ]


def test_what_is_added_or_removed_moves_nothing_else() -> None:
    old, new = {"steps": [step("a"), step("b")]}, {"steps": [step("x"), step("b")]}
    assert told(old, new) == [(ADDED, "x"), (REMOVED, "a")]


def test_a_step_that_went_into_a_branch_has_moved() -> None:
    branch = {"id": "ask", "kind": "branch", "cases": [{"if": {"all": []}, "steps": []}], "else": []}
    within = {**branch, "cases": [{"if": {"all": []}, "steps": [step("a")]}]}
    assert told({"steps": [step("a"), branch]}, {"steps": [within]}) == [(MOVED, "a")]


def test_of_two_that_changed_places_one_has_moved() -> None:
    assert told({"steps": [step("a"), step("b")]}, {"steps": [step("b"), step("a")]}) in (
        [(MOVED, "a")],
        [(MOVED, "b")],
    )


def test_another_condition_of_a_case_changes_the_branch_and_not_its_steps() -> None:
    def branch(condition: dict[str, Any]) -> dict[str, Any]:
        return {"steps": [{"id": "ask", "kind": "branch", "cases": [{"if": condition, "steps": [step("a")]}]}]}

    assert told(branch({"all": []}), branch({"any": []})) == [(CHANGED, "ask")]


def test_a_document_that_is_no_rule_yet_can_be_compared_too() -> None:
    assert told({}, {"steps": [step("a"), "nonsense"], "on_error": None}) == [(ADDED, "a")]
