"""Why something is drawn the plain way."""


class NotCompilable(Exception):
    """This block of tags, or this document, has to be drawn by plain xhtml2pdf."""


class UnfitSample(NotCompilable):
    """This document is none to learn from: a text is too long for its place. The next one may be."""
