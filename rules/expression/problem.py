"""The one shape in which the pure engines say no: a code, a place and parameters. `web` finds the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `place` is a JSON pointer (RFC 6901) into the document, an id of a field, or `line:column` of a text.
    `parameters` are values for the translated sentence; they may hold what a stranger typed, so escape them.
    """

    code: str
    place: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    def at(self, prefix: str) -> Problem:
        """The same problem seen from further out: `prefix` goes before its place."""
        return Problem(self.code, prefix + self.place, self.parameters)

    def as_json(self) -> dict[str, object]:
        """Plain data for an answer of the API or a stored trace."""
        return {"code": self.code, "place": self.place, "parameters": dict(self.parameters)}


class Refused(Exception):
    """Raised where input cannot be accepted; carries every problem that was found, at least one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.place or '/'}" for problem in problems))
        self.problems = problems


def refuse(code: str, place: str = "", **parameters: str) -> Refused:
    """A `Refused` with a single problem, ready to be raised."""
    return Refused((Problem(code, place, parameters),))
