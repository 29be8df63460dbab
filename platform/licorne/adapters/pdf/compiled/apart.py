"""Takes a document's tags apart: a shell (style, static frames) and the blocks of its flow, each a shape and its texts.

The tags of a block are its *shape*, the texts its *values*. Two invoices share a block's program if they share its shape,
however different the rest of them is: so it is the blocks that are compiled, not the documents. The rows of a table with
a head fold: one row of each kind is enough to know all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from licorne.adapters.pdf.compiled.refusal import NotCompilable

_TOKEN = re.compile(r"(<[!?/a-zA-Z][^>]*>)")
_NAME = re.compile(r"</?([a-zA-Z0-9:]+)")
_VOID = frozenset({"img", "br", "hr", "meta", "link", "pdf:nexttemplate", "pdf:nextpage", "pdf:spacer"})
_BODY, _END = "<body>", "</body>"
#: The end of the shell: what follows is the flow.
_FLOW = "<pdf:nexttemplate"

#: Begins what stands for a text in a shape.
_MARK = "\x01"

#: A text's place: ("text", number) in its piece, or ("row", number of the kind, number in the row).
Address = tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """A folded row: the number of its kind among the piece's kinds, and its texts."""

    kind: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def html(self) -> str:
        """Its tags and texts."""
        texts = iter(self.texts)
        return "".join(next(texts) if token.startswith(_MARK) else token for token in self.kind)


@dataclass
class Piece:
    """The shell or one block."""

    opening: str
    closing: str = ""
    tokens: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    #: How many of the texts stand before the rows.
    before: int = 0

    @property
    def html(self) -> str:
        """Its tags and texts; of its rows the first of each kind, as one is enough to learn from."""
        firsts = {row.kind: row for row in reversed(self.rows)}
        return self.opening + "".join(firsts[kind].html for kind in self.kinds()) + self.closing

    @property
    def shape(self) -> tuple[Any, ...]:
        """What decides which program draws it. The order of the kinds does not matter, their presence does."""
        return (*self.tokens, *sorted({row.kind for row in self.rows}))

    def kinds(self) -> list[tuple[str, ...]]:
        """The kinds of its rows, in the order of their first row."""
        return list(dict.fromkeys(row.kind for row in self.rows))

    def order(self) -> Iterator[tuple[Address, str]]:
        """Every text of `html` with its address, in its order. A row's address names its kind alone."""
        firsts = {row.kind: row for row in reversed(self.rows)}
        for number, text in enumerate(self.texts[: self.before]):
            yield ("text", number), text
        for kind_number, kind in enumerate(self.kinds()):
            for number, text in enumerate(firsts[kind].texts):
                yield ("row", kind_number, number), text
        for number, text in enumerate(self.texts[self.before :], self.before):
            yield ("text", number), text


@dataclass
class Apart:
    """A document taken apart."""

    head: str
    shell: Piece
    blocks: list[Piece]


@lru_cache(maxsize=2048)
def name_of(tag: str) -> str:
    """The name in a tag."""
    found = _NAME.match(tag)
    if found is None:
        raise NotCompilable(f"no tag: {tag[:40]}")
    return found[1].lower()


def elements(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each top-level element among the tokens; texts stand at even places."""
    depth, start = 0, 0
    for place in range(1, len(tokens), 2):
        tag = tokens[place]
        if depth == 0:
            if tokens[place - 1].strip():
                raise NotCompilable("a text outside any block")
            start = place
        if tag.startswith("</"):
            depth -= 1
        elif not tag.endswith("/>") and name_of(tag) not in _VOID:
            depth += 1
        if depth == 0:
            yield start, place + 1


def text_class(text: str) -> str:
    """What of a text belongs to the shape: only the white space around it."""
    return _MARK + ("l" if text[0].isspace() else "") + ("t" if text[-1].isspace() else "")


def piece(tokens: list[str]) -> Piece:
    """A piece of consecutive tokens that begin with a tag."""
    if tokens[0].startswith("<table") and "<tbody>" in tokens:
        opening, closing = tokens.index("<tbody>"), len(tokens) - 1 - tokens[::-1].index("</tbody>")
        made = Piece("".join(tokens[: opening + 1]), "".join(tokens[closing:]))
        add(made, tokens[: opening + 1])
        made.before = len(made.texts)
        made.rows = list(folded(tokens[opening + 1 : closing]))
        add(made, tokens[closing:])
    else:
        made = Piece("".join(tokens))
        add(made, tokens)
        made.before = len(made.texts)
    return made


def add(made: Piece, tokens: list[str]) -> None:
    """Adds tags to a piece's shape and texts to its values."""
    for token in tokens:
        if token.startswith("<") and token.endswith(">"):
            made.tokens.append(token)
        elif not token.strip():
            made.tokens.append(" " if token else "")
        else:
            made.tokens.append(text_class(token))
            made.texts.append(token)


def folded(tokens: list[str]) -> Iterator[Row]:
    """The rows between the tags of a table body."""
    kind: list[str] = []
    texts: list[str] = []
    for part in tokens:
        if not part.strip():
            continue
        if not part.startswith("<"):
            kind.append(text_class(part))
            texts.append(part)
            continue
        if part.startswith("<tr") and kind:
            raise NotCompilable("a table in a row")
        kind.append(part)
        if part == "</tr>":
            if "rowspan" in "".join(kind):
                raise NotCompilable("a row that spans")
            yield Row(tuple(kind), tuple(texts))
            kind, texts = [], []


def take_apart(html: str) -> Apart:
    """Splits a document. Raises NotCompilable for what has not the form of our templates."""
    start, end = html.find(_BODY), html.rfind(_END)
    if start < 0 or end < 0 or "<!--" in html:
        raise NotCompilable("not a template of ours")
    tokens = _TOKEN.split(html[start + len(_BODY) : end])
    places = list(elements(tokens))
    cut = next((number for number, (at, _) in enumerate(places) if tokens[at].startswith(_FLOW)), None)
    if cut is None or tokens[-1].strip():
        raise NotCompilable("no flow")
    shell = piece(tokens[places[0][0] : places[cut][1]])
    blocks = [piece(tokens[at:to]) for at, to in places[cut + 1 :]]
    return Apart(html[: start + len(_BODY)], shell, blocks)
