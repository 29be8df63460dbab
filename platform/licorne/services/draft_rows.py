"""What drafts of forms and of rules have in common: what one says, how it is saved, and that nothing is written over unseen."""

from dataclasses import dataclass
from datetime import datetime

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict
from licorne.models.draft import FormDraft, RuleDraft
from rules.expression.json_types import Json

Document = dict[str, Json]
#: Name of what has none yet.
NAMELESS = "…"
#: Characters of a name.
LONGEST = 320


@dataclass(frozen=True, slots=True)
class Saved:
    """A document as it is being built. `revision` is 0 where nobody has touched it since it was published; then it is that version.

    `live_number` is the number of the version that is in use, None where there is none.
    """

    slug: str
    document: Document
    revision: int
    saved_at: datetime
    saved_by: str
    live_number: int | None
    is_changed: bool


class OvertakenBy(Conflict):
    """Somebody else has saved since."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__("draft_overtaken", name=theirs.saved_by)


def first(organisation_id: str, document: Document, based_on: int | None, actor: str) -> dict[str, object]:
    """The columns of a draft that is saved for the first time, but for what it is a draft of."""
    return {
        "id": new_id(),
        "organisation_id": organisation_id,
        "document": document,
        "revision": 1,
        "based_on": based_on,
        "saved_at": clock.now(),
        "saved_by": actor,
    }


def rewrite(row: FormDraft | RuleDraft, document: Document, actor: str) -> None:
    """Saves it once more."""
    row.document, row.revision, row.saved_at, row.saved_by = document, row.revision + 1, clock.now(), actor
