"""Files that a customer adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.answer_error import AnswerError
from forms.fields.base import Field, Occasion, Surroundings
from forms.file_types import TYPES
from rules.expression.json_types import Json

MAX_COUNT = 20
MAX_BYTES = 50 * 2**20
_DEFAULT_BYTES = 10 * 2**20


@dataclass(frozen=True, kw_only=True, eq=False)
class File(Field):
    """The answer lists ids of files that were kept before, in the order in which they were chosen.

    Here only what the keeping service says about them is judged (`Occasion.uploads`); a path or address that is posted
    instead of an id is an id that nobody knows.
    """

    type = "file"
    input_type = "file"
    kind = "list"
    prefillable = False
    contact_attributes = frozenset()
    settings_schema: ClassVar = {
        "accept": {
            "type": "array", "items": {"enum": sorted(TYPES)}, "minItems": 1, "uniqueItems": True, "title": "Kinds of file",
        },
        "max_bytes": {"type": "integer", "minimum": 1, "maximum": MAX_BYTES, "title": "Largest file in bytes"},
        "max_count": {"type": "integer", "minimum": 1, "maximum": MAX_COUNT, "title": "Most files"},
    }  # fmt: skip

    accept: tuple[str, ...] = ("jpeg", "pdf", "png", "webp")
    max_bytes: int = _DEFAULT_BYTES
    max_count: int = 1

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        own = super().own(settings, surroundings)
        return {**own, "accept": tuple(own["accept"])} if "accept" in own else own

    @property
    def most_posted(self) -> int:
        """Each file may be named, added, and taken back."""
        return 3 * self.max_count

    def read(self, raw: Sequence[str], occasion: Occasion) -> Json:
        chosen = list(dict.fromkeys(value for value in raw[: 10 * MAX_COUNT] if value and not value.isspace()))
        if len(chosen) > self.max_count or len(raw) > 10 * MAX_COUNT:
            raise AnswerError("too_many_files", maximum=str(self.max_count))
        for name in chosen:
            self._judge(name, occasion)
        return [*chosen] or (self.unanswered() if occasion.needs_files else None)

    def _judge(self, name: str, occasion: Occasion) -> None:
        upload = occasion.uploads.get(name)
        if upload is None:
            raise AnswerError("file_unknown")
        if upload.kind not in self.accept:
            raise AnswerError("file_type", allowed=", ".join(self.accept))
        if upload.size > self.max_bytes:
            raise AnswerError("file_too_large", maximum=str(self.max_bytes))

    def raw_of(self, answer: Json) -> Sequence[str]:
        if answer is None:
            return ()
        names = [item for item in answer if isinstance(item, str)] if isinstance(answer, list) else None
        if names is None or names != answer:
            raise AnswerError("wrong_type", expected="array")
        return names

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": self.max_count}

    def attributes(self, today: Any) -> dict[str, str]:
        media = ",".join(TYPES[name].media for name in self.accept)
        return {"accept": media, **({"multiple": "multiple"} if self.max_count > 1 else {})}
