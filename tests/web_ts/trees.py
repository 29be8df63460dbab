"""Random trees and facts from a seed: mostly well typed, near every edge that two languages could see differently."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

Tree: TypeAlias = dict[str, Any]

_NUMBERS = (
    *("0", "-0", "1", "-1", "2", "3", "7", "0.5", "-2.5", "10.005", "0.1", "0.2", "100", "33.333333333333"),
    *("0.000000000001", "-0.000000000001", "999999999999999999", "-999999999999999999", "0.0000005", "12"),
    *(0, 1, 3, 12, -4, 86400, 2**53 - 1, 2**53, 10**20),
)
_NO_NUMBERS = ("1e5", "+1", " 1", "1_0", "١", "NaN", "", "-", ".5", "5.", "9" * 19, "0." + "1" * 13, "1\n", 1.5)
_DATES = (
    *("2026-03-10", "2026-03-01", "2024-02-29", "0001-01-01", "9999-12-31", "1900-02-28", "2026-12-31"),
    *("2026-02-29", "0000-01-01", "2026-13-01", "2026-00-10", "2026-W10-1", "20260310", "2026-3-1", "１026-03-01"),
)
_TEXTS = (
    *(
        "",
        "a",
        "Ada Lovelace",
        "ada",
        "Zürich",
        "STRASSE",
        "straße",
        "ΑΣ",
        "İ",
        "ﬁ",
        "😀",
        "e\u0301",
        "\u00a0 x\t\n",
        "a\u2003",
    ),
    *("{{7*7}}", "constructor", "__proto__", "true", "null", "a.b", ", ", "\u2028", "web", "logo", "1", "\ud800"),
)
_NAMES = ("a", "b", "c", "d", "e", "list", "rows", "gone")
_PATTERNS = (".*", "[a-z]+", "(a+)+b", "\\pL\\d*", "\\w*", "\\s*x\\s*", "[^a]*", "(?i)ada", "[A-Z].{2}( .*)?", "a|1|")


class Trees:
    """Draws from one seeded source, so that every run asks the same questions."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def facts(self) -> Tree:
        """What a form could hold, and what it could not."""
        answers = {name: self._data(2) for name in _NAMES[:5]}
        answers["list"] = [self._scalar() for _ in range(self._random.randrange(4))]
        answers["rows"] = [{"a": self._number(), "b": self._scalar()} for _ in range(self._random.randrange(4))]
        return {"answers": answers, **({"today": self._date()} if self._random.random() < 0.9 else {})}

    def condition(self, depth: int = 4) -> Tree:
        """A group or a comparison."""
        if depth > 0 and self._random.random() < 0.4:
            count = self._random.randrange(4)
            return {self._one_of(("all", "any", "none")): [self.condition(depth - 1) for _ in range(count)]}
        return self._one_of(
            (self._about_texts, self._about_numbers, self._about_days, self._about_lists, self._about_anything)
        )(depth - 1)

    def formula(self, depth: int = 4) -> Tree:
        """A formula of any type."""
        return self._one_of((self._numeric, self._numeric, self._textual, self._dated, self._any))(depth)

    def _one_of(self, choices: Any) -> Any:
        return self._random.choice(choices)

    def _number(self) -> Any:
        kind = self._random.random()
        if kind < 0.1:
            return self._one_of(_NO_NUMBERS)
        if kind < 0.5:
            return self._one_of(_NUMBERS)
        whole, places = self._random.randrange(1, 17), self._random.randrange(0, 12)
        sign, digits = self._one_of(("", "-")), "0123456789"
        text = "".join(self._random.choices(digits, k=whole)), "".join(self._random.choices(digits, k=places))
        return sign + text[0] + (f".{text[1]}" if text[1] else "")

    def _tie(self) -> Tree:
        """What lies exactly between two numbers: a product of thirteen places that ends in 5, or a price to be rounded."""
        sign, odd, any_number = (
            self._one_of(("", "-")),
            self._random.randrange(1, 1000, 2),
            self._random.randrange(1000),
        )
        if self._random.random() < 0.5:
            return {"call": "round", "args": [{"value": f"{sign}{odd}.{any_number:03}5"}, {"value": 3}]}
        return {"call": "multiply", "args": [{"value": f"{sign}0.{odd:06}"}, {"value": f"1.{any_number:06}5"}]}

    def _date(self) -> str:
        if self._random.random() < 0.4:
            return str(self._one_of(_DATES))
        year, month, day = (self._random.randrange(*bounds) for bounds in ((2023, 2028), (1, 13), (1, 32)))
        return f"{year:04}-{month:02}-{day:02}"

    def _text(self) -> str:
        joined = "".join(self._random.choices(_TEXTS, k=self._random.randrange(1, 3)))
        return joined if self._random.random() < 0.4 else str(self._one_of(_TEXTS[:-1]))

    def _scalar(self) -> Any:
        return self._one_of((self._number, self._number, self._date, self._text, self._rest))()

    def _rest(self) -> Any:
        return self._one_of((None, True, False))

    def _data(self, depth: int) -> Any:
        kind = self._random.random()
        if depth == 0 or kind < 0.7:
            return self._scalar()
        if kind < 0.85:
            return [self._data(depth - 1) for _ in range(self._random.randrange(4))]
        return {self._one_of(_NAMES): self._data(depth - 1) for _ in range(self._random.randrange(3))}

    def _fact(self) -> Tree:
        name = self._one_of(_NAMES)
        rest = self._one_of(("", "", "", "", ".0", ".1.a", ".length", ".constructor", ".a"))
        return {"fact": "answers" if self._random.random() < 0.02 else f"answers.{name}{rest}"}

    def _constant(self, draw: Callable[[], Any]) -> Tree:
        # A document holds no floats, and nothing that a database cannot store.
        value = draw()
        while isinstance(value, float) or (isinstance(value, str) and "\ud800" in value):
            value = draw()
        return {"value": value}

    def _scalars(self) -> list[Any]:
        return [self._constant(self._scalar)["value"] for _ in range(self._random.randrange(4))]

    def _call(self, name: str, *arguments: Callable[[int], Tree], depth: int) -> Tree:
        return {"call": name, "args": [argument(depth - 1) for argument in arguments]}

    def _any(self, depth: int) -> Tree:
        kind = self._random.random()
        if depth <= 0 or kind < 0.4:
            constant = self._constant(self._scalar) if kind < 0.3 else {"value": self._scalars()}
            return self._fact() if kind < 0.2 else constant
        choices = (self._numeric, self._textual, self._dated, self.condition, self._chosen, self._picked)
        return self._one_of(choices)(depth - 1)  # type: ignore[no-any-return]  # each of them gives a tree

    def _chosen(self, depth: int) -> Tree:
        if self._random.random() < 0.5:
            condition = self.condition if self._random.random() < 0.8 else self._any
            return self._call("if", condition, *[self._any] * self._random.randrange(1, 3), depth=depth)
        return self._call("coalesce", *[self._any] * self._random.randrange(1, 4), depth=depth)

    def _picked(self, depth: int) -> Tree:
        name = {"value": self._one_of(("a", "b", "0", "1.a", "rows.0.a", "no path", "__proto__", 1, None))}
        whole = self._one_of(({"fact": "answers.rows"}, {"fact": "answers"}, self._any(depth - 1)))
        return {"call": self._one_of(("pluck", "entry")), "args": [whole, name]}

    def _numeric(self, depth: int) -> Tree:
        if depth <= 0 or self._random.random() < 0.2:
            return self._fact() if self._random.random() < 0.3 else self._constant(self._number)
        return self._one_of((self._arithmetic, self._arithmetic, self._arithmetic, self._gathered, self._measured))(
            depth
        )  # type: ignore[no-any-return]  # each of them gives a tree

    def _arithmetic(self, depth: int) -> Tree:
        name = self._one_of(("add", "subtract", "multiply", "divide", "percent", "round"))
        if name == "round":
            places = self._constant(lambda: self._one_of((0, 1, 2, "2.0", 6, 12, 13, -1, "0.5", "x")))
            return {
                "call": "round",
                "args": [self._numeric(depth - 1), *([places] if self._random.random() < 0.8 else [])],
            }
        if self._random.random() < 0.08:
            return self._tie()
        count = self._random.randrange(2, 5) if name in ("add", "multiply") else 2
        return self._call(name, *[self._numeric] * count, depth=depth)

    def _gathered(self, depth: int) -> Tree:
        of = self._one_of((self._numeric, self._numeric, self._any, self._picked))
        return self._call(
            self._one_of(("sum", "min", "max", "count")), *[of] * self._random.randrange(1, 4), depth=depth
        )

    def _measured(self, depth: int) -> Tree:
        return self._call("length", self._textual, depth=depth)

    def _textual(self, depth: int) -> Tree:
        if depth <= 0 or self._random.random() < 0.4:
            return self._fact() if self._random.random() < 0.4 else self._constant(self._text)
        if self._random.random() < 0.5:
            return self._call("concat", *[self._any] * self._random.randrange(1, 4), depth=depth)
        return self._call(self._one_of(("lower", "upper", "trim")), self._textual, depth=depth)

    def _dated(self, depth: int) -> Tree:
        if depth <= 0 or self._random.random() < 0.5:
            return self._one_of((self._fact(), self._constant(self._date), {"call": "today", "args": []}))  # type: ignore[no-any-return]  # all three are trees
        return self._call("date_add_days", self._dated, self._days, depth=depth)

    def _days(self, depth: int) -> Tree:
        whole = self._constant(lambda: self._one_of((0, 1, -1, 30, 365, "-400", "0.5", 10**15, -800000)))
        return whole if self._random.random() < 0.7 else self._numeric(depth)

    def _leaf(self, left: Tree, names: str, right: Tree | None = None) -> Tree:
        return {"left": left, "operator": self._one_of(names.split()), **({} if right is None else {"right": right})}

    def _right(self, constant: Callable[[], Any], computed: Callable[[int], Tree], depth: int) -> Tree:
        """A constant that fits, for the server refuses others, or anything computed."""
        return {"value": constant()} if self._random.random() < 0.6 else computed(depth)

    def _computed(self, draw: Callable[[int], Tree]) -> Callable[[int], Tree]:
        def drawn(depth: int) -> Tree:
            tree = draw(depth)
            return self._fact() if "value" in tree else tree

        return drawn

    def _plain_number(self) -> Any:
        return self._one_of(("0", "1", "3", "-2.5", "10.005", 0, 1, 7, "0.000000000001", "100"))

    def _about_texts(self, depth: int) -> Tree:
        left, kind = self._textual(depth), self._random.random()
        if kind < 0.15:
            return self._leaf(left, "matches", {"value": self._one_of(_PATTERNS)})
        if kind < 0.3:
            right = self._right(self._plain_number, self._computed(self._numeric), depth)
            return self._leaf(left, "length_at_least length_at_most", right)
        if kind < 0.5:
            listed = self._right(self._scalars, self._computed(self._any), depth)
            return self._leaf(left, "is_one_of is_none_of", listed)
        right = self._right(lambda: self._one_of(_TEXTS[:-1]), self._computed(self._textual), depth)
        return self._leaf(left, "is is_not contains not_contains starts_with ends_with", right)

    def _about_numbers(self, depth: int) -> Tree:
        left = self._numeric(depth)
        if self._random.random() < 0.2:
            ends = [self._plain_number(), self._plain_number()]
            return self._leaf(left, "between", self._right(lambda: ends, self._computed(self._any), depth))
        right = self._right(self._plain_number, self._computed(self._numeric), depth)
        return self._leaf(left, "equals not_equals greater_than at_least less_than at_most", right)

    def _about_days(self, depth: int) -> Tree:
        left, kind = self._dated(depth), self._random.random()
        if kind < 0.2:
            ends = sorted(self._random.sample(_DATES[:7], 2))
            return self._leaf(left, "between", {"value": ends})
        if kind < 0.5:
            days = self._right(lambda: self._one_of((0, 7, "30.5", 400)), self._computed(self._numeric), depth)
            return self._leaf(left, "within_last_days within_next_days", days)
        right = self._right(lambda: self._one_of(_DATES[:7]), self._computed(self._dated), depth)
        return self._leaf(left, "on before after on_or_before on_or_after", right)

    def _about_lists(self, depth: int) -> Tree:
        left = self._one_of(({"fact": "answers.list"}, {"value": self._scalars()}, self._fact(), self._picked(depth)))
        kind = self._random.random()
        if kind < 0.4:
            right = self._right(lambda: self._one_of(_TEXTS[:-1]), self._computed(self._textual), depth)
            return self._leaf(left, "includes excludes", right)
        if kind < 0.8:
            listed = self._right(self._scalars, self._computed(self._any), depth)
            return self._leaf(left, "includes_any includes_all", listed)
        return self._leaf(left, "count_at_least", self._right(self._plain_number, self._computed(self._numeric), depth))

    def _about_anything(self, depth: int) -> Tree:
        return self._leaf(self._any(depth), "is_true is_false is_empty is_not_empty")
