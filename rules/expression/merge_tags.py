"""Merge tags: the small total language of users' texts, over plain data alone.

    Dear {{ contact.name | default("customer") }}, {{#each invoice.lines}}{{ item.name }}: {{ item.total | money }}
    {{/each}}{{#if invoice.note}}{{ invoice.note }}{{else}}Thank you.{{/if}}

A tag reads keys of objects and indexes of lists, never attributes. What a tag gives is never parsed again. There is no
way to compute, to call or to loop without end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from rules.expression.caps import LOOP_ITEMS, LOOP_NODES, TEXT_BYTES
from rules.expression.json_types import Facts, Json
from rules.expression.merge_formats import Reader, formatted, locale_of
from rules.expression.merge_nodes import Each, If, Node, Tag, paths_in
from rules.expression.merge_parse import OPEN, parse_nodes
from rules.expression.paths import ITEM, Missing, Path, lookup, names_steps
from rules.expression.problem import refuse
from rules.expression.values import is_blank

Escape: TypeAlias = Callable[[str], str]


def has_tags(text: str) -> bool:
    """Whether a text asks to be parsed at all."""
    return OPEN in text


def parse(text: str) -> Template:
    """Parse a text with merge tags.

    Raises:
        Refused: one problem, whose place is `line:column`.
    """
    if len(text.encode("utf-8", "surrogatepass")) > TEXT_BYTES:
        raise refuse("text_too_long", "1:1", limit=str(TEXT_BYTES))
    return Template(parse_nodes(text))


class Template:
    """A parsed text, to be rendered any number of times."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = nodes

    def tags(self, item: Path | None = None) -> frozenset[str]:
        """Every path that the text names, also those of blocks; within `each`, elements are `list.*`.

        `item` is what `item` stands for around the text, where it stands for something.
        """
        return frozenset(".".join(path) for path in paths_in(self._nodes, item))

    def names_steps(self) -> bool:
        """Whether the text needs what earlier steps made."""
        return any(names_steps(path) for path in paths_in(self._nodes))

    def render(self, facts: Facts, language: str, escape: Escape | None = None) -> str:
        """The finished text. `escape` is applied to what tags give, not to the text around them.

        Raises:
            Refused: `unknown_tag` for a name that the facts do not have, `format_mismatch`, `not_a_text`,
                `not_a_list`, `too_many_items` or `text_too_long`; the place is `line:column`.
        """
        rendering = _Rendering(language, escape)
        rendering.write(self._nodes, facts)
        return "".join(rendering.pieces)


class _Rendering:
    """One rendering with its caps: 10,000 turns of all loops together, 64 KB of text."""

    def __init__(self, language: str, escape: Escape | None) -> None:
        self.pieces: list[str] = []
        self._locale = locale_of(language)
        self._escape = escape
        self._items = LOOP_ITEMS
        self._nodes = LOOP_NODES
        self._bytes = TEXT_BYTES

    def write(self, nodes: tuple[Node, ...], facts: Facts) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._add(node, "")
            else:
                self._write_node(node, facts)

    def _write_node(self, node: Tag | If | Each, facts: Facts) -> None:
        self._nodes -= 1
        if self._nodes < 0:
            raise refuse("too_many_items", node.place, limit=str(LOOP_ITEMS))
        if isinstance(node, Tag):
            self._write_tag(node, facts)
        elif isinstance(node, If):
            self.write(node.then if _holds(node, facts) else node.otherwise, facts)
        else:
            self._write_each(node, facts)

    def _write_tag(self, tag: Tag, facts: Facts) -> None:
        value = _found(facts, tag.path, tag.place, tag.has_default)
        text = value if type(value) is str and not tag.formats else formatted(tag, value, Reader(facts, self._locale))
        self._add(self._escape(text) if self._escape else text, tag.place)

    def _write_each(self, each: Each, facts: Facts) -> None:
        items = _found(facts, each.path, each.place, False)
        if items is not None and not isinstance(items, list):
            raise refuse("not_a_list", each.place, tag=".".join(each.path))
        for item in items or []:
            self._items -= 1
            if self._items < 0:
                raise refuse("too_many_items", each.place, limit=str(LOOP_ITEMS))
            self.write(each.body, {**facts, ITEM: item})

    def _add(self, text: str, place: str) -> None:
        self._bytes -= len(text.encode("utf-8", "surrogatepass"))
        if self._bytes < 0:
            raise refuse("text_too_long", place, limit=str(TEXT_BYTES))
        self.pieces.append(text)


def _holds(node: If, facts: Facts) -> bool:
    value = _found(facts, node.path, node.place, True)
    return value is not False and not is_blank(value)


def _found(facts: Facts, path: Path, place: str, may_be_absent: bool) -> Json:
    """The value at the path. A step that was skipped left nothing: `if` and `default` may ask about it all the same."""
    value = lookup(facts, path)
    if not isinstance(value, Missing):
        return value
    if may_be_absent and names_steps(path):
        return None
    raise refuse("unknown_tag", place, tag=".".join(path))
