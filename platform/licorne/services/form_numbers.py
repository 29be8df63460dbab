"""Running numbers of submissions (fields of the type `auto_id`): given in the transaction that accepts, without gaps per form."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update

from forms.fields.auto_id import AutoId
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.form import FormCount
from licorne.models.guard import GuardedSession
from licorne.services import form_counts, form_limits
from licorne.services.live import LiveForm
from rules.expression.json_types import Json

_WHAT: Final = form_counts.NUMBERS + "{}"
_COUNT = table_of(FormCount)


def give(session: GuardedSession, organisation_id: str, form: LiveForm, count: int) -> Sequence[dict[str, Json]]:
    """The answers that `count` submissions of a form get by themselves, in order; each empty where it has no such field."""
    given: list[dict[str, Json]] = [{} for _ in range(count)]
    fields = [field for field in form.definition.fields if isinstance(field, AutoId)]
    if fields:
        form_limits.lock(session, organisation_id, form.id)
    for field in fields:
        first = _take(session, organisation_id, form.id, _WHAT.format(field.id), count)
        for place, answers in enumerate(given):
            answers[field.id] = field.written(first + place)
    return given


def _take(session: GuardedSession, organisation_id: str, form_id: str, what: str, count: int) -> int:
    """The first of `count` numbers that are ours now."""
    mine = (FormCount.organisation_id == organisation_id, FormCount.form_id == form_id, FormCount.what == what)
    last = session.scalar(select(FormCount.number).where(*mine))
    if last is None:
        row = {"organisation_id": organisation_id, "form_id": form_id, "what": what, "number": count}
        insert_rows(session, _COUNT, [row])
        return 1
    statement = update(FormCount).where(*mine).values(number=last + count)
    session.execute(statement, execution_options={"synchronize_session": False})
    return last + 1
