"""Where pictures of forms are."""

from flask import url_for

from licorne.adapters.ids import is_id


def picture_url(picture_id: object) -> str:
    """The address of a picture; empty where a definition names none that could be there."""
    named = isinstance(picture_id, str) and is_id(picture_id)
    return url_for("pictures.show", picture_id=picture_id) if named else ""
