"""What stands between a draft and its publication, and what is doubtful about it, in words."""

from collections.abc import Container, Iterator, Sequence
from itertools import chain

from forms.definition import FormDefinition, parse
from forms.fields.base import Field
from forms.fields.product import Product
from forms.fields.section import Section
from forms.warnings import warnings
from licorne.errors import Refused
from licorne.web.messages import sentence
from rules.expression.json_types import Json
from rules.expression.problem import Problem


def checked(document: Json, offered: Container[str]) -> dict[str, Json]:
    """`problems` and `warnings`, each with its place in the document; warnings are only looked for where nothing is wrong.

    `offered` are the codes of the catalogue: a product that is not in it has no price, and no customer can be asked for it.
    """
    try:
        definition = parse(document)
    except Refused as refused:
        return {"problems": [_told(one) for one in refused.problems], "warnings": []}
    doubts = chain(warnings(definition), _unknown_products(definition, offered))
    return {"problems": [], "warnings": [_told(one) for one in doubts]}


def _unknown_products(definition: FormDefinition, offered: Container[str]) -> Iterator[Problem]:
    for place, field in _placed(definition.fields, "fields"):
        for code, _ in field.parts[0].choices("", "") if isinstance(field, Product) else ():
            if code not in offered:
                yield Problem("unknown_product", f"{place}.products", {"product": code})


def _placed(fields: Sequence[Field], around: str) -> Iterator[tuple[str, Field]]:
    for index, field in enumerate(fields):
        yield f"{around}[{index}]", field
        if isinstance(field, Section):
            yield from _placed(field.fields, f"{around}[{index}].fields")


def _told(problem: Problem) -> Json:
    return {"place": problem.place, "code": problem.code, "text": sentence(problem)}
