"""The cases of fixtures/logic.json. What is expected is written down here by hand, as truth tables; nothing of it is computed by
the code that it judges. `python -m tests.forms.logic_cases` writes the file."""

import json
from pathlib import Path
from typing import Any

from tests.forms.logic_values import chains, formulas, rows, surroundings
from tests.forms.logic_words import BOXES, OPTIONS, PQ, TODAY, F, P, Q, T, case, do, entry, field, is_, page

FILE = Path(__file__).with_name("fixtures") / "logic.json"
ABOUT = (
    "Run by every implementation of the logic of forms. `fields` and `logic` are those of a definition in English and EUR "
    "(its e-mail field left away), `answers` what was accepted; `expected` is the view: everything visible and required in the "
    "order of the form, pages with what is visible on them, computed values, the message that stops, and rows by section."
)
ALL_OF_X: dict[str, dict[str, Any]] = {
    "choice": {"type": "choice", "options": OPTIONS},
    "multiple_choice": {"type": "multiple_choice", "options": OPTIONS},
    "yes_no": {"type": "yes_no"},
    "number": {"type": "number"},
    "text": {"type": "text"},
    "date": {"type": "date"},
}

# Type → answers, then for each comparison of that answer its truth in the same order.
TABLES: dict[str, tuple[list[Any], list[tuple[str, Any, list[bool]]]]] = {
    "choice": (["a", "b", "c", None], [
        ("is", "a", [T, F, F, F]),
        ("is_not", "a", [F, T, T, F]),
        ("is_one_of", ["a", "b"], [T, T, F, F]),
        ("is_none_of", ["a", "b"], [F, F, T, F]),
        ("is_empty", None, [F, F, F, T]),
        ("is_not_empty", None, [T, T, T, F]),
    ]),
    "multiple_choice": ([["a"], ["a", "b"], ["c"], [], None], [
        ("includes", "a", [T, T, F, F, F]),
        ("excludes", "a", [F, F, T, T, F]),
        ("includes_any", ["a", "c"], [T, T, T, F, F]),
        ("includes_all", ["a", "b"], [F, T, F, F, F]),
        ("count_at_least", 2, [F, T, F, F, F]),
        ("is_empty", None, [F, F, F, T, T]),
        ("is_not_empty", None, [T, T, T, F, F]),
    ]),
    "yes_no": ([True, False, None], [
        ("is_true", None, [T, F, F]),
        ("is_false", None, [F, T, F]),
    ]),
    "number": (["2", "3", "10", None], [
        ("equals", "3", [F, T, F, F]),
        ("equals", "3.0", [F, T, F, F]),
        ("not_equals", 3, [T, F, T, F]),
        ("greater_than", "3", [F, F, T, F]),
        ("at_least", "3", [F, T, T, F]),
        ("less_than", "3", [T, F, F, F]),
        ("at_most", "3", [T, T, F, F]),
        ("between", ["3", "10"], [F, T, T, F]),
        ("is_empty", None, [F, F, F, T]),
    ]),
    "text": (["Ada", "Bob Ada", "", None], [
        ("is", "Ada", [T, F, F, F]),
        ("is_not", "Ada", [F, T, T, F]),
        ("contains", "Ada", [T, T, F, F]),
        ("not_contains", "Bob", [T, F, T, F]),
        ("starts_with", "Ada", [T, F, F, F]),
        ("ends_with", "Ada", [T, T, F, F]),
        ("length_at_least", 4, [F, T, F, F]),
        ("length_at_most", 3, [T, F, T, F]),
        ("matches", "[A-Z][a-z]+", [T, F, F, F]),
        ("is_empty", None, [F, F, T, T]),
    ]),
    "date": (["2026-11-20", "2026-11-24", "2026-12-01", None], [
        ("on", "2026-11-24", [F, T, F, F]),
        ("before", "2026-11-24", [T, F, F, F]),
        ("after", "2026-11-24", [F, F, T, F]),
        ("on_or_before", "2026-11-24", [T, T, F, F]),
        ("on_or_after", "2026-11-24", [F, T, T, F]),
        ("within_last_days", 5, [T, T, F, F]),
        ("within_next_days", 7, [F, T, T, F]),
        ("between", ["2026-11-20", "2026-11-24"], [T, T, F, F]),
    ]),
}  # fmt: skip


def operators() -> list[dict[str, Any]]:
    """A field that is shown by a comparison of another one."""
    cases = []
    for kind, (answers, comparisons) in TABLES.items():
        for operator, right, truths in comparisons:
            fields = [
                {"id": "x", "label": {"en": "x"}, **ALL_OF_X[kind]},
                field("t", shown_if=is_("answers.x", operator, right)),
            ]
            for answer, truth in zip(answers, truths, strict=True):
                name = f"{kind} {json.dumps(answer)} {operator} {json.dumps(right)}"
                cases.append(case(name, fields, {"x": answer, "t": "t"}, visible=["x", "t"] if truth else ["x"]))
    return cases


