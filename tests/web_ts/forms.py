"""Random forms with logic and random accepted answers from a seed."""

from __future__ import annotations

from random import Random
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]

_OPTIONS = ("a", "b", "c")
_TYPES = (
    *("text", "number", "number", "money", "choice", "choice", "yes_no", "yes_no", "multiple_choice", "date"),
    *("calculated", "page_break", "page_break", "heading", "section", "hidden", "percentage", "auto_id"),
)
# Given to fields of any type, which refuse most of them.
_VALUES = (
    *(
        "",
        " ",
        "a",
        "zz",
        "Ada Lovelace",
        "x" * 201,
        "0",
        "3",
        "-1",
        "50",
        "50.01",
        "99.5",
        "100",
        "101",
        "12.345",
        "3.0",
    ),
    *("1000000000", "1000000001", "1e3", "2026-03-12", "2026-02-30", "1899-12-31", "2201-01-01", "yes", "Zoé", " 3"),
    *(None, True, False, 3, 50, 10**9 + 1, [], ["c", "a"], ["b", "b", ""], ["zz"], [""]),
)
_ASKED = ("text", "number", "money", "choice", "yes_no", "multiple_choice", "date", "hidden", "percentage")


class Forms:
    """Draws from one seeded source, so that every run asks the same questions."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def document(self) -> Document:
        """A form of a dozen fields; its logic may run in circles, which parsing refuses."""
        fields: list[Document] = [{"id": "mail", "type": "email", "label": {"en": "Mail"}, "required": True}]
        for number in range(self._random.randrange(3, 11)):
            fields.append(self._field(f"f{number}", self._one_of(_TYPES), fields, "answers"))
        entries = [self._entry(f"e{number}", fields) for number in range(self._random.randrange(5))]
        return {
            "schema": 1,
            "title": {"en": "Form"},
            "default_language": "en",
            "currency": self._one_of(("EUR", "JPY", "KWD")),
            "fields": fields,
            "logic": entries,
            "contact": {"key": "email", "map": {"email": "mail"}},
        }

    def answers(self, fields: list[Document]) -> Document:
        """Answers as they are kept: some are missing, none contradicts its type."""
        return {field["id"]: self._answer(field) for field in fields if self._random.random() < 0.85}

    def _one_of(self, choices: Any) -> Any:
        return self._random.choice(choices)

    def _often(self, share: float) -> bool:
        return self._random.random() < share

    def _field(self, name: str, kind: str, earlier: list[Document], root: str) -> Document:
        field: Document = {"id": name, "type": kind, "label": {"en": name}}
        if kind in ("choice", "multiple_choice"):
            field["options"] = [{"value": one, "label": {"en": one}} for one in _OPTIONS]
        if kind in ("number", "percentage") and self._often(0.5):
            field |= {"decimals": self._random.randrange(3), "max": self._one_of((50, "99.5"))}
        if kind == "calculated":
            field |= {
                "formula": self._number(earlier, root),
                "format": self._one_of(("number", "money", "text", "date")),
            }
            field |= {"decimals": self._random.randrange(7)} if self._often(0.4) else {}
            field |= {"required": True, "required_if": self._condition(earlier, root)} if self._often(0.1) else {}
        if kind == "section":
            inner: list[Document] = []
            for number in range(self._random.randrange(1, 4)):
                inner.append(self._field(f"r{number}", self._one_of((*_ASKED, "calculated")), inner, "item"))
            field["fields"] = inner
        return self._conditional(field, earlier, root)

    def _conditional(self, field: Document, earlier: list[Document], root: str) -> Document:
        if self._often(0.4):
            field["shown_if"] = self._condition(earlier, root)
        if field["type"] in _ASKED:
            field |= {"required": True} if self._often(0.3) else {}
            field |= {"required_if": self._condition(earlier, root)} if self._often(0.2) else {}
            if self._often(0.2):
                field |= {
                    "read_only_if": self._condition(earlier, root),
                    "default": self._default(field, earlier, root),
                }
        return field

    def _default(self, field: Document, earlier: list[Document], root: str) -> Any:
        if self._often(0.3):
            return {"formula": {"value": self._one_of(_VALUES)}}
        if field["type"] in ("number", "money", "percentage", "text") and self._often(0.5):
            return {"formula": self._number(earlier, root)}
        return self._answer(field)

    def _entry(self, name: str, fields: list[Document]) -> Document:
        steps = [self._step(fields) for _ in range(self._random.randrange(1, 4))]
        return {"id": name, "when": self._condition(fields, "answers"), "then": steps}

    def _step(self, fields: list[Document]) -> Document:
        pages = [field["id"] for field in fields if field["type"] == "page_break"]
        do = self._one_of(("show", "hide", "require", "set", "set", *(("skip_page", "jump") if pages else ()), "stop"))
        if do == "stop":
            return {"do": do, "message": {"en": "No.", "fr": "Non."}}
        if do == "skip_page":
            return {"do": do, "page": self._one_of(pages)}
        if do == "jump":
            return {"do": do, "to": self._one_of((*pages, "_end"))}
        wanted = [
            one for one in fields if one["type"] in _ASKED or (do in ("show", "hide") and one["type"] != "page_break")
        ]
        field = self._one_of(wanted or fields[:1])
        value = {"value": self._default(field, fields, "answers")} if do == "set" else {}
        return {"do": do, "field": field["id"], **value}

    def _condition(self, fields: list[Document], root: str, depth: int = 2) -> Document:
        if depth and self._often(0.3):
            items = [self._condition(fields, root, depth - 1) for _ in range(self._random.randrange(1, 3))]
            return {self._one_of(("all", "any", "none")): items}
        return self._leaf(self._one_of(fields) if fields else {"type": ""}, root)

    def _leaf(self, field: Document, root: str) -> Document:
        def leaf(operator: str, *right: Any) -> Document:
            return {
                "left": {"fact": f"{root}.{field['id']}"},
                "operator": operator,
                **({"right": {"value": right[0]}} if right else {}),
            }

        match field["type"]:
            case "number" | "money" | "percentage":
                return leaf(self._one_of(("at_least", "less_than")), self._one_of(("1", "3", "10")))
            case "choice":
                return leaf(self._one_of(("is", "is_not")), self._one_of(_OPTIONS))
            case "yes_no":
                return leaf(self._one_of(("is_true", "is_false")))
            case "multiple_choice":
                return leaf(self._one_of(("includes", "excludes")), self._one_of(_OPTIONS))
            case "date":
                return leaf(self._one_of(("before", "within_next_days")), "2026-03-10") | (
                    {"operator": "before"}
                    if self._often(0.5)
                    else {"operator": "within_next_days", "right": {"value": 30}}
                )
            case "section":
                return leaf("count_at_least", self._one_of((1, 2)))
            case "text" | "hidden" | "auto_id":
                return leaf(self._one_of(("is_empty", "is_not_empty")))
            case _:
                return {"left": {"fact": "language"}, "operator": "is", "right": {"value": self._one_of(("en", "fr"))}}

    def _number(self, fields: list[Document], root: str) -> Document:
        numbers = [one for one in fields if one["type"] in ("number", "money", "percentage")]
        sections = [one for one in fields if one["type"] == "section"]
        if sections and self._often(0.5):
            part = self._one_of(self._one_of(sections)["fields"])["id"]
            rows = {"fact": f"{root}.{self._one_of(sections)['id']}"}
            return {"call": "sum", "args": [{"call": "pluck", "args": [rows, {"value": part}]}]}
        first = {"fact": f"{root}.{self._one_of(numbers)['id']}"} if numbers else {"value": "2"}
        return {
            "call": self._one_of(("add", "multiply", "divide")),
            "args": [first, {"value": self._one_of((1, "0.5", "3"))}],
        }

    def _answer(self, field: Document) -> Any:
        if self._often(0.15):
            return False if field["type"] == "yes_no" else None
        match field["type"]:
            case "text" | "hidden":
                return self._one_of(("Ada", "Ada Lovelace", "x"))
            case "number" | "percentage" | "money":
                return self._one_of(("0", "1", "3", "12", "48"))
            case "choice":
                return self._one_of(_OPTIONS)
            case "yes_no":
                return self._often(0.5)
            case "multiple_choice":
                return [one for one in _OPTIONS if self._often(0.5)] or None
            case "date":
                return self._one_of(("2026-03-01", "2026-03-12", "2026-12-31"))
            case "section":
                return [self.answers(field["fields"]) for _ in range(self._random.randrange(4))] or None
            case _:
                return None
