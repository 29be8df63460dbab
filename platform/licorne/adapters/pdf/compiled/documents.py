"""Draws documents from compiled blocks, and plainly where they are not, not yet, or no longer to be trusted.

A block that was met twice is compiled. The first documents that use it are drawn both ways: only if the pages are equal,
operator by operator, is the compiled way believed. After that every so many documents are compared again.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from licorne.adapters.pdf.compiled.apart import Apart, Piece, take_apart
from licorne.adapters.pdf.compiled.blocks import BlockProgram
from licorne.adapters.pdf.compiled.equality import page_streams
from licorne.adapters.pdf.compiled.pages import ShellProgram
from licorne.adapters.pdf.compiled.refusal import NotCompilable, UnfitSample
from licorne.adapters.pdf.faces import register
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.markup import Markup
from licorne.adapters.pdf.plain import lay_out, render_plain, rendering

Program = TypeVar("Program")


@dataclass(frozen=True)
class Trust:
    """When the compiled way is taken."""

    #: Sightings of a block before it is compiled: what is met once is not worth it.
    compile_at: int = 2
    #: Equal documents before a block is believed.
    proofs: int = 2
    #: One document in so many is compared for ever.
    audit_every: int = 500
    #: Programs kept of blocks and shells: a megabyte for ten.
    keep: int = 400


@dataclass
class Known(Generic[Program]):
    """What is known about a shell or a block."""

    program: Program | None = None
    #: Why it is drawn plainly, for the author of a template.
    refused: str = ""
    sightings: int = 0
    proofs: int = 0


@dataclass
class Parts:
    """The programs of a document."""

    apart: Apart
    shell: Known[ShellProgram]
    blocks: list[Known[BlockProgram]] = field(default_factory=list)

    def all(self) -> list[Known[Any]]:
        """The shell's and the blocks'."""
        return [self.shell, *self.blocks]

    def refusals(self) -> list[str]:
        """Why some of them are plain."""
        return [known.refused for known in self.all() if known.refused]


class CompiledDocuments:
    """One per process."""

    def __init__(self, trust: Trust | None = None) -> None:
        self._trust = trust or Trust()
        self._known: OrderedDict[Hashable, Known[Any]] = OrderedDict()
        #: How documents were drawn: `compiled`, `plain`, `proved`, `differed`, `failed`.
        self.counts: Counter[str] = Counter()

    @property
    def drawings_until_believed(self) -> int:
        """How often a document must be drawn until the compiled way is taken without comparing."""
        return self._trust.compile_at - 1 + self._trust.proofs

    def render(self, markup: Markup) -> bytes:
        """The pages of a document, as `render_plain` draws them."""
        parts = self._parts(markup, self._trust.compile_at)
        if parts is None:
            self.counts["plain"] += 1
            return render_plain(markup)
        data = self._compiled(parts, markup)
        if data is None:
            self.counts["failed"] += 1
            return render_plain(markup)
        self.counts["compiled"] += 1
        return self._proved(parts, markup, data) if self._must_prove(parts) else data

    def prepare(self, markup: Markup) -> list[str]:
        """Compiles and proves the blocks of a sample now; the reasons of those that stay plain."""
        for _ in range(self._trust.proofs):
            parts = self._parts(markup, 1)
            if parts is None:
                break
            data = self._compiled(parts, markup)
            if data is None:
                return ["a compiled document could not be drawn"]
            self._proved(parts, markup, data)
        return self.why_not(markup)

    def why_not(self, markup: Markup) -> list[str]:
        """Why documents of this form are drawn plainly; empty if they are not."""
        try:
            apart = take_apart(markup.html)
        except NotCompilable as error:
            return [str(error)]
        return self._look_up(apart).refusals()

    def _parts(self, markup: Markup, compile_at: int) -> Parts | None:
        """The programs of a document, or None while some are not there."""
        try:
            apart = take_apart(markup.html)
        except NotCompilable:
            return None
        parts, design = self._look_up(apart), markup.extras.design
        register(design)
        for known in parts.all():
            known.sightings += 1
        self._compile(parts.shell, compile_at, lambda: ShellProgram(apart.head, apart.shell, design))
        shell = parts.shell.program
        if shell is not None:
            for known, block in zip(parts.blocks, apart.blocks, strict=True):
                self._compile(known, compile_at, lambda block=block: self._block(apart, block, shell, design))  # type: ignore[misc]  # mypy cannot type a default
        return parts if all(known.program is not None for known in parts.all()) else None

    @staticmethod
    def _block(apart: Apart, block: Piece, shell: ShellProgram, design: str) -> BlockProgram:
        return BlockProgram(apart.head, apart.shell, block, shell, design)

    def _look_up(self, apart: Apart) -> Parts:
        shell = self._entry((apart.head, apart.shell.shape))
        return Parts(apart, shell, [self._entry((apart.head, block.shape)) for block in apart.blocks])

    def _entry(self, key: Hashable) -> Known[Any]:
        known = self._known.pop(key, None) or Known()
        self._known[key] = known
        if len(self._known) > self._trust.keep:
            self._known.popitem(last=False)
        return known

    @staticmethod
    def _compile(known: Known[Any], compile_at: int, make: Callable[[], Any]) -> None:
        if known.program is not None or known.refused or known.sightings < compile_at:
            return
        try:
            with rendering():
                program = make()
            known.program = program  # not before: complaints are raised at the end of the block above
        except (UnfitSample, RenderFailed):
            known.sightings = 0  # a text too long for its place; the next document may have a shorter one
        except Exception as error:  # noqa: BLE001  # any doubt means plain; the reason is kept
            known.refused = f"{type(error).__name__}: {error}"

    @staticmethod
    def _compiled(parts: Parts, markup: Markup) -> bytes | None:
        shell = parts.shell.program
        assert shell is not None
        try:
            with rendering():
                story = shell.opening()
                for known, block in zip(parts.blocks, parts.apart.blocks, strict=True):
                    assert known.program is not None
                    story.extend(known.program.make(block))
                return lay_out(shell.context, shell.templates(parts.apart.shell), story, markup)
        except Exception:  # noqa: BLE001  # the plain way decides what is wrong with a document
            return None

    def _must_prove(self, parts: Parts) -> bool:
        unproved = any(known.proofs < self._trust.proofs for known in parts.all())
        return unproved or self.counts["compiled"] % self._trust.audit_every == 0

    def _proved(self, parts: Parts, markup: Markup, data: bytes) -> bytes:
        """Compares with the plain way, which is right by definition."""
        wanted = render_plain(markup)
        if page_streams(wanted) == page_streams(data):
            self.counts["proved"] += 1
            for known in parts.all():
                known.proofs += 1
            return data
        self.counts["differed"] += 1
        unproved = [known for known in parts.all() if known.proofs < self._trust.proofs] or parts.all()
        for known in unproved:
            known.program, known.refused = None, "drawn the compiled way, a document differed"
        return wanted
