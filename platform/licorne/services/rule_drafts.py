"""Drafts of rules, as `services.drafts` keeps those of forms: one per rule, saved as it is built, published when it is good.

The live version answers events meanwhile. A save names the revision that it builds on (`Overtaken`).
"""

from dataclasses import dataclass

from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound
from licorne.models.database import current_session, transaction
from licorne.models.draft import RuleDraft
from licorne.models.guard import GuardedSession
from licorne.models.rule import Rule, RuleVersion
from licorne.services import audit
from licorne.services.draft_rows import LONGEST, NAMELESS, Document, OvertakenBy, Saved, first, rewrite
from licorne.services.publishing import Published, publish_rule


@dataclass(frozen=True, slots=True)
class Draft(Saved):
    """A rule as it is being built; its live version answers events."""

    rule_id: str

    @property
    def title(self) -> str:
        """The rule's name."""
        return _name(self.document)


class Overtaken(OvertakenBy):
    """`theirs` is what is kept now."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__(theirs)
        self.theirs = theirs


def create(organisation_id: str, document: Document, actor: str) -> str:
    """Begins a rule that answers nothing until it is published; its id."""
    rule_id = new_id()
    with transaction() as session:
        session.add(
            Rule(
                id=rule_id,
                organisation_id=organisation_id,
                slug=f"rule-{rule_id.replace('-', '')[-12:]}",
                name=_name(document),
                live_version_id=None,
                created_at=clock.now(),
            )
        )
        session.flush()
        session.add(_row(organisation_id, rule_id, document, None, actor))
        audit.record(session, organisation_id, actor, "rule.begun", rule_id)
    return rule_id


def load(organisation_id: str, rule_id: str) -> Draft:
    """The draft; where there is none, the newest version as one. Raises NotFound."""
    return _draft(current_session(), _rule(current_session(), organisation_id, rule_id))


def save(organisation_id: str, rule_id: str, revision: int, document: Document, actor: str) -> Draft:
    """Keeps the document. Saving what is kept already changes nothing, so an answer that was lost can be asked for again.

    Raises:
        NotFound. Overtaken: the draft is not the one of `revision`.
    """
    with transaction() as session:
        rule = _rule(session, organisation_id, rule_id, locked=True)
        now = _draft(session, rule)
        if now.document == document:
            return now
        if now.revision != revision:
            raise Overtaken(now)
        _keep(session, rule, now, document, actor)
        if now.live_number is None:
            rule.name = _name(document)
        session.flush()
        return _draft(session, rule)


def publish(organisation_id: str, rule_id: str, revision: int, actor: str) -> Published:
    """Makes the draft live.

    Raises:
        Refused: what is wrong with it. Overtaken: somebody has saved since, so it is not what was looked at.
    """
    with transaction() as session:
        rule = _rule(session, organisation_id, rule_id, locked=True)
        now = _draft(session, rule)
        if now.revision != revision:
            raise Overtaken(now)
        done = publish_rule(organisation_id, rule.slug, now.document, actor)
        row = _kept(session, rule)
        if row is not None:
            row.based_on = done.number
        return done


def restore(organisation_id: str, rule_id: str, number: int, revision: int, actor: str) -> Draft:
    """Makes an earlier version the draft; what is live stays live. Raises NotFound, Overtaken."""
    document = current_session().scalar(
        select(RuleVersion.document).where(
            RuleVersion.organisation_id == organisation_id,
            RuleVersion.rule_id == rule_id,
            RuleVersion.number == number,
        )
    )
    if document is None:
        raise NotFound(f"{rule_id} v{number}")
    return save(organisation_id, rule_id, revision, document, actor)


def _rule(session: GuardedSession, organisation_id: str, rule_id: str, locked: bool = False) -> Rule:
    statement = select(Rule).where(Rule.organisation_id == organisation_id, Rule.id == rule_id)
    rule = session.scalars(statement.with_for_update() if locked else statement).first()
    if rule is None:
        raise NotFound(rule_id)
    return rule


def _draft(session: GuardedSession, rule: Rule) -> Draft:
    row, latest = _kept(session, rule), _latest(session, rule)
    live = latest if latest is not None and latest.id == rule.live_version_id else None
    number = live.number if live else None
    if row is not None:
        changed = live is None or live.document != row.document
        return Draft(rule.slug, row.document, row.revision, row.saved_at, row.saved_by, number, changed, rule.id)
    if latest is None:
        raise NotFound(rule.id)
    by = latest.published_by or ""
    return Draft(rule.slug, latest.document, 0, latest.created_at, by, number, live is None, rule.id)


def _kept(session: GuardedSession, rule: Rule) -> RuleDraft | None:
    mine = (RuleDraft.organisation_id == rule.organisation_id, RuleDraft.rule_id == rule.id)
    return session.scalars(select(RuleDraft).where(*mine)).first()


def _latest(session: GuardedSession, rule: Rule) -> RuleVersion | None:
    mine = (RuleVersion.organisation_id == rule.organisation_id, RuleVersion.rule_id == rule.id)
    return session.scalars(select(RuleVersion).where(*mine).order_by(RuleVersion.number.desc()).limit(1)).first()


def _keep(session: GuardedSession, rule: Rule, now: Draft, document: Document, actor: str) -> None:
    row = _kept(session, rule)
    if row is None:
        session.add(_row(rule.organisation_id, rule.id, document, now.live_number, actor))
    else:
        rewrite(row, document, actor)


def _row(organisation_id: str, rule_id: str, document: Document, based_on: int | None, actor: str) -> RuleDraft:
    return RuleDraft(rule_id=rule_id, **first(organisation_id, document, based_on, actor))


def _name(document: Document) -> str:
    names = document.get("name")
    texts = [text for text in names.values() if isinstance(text, str) and text] if isinstance(names, dict) else []
    return (texts[0] if texts else NAMELESS)[:LONGEST]
