"""Which questions of a form ask for files, what they allow together, and which files an accepted set of answers names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from forms.definition import FormDefinition
from forms.fields.file import File
from forms.fields.section import Section
from rules.expression.json_types import Json


@lru_cache(maxsize=256)
def file_questions(definition: FormDefinition) -> Mapping[str, File]:
    """The questions by where they stand: `plan`, or `items.photo` in the rows of a section."""
    found: dict[str, File] = {}
    for field in definition.fields:
        if isinstance(field, File):
            found[field.id] = field
        elif isinstance(field, Section):
            found.update({f"{field.id}.{one.id}": one for one in field.fields if isinstance(one, File)})
    return found


def question_at(definition: FormDefinition, name: str) -> str | None:
    """Where the file question stands that is posted under this name (`items.3.photo` → `items.photo`); None for none."""
    parts = name.split(".")
    if len(parts) == 3 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= 4:
        del parts[1]
    elif len(parts) != 1:
        return None
    place = ".".join(parts)
    return place if place in file_questions(definition) else None


@lru_cache(maxsize=256)
def most_bytes(definition: FormDefinition) -> int:
    """What all its questions allow together, in all their rows."""
    total = 0
    for place, question in file_questions(definition).items():
        section = definition.by_id[place.partition(".")[0]]
        rows = section.max if isinstance(section, Section) else 1
        total += question.max_bytes * question.max_count * rows
    return total


def files_in(definition: FormDefinition, answers: Mapping[str, Json]) -> list[str]:
    """The ids that the answers list, each once."""
    found: dict[str, None] = {}
    for place in file_questions(definition):
        first, _, rest = place.partition(".")
        found.update(dict.fromkeys(_ids(answers.get(first), rest)))
    return list(found)


def _ids(answer: Json, rest: str) -> Iterator[str]:
    for one in answer if isinstance(answer, list) else ():
        if isinstance(one, dict) and rest:
            yield from _ids(one.get(rest), "")
        elif isinstance(one, str) and not rest:
            yield one
