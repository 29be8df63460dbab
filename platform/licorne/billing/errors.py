"""The one error of billing."""

from collections.abc import Mapping

from rules.expression.problem import Problem, Refused


class BillingError(Refused):
    """The numbers or parties cannot become a document; `problems` says where and by which rule ("BR-27")."""


def problem(code: str, place: str, /, **parameters: str) -> Problem:
    """A problem with its parameters as keywords; `place` is a JSON pointer such as `/lines/0/price`."""
    named: Mapping[str, str] = parameters
    return Problem(code, place, named)


def refuse_if(problems: list[Problem]) -> None:
    """Raises BillingError with all problems at once, so that a person can mend them in one go."""
    if problems:
        raise BillingError(tuple(problems))
