"""Cases of the logic of forms: calculated values, chains of conditions, parts of answers, rows. See `logic_cases`."""

from typing import Any

from tests.forms.logic_words import OPTIONS, TODAY, F, P, T, call, case, field, is_, yes

N, M = "answers.n", "answers.m"
N_AT_LEAST_M = {"left": {"fact": N}, "operator": "at_least", "right": {"fact": M}}
TWO_NUMBERS: list[tuple[Any, Any]] = [("2", "3"), ("10", "0.335"), ("0", "7"), (None, "3"), ("2", None)]
FORMULAS: list[tuple[str, dict[str, Any], list[Any]]] = [
    # Formula and settings → values for the pairs above, worked out by hand.
    ("n × m", {"formula": call("multiply", N, M)}, ["6", "3.35", "0", None, None]),
    ("n × m as money", {"formula": call("multiply", N, M), "format": "money"}, ["6.00", "3.35", "0.00", None, None]),
    ("n × m × 0.1 as money, half up", {"formula": call("multiply", N, M, ["0.1"]), "format": "money"},
     ["0.60", "0.34", "0.00", None, None]),
    ("n + m", {"formula": call("add", N, M)}, ["5", "10.34", "7", None, None]),
    ("n + m in three places", {"formula": call("add", N, M), "decimals": 3}, ["5", "10.335", "7", None, None]),
    ("sum of n and m", {"formula": call("sum", N, M), "decimals": 3}, ["5", "10.335", "7", "3", "2"]),
    ("n − m", {"formula": call("subtract", N, M), "decimals": 0}, ["-1", "10", "-7", None, None]),
    ("m ÷ n", {"formula": call("divide", M, N)}, ["1.5", "0.03", None, None, None]),
    ("m % of n", {"formula": call("percent", N, M), "decimals": 4}, ["0.06", "0.0335", "0", None, None]),
    ("largest", {"formula": call("max", N, M), "decimals": 3}, ["3", "10", "7", "3", "2"]),
    ("n or else m", {"formula": call("coalesce", N, M), "decimals": 3}, ["2", "10", "0", "3", "2"]),
    ("if n at least m", {"formula": call("if", N_AT_LEAST_M, ["yes"], ["no"]), "format": "text"},
     ["no", "yes", "no", "no", "no"]),
    ("n days from today", {"formula": call("date_add_days", call("today"), N), "format": "date"},
     ["2026-11-26", "2026-12-04", "2026-11-24", None, "2026-11-26"]),
    ("a text that is no number", {"formula": call("concat", N, ["x"])}, [None] * 5),
]  # fmt: skip


def formulas() -> list[dict[str, Any]]:
    """Calculated fields."""
    numbers = [field("n", "number", decimals=3), field("m", "number", decimals=3)]
    return [
        case(
            f"{name}: {n}, {m}",
            [*numbers, field("t", "calculated", **settings)],
            {"n": n, "m": m},
            computed={"t": value},
        )
        for name, settings, expected in FORMULAS
        for (n, m), value in zip(TWO_NUMBERS, expected, strict=True)
    ]


def chains() -> list[dict[str, Any]]:
    """What is hidden has no answer, so what depends on it goes too; the order of the fields does not matter."""
    first = field("a", shown_if=P)
    second = field("b", shown_if=is_("answers.a", "is_not_empty"))
    total = field("t", "calculated", formula=call("length", "answers.b"))
    expected: list[tuple[dict[str, Any], list[str], Any]] = [
        ({"p": T, "a": "x", "b": "yy"}, ["p", "a", "b", "t"], "2"),
        ({"p": T, "a": None, "b": "yy"}, ["p", "a", "t"], None),
        ({"p": F, "a": "x", "b": "yy"}, ["p", "t"], None),
        ({"p": None, "a": "x", "b": "yy"}, ["p", "t"], None),
        ({"p": T, "a": "x", "b": None}, ["p", "a", "b", "t"], None),
    ]
    orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]]
    every = [field("p", "yes_no"), first, second, total]
    return [
        case(f"chain {order}: {answers}", [every[place] for place in order], answers,
             visible=[every[place]["id"] for place in order if every[place]["id"] in visible], computed={"t": value})
        for order in orders
        for answers, visible, value in expected
    ]  # fmt: skip


