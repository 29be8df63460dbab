"""What stands between a draft and its publication, and what is doubtful about it, in words."""

from forms.warnings import warnings
from licorne.errors import Refused
from licorne.services.publishing import check_form
from licorne.web.messages import sentence
from rules.expression.json_types import Json
from rules.expression.problem import Problem


def checked(document: Json) -> dict[str, Json]:
    """`problems` and `warnings`, each with its place in the document; warnings are only looked for where nothing is wrong."""
    try:
        definition = check_form(document)
    except Refused as refused:
        return {"problems": [_told(one) for one in refused.problems], "warnings": []}
    return {"problems": [], "warnings": [_told(one) for one in warnings(definition)]}


def _told(problem: Problem) -> Json:
    return {"place": problem.place, "code": problem.code, "text": sentence(problem)}
