"""The exceptions that reading an answer may raise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class AnswerError(Exception):
    """An answer is not acceptable; `code` and its parameters are listed in `forms.codes`."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters

    def located(self, place: str) -> Iterator[tuple[str, AnswerError]]:
        """Each single thing that is wrong with the name under which it was posted; `place` is the field's own."""
        yield place, self


class PartsRefused(AnswerError):
    """Parts of an answer (the postcode of an address, rows of a section) are not acceptable: all that are, by name."""

    def __init__(self, parts: Sequence[tuple[str, AnswerError]]) -> None:
        first = parts[0][1]
        super().__init__(first.code, **first.parameters)
        self.parts = tuple(parts)

    def located(self, place: str) -> Iterator[tuple[str, AnswerError]]:
        for name, error in self.parts:
            yield from error.located(f"{place}.{name}")
