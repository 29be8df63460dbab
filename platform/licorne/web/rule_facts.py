"""What conditions, formulas and texts of a rule may look at, in words: facts of its trigger, answers of its form, results of its steps."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select

from forms.definition import FormDefinition, parse
from forms.fields.base import Field
from forms.text import localised
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion
from licorne.services.trigger import Trigger
from licorne.web.rule_labels import fact_words, language
from licorne.web.rule_result_words import part_word
from licorne.web.translate import _
from rules.expression.json_types import Json

#: Kinds of what a `contact.**` in a trigger's facts stands for; what has a name (`rule_labels`) and is not listed is a text.
_KINDS: Final[Mapping[str, str]] = {
    "contact.tags": "list",
    "contact.is_new": "boolean",
    "invoice.total": "number",
    "invoice.due_on": "date",
    "submission.received_on": "date",
    "submission.verified": "boolean",
}


def facts_of(organisation: str, kind: str, form: str) -> list[Json]:
    """The facts of a trigger, the answers of the form first. What only machines read (ids) is not among them."""
    answers = list(_answers(_definition(organisation, form))) if form else []
    trigger = Trigger.registered.get(kind)
    around = [_fact(path, one) for path, one in _spread(trigger.facts)] if trigger else []
    return [*answers, *around, _fact("today", "date")]


def _spread(facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Facts by name, those that a `**` stands for among them."""
    names = fact_words()
    for path, kind in facts.items():
        if path.endswith(".**"):
            inner = [name for name in names if name.startswith(path.removesuffix("**")) and name not in facts]
            yield from ((name, _KINDS.get(name, "text")) for name in inner)
        elif not path.endswith((".id", "_at", "_url")):
            yield path, kind


def _fact(path: str, kind: str) -> Json:
    word = fact_words().get(path) or path.replace(".", " ").replace("_", " ")
    return {"path": path, "name": path, "kind": kind, "word": word[:1].upper() + word[1:], "group": _group(path)}


def _group(path: str) -> str:
    groups = {
        "contact": _("Contact"),
        "invoice": _("Invoice"),
        "submission": _("Submission"),
        "form": _("Form"),
        "organisation": _("Our organisation"),
    }
    return groups.get(path.partition(".")[0], _("Event"))


def _answers(definition: FormDefinition | None) -> Iterator[Json]:
    if definition is None:
        return
    fields = {field.id: field for field in definition.fields}
    for path, kind in definition.fact_kinds.items():
        _root, name, *rest = path.split(".")
        if name in fields and "*" not in rest:
            yield _answer(path, kind, fields[name], rest, definition.default_language)


def _answer(path: str, kind: str, field: Field, rest: list[str], default: str) -> Json:
    label = localised(field.label, language(), default) or field.id
    word = " · ".join((label, *map(part_word, rest)))
    chosen: list[Json] = [] if rest else [[value, text] for value, text in field.choices(language(), default)]
    told: dict[str, Json] = {"path": path, "name": path.removeprefix("answers."), "kind": kind, "word": word}
    return {**told, "group": _("Answers"), "choices": chosen}


def rows_of(organisation: str, form: str) -> list[Json]:
    """The lists that an `each` can go over: sections of the form and their parts."""
    definition = _definition(organisation, form) if form else None
    if definition is None:
        return []
    return [
        _list(field, definition)
        for field in definition.fields
        if definition.fact_kinds.get(f"answers.{field.id}") == "list"
    ]


def _list(field: Field, definition: FormDefinition) -> Json:
    prefix = f"answers.{field.id}.*."
    inner = [(path, kind) for path, kind in definition.fact_kinds.items() if path.startswith(prefix)]
    parts: list[Json] = [
        _part(path.removeprefix(prefix), kind, field, definition.default_language) for path, kind in inner
    ]
    word = localised(field.label, language(), definition.default_language) or field.id
    return {"path": f"answers.{field.id}", "word": word, "parts": parts}


def _part(name: str, kind: str, section: Field, default: str) -> Json:
    fields = {one.id: one for one in getattr(section, "fields", ())}
    first, *rest = name.split(".")
    label = localised(fields[first].label, language(), default) if first in fields else first
    word = " · ".join((label or first, *map(part_word, rest)))
    return {"path": f"item.{name}", "name": f"item.{name}", "kind": kind, "word": word, "group": _("Row")}


def _definition(organisation: str, slug: str) -> FormDefinition | None:
    """The form as customers see it."""
    live = (FormVersion.organisation_id == Form.organisation_id) & (FormVersion.id == Form.live_version_id)
    statement = (
        select(FormVersion.document).join(Form, live).where(Form.organisation_id == organisation, Form.slug == slug)
    )
    document = current_session().scalar(statement)
    return parse(document) if document else None
