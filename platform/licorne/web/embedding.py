"""Public forms inside pages of the business: who may frame them, and what they look like in there."""

from typing import Final

from flask import g, request

from forms.definition import FormDefinition

#: The argument that asks for the form alone, without the sheet around it.
NAME: Final = "embed"
_KEPT: Final = "framed_by"


def wanted() -> bool:
    """Whether the page is asked for as part of another one."""
    return request.args.get(NAME) == "1"


def allow(definition: FormDefinition) -> None:
    """Lets the origins that the form's author named frame this answer, and nobody else."""
    g.setdefault(_KEPT, tuple(definition.embed.get("origins", ())))


def ancestors() -> str:
    """The sources of `frame-ancestors` (CSP level 3, 6.4.2) of this answer."""
    origins: tuple[str, ...] = g.get(_KEPT, ())
    return " ".join(("'self'", *origins)) if origins else ""
