"""xhtml2pdf, one pass, on our canvas: every document can be drawn this way, and the compiled way has to equal it."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import reportlab.rl_config
from xhtml2pdf import document as pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.default import DEFAULT_PAGE_NAME
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import getBox, reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc, PmlFrame, PmlPageTemplate

from licorne.adapters.pdf.canvas import DocumentCanvas, Extras
from licorne.adapters.pdf.faces import register
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.markup import Markup
from licorne.adapters.pdf.places import ASSETS, FONTS

#: The same input gives the same bytes: no time, no random identifier.
reportlab.rl_config.invariant = 1
#: Binary streams: as text they are a quarter longer, and the PDF/A step would pack them again (10 ms).
reportlab.rl_config.useA85 = 0

#: Files of these two folders and nothing else; no network, bounded sizes, depths and times.
POLICY = ResourceAccessPolicy.server(str(ASSETS), extra_roots=(FONTS,), allow_remote=False)


class Sheets(PmlBaseDoc):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """xhtml2pdf's document on our canvas."""

    def __init__(self, extras: Extras, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.extras = extras

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> DocumentCanvas:
        # Past xhtml2pdf's own method, which wants a class; ours is a MarkedCanvas as well.
        make: Any = super(PmlBaseDoc, self)._makeCanvas
        canvas: DocumentCanvas = make(filename, partial(DocumentCanvas, self.extras))
        return canvas


class Complaints(logging.Handler):
    """Keeps what xhtml2pdf says. A squeezed header or a refused file is a log line there; here no one sends that page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the text of a record."""
        self.said.append(record.getMessage())


@contextmanager
def no_complaints() -> Iterator[None]:
    """Raises RenderFailed("not_clean") at the end if xhtml2pdf logged a warning or an error meanwhile."""
    logger, complaints = logging.getLogger("xhtml2pdf"), Complaints()
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.said:
        raise RenderFailed("not_clean", "; ".join(complaints.said)[:500])


def locate(uri: str, _base: str | None) -> str | None:
    """The file behind an address of the templates: `fonts/…` and `assets/…`; None leaves the address to the policy."""
    folder, _, name = uri.partition("/")
    root: Path | None = {"fonts": FONTS, "assets": ASSETS}.get(folder)
    return str(root / name) if root and "/" not in name else None


@contextmanager
def rendering() -> Iterator[None]:
    """xhtml2pdf's lock, our policy and its budget; its temporary files go at the end."""
    with pisa._RENDER_LOCK:
        try:
            with use_policy(POLICY), render_budget(POLICY), no_complaints():
                yield
        finally:
            cleanFiles()


def parse(html: str, context: Any = None) -> Any:
    """The story of the tags, in xhtml2pdf's context."""
    context = context or pisaContext("")
    context.pathCallback = locate
    context.resource_policy = POLICY
    pisa.pisaStory(html, context=context)
    if context.err or context.warn:
        raise RenderFailed("not_clean", str(context.log)[:500])
    return context


def page_templates(context: Any) -> list[Any]:
    """The unnamed page first, as xhtml2pdf orders them; every template of ours declares one."""
    named = dict(context.templateList)
    body = named.pop(DEFAULT_PAGE_NAME, None)
    if body is None:
        x, y, width, height = getBox("1cm 1cm -1cm -1cm", context.pageSize)
        frame = PmlFrame(x, y, width, height, id="body", leftPadding=0, rightPadding=0, bottomPadding=0, topPadding=0)
        body = PmlPageTemplate(id="body", frames=[frame], pagesize=context.pageSize)
    return [body, *named.values()]


def lay_out(context: Any, templates: list[Any], story: list[Any], markup: Markup) -> bytes:
    """Places a story on pages."""
    out = io.BytesIO()
    settings = {"pagesize": context.pageSize, "showBoundary": 0, "allowSplitting": 1, "lang": context.lang_tag or None}
    doc = Sheets(markup.extras, out, **settings)
    doc.addPageTemplates(templates)
    doc.pisaPositioned = context.positioned
    doc.build(story)
    return out.getvalue()


def render_plain(markup: Markup) -> bytes:
    """The PDF of a document, laid out by xhtml2pdf from its tags."""
    register(markup.extras.design)
    try:
        with rendering():
            context = parse(markup.html)
            return lay_out(context, page_templates(context), context.story, markup)
    finally:
        reset_caches()
