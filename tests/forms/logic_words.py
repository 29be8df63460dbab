"""Short words for the cases of the logic of forms."""

from itertools import product
from typing import Any

TODAY = "2026-11-24"
T, F = True, False
OPTIONS = [{"value": value, "label": {"en": value}} for value in "abc"]


def is_(fact: str, operator: str, right: Any = None) -> dict[str, Any]:
    """A comparison of an answer with a constant, if the operator takes one."""
    return {"left": {"fact": fact}, "operator": operator, **({} if right is None else {"right": {"value": right}})}


def yes(name: str) -> dict[str, Any]:
    """Whether a box is ticked."""
    return is_(f"answers.{name}", "is_true")


P, Q = yes("p"), yes("q")


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field labelled with its name."""
    return {"id": name, "type": kind, "label": {"en": name}, **more}


BOXES = [field("p", "yes_no"), field("q", "yes_no")]
PQ = [{"p": p, "q": q} for p, q in product((F, T), repeat=2)]  # FF, FT, TF, TT: the order of all tables of two boxes


def case(
    name: str, fields: list[dict[str, Any]], answers: dict[str, Any], logic: Any = (), **expected: Any
) -> dict[str, Any]:
    """One case; what it does not say is expected to be as if the form had no logic."""
    names = [one["id"] for one in fields if one["type"] != "page_break"]
    visible = expected.get("visible", names)
    whole = {
        "visible": visible, "required": [], "read_only": [], "pages": [["_first", visible]], "computed": {}, "stopped": None, "rows": {},
    }  # fmt: skip
    return {"name": name, "fields": fields, "logic": list(logic), "answers": answers, "expected": {**whole, **expected}}


def entry(when: Any, *then: dict[str, Any], name: str = "one") -> dict[str, Any]:
    """An entry of `logic`."""
    return {"id": name, "when": when, "then": list(then)}


def do(what: str, target: str = "t", **more: Any) -> dict[str, Any]:
    """A step about a field."""
    return {"do": what, "field": target, **more}


def page(name: str, **more: Any) -> dict[str, Any]:
    """A page break."""
    return field(name, "page_break", **more)


def call(function: str, *arguments: Any) -> dict[str, Any]:
    """A call of facts (texts) and constants (anything in a list)."""
    read = [
        {"value": one[0]} if isinstance(one, list) else one if isinstance(one, dict) else {"fact": one}
        for one in arguments
    ]
    return {"call": function, "args": read}
