"""A document's PDF/A-3b. Pure: the same document gives the same bytes in another process and on another day."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.markup import Markup, language, markup, prepared
from licorne.adapters.pdf.metadata import about
from licorne.adapters.pdf.pdfa import archived
from licorne.adapters.pdf.plain import render_plain


def render(
    doc: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    lay_out: Callable[[Markup], bytes] = render_plain,
) -> bytes:
    """The bytes to store and to send. Raises RenderFailed for what a person has to change.

    Not for threads of a web server: xhtml2pdf holds one lock for a whole process, see `pool.PdfRenderer`.
    """
    cleaned = prepared(doc)
    labels = language(cleaned["lang"], cleaned["currency"]).labels
    return archived(lay_out(markup(cleaned)), about(cleaned, labels), attachments)
