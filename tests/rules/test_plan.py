from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.expression.problem import Refused
from rules.plan import CompiledRule, Intent, RuleIndex, compile_rule, plan_hash
from tests.rules.documents import leaf, project_request, rule, step, submission
from tests.rules.expression.strategies import CONDITION, FACTS

_KIND = "submission.received"
_ROOT = Path(__file__).parents[2]


def _index(*documents: dict[str, Any]) -> RuleIndex:
    return RuleIndex(compile_rule(f"v{number}", document) for number, document in enumerate(documents))


def _matches(index: RuleIndex, facts: Any, kind: str = _KIND) -> list[str]:
    return [plan.version_id for plan in index.plan(kind, facts)]


def test_the_example_of_the_architecture_plans_an_invoice_and_a_mail() -> None:
    (plan,) = _index(project_request()).plan(_KIND, submission())
    assert plan.problems == ()
    assert plan.intents == (
        Intent(
            "issue",
            "",
            "issue_invoice",
            {"due_days": 30, "lines": [{"product": "website-page", "quantity": "3"}], "$bind": 1},
        ),
        Intent(
            "mail",
            "",
            "send_email",
            {
                "template": "invoice-sent",
                "to": "ada@example.org",
                "attach_invoice": {"$formula": {"fact": "steps.issue.invoice"}},
                "$bind": 1,
            },
        ),
    )


def test_a_line_with_a_true_condition_is_kept() -> None:
    (plan,) = _index(project_request()).plan(_KIND, submission(rush=True))
    assert plan.intents[0].settings["lines"] == [
        {"product": "website-page", "quantity": "3"},
        {"product": "rush", "quantity": "1"},
    ]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [({"consent": False}, _KIND), ({"pages": "0"}, _KIND), ({"pages": None}, _KIND), ({}, "invoice.overdue")],
)
def test_a_rule_that_does_not_match_plans_nothing(answers: dict[str, Any], kind: str) -> None:
    assert _index(project_request()).plan(kind, submission(**answers)) == []


def test_a_trigger_setting_selects_the_form() -> None:
    index = _index(rule(form="a"), rule(form="b"), rule(form=None), rule(form=""))
    assert _matches(index, {"form": {"slug": "a"}}) == ["v0", "v2", "v3"]
    assert _matches(index, {"form": {"slug": None}}) == ["v2", "v3"]
    assert _matches(index, {}) == ["v2", "v3"]


def test_a_trigger_can_select_several_forms_and_other_facts() -> None:
    document = rule()
    document["trigger"]["settings"] = {"form": ["a", "b"], "series": "s1", "comment": "no selector"}
    index = RuleIndex([compile_rule("v", document, {"form": "form.slug", "series": "invoice.series"})])
    assert _matches(index, {"form": {"slug": "b"}, "invoice": {"series": "s1"}}) == ["v"]
    assert _matches(index, {"form": {"slug": "c"}, "invoice": {"series": "s1"}}) == []
    assert _matches(index, {"form": {"slug": "a"}, "invoice": {"series": "s2"}}) == []


def test_plans_come_in_the_order_of_the_rules_however_they_are_found() -> None:
    conditions = [leaf("a", "is", "x"), {"all": []}, leaf("b", "is_true"), leaf("a", "contains", "x"), leaf("c", "equals", 1)]
    index = _index(*(rule(form=None, conditions=condition) for condition in conditions))
    assert _matches(index, {"a": "x", "b": True, "c": "1.0"}) == ["v0", "v1", "v2", "v3", "v4"]


def test_a_step_is_left_out_where_its_condition_is_false() -> None:
    document = rule(step({}, id="a", when=leaf("x", "is_true")), step({}, id="b"), form=None)
    (plan,) = _index(document).plan(_KIND, {"x": False})
    assert [intent.step for intent in plan.intents] == ["b"]


def test_a_rule_that_matches_but_wants_nothing_is_still_a_match() -> None:
    (plan,) = _index(rule(step({}, when={"any": []}), form=None)).plan(_KIND, {})
    assert (plan.intents, plan.problems) == ((), ())


