"""The parser of merge tags: one pass from left to right, no recursion, no regular expression over the whole text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.expression.caps import BLOCK_DEPTH, TREE_NODES
from rules.expression.merge_formats import FORMATS, argument_fits
from rules.expression.merge_nodes import Each, Format, If, Node, Tag
from rules.expression.paths import Path, parse_path
from rules.expression.problem import Refused, refuse

OPEN, CLOSE = "{{", "}}"
# A quoted argument holds anything but quotes, line ends and backslashes: there is nothing to unescape.
_FORMAT = re.compile(r'\s*([a-z]{1,20})\s*(?:\(\s*"([^"\\\n]{0,200})"\s*\))?\s*')
_BLOCK = re.compile(r"#(if|each)\s+(\S+)")


@dataclass
class _Frame:
    """An open block: what was gathered so far, and where it was opened."""

    kind: str
    path: Path
    place: str
    nodes: list[Node] = field(default_factory=list)
    then: tuple[Node, ...] | None = None


def parse_nodes(source: str) -> tuple[Node, ...]:
    """The nodes of a text.

    Raises:
        Refused: one problem, whose place is `line:column` (from 1) of the tag.
    """
    stack = [_Frame("text", ("",), "1:1")]
    tags = 0
    for text, place in _pieces(source):
        if not place:
            stack[-1].nodes.extend([text] if text else [])
            continue
        tags += 1
        if tags > TREE_NODES:
            raise refuse("too_many_tags", place, limit=str(TREE_NODES))
        _take_tag(stack, text.strip(), place)
    if len(stack) > 1:
        raise refuse("block_not_closed", stack[-1].place, block=stack[-1].kind)
    return tuple(stack[0].nodes)


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """Literal texts with an empty place, and the insides of tags with theirs."""
    at, line, line_start = 0, 1, 0
    while (start := source.find(OPEN, at)) >= 0:
        yield source[at:start], ""
        line += source.count("\n", at, start)
        line_start = max(line_start, source.rfind("\n", at, start) + 1)
        place = f"{line}:{start - line_start + 1}"
        end = _end_of_tag(source, start, place)
        yield source[start + len(OPEN) : end], place
        line += source.count("\n", start, end)
        line_start = max(line_start, source.rfind("\n", start, end) + 1)
        at = end + len(CLOSE)
    yield source[at:], ""


def _end_of_tag(source: str, start: int, place: str) -> int:
    """Where the tag's `}}` stands; one inside quotes does not end it."""
    at = start + len(OPEN)
    while True:
        end, quote = source.find(CLOSE, at), source.find('"', at)
        if end < 0:
            raise refuse("tag_not_closed", place)
        if not 0 <= quote < end:
            return end
        closing = source.find('"', quote + 1)
        if closing < 0:
            raise refuse("tag_not_closed", place)
        at = closing + 1


def _take_tag(stack: list[_Frame], inside: str, place: str) -> None:
    if inside.startswith("#"):
        _open_block(stack, inside, place)
    elif inside == "else":
        _turn_to_else(stack, place)
    elif inside.startswith("/"):
        _close_block(stack, inside[1:].strip(), place)
    else:
        stack[-1].nodes.append(_tag(inside, place))


def _open_block(stack: list[_Frame], inside: str, place: str) -> None:
    found = _BLOCK.fullmatch(inside)
    if not found:
        raise refuse("unknown_block", place, tag=inside[:80])
    if len(stack) > BLOCK_DEPTH:
        raise refuse("blocks_too_deep", place, limit=str(BLOCK_DEPTH))
    stack.append(_Frame(found[1], _path(found[2], place), place))


def _turn_to_else(stack: list[_Frame], place: str) -> None:
    frame = stack[-1]
    if frame.kind != "if" or frame.then is not None:
        raise refuse("else_without_if", place)
    frame.then, frame.nodes = tuple(frame.nodes), []


def _close_block(stack: list[_Frame], kind: str, place: str) -> None:
    frame = stack[-1]
    if len(stack) == 1 or frame.kind != kind:
        raise refuse("block_not_open", place, block=kind[:80])
    stack.pop()
    stack[-1].nodes.append(_block(frame))


def _block(frame: _Frame) -> Node:
    nodes = tuple(frame.nodes)
    if frame.kind == "each":
        return Each(frame.path, frame.place, nodes)
    then, otherwise = (nodes, ()) if frame.then is None else (frame.then, nodes)
    return If(frame.path, frame.place, then, otherwise)


def _tag(inside: str, place: str) -> Tag:
    name, bar, rest = inside.partition("|")
    formats = tuple(_formats(rest, place)) if bar else ()
    return Tag(_path(name.strip(), place), formats, place)


def _formats(text: str, place: str) -> Iterator[Format]:
    at = 0
    while True:
        found = _FORMAT.match(text, at)
        if not found or found[1] not in FORMATS or not argument_fits(found[1], found[2]):
            raise _unknown_format(text[at:], place)
        yield Format(found[1], found[2])
        at = found.end()
        if at == len(text):
            return
        if text[at] != "|":
            raise _unknown_format(text[at:], place)
        at += 1


def _unknown_format(text: str, place: str) -> Refused:
    return refuse("unknown_format", place, format=text.strip()[:80], known=", ".join(FORMATS))


def _path(text: str, place: str) -> Path:
    path = parse_path(text)
    if path is None:
        raise refuse("not_a_tag", place, tag=text[:80])
    return path