GROUPS: list[tuple[str, Any, list[bool]]] = [
    ("p and q", {"all": [P, Q]}, [F, F, F, T]),
    ("p or q", {"any": [P, Q]}, [F, T, T, T]),
    ("neither", {"none": [P, Q]}, [T, F, F, F]),
    ("p and not q", {"all": [P, {"none": [Q]}]}, [F, F, T, F]),
    ("both or neither", {"any": [{"all": [P, Q]}, {"none": [P, Q]}]}, [T, F, F, T]),
    ("one of them", {"all": [{"any": [P, Q]}, {"none": [{"all": [P, Q]}]}]}, [F, T, T, F]),
    ("all of nothing", {"all": []}, [T, T, T, T]),
    ("any of nothing", {"any": []}, [F, F, F, F]),
    ("none of nothing", {"none": []}, [T, T, T, T]),
]


def groups() -> list[dict[str, Any]]:
    """A field that is shown by a group of two boxes."""
    return [
        case(
            f"{name}: {boxes}",
            [*BOXES, field("t", shown_if=tree)],
            boxes,
            visible=["p", "q", "t"] if truth else ["p", "q"],
        )
        for name, tree, truths in GROUPS
        for boxes, truth in zip(PQ, truths, strict=True)
    ]


SHOWING: list[tuple[str, Any, list[dict[str, Any]], list[bool]]] = [
    ("show p", None, [entry(P, do("show"))], [F, F, T, T]),
    ("hide p", None, [entry(P, do("hide"))], [T, T, F, F]),
    ("show p, then hide q", None, [entry(P, do("show")), entry(Q, do("hide"), name="two")], [F, F, T, F]),
    ("hide q, then show p", None, [entry(Q, do("hide")), entry(P, do("show"), name="two")], [F, F, T, T]),
    ("shown if p, hide q", P, [entry(Q, do("hide"))], [F, F, T, F]),
    ("shown if p, show q", P, [entry(Q, do("show"))], [F, T, T, T]),
    ("show p, show q", None, [entry(P, do("show")), entry(Q, do("show"), name="two")], [F, T, T, T]),
    ("hide p, hide q", None, [entry(P, do("hide")), entry(Q, do("hide"), name="two")], [T, F, F, F]),
]
REQUIRING: list[tuple[str, dict[str, Any], list[dict[str, Any]], list[bool], list[bool]]] = [
    # Settings, logic; visible, required.
    ("required", {"required": True, "shown_if": P}, [], [F, F, T, T], [F, F, T, T]),
    ("required if q", {"required_if": Q}, [], [T, T, T, T], [F, T, F, T]),
    ("required if q, shown if p", {"required_if": Q, "shown_if": P}, [], [F, F, T, T], [F, F, F, T]),
    ("required and if q", {"required": True, "required_if": Q}, [], [T, T, T, T], [T, T, T, T]),
    ("require p", {}, [entry(P, do("require"))], [T, T, T, T], [F, F, T, T]),
    ("require p, hide q", {}, [entry(P, do("require")), entry(Q, do("hide"), name="two")], [T, F, T, F], [F, F, T, F]),
    ("required if q, require p", {"required_if": Q}, [entry(P, do("require"))], [T, T, T, T], [F, T, T, T]),
]


def steps() -> list[dict[str, Any]]:
    """Showing, hiding and requiring by logic."""
    cases = []
    for name, shown_if, logic, truths in SHOWING:
        fields = [*BOXES, field("t", **({"shown_if": shown_if} if shown_if else {}))]
        for boxes, truth in zip(PQ, truths, strict=True):
            visible = ["p", "q", "t"] if truth else ["p", "q"]
            cases.append(case(f"{name}: {boxes}", fields, boxes, logic, visible=visible))
    for name, settings, logic, shown, required in REQUIRING:
        fields = [*BOXES, field("t", **settings)]
        for boxes, truth, must in zip(PQ, shown, required, strict=True):
            visible = ["p", "q", "t"] if truth else ["p", "q"]
            cases.append(
                case(f"{name}: {boxes}", fields, boxes, logic, visible=visible, required=["t"] if must else [])
            )
    return cases


# Boxes FF, FT, TF, TT → the value that is computed for t, "-" where none is.
SETTING: list[tuple[str, dict[str, Any], list[dict[str, Any]], list[Any], list[bool]]] = [
    # ..., values, and whether t is read-only.
    ("set p", {}, [entry(P, do("set", value="x"))], ["-", "-", "x", "x"], [F, F, F, F]),
    ("set p, set q", {}, [entry(P, do("set", value="x")), entry(Q, do("set", value="y"), name="two")], ["-", "y", "x", "y"], [F] * 4),
    ("set p to nothing", {}, [entry(P, do("set", value=None))], ["-", "-", None, None], [F] * 4),
    ("set by formula", {}, [entry(P, do("set", value={"formula": {"call": "concat", "args": [{"value": "<"}, {"fact": "answers.u"}]}}))],
     ["-", "-", "<u", "<u"], [F] * 4),
    ("read-only if p", {"read_only_if": P, "default": "d"}, [], ["-", "-", "d", "d"], [F, F, T, T]),
    ("read-only without default", {"read_only_if": P}, [], ["-", "-", None, None], [F, F, T, T]),
    ("read-only by formula", {"read_only_if": P, "default": {"formula": {"fact": "answers.u"}}}, [], ["-", "-", "u", "u"], [F, F, T, T]),
    ("set q beats read-only p", {"read_only_if": P, "default": "d"}, [entry(Q, do("set", value="x"))], ["-", "x", "d", "x"], [F, F, T, F]),
]  # fmt: skip


