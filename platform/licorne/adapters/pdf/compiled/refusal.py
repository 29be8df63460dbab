"""Why something is drawn the plain way."""


class NotCompilable(Exception):
    """This block of tags, or this document, has to be drawn by plain xhtml2pdf."""
