"""P4: an invoice of one page as PDF/A-3, warm, as a PDF child draws it, against xhtml2pdf as it comes. CPU time."""

import itertools
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from licorne.adapters.pdf.compiled.documents import CompiledDocuments
from licorne.adapters.pdf.render import render
from tests.adapters.pdf.as_shipped import render_as_shipped
from tests.bench.invoices import document
from tests.bench.machine import Machine
from tests.bench.rows import Row, by_turns, mid, ratios

#: Documents of one turn.
COUNT = 8
#: As many as a template's blocks need to be compiled and believed.
_WARM = 8
_numbers = itertools.count(1)


def measure(machine: Machine) -> list[Row]:
    """The ratio of CPU times, and the one of a block that is drawn plainly, as a template that was just changed is."""
    compiled = partial(render, lay_out=CompiledDocuments().render)
    for make in (compiled, render, render_as_shipped):
        _cpu(make, _WARM)
    ours, plain, shipped = by_turns(
        lambda: _cpu(compiled, COUNT), lambda: _cpu(render, COUNT), lambda: _cpu(render_as_shipped, COUNT)
    )
    shares, first = ratios(ours, shipped), ratios(plain, shipped)
    detail = f"CPU {mid(ours):.1f} ms against {mid(shipped):.0f} ms, PDF/A-3 included"
    return [
        Row("P4", "one-page invoice / xhtml2pdf as shipped", mid(shares), "×", "at most", 0.65, detail, shares),
        Row("P4", "the same, not compiled yet", mid(first), "×", detail=f"{mid(plain):.0f} ms", samples=first),
    ]


def _cpu(make: Callable[[Mapping[str, Any]], bytes], count: int) -> float:
    """Milliseconds of CPU for one document."""
    documents = [document(next(_numbers)) for _ in range(count)]
    began = time.process_time()
    for one in documents:
        make(one)
    return (time.process_time() - began) / count * 1000