def test_a_rule_that_hits_a_cap_fails_alone_and_visibly() -> None:
    bomb = {"any": [leaf("long", "matches", "(a+)+b")] * 20}
    index = _index(rule(form=None), rule(form=None, conditions=bomb), rule(form=None))
    good, broken, other = index.plan(_KIND, {"long": "a" * 60_000})
    assert (good.problems, other.problems) == ((), ())
    assert (broken.intents, [problem.code for problem in broken.problems]) == ((), ["budget_spent"])


def test_a_wrong_document_does_not_compile() -> None:
    with pytest.raises(Refused):
        compile_rule("v", {"schema": 1})


def test_planning_changes_no_facts_and_shares_nothing_between_plans() -> None:
    index, facts = _index(project_request(), rule(step({"list": [{"a": []}]}), form=None)), submission()
    before = copy.deepcopy(facts)
    first = index.plan(_KIND, facts)
    for plan in first:
        for intent in plan.intents:
            intent.settings["lines"] = "changed"
    literal: Any = first[1].intents[0].settings["list"]
    literal[0]["a"].append("changed")
    assert facts == before
    assert index.plan(_KIND, facts)[1].intents[0].settings["list"] == [{"a": []}]


def test_the_same_facts_give_the_same_hash_in_another_process() -> None:
    script = (
        "from rules.plan import *; from tests.rules.documents import *;"
        "print(plan_hash(RuleIndex([compile_rule('v0', project_request())]).plan('submission.received', submission())))"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=_ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert hashes == {plan_hash(_index(project_request()).plan(_KIND, submission()))}


def test_the_hash_does_not_depend_on_the_order_of_keys_but_on_every_value() -> None:
    index = _index(project_request())
    shuffled = dict(reversed(list(submission().items())))
    assert plan_hash(index.plan(_KIND, submission())) == plan_hash(index.plan(_KIND, shuffled))
    assert plan_hash(index.plan(_KIND, submission())) != plan_hash(index.plan(_KIND, submission(pages="4")))
    assert plan_hash([]) != plan_hash(index.plan(_KIND, submission()))


def _brute_force(rules: list[CompiledRule], facts: Any) -> list[Any]:
    plans = (one.plan(facts) for one in rules if one.kind == _KIND)
    return [plan for plan in plans if plan is not None]


@given(conditions=st.lists(CONDITION, min_size=1, max_size=4), facts=FACTS)
@settings(max_examples=120, deadline=None)
def test_the_index_finds_what_asking_every_rule_finds(conditions: list[Any], facts: Any) -> None:
    rules = [
        compile_rule(str(number), rule(form=None, conditions=condition)) for number, condition in enumerate(conditions)
    ]
    assert plan_hash(RuleIndex(rules).plan(_KIND, facts)) == plan_hash(_brute_force(rules, facts))


def _random_leaf(chance: random.Random) -> dict[str, Any]:
    fact = f"answers.{chance.choice('abc')}"
    return chance.choice(
        [
            lambda: leaf(fact, "is", chance.choice(["x", "y", "1"])),
            lambda: leaf(fact, "is_one_of", chance.sample(["x", "y", "1", "2"], 2)),
            lambda: leaf(fact, chance.choice(["is_true", "is_false", "is_empty"])),
            lambda: leaf(fact, "equals", chance.choice([1, "1.0", "2"])),
            lambda: leaf(fact, "at_least", "1"),
            lambda: {chance.choice(["all", "any", "none"]): [leaf(fact, "is", "x"), leaf("answers.a", "is_not", "y")]},
        ]
    )()


def test_the_index_agrees_with_brute_force_over_many_equalities() -> None:
    chance = random.Random(7)
    documents = [
        rule(
            form=chance.choice(["f", "g", None]),
            conditions={"all": [_random_leaf(chance) for _ in range(chance.randint(0, 4))]},
        )
        for _ in range(300)
    ]
    rules = [compile_rule(str(number), document) for number, document in enumerate(documents)]
    index, matched = RuleIndex(rules), 0
    for _ in range(150):
        answers = {name: chance.choice(["x", "y", "1", 1, "1.00", True, False, None, ["x"], {}]) for name in "abc"}
        facts = {"form": {"slug": chance.choice(["f", "g", "h"])}, "answers": answers}
        planned = index.plan(_KIND, facts)
        matched += len(planned)
        assert json.dumps([plan.version_id for plan in planned]) == json.dumps(
            [plan.version_id for plan in _brute_force(rules, facts)]
        )
    assert matched > 1000
