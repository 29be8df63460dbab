"""The one exception that reading an answer may raise."""

from __future__ import annotations


class AnswerError(Exception):
    """An answer is not acceptable; `code` and its parameters are listed in `forms.codes`."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters
