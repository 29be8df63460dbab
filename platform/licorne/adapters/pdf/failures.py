"""What may go wrong with a document."""

from licorne.errors import Permanent, Transient


class RenderFailed(Permanent):
    """The same document will fail again: a person has to change a text, a logo or a template.

    Codes: `missing_glyph` (detail: the characters), `bad_logo`, `bad_theme`, `bad_document`, `not_clean` (detail: what
    xhtml2pdf complained about), `crashed`.
    """


class RenderStopped(Transient):
    """The renderer was stopped (`timeout`) or died (`died`). Nothing was written; another try is safe."""