def surroundings() -> list[dict[str, Any]]:
    """Parts of answers, the language and the day."""
    address = field("home", "address", shown_if={"all": []})
    goods = [{"code": "page"}, {"code": "logo"}]
    swiss = {"street": "1", "extra": None, "postcode": "8001", "city": "Z", "country": "CH"}
    lines: list[tuple[str, dict[str, Any], Any, Any, bool]] = [
        ("country is CH", address, swiss, is_("answers.home.country", "is", "CH"), T),
        ("country is FR", address, swiss, is_("answers.home.country", "is", "FR"), F),
        ("no address", address, None, is_("answers.home.country", "is", "CH"), F),
        ("product is page", field("home", "product", products=goods), {"product": "page", "variant": None, "quantity": "2"},
         is_("answers.home.product", "is", "page"), T),
        ("quantity over 2", field("home", "product", products=goods), {"product": "page", "variant": None, "quantity": "2"},
         is_("answers.home.quantity", "greater_than", 2), F),
        ("language is en", field("home"), None, is_("language", "is", "en"), T),
        ("language is fr", field("home"), None, is_("language", "is", "fr"), F),
        ("today", field("home"), None, is_("today", "on", TODAY), T),
        ("tomorrow", field("home"), None, is_("today", "after", TODAY), F),
    ]  # fmt: skip
    return [
        case(name, [one, field("t", shown_if=tree)], {"home": answer}, visible=["home", "t"] if truth else ["home"])
        for name, one, answer, tree, truth in lines
    ]


def rows() -> list[dict[str, Any]]:
    """Sections: conditions, demands and totals row by row, and over all rows."""
    inner = [
        field("kind", "choice", options=OPTIONS, required=True),
        field("note", shown_if=is_("item.kind", "is", "a"), required_if=yes("p")),
        field("n", "number"),
        field("total", "calculated", formula=call("multiply", "item.n", ["1.5"]), format="money"),
    ]
    fields = [field("p", "yes_no"), field("items", "section", fields=inner, max=5),
              field("t", "calculated", formula=call("sum", call("pluck", "answers.items", ["total"])), format="money")]  # fmt: skip
    a = {"kind": "a", "note": "x", "n": "2"}
    b = {"kind": "b", "note": "dropped", "n": "3"}
    row_a = ["kind", "note", "n", "total"]
    row_b = ["kind", "n", "total"]

    def row(visible: list[str], required: list[str], total: Any) -> dict[str, Any]:
        return {"visible": visible, "required": required, "read_only": [], "computed": {"total": total}}

    table: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
        ({"p": F, "items": [a]}, [row(row_a, ["kind"], "3.00")], "3.00"),
        ({"p": T, "items": [a]}, [row(row_a, ["kind", "note"], "3.00")], "3.00"),
        ({"p": T, "items": [b]}, [row(row_b, ["kind"], "4.50")], "4.50"),
        ({"p": F, "items": [a, b]}, [row(row_a, ["kind"], "3.00"), row(row_b, ["kind"], "4.50")], "7.50"),
        (
            {"p": F, "items": [b, {"kind": "b", "n": None}]},
            [row(row_b, ["kind"], "4.50"), row(row_b, ["kind"], None)],
            "4.50",
        ),
        ({"p": F, "items": None}, [], "0.00"),
    ]
    return [
        case(f"rows {number}", fields, answers, computed={"t": total}, rows={"items": listed})
        for number, (answers, listed, total) in enumerate(table, 1)
    ]
