"""WTForms fields of answers with parts: the parts of an address, the rows of an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from forms.wtfields import AnswerField, Question


class PartsWidget:
    """Each part with its label, one below the other; a page that wants more draws the parts itself."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        drawn = (Markup("<p>{} {}</p>").format(part.label, part()) for part in field.inner())
        return Markup('<div id="{}">{}</div>').format(escape(field.id), Markup("").join(drawn))


class PartsField(AnswerField):
    """A bound question whose parts are bound fields: `parts`, each named `name.part`."""

    widget = PartsWidget()

    def __init__(self, question: Question, *, language: str, default_language: str, **options: Any) -> None:
        super().__init__(question, **options)
        self.languages = (language, default_language)
        self.parts: list[AnswerField] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Bind the parts to what was posted."""
        super().process(formdata, data, extra_filters)
        self.parts = self.bound(getattr(self.question, "parts", ()), self.name, formdata)

    def bound(self, questions: Sequence[Any], name: str, formdata: Any) -> list[AnswerField]:
        """The questions as fields of this page."""
        return [self._bound(question, f"{name}.{question.id}", formdata) for question in questions]

    def _bound(self, question: Any, name: str, formdata: Any) -> AnswerField:
        unbound: Any = question.wtforms_field(*self.languages, name)
        field: AnswerField = unbound.field_class(
            *unbound.args, **unbound.kwargs, name=name, _form=None, _meta=self.meta
        )
        field.process(formdata, None)
        return field

    def inner(self) -> Iterator[AnswerField]:
        """All fields below this one that are bound themselves."""
        yield from self.parts


class RowsField(PartsField):
    """A bound section: `rows` has the fields of each row. Blank rows are shown up to the fewest that there must be."""

    rows: Sequence[list[AnswerField]] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Bind the fields of every row."""
        super().process(formdata, data, extra_filters)
        question: Any = self.question
        numbers = question.row_numbers(formdata or {}, self.name)[: question.max]
        fresh = max(question.min, 1) - len(numbers)
        first = numbers[-1] + 1 if numbers else 0
        shown = [*numbers, *range(first, first + fresh)]
        self.rows = [self.bound(question.fields, f"{self.name}.{number}", formdata) for number in shown]

    def inner(self) -> Iterator[AnswerField]:
        """The fields of all rows."""
        for row in self.rows:
            yield from row
