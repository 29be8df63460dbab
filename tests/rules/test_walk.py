from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.expression.bind import bind
from rules.plan import error_cursor_of, go_on, plan_hash
from rules.results import Finished
from tests.rules.documents import leaf
from tests.rules.flows import YES, Run, approval, branch, compiled, do, each, wait, wait_event, wanted

_ROWS: dict[str, Any] = {"rows": [{"n": "1"}, {"n": "2"}, {"n": "3"}], "today": "2026-03-10"}


def _stretches(*steps: Any, facts: Any = None, results: Any = None, **more: Any) -> list[list[str]]:
    return Run(compiled(*steps, **more), facts or {}, results).to_the_end()


def test_a_branch_takes_the_first_case_that_holds() -> None:
    steps = branch(
        "b", (leaf("x", "is", "1"), [do("one")]), (YES, [do("yes")]), (YES, [do("never")]), otherwise=[do("no")]
    )
    assert _stretches(do("before"), steps, do("after"), facts={"x": "1", "yes": True}) == [["before", "one", "after"]]
    assert _stretches(steps, facts={"yes": True}) == [["yes"]]
    assert _stretches(steps, do("after")) == [["no", "after"]]
    assert _stretches(branch("b", (YES, [do("yes")])), do("after")) == [["after"]]


def test_a_wait_ends_a_stretch_and_what_follows_is_planned_when_it_has_ended() -> None:
    run = Run(compiled(do("a"), wait("w"), do("b"), wait("v"), do("c")), {})
    assert run.to_the_end() == [["a", "w"], ["b", "v"], ["c"]]
    assert [plan.cursor for plan in run.stretches] == ["1", "3", ""]


def test_a_wait_in_a_branch_goes_on_in_it_and_then_after_it() -> None:
    steps = branch("b", (YES, [wait("w"), do("in")]), otherwise=[do("else")])
    assert _stretches(steps, do("after"), facts={"yes": True}) == [["w"], ["in", "after"]]


def test_a_time_out_leads_into_its_branch() -> None:
    steps = (wait_event("w", "invoice.paid", on_timeout=[do("remind")]), do("after"))
    assert _stretches(*steps, results={"w": {"outcome": "event"}}) == [["w"], ["after"]]
    assert _stretches(*steps, results={"w": {"outcome": "timeout"}}) == [["w"], ["remind", "after"]]


@pytest.mark.parametrize(
    ("outcome", "rest"), [("granted", ["after"]), ("refused", ["sorry", "after"]), ("timeout", ["after"])]
)
def test_an_approval_leads_where_it_was_decided_to(outcome: str, rest: list[str]) -> None:
    steps = (approval("ok", on_refused=[do("sorry")]), do("after"))
    assert _stretches(*steps, results={"ok": {"outcome": outcome}}) == [["ok"], rest]


def test_each_row_has_its_own_intents_and_sees_its_own_row() -> None:
    run = Run(compiled(each("all", "rows", do("a", settings={"n": "{{ item.n }}"}), do("b"))), _ROWS)
    assert run.to_the_end() == [["a:0", "b:0", "a:1", "b:1", "a:2", "b:2"]]
    assert [one.settings.get("n") for one in run.stretches[0].intents if one.step == "a"] == ["1", "2", "3"]


def test_a_wait_in_a_list_is_waited_for_row_by_row() -> None:
    steps = each("all", "rows", do("a"), wait("w"), do("b"))
    assert _stretches(steps, do("after"), facts=_ROWS) == [
        ["a:0", "w:0"],
        ["b:0", "a:1", "w:1"],
        ["b:1", "a:2", "w:2"],
        ["b:2", "after"],
    ]


def test_a_branch_that_looks_at_results_waits_for_them() -> None:
    paid = leaf("steps.a.total", "greater_than", "100")
    steps = (do("a"), branch("b", (paid, [do("big")]), otherwise=[do("small")]))
    assert _stretches(*steps, results={"a": {"total": "200"}}) == [["a"], ["big"]]
    assert _stretches(*steps, results={"a": {"total": "20"}}) == [["a"], ["small"]]


def test_a_list_that_a_step_has_made_can_be_gone_through() -> None:
    assert _stretches(do("a"), each("all", "steps.a.rows", do("b")), results={"a": {"rows": [{}, {}]}}) == [
        ["a"],
        ["b:0", "b:1"],
    ]


def test_within_a_row_results_are_those_of_the_row_and_after_it_those_of_all() -> None:
    own = leaf("steps.a.n", "is", "two")
    rows = each("all", "rows", do("a"), branch("b", (own, [do("hit")])))
    after = branch("c", (leaf("steps.a", "count_at_least", "3"), [do("three")]))
    results = {"a:1": {"n": "two"}}
    told = _stretches(rows, after, facts=_ROWS, results=results)
    assert [name for stretch in told for name in stretch] == ["a:0", "a:1", "hit:1", "a:2", "three"]


def test_what_names_earlier_steps_keeps_its_row_until_it_is_due() -> None:
    settings = {"text": {"formula": {"call": "concat", "args": [{"fact": "item.n"}, {"fact": "steps.a.x"}]}}}
    plan = compiled(each("all", "rows", do("a"), do("b", settings=settings))).plan(_ROWS)
    assert plan is not None
    second = [one for one in plan.intents if one.step == "b"][1]
    assert bind(second.settings, _ROWS, {"a": {"x": "!"}}) == {"text": "2!"}


