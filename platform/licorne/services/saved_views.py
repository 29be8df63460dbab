"""Saved views: lists as somebody wants to see them again. They belong to the team."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session, transaction
from licorne.models.submission import SavedView
from licorne.services import audit
from rules.expression.json_types import Json

#: Views of one list: they are tabs, and more of them nobody finds.
MOST = 20

__all__ = ["SavedView", "of_place", "remove", "save"]


def of_place(organisation_id: str, place: str) -> list[SavedView]:
    """The views of a list, oldest first."""
    statement = select(SavedView).where(SavedView.organisation_id == organisation_id, SavedView.place == place)
    return list(current_session().scalars(statement.order_by(SavedView.id).limit(MOST)))


def save(organisation_id: str, place: str, name: str, query: Mapping[str, Json], actor: str) -> str:
    """Keeps a view; its id. Raises Conflict where the list has as many as it can show."""
    with transaction() as session:
        mine = (SavedView.organisation_id == organisation_id, SavedView.place == place)
        if (session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0) >= MOST:
            raise Conflict("too_many_views", most=str(MOST))
        view = SavedView(
            id=new_id(),
            organisation_id=organisation_id,
            place=place,
            name=name,
            query=dict(query),
            created_by=actor,
            created_at=clock.now(),
        )
        session.add(view)
        session.flush()
        audit.record(session, organisation_id, actor, "view.saved", view.id, {"name": name})
    return view.id


def remove(organisation_id: str, view_id: str, actor: str) -> None:
    """Forgets a view. Raises NotFound."""
    with transaction() as session:
        gone = session.execute(
            delete(SavedView)
            .where(SavedView.organisation_id == organisation_id, SavedView.id == view_id)
            .returning(SavedView.id),
            execution_options={"synchronize_session": False},
        ).first()
        if gone is None:
            raise NotFound(view_id)
        audit.record(session, organisation_id, actor, "view.removed", view_id)
