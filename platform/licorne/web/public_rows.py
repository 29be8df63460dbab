"""Rows of a public form without a script: a button sends the page, and it comes back with one row more or one less."""

from functools import lru_cache
from typing import Final

from werkzeug.datastructures import MultiDict

from forms.definition import FormDefinition
from forms.fields.section import Section

#: Names of the buttons, and of the mark that each row carries, because boxes that nobody ticked are not posted. No field can be
#: called that (`forms`: reserved_id).
ADD: Final = "_add"
REMOVE: Final = "_remove"
ROW: Final = "_row"
Post = MultiDict[str, str]


def is_about_rows(post: Post) -> bool:
    """Whether one of these buttons was pressed, so that nothing is sent yet."""
    return ADD in post or REMOVE in post


def with_rows(definition: FormDefinition, post: Post) -> Post:
    """What was posted with all rows that were shown, one more or one less; what names no row of the form changes nothing."""
    if not _sections(definition):
        return post
    changed = MultiDict(post)
    for row in post.getlist(ROW)[: sum(one.max for one in _sections(definition))]:
        _keep(definition, changed, row)
    _add(definition, changed, post.get(ADD, ""))
    _remove(definition, changed, post.get(REMOVE, ""))
    return changed


@lru_cache(maxsize=256)
def _sections(definition: FormDefinition) -> list[Section]:
    return [field for field in definition.fields if isinstance(field, Section)]


def _keep(definition: FormDefinition, post: Post, row: str) -> None:
    name = row.partition(".")[0]
    section = definition.by_id.get(name)
    if isinstance(section, Section) and row.count(".") == 1 and section.row_numbers([f"{row}."], name):
        # A name without a value is enough for a row to be shown; a blank row is never an answer.
        post.setdefault(f"{row}.{_asked(section)}", "")


def _add(definition: FormDefinition, post: Post, name: str) -> None:
    section = definition.by_id.get(name)
    if isinstance(section, Section):
        numbers = section.row_numbers(post, name)
        if len(numbers) < section.max:
            _keep(definition, post, f"{name}.{numbers[-1] + 1 if numbers else 0}")


def _remove(definition: FormDefinition, post: Post, row: str) -> None:
    if isinstance(definition.by_id.get(row.partition(".")[0]), Section) and row.count(".") == 1:
        for each in [each for each in post if each.startswith(f"{row}.")]:
            post.poplist(each)


def _asked(section: Section) -> str:
    return next((field.id for field in section.fields if field.asked), section.fields[0].id)
