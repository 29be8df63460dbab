"""Rules: list, publish, read back."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from licorne.api.collection import Collection, Item, by_id
from licorne.api.route import Answer, Body, Call, Route
from licorne.api.schemas import COUNT, ID, INSTANT, OPEN, SLUG, TEXT, Schema, or_null, record
from licorne.models.rule import Rule, RuleVersion
from licorne.services import publishing

RULE: Final = record({"id": ID, "slug": SLUG, "name": TEXT, "live_version": or_null(COUNT), "created_at": INSTANT})


def present(organisation_id: str, rules: Sequence[Rule]) -> list[Item]:
    """Items of rules; a rule that is switched off has no live version."""
    numbers = by_id(
        select(RuleVersion.id, RuleVersion.number).where(
            RuleVersion.organisation_id == organisation_id,
            RuleVersion.id.in_([rule.live_version_id for rule in rules if rule.live_version_id]),
        )
    )
    return [
        {
            "id": rule.id,
            "slug": rule.slug,
            "name": rule.name,
            "live_version": numbers.get(rule.live_version_id or ""),
            "created_at": rule.created_at.isoformat(),
        }
        for rule in rules
    ]


RULES: Final = Collection("rules", "Rule", Rule, present, key="slug")


def publish(call: Call) -> Answer:
    """Makes a document the live version; the same one again changes nothing."""
    published = publishing.publish_rule(call.organisation_id, call.slug, call.body, call.actor)
    return Answer(RULES.one(call), 201 if published.is_new else 200)


def document(call: Call) -> Answer:
    """The newest document, live or not."""
    return Answer(publishing.export_rule(call.organisation_id, call.slug))


ROUTES: Final = (
    *RULES.routes,
    Route(
        "PUT", "/rules/<slug>", "publish_rule", "Publish a document", publish, {200: "Rule", 201: "Rule"}, body=Body()
    ),
    Route("GET", "/rules/<slug>/document", "get_rule_document", "Get the newest document", document, {200: "Document"}),
)
SCHEMAS: Final[dict[str, Schema]] = {"Rule": RULE, "Document": OPEN}
