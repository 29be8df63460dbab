"""The questions of a public form as its template needs them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup

from forms.uploads import Upload
from forms.widgets import InputWidget
from forms.wtfields import AnswerField, ShownChoice
from licorne.web import formats
from licorne.web.picture_urls import picture_url
from licorne.web.question_offers import Offer, Variants
from licorne.web.translate import _, ngettext

_SHAPES: Final = {
    "checkbox": "tick", "radio": "one_of", "buttons": "one_of", "checkboxes": "many", "rows": "rows", "output": "output",
    "hidden": "hidden", "heading": "heading", "text_block": "text", "image": "picture",
}  # fmt: skip
#: What is not drawn: ids that the server gives.
_UNDRAWN: Final = ("none",)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a repeating section; `name` is the one under which its parts are posted."""

    name: str
    questions: tuple["Asked", ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One bound question, drawn by its shape.

    `one` control with a label, a `tick` box, radios (`one_of`), boxes (`many`), a `group` of parts, a `product`, `rows`, an
    `output`, a `file` (where files are taken or were kept); `hidden`, `heading` and `text` ask nothing; `undrawn` is not there at all.
    """

    field: AnswerField
    label: str
    unit: str = ""
    required: bool = False
    visible: bool = True
    read_only: bool = False
    value: str = ""
    add: str = ""
    level: int = 2
    parts: tuple["Asked", ...] = ()
    rows: tuple[Row, ...] = ()
    offers: tuple[Offer, ...] = ()
    variants: tuple[Variants, ...] = ()
    files: tuple[Upload, ...] = ()
    takes_files: bool = False

    @property
    def shape(self) -> str:
        """How it is drawn."""
        if self.kind == "file":
            return "file" if self.takes_files or self.files else "undrawn"
        if self.field.input_type in _UNDRAWN:
            return "undrawn"
        if self.kind == "product":
            return "product"
        return "group" if self.parts else _SHAPES.get(self.field.input_type, "one")

    @property
    def id(self) -> str:
        """The element of the answer, which its label names."""
        return str(self.field.id)

    @property
    def name(self) -> str:
        """The name under which the answer is posted."""
        return str(self.field.name)

    @property
    def place(self) -> str:
        """The id of what is around the question; style sheets of conditions speak of it (forms/css_rules.py)."""
        return f"q-{self.name.replace('.', '-')}"

    @property
    def anchor(self) -> str:
        """The first control of the question: where the summary of errors leads."""
        if self.kind == "product":
            alone = len(self.offers) == 1 and not self.fixed
            return self.parts[-1].id if alone else self.parts[0].id
        inner = self.parts or (self.rows[0].questions if self.rows else ())
        return inner[0].anchor if inner else self.id

    @property
    def kind(self) -> str:
        """The type of the question."""
        return self.field.kind

    @property
    def picture_url(self) -> str:
        """Where the picture of the question is."""
        question: Any = self.field.question
        return picture_url(question.file)

    @property
    def width(self) -> str:
        """How much of a line it takes: full, half or third."""
        question: Any = self.field.question
        return str(question.width)

    @property
    def help(self) -> str:
        """A sentence below the question."""
        return str(self.field.description)

    @property
    def text(self) -> str:
        """What is agreed to, for a consent; the words of a text block."""
        return self.field.text

    @property
    def error(self) -> str:
        """What is wrong with the answer, in words."""
        return str(self.field.errors[0]) if self.field.errors else ""

    @property
    def fixed(self) -> bool:
        """Of a product: whether the quantity can only be one, so that it is not asked."""
        question: Any = self.field.question
        return bool(question.quantity.minimum == question.quantity.maximum)

    @property
    def most_rows(self) -> int:
        """How many rows there may be."""
        question: Any = self.field.question
        return int(question.max)

    @property
    def choices(self) -> list[ShownChoice]:
        """What there is to choose from; our own words for yes and no."""
        if self.field.input_type != "buttons":
            return self.field.choices
        words = {"yes": _("Yes"), "no": _("No")}
        return [replace(each, label=words[each.value]) for each in self.field.choices]

    @property
    def described_by(self) -> str:
        """Ids of the texts that a screen reader says after the label."""
        parts = [f"{self.id}-help"] if self.help else []
        return " ".join([*parts, f"{self.id}-error"] if self.error else parts)

    @property
    def raw(self) -> str:
        """What was typed."""
        return self.field.raw

    @property
    def inner(self) -> Iterator["Asked"]:
        """The questions within it."""
        yield from self.parts
        for row in self.rows:
            yield from row.questions

    @property
    def most_files(self) -> str:
        """How many files there may be, how large, and of which kinds."""
        question: Any = self.field.question
        kinds, largest = ", ".join(question.accept).upper(), formats.size(question.max_bytes)
        return ngettext(
            "One file of %(size)s at most: %(kinds)s", "Up to %(num)s files of %(size)s each: %(kinds)s", question.max_count,
            size=largest, kinds=kinds,
        )  # fmt: skip

    @property
    def file_attributes(self) -> dict[str, str]:
        """The attributes of the control that adds files; what is kept already need not be added again."""
        described = " ".join(each for each in (self.described_by, f"{self.id}-most") if each)
        needed = {"required": "required"} if self.required and not self.files else {}
        wrong = {"aria-invalid": "true"} if self.error else {}
        return {**self.field.attributes, **needed, **wrong, "aria-describedby": described}

    def control(self, css: str) -> Markup:
        """The field itself."""
        if self.kind == "person_name":  # asked as one text: not every name has two parts
            return InputWidget()(self.field, required=self.required, autocomplete="name", **self.options(css))
        drawn: Markup = self.field(required=self.required, **self.options(css))
        return drawn

    def options(self, css: str) -> dict[str, Any]:
        """The attributes that depend on this showing."""
        options: dict[str, Any] = {"class_": css} if css else {}
        if self.described_by:
            options["aria_describedby"] = self.described_by
        if self.error:
            options["aria_invalid"] = "true"
        if self.read_only:
            options["readonly"] = True
        return options


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the summary of errors; `anchor` is empty where it is about the form as a whole."""

    anchor: str
    label: str
    text: str


def wrong(questions: tuple[Asked, ...]) -> list[Wrong]:
    """What has to be corrected, in the order of the page."""
    return [each for one in questions for each in _wrong(one, "")]


def _wrong(one: Asked, around: str) -> Iterator[Wrong]:
    label = f"{around} · {one.label}" if around else one.label
    if one.error:
        yield Wrong(one.anchor, label, one.error)
    for part in one.parts:
        yield from _wrong(part, label)
    for number, row in enumerate(one.rows, start=1):
        for each in row.questions:
            yield from _wrong(each, f"{label} {number}")
