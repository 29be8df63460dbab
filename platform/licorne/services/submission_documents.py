"""The documents that rules made of a submission, for who sent it: there, on their way, or not to be waited for."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select

from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.invoice import DocumentFile, Invoice
from licorne.services import files
from licorne.services.action import Action

_ARRIVAL: Final = "submission.received"
_UNDER_WAY: Final = (State.WAITING.value, State.PENDING.value, State.LEASED.value)
_PARKED: Final = (State.FAILED.value, State.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Made:
    """`ready`: id and name of the files that are there. `awaited`: another one is on its way; `late`: a person is needed."""

    ready: tuple[tuple[str, str], ...]
    awaited: bool
    late: bool


def of_submission(submission: Submission) -> Made:
    """What came of it; of one that was taken back, thrown away or put aside, nothing."""
    if submission.withdrawn_at or submission.deleted_at or submission.spam_at:
        return Made((), False, False)
    ready = tuple((str(row.id), str(row.name)) for row in current_session().scalars(_files(submission)))
    states = set(current_session().scalars(_states(submission)))
    return Made(ready, not states.isdisjoint(_UNDER_WAY), not states.isdisjoint(_PARKED))


def load(submission: Submission, file_id: str) -> files.StoredFile:
    """One of these files with its bytes. Raises NotFound for any other."""
    if file_id not in dict(of_submission(submission).ready):
        raise NotFound(file_id)
    return files.load(submission.organisation_id, file_id)


def _files(submission: Submission) -> Select[DocumentFile]:
    return (
        select(DocumentFile)
        .join(
            Invoice,
            (Invoice.organisation_id == DocumentFile.organisation_id) & (Invoice.id == DocumentFile.invoice_id),
        )
        .join(Effect, (Effect.organisation_id == Invoice.organisation_id) & (Effect.id == Invoice.effect_id))
        .join(Event, (Event.organisation_id == Effect.organisation_id) & (Event.id == Effect.event_id))
        .where(
            DocumentFile.organisation_id == submission.organisation_id,
            DocumentFile.kind == files.PDF,
            Event.subject_id == submission.id,
            Event.kind == _ARRIVAL,
        )
        .order_by(DocumentFile.id)
    )


def _states(submission: Submission) -> Select[str]:
    makers = [kind for kind, action in Action.registered.items() if action.makes_document]
    return (
        select(Effect.state)
        .join(Event, (Event.organisation_id == Effect.organisation_id) & (Event.id == Effect.event_id))
        .where(
            Effect.organisation_id == submission.organisation_id,
            Event.subject_id == submission.id,
            Event.kind == _ARRIVAL,
            Effect.kind.in_(makers),
        )
    )
