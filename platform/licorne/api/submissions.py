"""Submissions: what people answered."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from licorne.api.collection import Collection, Filter, Item, by_id, filter_by
from licorne.api.route import Parameter
from licorne.api.schemas import COUNT, ID, INSTANT, OPEN, SLUG, TEXT, Schema, record
from licorne.models.form import Form, FormVersion, Submission

SUBMISSION: Final = record(
    {
        "id": ID,
        "form": SLUG,
        "form_version": COUNT,
        "contact_id": ID,
        "language": TEXT,
        "answers": OPEN,
        "received_at": INSTANT,
    }
)


def present(organisation_id: str, submissions: Sequence[Submission]) -> list[Item]:
    """Items of submissions."""
    slugs = by_id(
        select(Form.id, Form.slug).where(
            Form.organisation_id == organisation_id, Form.id.in_({each.form_id for each in submissions})
        )
    )
    numbers = by_id(
        select(FormVersion.id, FormVersion.number).where(
            FormVersion.organisation_id == organisation_id,
            FormVersion.id.in_({each.form_version_id for each in submissions}),
        )
    )
    return [
        {
            "id": each.id,
            "form": slugs[each.form_id],
            "form_version": numbers[each.form_version_id],
            "contact_id": each.contact_id,
            "language": each.language,
            "answers": each.current,
            "received_at": each.received_at.isoformat(),
        }
        for each in submissions
    ]


_OF_FORM = Filter(
    Parameter("form", SLUG),
    lambda organisation, slug: Submission.form_id.in_(
        select(Form.id).where(Form.organisation_id == organisation, Form.slug == slug)
    ),
)
SUBMISSIONS: Final = Collection(
    "submissions", "Submission", Submission, present, (_OF_FORM, filter_by("contact", Submission.contact_id))
)
ROUTES: Final = SUBMISSIONS.routes
SCHEMAS: Final[dict[str, Schema]] = {"Submission": SUBMISSION}