def values() -> list[dict[str, Any]]:
    """Values that logic sets or keeps."""
    cases = []
    for name, settings, logic, expected, locked in SETTING:
        fields = [*BOXES, field("u"), field("t", **settings)]
        for boxes, value, lock in zip(PQ, expected, locked, strict=True):
            computed = {} if value == "-" else {"t": value}
            answers = {**boxes, "u": "u", "t": "typed"}
            cases.append(
                case(f"{name}: {boxes}", fields, answers, logic, computed=computed, read_only=["t"] if lock else [])
            )
    return cases


STOPPING: list[tuple[str, list[dict[str, Any]], list[str | None]]] = [
    ("stop p", [entry(P, {"do": "stop", "message": {"en": "No."}})], [None, None, "No.", "No."]),
    ("stop p, stop q", [entry(P, {"do": "stop", "message": {"en": "P."}}), entry(Q, {"do": "stop", "message": {"en": "Q."}}, name="two")],
     [None, "Q.", "P.", "P."]),
]  # fmt: skip


def stops() -> list[dict[str, Any]]:
    """Messages that stop the form; the first one that holds is told."""
    return [
        case(f"{name}: {boxes}", BOXES, boxes, logic, stopped=message)
        for name, logic, messages in STOPPING
        for boxes, message in zip(PQ, messages, strict=True)
    ]


# p and q stand on the first page, a, b, c on one page each; Boxes FF, FT, TF, TT → which of the pages 1, 2, 3 are there.
PAGING: list[tuple[str, dict[str, Any], list[dict[str, Any]], list[str]]] = [
    ("all pages", {}, [], ["123", "123", "123", "123"]),
    ("skip 2 if p", {}, [entry(P, {"do": "skip_page", "page": "two"})], ["123", "123", "13", "13"]),
    ("page 2 if p", {"two": P}, [], ["13", "13", "123", "123"]),
    ("page 2 if p, skipped if q", {"two": P}, [entry(Q, {"do": "skip_page", "page": "two"})], ["13", "13", "123", "13"]),
    ("jump to 3 if p", {}, [entry(P, {"do": "jump", "to": "three"})], ["123", "123", "3", "3"]),
    ("jump to the end if p", {}, [entry(P, {"do": "jump", "to": "_end"})], ["123", "123", "", ""]),
    ("jump to 2 if p, to the end if q", {}, [entry(P, {"do": "jump", "to": "two"}), entry(Q, {"do": "jump", "to": "_end"}, name="x")],
     ["123", "", "23", ""]),
    ("jump past 2 if p, decided on page 1", {}, [entry({"all": [P, is_("answers.a", "is_not_empty")]}, {"do": "jump", "to": "three"})],
     ["123", "123", "13", "13"]),
    ("1 if p and 3 if q", {"one": P, "three": Q}, [], ["2", "23", "12", "123"]),
]  # fmt: skip


def pages() -> list[dict[str, Any]]:
    """Pages that are left out, and all that is on them."""
    cases = []
    for name, shown, logic, expected in PAGING:
        breaks = {
            name: page(name, **({"shown_if": shown[name]} if name in shown else {})) for name in ("one", "two", "three")
        }
        fields = [*BOXES, breaks["one"], field("a"), breaks["two"], field("b"), breaks["three"], field("c")]
        for boxes, there in zip(PQ, expected, strict=True):
            open_pages = [(("one", "a"), ("two", "b"), ("three", "c"))[int(number) - 1] for number in there]
            listed = [["_first", ["p", "q"]], *([[name, [inner]] for name, inner in open_pages])]
            visible = ["p", "q", *(inner for _, inner in open_pages)]
            answers = {**boxes, "a": "a", "b": "b", "c": "c"}
            cases.append(case(f"{name}: {boxes}", fields, answers, logic, visible=visible, pages=listed))
    return cases


def fixture() -> dict[str, Any]:
    """The whole file."""
    kinds = (operators, groups, steps, values, stops, pages, formulas, chains, surroundings, rows)
    return {"about": ABOUT, "today": TODAY, "language": "en", "cases": [one for kind in kinds for one in kind()]}


def written() -> str:
    """The file as it is kept: one case a line."""
    whole = fixture()
    cases = ",\n".join("    " + json.dumps(one, ensure_ascii=False) for one in whole.pop("cases"))
    return json.dumps(whole, ensure_ascii=False)[:-1] + ', "cases": [\n' + cases + "\n]}\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
