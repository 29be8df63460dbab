"""The WTForms class of a form version in one language: what the public page renders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol

from wtforms import Form
from wtforms.fields.core import UnboundField

from forms.defaults import defaults_posted
from forms.definition import FormDefinition
from forms.validate import Reading, read_answers
from forms.wtfields import AnswerField
from rules.expression.problem import Problem

# A field called "data" or "validate" must not become an attribute of that name.
_PREFIX = "answer_"


class Posted(Protocol):
    """A multi-dict of posted values, as Werkzeug's request.form is one."""

    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def __contains__(self, key: Any) -> bool: ...
    def getlist(self, key: str, /) -> list[Any]: ...


class AnswersForm(Form):
    """One showing of a form. Iterate it for the bound fields, or index it by the id of a field.

    After `validate()`, `reading` has the answers and problems of `forms.validate.read_answers`, which is the judge.
    """

    definition: ClassVar[FormDefinition]
    language: ClassVar[str]
    message: ClassVar[Callable[[Problem], str]]

    def __init__(self, formdata: Posted | None = None, *, today: date) -> None:
        self.today = today
        self.posted: Mapping[str, Sequence[str]] = _raw(formdata)
        self.reading: Reading | None = None
        defaults = {} if formdata is not None else defaults_posted(self.definition, self.language, today)
        super().__init__(formdata, meta={"today": today, "defaults": defaults})

    def validate(self, extra_validators: Any = None) -> bool:
        """Read all answers; each problem becomes the error of its field, in words."""
        reading = read_answers(self.definition, self.posted, self.language, self.today)
        self.reading = reading
        for field in self:
            field.errors = []
            field.data = reading.answers.get(field.name)
        self.form_errors = [type(self).message(problem) for problem in reading.problems if not problem.place]
        for problem in reading.problems:
            if problem.place:
                field = self.at(problem.place)
                field.errors = [*field.errors, type(self).message(problem)]
        return not reading.problems

    def at(self, place: str) -> AnswerField:
        """The innermost bound field at a problem's place: `items.0.product.quantity`, else what is around it."""
        found = self[place.partition(".")[0]]
        pending = [found]
        while pending:
            field = pending.pop()
            if place == field.name or place.startswith(f"{field.name}."):
                found = field
                pending = list(field.inner())
        return found

    def __iter__(self) -> Iterator[AnswerField]:
        for field in self._fields.values():
            assert isinstance(field, AnswerField)
            yield field

    def __getitem__(self, name: str) -> AnswerField:
        field = self._fields[_PREFIX + name]
        assert isinstance(field, AnswerField)
        return field

    def __contains__(self, name: str) -> bool:
        return _PREFIX + name in self._fields

    @property
    def data(self) -> dict[str, Any]:
        """The accepted answers by the id of their field."""
        return {field.name: field.data for field in self}

    @property
    def errors(self) -> dict[str, Any]:
        """The messages by the id of their field."""
        return {field.name: field.errors for field in self if field.errors}


def form_class(definition: FormDefinition, language: str, message: Callable[[Problem], str]) -> type[AnswersForm]:
    """A class to keep per form version and language; building one costs more than a hundred showings."""
    questions: dict[str, UnboundField[AnswerField]] = {
        _PREFIX + field.id: field.wtforms_field(language, definition.default_language)
        for field in definition.fields
        if field.type != "page_break"
    }
    settings = {"definition": definition, "language": language, "message": staticmethod(message)}
    return type("FormAnswers", (AnswersForm,), {**questions, **settings})


def _raw(formdata: Posted | None) -> Mapping[str, Sequence[str]]:
    return {} if formdata is None else {name: formdata.getlist(name) for name in formdata}
