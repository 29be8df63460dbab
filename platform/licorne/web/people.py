"""Who did something, by name: the trail keeps `user:<id>`."""

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.organisation import User
from licorne.web.translate import _


def actor_name(actor: str) -> str:
    """A person's name; what is no person is named by its kind."""
    kind, _colon, user_id = actor.partition(":")
    if kind == "user":
        return current_session().scalar(select(User.name).where(User.id == user_id)) or _("somebody who has left")
    return {"contact": _("the customer"), "token": _("the API"), "rule": _("a rule"), "effect": _("a rule")}.get(kind, _("Licorne itself"))
