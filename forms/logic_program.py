"""Logic compiled: what is decided about each field and page, as closures in the order in which they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms.fields.base import Field
from forms.logic_document import END, Collector, Entry, Step, Trees
from forms.logic_order import ordered
from forms.logic_pages import Page, page_numbers, pages_of
from forms.text import Texts
from rules.expression.evaluate import Reading, Test, condition_test, formula_reading
from rules.expression.scope import Scope
from rules.expression.tree import Formula, facts_in

ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Switch:
    """Shows (`on`) or hides where the test holds."""

    test: Test
    on: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """Gives a value where the test holds."""

    test: Test
    reading: Reading


@dataclass(frozen=True, slots=True)
class FieldNode:
    """All about one field.

    `always` says that it is there whatever was answered, `plain` that its answer is what was given besides.
    """

    field: Field
    page: int
    always: bool
    plain: bool
    shown: Test | None
    initially: bool
    switches: tuple[Switch, ...]
    settings: tuple[Setting, ...]
    read_only: Test | None
    default: Reading | None
    formula: Reading | None
    demands: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class PageNode:
    """Whether a page is left out: where its own condition does not hold, or a step skips it."""

    page: int
    shown: Test | None
    skips: tuple[Test, ...]


@dataclass(frozen=True)
class Program:
    """Logic of a form (`root` is "answers") or of a row of a section (`root` is "item")."""

    root: str
    nodes: tuple[FieldNode | PageNode, ...]
    demanding: tuple[FieldNode, ...]
    stops: tuple[tuple[Test, Texts], ...]
    pages: tuple[Page, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """Field → its place in the form, for telling problems in that order."""
        return {name: place for place, name in enumerate(name for page in self.pages for name in page.fields)}


def program_of(fields: Sequence[Field], root: str = ANSWERS, entries: Sequence[Entry] = ()) -> Program:
    """Compile fields and entries that were checked.

    Raises:
        logic_order.Cycle: where fields depend on each other in a circle.
    """
    return _Compiler(fields, root, entries).program()


class _Compiler:
    def __init__(self, fields: Sequence[Field], root: str, entries: Sequence[Entry]) -> None:
        reader = Collector()
        self.fields = {field.id: field for field in fields}
        self.root = root
        self.trees = {field.id: reader.trees(field) for field in fields}
        self.pages = pages_of(fields)
        self.numbers = page_numbers(self.pages)
        self.steps = [(entry, step, test) for entry, test in _tests(entries) for step in entry.steps]

    def program(self) -> Program:
        fields = {name: self._field_node(field) for name, field in self.fields.items() if field.type != "page_break"}
        pages = {f"page {page.index}": self._page_node(page) for page in self.pages}
        open_pages = {name for name, node in pages.items() if node.shown is None and not node.skips}
        nodes: dict[str, FieldNode | PageNode] = {**fields, **pages}
        order = [name for name in ordered(self.needs()) if name not in open_pages]
        return Program(
            root=self.root,
            nodes=tuple(nodes[name] for name in order),
            demanding=tuple(node for node in fields.values() if node.demands),
            stops=tuple((test, step.message) for _, step, test in self.steps if step.do == "stop"),
            pages=self.pages,
        )

    def needs(self) -> dict[str, set[str]]:
        """What each field and page must come after."""
        needs: dict[str, set[str]] = {}
        for page in self.pages:
            needs[f"page {page.index}"] = set(self._names(self._page_trees(page)))
        for name, field in self.fields.items():
            if field.type != "page_break":
                needs[name] = {f"page {self.numbers[name]}", *self._names(self._field_trees(field))}
        return needs

    def _names(self, trees: Iterable[Formula | None]) -> Iterator[str]:
        for tree in trees:
            for fact in facts_in(tree) if tree is not None else ():
                if fact.path[0] == self.root and len(fact.path) > 1:
                    yield fact.path[1]

    def _field_trees(self, field: Field) -> Iterator[Formula | None]:
        trees = self.trees[field.id]
        yield from (trees.shown_if, trees.read_only_if, trees.default, trees.formula)
        for entry, step, _ in self.steps:
            if step.target == field.id and step.do in ("show", "hide", "set"):
                yield from (entry.when, step.value)
        for inner in getattr(field, "fields", ()):
            row = Collector().trees(inner)
            yield from (row.shown_if, row.required_if, row.read_only_if, row.default, row.formula)

    def _page_trees(self, page: Page) -> Iterator[Formula | None]:
        if page.id in self.trees:
            yield self.trees[page.id].shown_if
        yield from (entry.when for entry, step, _ in self.steps if page.index in self._skipped(entry, step))

    def _skipped(self, entry: Entry, step: Step) -> range | tuple[int, ...]:
        """The numbers of the pages that a step leaves out."""
        if step.do == "skip_page":
            return (self.numbers[step.target],)
        if step.do != "jump":
            return ()
        return range(self.page_after(entry), len(self.pages) if step.target == END else self.numbers[step.target])

    def page_after(self, entry: Entry) -> int:
        """The first page that a jump can leave out: the one after all answers that its condition looks at."""
        return 1 + max((self.numbers.get(name, 0) for name in self._names([entry.when])), default=0)

    def _page_node(self, page: Page) -> PageNode:
        trees = self.trees.get(page.id)
        shown = trees.shown_if if trees else None
        skips = tuple(test for entry, step, test in self.steps if page.index in self._skipped(entry, step))
        return PageNode(page.index, None if shown is None else condition_test(shown), skips)

    def _field_node(self, field: Field) -> FieldNode:
        trees = self.trees[field.id]
        mine = [(step, test) for _, step, test in self.steps if step.target == field.id]
        switches = tuple(Switch(test, step.do == "show") for step, test in mine if step.do in ("show", "hide"))
        settings = tuple(Setting(test, formula_reading(step.value)) for step, test in mine if step.do == "set")
        node: dict[str, Any] = {
            "shown": _test(trees.shown_if),
            "initially": not any(switch.on for switch in switches),
            "switches": switches,
            "settings": settings,
            "read_only": _test(trees.read_only_if),
            "default": None if trees.default is None else formula_reading(trees.default),
            "formula": None if trees.formula is None else formula_reading(trees.formula),
            "demands": _demands(trees, mine),
        }
        number = self.numbers[field.id]
        always = node["shown"] is None and not switches and not self._may_close(self.pages[number])
        deciding = (node["read_only"], node["formula"], *settings, *node["demands"])
        return FieldNode(field, number, always, always and field.asked and not any(deciding), **node)

    def _may_close(self, page: Page) -> bool:
        return any(tree is not None for tree in self._page_trees(page))


def _tests(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Test]]:
    for place, entry in enumerate(entries):
        yield entry, _remembered(condition_test(entry.when), f"logic {place}")


def _remembered(test: Test, name: str) -> Test:
    """An entry's condition is asked once, however many steps follow from it; what it looks at is decided by then."""

    def remembered(scope: Scope) -> bool:
        if name not in scope.seen:
            scope.seen[name] = test(scope)
        return bool(scope.seen[name])

    return remembered


def _test(condition: Any) -> Test | None:
    return None if condition is None else condition_test(condition)


def _demands(trees: Trees, mine: list[tuple[Step, Test]]) -> tuple[Test, ...]:
    own: Iterable[Test | None] = (_test(trees.required_if), *(test for step, test in mine if step.do == "require"))
    return tuple(test for test in own if test is not None)
