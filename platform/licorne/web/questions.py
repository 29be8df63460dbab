"""The questions of a public form as its template needs them."""

from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from forms.wtfields import AnswerField, ShownChoice
from forms.wtform import AnswersForm
from licorne.web.translate import _

_SHAPES: Final = {"checkbox": "tick", "radio": "one_of", "buttons": "one_of", "checkboxes": "many"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One bound question. Shape: `one` control with a label, a `tick` box, radios (`one_of`), boxes (`many`)."""

    field: AnswerField
    unit: str

    @property
    def shape(self) -> str:
        """How it is drawn."""
        return _SHAPES.get(self.field.input_type, "one")

    @property
    def id(self) -> str:
        """The element that the summary of errors links to."""
        return str(self.field.id)

    @property
    def name(self) -> str:
        """The name under which the answer is posted."""
        return str(self.field.name)

    @property
    def kind(self) -> str:
        """The type of the question."""
        return self.field.kind

    @property
    def required(self) -> bool:
        """Whether it must be answered."""
        return self.field.required

    @property
    def label(self) -> str:
        """The question, in the words of the form's author."""
        return str(self.field.label.text)

    @property
    def help(self) -> str:
        """A sentence below the question."""
        return str(self.field.description)

    @property
    def text(self) -> str:
        """What is agreed to, for a consent."""
        return self.field.text

    @property
    def error(self) -> str:
        """What is wrong with the answer, in words."""
        return str(self.field.errors[0]) if self.field.errors else ""

    @property
    def choices(self) -> list[ShownChoice]:
        """What there is to choose from; our own words for yes and no."""
        if self.field.input_type != "buttons":
            return self.field.choices
        words = {"yes": _("Yes"), "no": _("No")}
        return [ShownChoice(each.value, words[each.value], each.id, each.selected) for each in self.field.choices]

    @property
    def described_by(self) -> str:
        """Ids of the texts that a screen reader says after the label."""
        parts = [f"{self.id}-help"] if self.help else []
        return " ".join([*parts, f"{self.id}-error"] if self.error else parts)

    def control(self, css: str) -> Markup:
        """The field itself."""
        options: dict[str, Any] = {"class_": css} if css else {}
        if self.described_by:
            options["aria_describedby"] = self.described_by
        if self.error:
            options["aria_invalid"] = "true"
        drawn: Markup = self.field(**options)
        return drawn


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the summary of errors; `anchor` is empty where it is about the form as a whole."""

    anchor: str
    label: str
    text: str


def asked(form: AnswersForm) -> list[Asked]:
    """All questions in their order."""
    currency = form.definition.currency
    return [Asked(field, currency if field.kind == "money" else "") for field in form]


def wrong(questions: list[Asked]) -> list[Wrong]:
    """What has to be corrected, in the order of the page."""
    return [Wrong(one.id, one.label, one.error) for one in questions if one.error]
