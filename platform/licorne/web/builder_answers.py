"""What the builder's questions are answered with, and how its posts are read."""

import json
from contextlib import closing
from typing import Any, Final

from flask import Response, request, url_for

from forms.strict_json import loads
from licorne.errors import Refused, refuse
from licorne.services import drafts, live
from licorne.services.drafts import Draft, Overtaken
from licorne.web.builder_check import checked
from licorne.web.formats import moment
from licorne.web.identity import organisation_id
from licorne.web.messages import sentence
from licorne.web.people import actor_name
from rules.expression.json_types import Json

#: What is posted around a document.
_ROOM: Final = 2_000


def answer(body: Any, status: int = 200) -> Response:
    """JSON with its members in their order: Flask sorts them, and a document would come back to its author in another one."""
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def told(draft: Draft) -> dict[str, Json]:
    """A draft with its document."""
    return {**saved(draft), "document": draft.document}


def saved(draft: Draft) -> dict[str, Json]:
    """All but the document: whoever has sent it has it."""
    return {
        "revision": draft.revision,
        "slug": draft.slug,
        "savedAt": moment(draft.saved_at),
        "savedBy": actor_name(draft.saved_by) if draft.saved_by else "",
        "live": draft.live_number,
        "changed": draft.is_changed,
        "addressFixed": draft.is_published_once,
        "publicUrl": url_for("public_form.show", slug=draft.slug),
        **checked(draft.document, live.organisation(organisation_id()).catalogue),
    }


def overtaken_of(overtaken: Overtaken) -> dict[str, Json]:
    """What somebody else has saved."""
    return {"theirs": told(overtaken.theirs)}


def body_of() -> dict[str, Json]:
    """The posted JSON object, read as strictly as all JSON from outside."""
    body = loads(request.get_data(), drafts.MAX_BYTES + _ROOM, drafts.MAX_DEPTH)
    if not isinstance(body, dict):
        raise refuse("setting_type", "", expected="object")
    return body


def file_of(most: int) -> bytes:
    """The posted `file`, as far as one byte beyond the most that is taken."""
    file = request.files.get("file")
    if file is None:
        return b""
    with closing(file):  # a large one waits on the disk meanwhile
        content: bytes = file.read(most + 1)
    return content


def sentences(refused: Refused) -> Json:
    """All that is wrong, with its places."""
    return [told_problem(problem.place, sentence(problem), problem.code) for problem in refused.problems]


def told_problem(place: str, text: str, code: str = "") -> Json:
    """One problem as the builder reads it."""
    return {"place": place, "text": text, "code": code}
