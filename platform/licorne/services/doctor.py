"""Checks the invariants on a live system. Reads only; may run beside everything else."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select

from licorne.models.database import begin_long_read, current_session
from licorne.models.organisation import Organisation
from licorne.services import audit, invariants
from licorne.services.finding import CHECKS, Finding
from licorne.services.invariants.database import database_findings

__all__ = ["Finding", "examine", "invariants"]

#: More of one kind say nothing new.
MOST_PER_CHECK = 100


def examine() -> list[Finding]:
    """All broken invariants; an empty list is a clean bill of health."""
    audit.seal()
    organisations = current_session().scalars(select(Organisation.id).order_by(Organisation.id)).all()
    findings = list(database_findings())
    for organisation_id in organisations:
        findings += _of_organisation(organisation_id)
    return findings


def _of_organisation(organisation_id: str) -> Iterator[Finding]:
    for examination in CHECKS:
        begin_long_read()  # it reckons between two statements, on a large house for minutes
        yield from islice(examination(organisation_id), MOST_PER_CHECK)
        current_session().expunge_all()
