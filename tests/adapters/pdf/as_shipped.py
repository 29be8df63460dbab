"""xhtml2pdf as it comes: the same templates with `<pdf:pagecount>` (two passes), nothing stamped, nothing kept.

What the bench measures against. Only Jinja's compiled templates are kept, which is to the benefit of this side.
"""

import base64
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import reportlab.rl_config
import segno
from reportlab.pdfbase import pdfmetrics
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from licorne.adapters.pdf.epc import epc_text
from licorne.adapters.pdf.faces import FACES
from licorne.adapters.pdf.markup import design_of, html_of, prepared
from licorne.adapters.pdf.places import ASSETS, FONTS
from licorne.adapters.pdf.plain import locate


@contextmanager
def own_fonts(design: str) -> Iterator[None]:
    """Without our fonts: xhtml2pdf reads the files as it does for each document of a fresh process."""
    names = [face.name for face in FACES[design]]
    ours = {name: pdfmetrics._fonts.pop(name) for name in names if name in pdfmetrics._fonts}
    a85, reportlab.rl_config.useA85 = reportlab.rl_config.useA85, 1
    try:
        yield
    finally:
        reportlab.rl_config.useA85 = a85
        for name in names:
            pdfmetrics._fonts.pop(name, None)
        pdfmetrics._fonts.update(ours)


def qr_address(text: str) -> str:
    """The payment code as a data URI."""
    if not text:
        return ""
    picture = io.BytesIO()
    segno.make(text, error="m", boost_error=False, encoding="utf-8").save(
        picture, kind="png", scale=4, border=0, light=None
    )
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


def render_as_shipped(doc: Mapping[str, Any]) -> bytes:
    """The PDF of a document (no PDF/A)."""
    cleaned = prepared(doc)
    html = html_of(cleaned, qr_address(epc_text(cleaned)), counting="pagecount")
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(str(ASSETS), extra_roots=(FONTS,), allow_remote=False)
    with own_fonts(design_of(cleaned)):
        result = pisa.CreatePDF(html, dest=out, link_callback=locate, resource_policy=policy)
    assert not result.err
    assert not result.warn
    return out.getvalue()
