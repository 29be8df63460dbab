"""Pictures that forms show: taken by their content, never by their name, and served to everybody who sees the form."""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from forms.answer_error import AnswerError
from forms.file_types import TYPES, check_file
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound, refuse
from licorne.models.database import current_session, transaction
from licorne.models.guard import EVERY
from licorne.models.picture import FormPicture

#: What every browser draws and no browser runs: SVG is a program, so it is not among them.
KINDS: Final = ("png", "jpeg", "webp", "gif")
MAX_BYTES: Final = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its bytes."""

    media_type: str
    content: bytes


def keep(organisation_id: str, content: bytes, actor: str) -> str:
    """Keeps a picture; its id, which is that of the same bytes if they are there already.

    Raises:
        Refused: too large, no picture that is taken, damaged, or one that would fill the reader's memory.
    """
    try:
        kind = check_file(content, KINDS, MAX_BYTES)
    except AnswerError as error:
        raise refuse(error.code, "file", **error.parameters) from error
    digest = hashlib.sha256(content).hexdigest()
    with transaction() as session:
        same = (FormPicture.organisation_id == organisation_id, FormPicture.sha256 == digest)
        known = session.scalar(select(FormPicture.id).where(*same))
        if known is not None:
            return known
        picture = FormPicture(
            id=new_id(),
            organisation_id=organisation_id,
            kind=kind,
            size=len(content),
            sha256=digest,
            content=content,
            created_at=clock.now(),
            created_by=actor,
        )
        session.add(picture)
        session.flush()
    return picture.id


def load(picture_id: str) -> Picture:
    """A picture by its id, whoever asks: it stands on public pages. Raises NotFound."""
    row = (
        current_session()
        .execute(
            select(FormPicture.kind, FormPicture.content)
            .where(FormPicture.id == picture_id)
            .execution_options(**{EVERY: "a picture of a public page names no organisation"})
        )
        .first()
    )
    if row is None:
        raise NotFound(picture_id)
    return Picture(TYPES[row.kind].media, row.content)
