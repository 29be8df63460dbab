"""Forms: list, publish, read back, and post answers."""

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from forms.definition import FormDefinition
from forms.validate import Moment, check_answers
from licorne.adapters import clock
from licorne.api.collection import Collection, Item, by_id
from licorne.api.route import Answer, Body, Call, Parameter, Route
from licorne.api.schemas import COUNT, ID, INSTANT, OPEN, SLUG, TEXT, Schema, or_null, record
from licorne.api.submissions import SUBMISSIONS
from licorne.errors import Conflict, NotFound, Refused, refuse
from licorne.models.form import Form, FormVersion
from licorne.services import live, past_answers, publishing
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.parts import parts
from licorne.services.submissions import Accepted, Posted, accept, was_sent
from rules.expression.json_types import Json

FORM: Final = record(
    {"id": ID, "slug": SLUG, "name": TEXT, "live_version": or_null(COUNT), "url": TEXT, "created_at": INSTANT}
)
POSTED: Final[Schema] = {
    "type": "object",
    "required": ["answers"],
    "properties": {"answers": OPEN, "language": {"type": "string", "maxLength": 20}},
    "additionalProperties": False,
}
KEY: Final = Parameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "the same key with the same body is accepted once and answered alike",
    required=True,
)


def present(organisation_id: str, forms: Sequence[Form]) -> list[Item]:
    """Items of forms."""
    versions = by_id(
        select(FormVersion.id, FormVersion.number).where(
            FormVersion.organisation_id == organisation_id,
            FormVersion.id.in_([form.live_version_id for form in forms if form.live_version_id]),
        )
    )
    return [_item(form, versions.get(form.live_version_id or "")) for form in forms]


def _item(form: Form, version: int | None) -> Item:
    return {
        "id": form.id,
        "slug": form.slug,
        "name": form.name,
        "live_version": version,
        "url": f"{parts().settings.base_url}/f/{form.slug}",
        "created_at": form.created_at.isoformat(),
    }


FORMS: Final = Collection("forms", "Form", Form, present, key="slug")


def publish(call: Call) -> Answer:
    """Makes a definition the live version; the same one again changes nothing."""
    published = publishing.publish_form(call.organisation_id, call.slug, call.body, call.actor)
    return Answer(FORMS.one(call), 201 if published.is_new else 200)


def document(call: Call) -> Answer:
    """The live definition."""
    return Answer(publishing.export_form(call.organisation_id, call.slug))


def submit(call: Call) -> Answer:
    """Takes typed answers; everything that the rules make of them is durable when this answers."""
    form, organisation = _live(call)
    body = call.body
    assert isinstance(body, dict)
    posted = Posted(
        _answers(form, organisation, body["answers"], token_of(call)),
        token_of(call),
        _language(form.definition, body.get("language")),
    )
    accepted = _accept(form, organisation, posted)
    item = SUBMISSIONS.one(Call(call.organisation_id, call.actor, {"id": accepted.id}, {}, {}, None))
    return Answer(item, 201 if accepted.is_new else 200)


def _live(call: Call) -> tuple[LiveForm, LiveOrganisation]:
    form, organisation = live.form_at(call.slug)
    if organisation.id != call.organisation_id:
        raise NotFound(call.slug)
    return form, organisation


def _answers(form: LiveForm, organisation: LiveOrganisation, answers: Json, token: str) -> dict[str, Json]:
    today = clock.today(organisation.zone)
    reading = check_answers(form.definition, answers, today)
    if form.definition.past_questions and not reading.problems and not was_sent(organisation.id, form.id, token):
        past = past_answers.known(organisation.id, form, reading.answers)
        reading = check_answers(form.definition, answers, today, Moment(known=past))
    if reading.problems:
        raise Refused(reading.problems)
    return reading.answers


def _language(definition: FormDefinition, asked_for: Json) -> str:
    if asked_for is None:
        return definition.default_language
    if asked_for not in definition.languages:
        raise refuse("language_unlisted", "language", language=str(asked_for))
    return str(asked_for)


def token_of(call: Call) -> str:
    """The key as the token of a post. Hashed: a key is longer than a token may be, and must not meet a page's token."""
    return hashlib.sha256(f"idempotency-key:{call.headers[KEY.name]}".encode()).hexdigest()


def _accept(form: LiveForm, organisation: LiveOrganisation, posted: Posted) -> Accepted:
    try:
        return accept(form, organisation, posted)
    except Conflict as conflict:
        if conflict.problem.code != "page_already_sent":
            raise
        raise Conflict("idempotency_key_reused") from conflict


ROUTES: Final = (
    *FORMS.routes,
    Route(
        "PUT", "/forms/<slug>", "publish_form", "Publish a definition", publish, {200: "Form", 201: "Form"}, body=Body()
    ),
    Route("GET", "/forms/<slug>/document", "get_form_document", "Get the live definition", document, {200: "Document"}),
    Route(
        "POST",
        "/forms/<slug>/submissions",
        "submit_form",
        "Post answers, once per Idempotency-Key",
        submit,
        {200: "Submission", 201: "Submission"},
        headers=(KEY,),
        body=Body(POSTED),
    ),
)
SCHEMAS: Final[dict[str, Schema]] = {"Form": FORM}