def test_stop_and_fail_end_the_walk() -> None:
    assert _stretches(do("a"), branch("b", (YES, [{"id": "s", "kind": "stop"}])), do("c"), facts={"yes": True}) == [
        ["a"]
    ]
    fail = {"id": "f", "kind": "fail", "settings": {"message": "No"}}
    assert _stretches(do("a"), fail, do("c")) == [["a", "f"]]


def test_what_comes_after_a_step_with_a_branch_for_errors_is_planned_when_it_has_not_failed() -> None:
    rule = compiled(do("a", on_error=[do("sorry")]), do("b"))
    assert Run(rule, {}).to_the_end() == [["a"], ["b"]]
    failed = [Finished("a", "", "act", {"error": {"code": "busy"}})]
    assert error_cursor_of(rule, "a", "") == "0/error/0"
    assert wanted(go_on(rule, {}, "0/error/0", failed)) == ["sorry", "b"]


def test_the_nearest_branch_for_errors_takes_over() -> None:
    rows = each("all", "rows", do("a", on_error=[do("near")]), do("b"), on_error=[do("far")])
    rule = compiled(rows, do("c"), on_error=[do("last")])
    assert error_cursor_of(rule, "a", "1") == "0/do1/0/error/0"
    assert error_cursor_of(rule, "b", "1") == "0/error/0"
    assert error_cursor_of(rule, "near", "1") == "0/error/0"
    assert error_cursor_of(rule, "far", "") == "error/0"
    assert error_cursor_of(rule, "c", "") == "error/0"
    assert error_cursor_of(rule, "last", "") == ""
    assert wanted(go_on(rule, _ROWS, "0/error/0", [])) == ["far", "c"]
    assert wanted(go_on(rule, _ROWS, "error/0", [])) == ["last"]
    assert wanted(go_on(rule, _ROWS, "0/do1/0/error/0", [])) == ["near:1", "b:1", "a:2"]


def test_a_rule_without_branches_for_errors_has_nowhere_to_go() -> None:
    assert error_cursor_of(compiled(do("a")), "a", "") == ""


def test_after_a_wait_today_is_the_day_on_which_it_ended() -> None:
    soon = leaf("on", "within_next_days", "2")
    rule = compiled(wait("w"), branch("b", (soon, [do("soon")]), otherwise=[do("late")]))
    facts = {"on": "2026-03-15", "today": "2026-03-10"}
    for ended, name in (("2026-03-13", "soon"), ("2026-03-16", "late")):
        finished = [Finished("w", "", "wait", {"outcome": "time", "ended_on": ended})]
        assert wanted(go_on(rule, facts, "0", finished)) == [name]


def test_a_list_that_is_none_fails_visibly() -> None:
    plan = compiled(each("all", "rows", do("a"))).plan({"rows": "x"})
    assert plan is not None
    assert [(problem.code, problem.place) for problem in plan.problems] == [("not_a_list", "/steps/0/in")]


def test_too_many_intents_fail_visibly() -> None:
    plan = compiled(each("all", "rows", do("a"), do("b"))).plan({"rows": [{}] * 600})
    assert plan is not None
    assert [problem.code for problem in plan.problems] == ["too_many_intents"]


_LEAF_STEPS = st.sampled_from(["act", "wait", "approval", "fail", "stop", "guarded", "on result"])


def _tree(numbers: Any, depth: int) -> st.SearchStrategy[list[Any]]:
    def one(kind: str) -> Any:
        name = f"s{next(numbers)}"
        if kind == "wait":
            return wait(name)
        if kind == "approval":
            return approval(name, on_refused=[do(f"{name}-r")])
        if kind in ("fail", "stop"):
            return {"id": name, "kind": kind, **({"settings": {"message": "x"}} if kind == "fail" else {})}
        return do(name, **({"on_error": [do(f"{name}-e")]} if kind == "guarded" else {}))

    leaves = _LEAF_STEPS.map(one)
    if depth == 0:
        return st.lists(leaves, min_size=1, max_size=3)
    inner = _tree(numbers, depth - 1)
    nested = st.one_of(
        inner.map(lambda steps: branch(f"s{next(numbers)}", (YES, steps), otherwise=[do(f"s{next(numbers)}")])),
        inner.map(lambda steps: branch(f"s{next(numbers)}", (leaf("no", "is_true"), []), (YES, steps))),
        *([inner.map(lambda steps: each(f"s{next(numbers)}", "rows", *steps))] if depth == 2 else []),
    )
    return st.lists(st.one_of(leaves, nested), min_size=1, max_size=4)


@given(st.data())
def test_whatever_the_tree_nothing_is_wanted_twice_and_the_same_facts_give_the_same_plan(data: st.DataObject) -> None:
    steps = data.draw(_tree(iter(range(10_000)), 2))
    facts = {"yes": True, "rows": [{"n": "1"}, {"n": "2"}]}
    results = {
        f"s{number}": {"outcome": data.draw(st.sampled_from(["granted", "refused", "timeout"]))} for number in range(3)
    }
    one, other = Run(compiled(*steps), facts, results), Run(compiled(*steps), facts, results)
    told = one.to_the_end()
    assert told == other.to_the_end()
    assert plan_hash(one.stretches) == plan_hash(other.stretches)
    names = [name for stretch in told for name in stretch]
    assert len(names) == len(set(names))
    assert all(plan.intents for plan in one.stretches if plan.cursor), "a stretch that waits for nothing"
