"""Binding to the end: in the transaction that makes a step due, what its settings still leave open gets its values."""

from __future__ import annotations

from collections.abc import Mapping

from rules.expression import merge_tags
from rules.expression.binder import Dropped, language_of
from rules.expression.envelope import EACH, FORMULA, ITEM, STAGE, TEXT, VALUE, WHEN, is_resting
from rules.expression.evaluate import condition_test, formula_reading
from rules.expression.json_types import Facts, Json
from rules.expression.paths import ITEM as ITEM_NAME
from rules.expression.paths import STEPS
from rules.expression.problem import refuse
from rules.expression.read import read_condition, read_formula
from rules.expression.scope import Scope
from rules.expression.values import clone, to_json


def bind(settings: Mapping[str, Json], facts: Facts, steps: Mapping[str, Json]) -> dict[str, Json] | None:
    """The finished settings of a planned intent, plain data without any marker; None where the step is not wanted.

    `facts` are those of the event, `steps` maps the ids of finished steps to what they made. Works once on what `plan`
    made and never on its own result. What is inserted is never read again: no merge tag, formula or marker in a value
    means anything.

    Raises:
        Refused: `not_planned` for settings that `plan` did not make or that were bound before; `unknown_tag` and the
            like for a text that cannot be rendered; `budget_spent`.
    """
    if not is_resting(dict(settings)):
        raise refuse("not_planned")
    row = {ITEM_NAME: settings[EACH]} if EACH in settings else {}
    scope = Scope({**facts, **row, STEPS: dict(steps)})
    if WHEN in settings and not condition_test(read_condition(settings[WHEN]))(scope):
        return None
    return _fields({key: value for key, value in settings.items() if key not in (STAGE, WHEN, EACH)}, scope)


def _fields(resting: Mapping[str, Json], scope: Scope) -> dict[str, Json]:
    return {key: _finished(value, scope) for key, value in resting.items()}


def _finished(resting: Json, scope: Scope) -> Json:
    if isinstance(resting, list):
        elements = (_element(item, scope) for item in resting)
        return [element for element in elements if not isinstance(element, Dropped)]
    if not isinstance(resting, dict):
        return resting
    if VALUE in resting:
        return clone(resting[VALUE])
    if FORMULA in resting:
        return clone(to_json(formula_reading(read_formula(resting[FORMULA]))(scope)))
    return _text(resting[TEXT], scope) if TEXT in resting else _fields(resting, scope)


def _text(source: Json, scope: Scope) -> str:
    return scope.text(merge_tags.parse(str(source)).render(scope.facts, language_of(scope.facts)))


def _element(resting: Json, scope: Scope) -> Json | Dropped:
    if isinstance(resting, dict) and EACH in resting:
        inner = scope.at(resting[EACH])
        finished = _element(resting[ITEM], inner)
        scope.settle(inner)
        return finished
    if not isinstance(resting, dict) or WHEN not in resting:
        return _finished(resting, scope)
    wanted = condition_test(read_condition(resting[WHEN]))(scope)
    return _finished(resting[ITEM], scope) if wanted else Dropped.DROPPED
