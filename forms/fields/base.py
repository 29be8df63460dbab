"""What every type of field is; a new type is one new file in this folder."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from wtforms.fields.core import UnboundField

from forms.answer_error import AnswerError
from forms.text import Texts, localised
from forms.uploads import Upload
from forms.wtfields import AnswerField
from rules.expression.json_types import Json, Value
from rules.expression.values import to_json

AUTOCOMPLETE = (
    "on", "off", "name", "honorific-prefix", "given-name", "family-name", "nickname", "organization-title",
    "organization", "street-address", "address-line1", "address-line2", "address-level2", "address-level1", "country",
    "country-name", "postal-code", "email", "tel", "tel-national", "url", "bday", "language",
)  # fmt: skip

TEXTS = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 2000}}
LABEL = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "maxLength": 300}}
CONDITION = {"type": "object"}
COMMON = {
    "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
    "type": {"type": "string"},
    "label": LABEL,
    "help": TEXTS,
    "placeholder": LABEL,
    "required": {"type": "boolean"},
    "autocomplete": {"enum": list(AUTOCOMPLETE)},
    "width": {"enum": ["full", "half", "third"]},
    "default": {},
    "shown_if": CONDITION,
    "required_if": CONDITION,
    "read_only_if": CONDITION,
}
# Attributes of a contact that take any text; those of `email` and `phone` must be that.
CONTACT_TEXTS = frozenset({"name", "company", "street", "postcode", "city", "country", "vat_number", "siren"})
PLAIN_NUMBER = "^-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,6})?$"


# Name of a type → its class; filled as the files of this folder are imported.
FIELD_TYPES: dict[str, type[Field]] = {}


@dataclass(frozen=True)
class Surroundings:
    """What the form decides for all its fields."""

    default_language: str
    languages: tuple[str, ...]
    currency: str
    country: str


@dataclass(frozen=True)
class Occasion:
    """What the moment decides when an answer is read: the page's language, the legal date and the zone it holds in.

    `uploads` are the files that were sent before, by id. `facts` is what conditions within a field may look at; it grows
    while a form is read, so it is never copied.
    """

    language: str
    today: date
    zone: str = "UTC"
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    needs_files: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One question. A subclass that names its `type` is registered, and found by definitions, editor and tests."""

    type: ClassVar[str] = ""
    # JSON Schema of the settings that this type adds to the common ones: property name → schema.
    settings_schema: ClassVar[Mapping[str, Any]] = {}
    required_settings: ClassVar[tuple[str, ...]] = ()
    input_type: ClassVar[str] = "text"
    default_autocomplete: ClassVar[str] = ""
    form_field: ClassVar[builtins.type[AnswerField]] = AnswerField
    # Whether a post is read; whether there is an answer at all; whether a text of the page's address may fill it in.
    asked: ClassVar[bool] = True
    answers: ClassVar[bool] = True
    prefillable: ClassVar[bool] = True
    # Data type of the answer in conditions, in the words of `rules.expression.operators`, or "any".
    kind: ClassVar[str] = "text"
    contact_attributes: ClassVar[frozenset[str]] = CONTACT_TEXTS
    # Whether it needs a label, and whether it can stand in the rows of a section.
    labelled: ClassVar[bool] = True
    in_rows: ClassVar[bool] = True
    # Settings that mean nothing in the rows of a section: nobody asks for a code in the middle of a table.
    not_in_rows: ClassVar[frozenset[str]] = frozenset()

    id: str
    label: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    placeholder: Texts = field(default_factory=dict)
    required: bool = False
    autocomplete: str = ""
    width: str = "full"
    default: Json = None
    shown_if: Json = None
    required_if: Json = None
    read_only_if: Json = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        name = cls.__dict__.get("type", "")
        if not name:
            return
        if name in FIELD_TYPES:
            raise TypeError(f"two field types call themselves {name!r}")
        FIELD_TYPES[name] = cls

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> Self:
        """The field that valid settings describe; what they leave out has the type's defaults."""
        return cls(**cls.common(settings), **cls.own(settings, surroundings))

    @classmethod
    def common(cls, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings that all types share."""
        names = (
            "id", "label", "help", "placeholder", "required", "width", "default", "shown_if", "required_if", "read_only_if"
        )  # fmt: skip
        shared = {name: settings[name] for name in names if name in settings}
        return {**shared, "autocomplete": settings.get("autocomplete", cls.default_autocomplete)}

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        """The type's own settings as constructor arguments."""
        return {name: settings[name] for name in cls.settings_schema if name in settings}

    @classmethod
    def whole_schema(cls) -> dict[str, Any]:
        """The JSON Schema of one such field in a definition; the editor makes its settings panel from it."""
        return {
            "type": "object",
            "properties": {**COMMON, "type": {"const": cls.type}, **cls.settings_schema},
            "required": ["id", "type", *(["label"] if cls.labelled else []), *cls.required_settings],
            "additionalProperties": False,
        }

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        """What a schema cannot see, as (setting, code, parameters): "max" below "min", an option twice."""
        return []

    @property
    def most_posted(self) -> int:
        """How many values a browser posts for it at most."""
        return 1 if self.asked else 0

    @cached_property
    def optional(self) -> Self:
        """The same question where it may be left out."""
        return self if not self.required else replace(self, required=False)

    @cached_property
    def demanded(self) -> Self:
        """The same question where it must be answered."""
        return self if self.required else replace(self, required=True)

    def read_posted(self, posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        """The answer in a whole post, where `name` is the field's own; parts of it are posted as `name.part`."""
        return self.read(posted.get(name, ()), occasion)

    def posted_of(self, answer: Json, name: str) -> dict[str, Sequence[str]]:
        """The same answer as a browser would post it, so that typed JSON is judged by the one reader."""
        return {name: self.raw_of(answer)}

    def filled(self, posted: Mapping[str, Sequence[str]], name: str) -> bool:
        """Whether somebody filled it in: what the page itself put there counts as nothing."""
        typed = [value for value in posted.get(name, ()) if value and not value.isspace()]
        return bool(typed) and (self.default is None or tuple(typed) != self._preset)

    @cached_property
    def _preset(self) -> Sequence[str]:
        return () if isinstance(self.default, dict) else tuple(self.raw_of(self.default))

    def owns(self, rest: str) -> bool:
        """Whether `name.rest` is a name under which a part of the answer may be posted."""
        return False

    def fact_kinds(self, path: str) -> dict[str, str]:
        """The paths that conditions may name, with their data types; `path` is the answer's own."""
        return {path: self.kind} if self.answers else {}

    def contact_value(self, attribute: str, answer: Json) -> str:
        """What the answer says about an attribute of the contact, nothing where it says nothing."""
        return answer if isinstance(answer, str) else ""

    def contact_posted(self, attribute: str, value: str, name: str) -> dict[str, Sequence[str]]:
        """What is known of a contact's attribute, as a browser would post it; the way back of `contact_value`."""
        return {name: [value]}

    def written_value(self, value: Value) -> Json:
        """What a formula computed, as an answer of this type."""
        return to_json(value)

    def reviewed(self, answer: Json, occasion: Occasion) -> Json:
        """An accepted answer after conditions within it are decided again."""
        return answer

    def read(self, raw: Sequence[str], occasion: Occasion) -> Json:
        """The plain JSON answer of what a browser posted under this name; AnswerError if it is none."""
        if len(raw) > 1:
            raise AnswerError("several_values", count=str(len(raw)))
        value = raw[0] if raw else ""
        if not value or value.isspace():
            return self.unanswered()
        return self.parse(value, occasion)

    def parse(self, value: str, occasion: Occasion) -> Json:
        """The answer that a single, non-blank value gives."""
        raise NotImplementedError(f"{type(self).__name__} reads no single value")

    def unanswered(self) -> Json:
        """What stands for no answer, if the field may be left out."""
        if self.required:
            raise AnswerError("required")
        return None

    def raw_of(self, answer: Json) -> Sequence[str]:
        """What `posted_of` posts under the field's own name."""
        if answer is None:
            return ()
        if isinstance(answer, str):
            return (answer,)
        raise AnswerError("wrong_type", expected="string")

    def answer_schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of the answer, without the null that an optional field may have."""
        return {"type": "string"}

    def control(self) -> str:
        """What asks the question: an input type, or textarea, radio, select, checkboxes, checkbox, buttons."""
        return self.input_type

    def attributes(self, today: date) -> dict[str, str]:
        """HTML attributes that help the hand and save a round trip; the server's reader stays the judge."""
        return {}

    def statement(self) -> Texts:
        """A text that belongs to the question itself, beside its label: what is consented to."""
        return {}

    def choices(self, language: str, default_language: str) -> list[tuple[str, str]]:
        """(value, text) of each thing to choose from, none for open questions."""
        return []

    def wtforms_field(self, language: str, default_language: str, name: str = "") -> UnboundField[AnswerField]:
        """The WTForms field, built once per form version and language and bound per page.

        `name` is the one under which a part of a larger answer is posted.
        """
        sources = {
            "label": self.label, "description": self.help, "placeholder": self.placeholder, "text": self.statement()
        }  # fmt: skip
        texts = {name: localised(mapping, language, default_language) for name, mapping in sources.items()}
        choices = self.choices(language, default_language)
        name = name or self.id
        identity = {"name": name, "id": f"field-{name.replace('.', '-')}"}
        return UnboundField(
            self.form_field, self, choices=choices, **identity, **texts, **self.form_options(language, default_language)
        )

    def form_options(self, language: str, default_language: str) -> dict[str, Any]:
        """What the type's own WTForms field needs to know beyond that."""
        return {}
