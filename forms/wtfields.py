"""The WTForms fields of answers. They show and redisplay; what an answer is, only the field types decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from markupsafe import Markup
from wtforms import Field as WTField

from forms.characters import printable
from forms.widgets import ChoiceWidget, InputWidget, NoteWidget, TextAreaWidget, TickWidget

# What a refused post shows again; nobody corrects a longer answer by hand.
_SHOWN = 20_000


class Widget(Protocol):
    """What draws a field."""

    def __call__(self, field: Any, **more: Any) -> Markup: ...


class Question(Protocol):
    """The part of `forms.fields.base.Field` that is needed here (an import of it would be a cycle)."""

    @property
    def type(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def autocomplete(self) -> str: ...
    def control(self) -> str: ...
    def attributes(self, today: date) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One radio button, check box or list entry of a bound field."""

    value: str
    label: str
    id: str
    selected: bool
    #: Nothing is left of it: it is shown and cannot be chosen.
    taken: bool = False
    #: What is said behind the label, in words.
    note: str = ""


class AnswerField(WTField):
    """A bound question of the public page.

    `kind` is the type's name, `input_type` the control that asks it (text, email, tel, number, date, textarea, radio,
    select, checkboxes, checkbox, buttons), `attributes` the HTML attributes beside id and name, `raw` what was posted.
    """

    widget: Widget = InputWidget()

    def __init__(
        self, question: Question, *, choices: Sequence[tuple[str, str]], placeholder: str, text: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.question = question
        self.kind = question.type
        self.input_type = question.control()
        self.required = question.required
        self.placeholder = placeholder
        self.text = text
        self._choices = choices
        #: Values of options of which nothing is left, and what is said of options; set by who draws the page.
        self.taken: frozenset[str] = frozenset()
        self.notes: Mapping[str, str] = {}
        self.flags.required = question.required

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes with a value; `required` is a flag and stands in `required`."""
        question = self.question
        hints = {"autocomplete": question.autocomplete, "placeholder": self.placeholder}
        attributes = question.attributes(self.meta.today)
        return {**{name: value for name, value in hints.items() if value}, **attributes}

    @property
    def raws(self) -> list[str]:
        """All posted values, fit to be shown again."""
        shown = self.meta.defaults.get(self.name, ()) if self.raw_data is None else self.raw_data
        return [printable(value[:_SHOWN]) for value in shown]

    def inner(self) -> Iterator[AnswerField]:
        """The bound fields of an answer that has parts."""
        return iter(())

    @property
    def raw(self) -> str:
        """The first posted value, fit to be shown again."""
        raws = self.raws
        return raws[0] if raws else ""

    @property
    def choices(self) -> list[ShownChoice]:
        """What there is to choose from, with the posted choices selected; the first one has the field's id."""
        chosen = set(self.raws)
        return [
            ShownChoice(
                value,
                label,
                f"{self.id}-{place}" if place else self.id,
                value in chosen and value not in self.taken,
                value in self.taken,
                self.notes.get(value, ""),
            )
            for place, (value, label) in enumerate(self._choices)
        ]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Nothing: the values stay raw until the form reads them all (AnswersForm.validate)."""


class NoteField(AnswerField):
    """A heading, a paragraph, a picture, a total."""

    widget = NoteWidget()


class TextAreaField(AnswerField):
    """Several lines."""

    widget = TextAreaWidget()


class ChoiceField(AnswerField):
    """Radio buttons, check boxes or a list."""

    widget = ChoiceWidget()


class TickField(AnswerField):
    """A single box, or two buttons for a required yes or no."""

    widget = TickWidget()

    @property
    def ticked(self) -> bool:
        """Whether the box was ticked in what was posted; never ticked beforehand."""
        return self.raw in ("yes", "on", "true", "1")
