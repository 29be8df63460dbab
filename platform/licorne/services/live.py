"""What is live now: the published form behind an address, an organisation's rules, prices and seller data. Cached per process.

Published versions never change, so they are kept by their id. All else is kept until the organisation's `stamp` moves: one small
read per request decides, and no process can go on with yesterday's price.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from forms.definition import FormDefinition, parse
from licorne.adapters import clock
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.organisation import Membership, Organisation
from licorne.models.product import Product, ProductPrice
from licorne.models.quick import Quick
from licorne.models.rule import Rule, RuleVersion
from licorne.services import live_catalogue, rule_versions
from rules.expression.json_types import Json
from rules.plan import RuleIndex


@dataclass(frozen=True)
class LiveOrganisation:
    """An organisation as rules and documents see it. `facts` and `catalogue` go into the facts of events."""

    id: str
    stamp: int
    slug: str
    name: str
    country: str
    currency: str
    zone: str
    language: str
    legal: Mapping[str, Json]
    number_pattern: str
    owner_id: str | None
    index: RuleIndex
    catalogue: Mapping[str, Json]
    #: The day on which the next price begins, so that this one ends without anybody changing anything.
    until: date | None = None
    #: No rule does anything until it is released.
    is_halted: bool = False

    @property
    def is_outdated(self) -> bool:
        """Whether a new day has brought other prices."""
        return self.until is not None and clock.today(self.zone) >= self.until

    @property
    def facts(self) -> dict[str, Json]:
        """What rules may look at."""
        return {"name": self.name, "currency": self.currency, "country": self.country}


@dataclass(frozen=True)
class LiveForm:
    """A published form."""

    id: str
    slug: str
    version_id: str
    number: int
    definition: FormDefinition


_forms: dict[str, LiveForm] = {}
#: Address → version and organisation that were live there when it was last looked up.
_addresses: dict[str, tuple[str, str]] = {}
_organisations: dict[str, LiveOrganisation] = {}
#: Address → when this process last saw that what it remembers is what is published, monotonic.
_looked: dict[str, float] = {}
#: Seconds for which that is believed when a form is only shown.
MOMENT_S = 0.05
#: Parsed versions kept at most; an old one is simply parsed again.
_MOST_FORMS = 500

_ADDRESS = (
    select(Form.id, Form.organisation_id, Form.live_version_id, Organisation.stamp)
    .join(Organisation, Organisation.id == Form.organisation_id)
    .where(Form.slug == bindparam("slug"), Form.live_version_id.is_not(None))
    .execution_options(**{EVERY: "a public address names no organisation"})
)
_LIVE = Quick(lambda _: _ADDRESS)


def form_at(slug: str) -> tuple[LiveForm, LiveOrganisation]:
    """The published form at /f/<slug> and its organisation. Raises NotFound."""
    session = current_session()
    while True:
        row = session.execute(_ADDRESS, {"slug": slug}).first()
        if row is None:
            raise NotFound(slug)
        form = _forms.get(row.live_version_id) or _load_form(session, row.organisation_id, row.live_version_id)
        seller = _organisation(session, row.organisation_id, row.stamp)
        if seller.stamp == row.stamp:  # else something was published between two statements
            _addresses[slug] = row.live_version_id, row.organisation_id
            return form, seller


def version_of(organisation_id: str, version_id: str) -> LiveForm:
    """Any version of a form, live or not: submissions are shown and corrected by their own. Raises NoResultFound."""
    return _forms.get(version_id) or _load_form(current_session(), organisation_id, version_id)


def remembered_at(slug: str) -> tuple[LiveForm, LiveOrganisation] | None:
    """What was live at the address when this process last looked, without asking the database: `is_live` has to follow."""
    version_id, organisation_id = _addresses.get(slug, ("", ""))
    form, kept = _forms.get(version_id), _organisations.get(organisation_id)
    return (form, kept) if form and kept else None


def still_at(slug: str) -> tuple[LiveForm, LiveOrganisation] | None:
    """What this process remembers of the address, where that was what is published a moment ago. For showing only: an answer counts
    by what holds when it is accepted.
    """
    found, now = lately_at(slug), clock.monotonic()
    if found is not None:
        return found
    found = remembered_at(slug)
    if found is None or not is_live(*found):
        return None
    _looked[slug] = now
    return found


def lately_at(slug: str) -> tuple[LiveForm, LiveOrganisation] | None:
    """The same where this process has looked a moment ago; it never asks the database."""
    return remembered_at(slug) if clock.monotonic() - _looked.get(slug, float("-inf")) < MOMENT_S else None


def is_live(form: LiveForm, organisation: LiveOrganisation) -> bool:
    """Whether form, rules and prices are still the published ones."""
    rows = _LIVE.rows(current_session(), slug=form.slug)
    return bool(rows) and rows[0][2:] == (form.version_id, organisation.stamp) and not organisation.is_outdated


def organisation(organisation_id: str) -> LiveOrganisation:
    """The organisation as it is now. Raises NotFound."""
    session = current_session()
    stamp = _stamp_of(session, organisation_id)
    if stamp is None:
        raise NotFound(organisation_id)
    return _organisation(session, organisation_id, stamp)


def touch(session: Session, organisation_id: str) -> int:
    """Moves the stamp with a change that caches must see; the new stamp."""
    _looked.clear()
    statement = (
        update(Organisation)
        .where(Organisation.id == organisation_id)
        .values(stamp=Organisation.stamp + 1)
        .returning(Organisation.stamp)
    )
    return session.execute(statement, execution_options={"synchronize_session": False}).scalar_one()


def _organisation(session: GuardedSession, organisation_id: str, stamp: int) -> LiveOrganisation:
    kept = _organisations.get(organisation_id)
    if kept is None or kept.stamp != stamp or kept.is_outdated:
        kept = _organisations[organisation_id] = _load_settled(session, organisation_id)
    return kept


def _load_settled(session: GuardedSession, organisation_id: str) -> LiveOrganisation:
    """Reads until nothing was published meanwhile: on PostgreSQL each statement has a snapshot of its own."""
    while True:
        loaded = _load_organisation(session, organisation_id)
        if _stamp_of(session, organisation_id) == loaded.stamp:
            return loaded
        for each in [one for one in session.identity_map.values() if isinstance(one, Product | ProductPrice)]:
            session.expire(each)


def _stamp_of(session: Session, organisation_id: str) -> int | None:
    return session.scalar(select(Organisation.stamp).where(Organisation.id == organisation_id))


def _load_organisation(session: GuardedSession, organisation_id: str) -> LiveOrganisation:
    row = session.execute(select(Organisation).where(Organisation.id == organisation_id)).scalar_one()
    session.refresh(row)
    catalogue, until = live_catalogue.load(session, organisation_id, clock.today(row.time_zone))
    return LiveOrganisation(
        id=row.id,
        stamp=row.stamp,
        slug=row.slug,
        name=row.name,
        country=row.country,
        currency=row.currency,
        zone=row.time_zone,
        language=row.language,
        legal=row.legal,
        number_pattern=row.number_pattern,
        owner_id=_first_owner(session, organisation_id),
        index=_index(session, organisation_id),
        is_halted=row.rules_halted_at is not None,
        catalogue=catalogue,
        until=until,
    )


def _index(session: GuardedSession, organisation_id: str) -> RuleIndex:
    """The live rules; versions that this process knows are neither read nor compiled again."""
    ids = session.scalars(
        select(Rule.live_version_id)
        .where(Rule.organisation_id == organisation_id, Rule.live_version_id.is_not(None))
        .order_by(Rule.live_version_id)
    ).all()
    known = rule_versions.compiled_all(session, organisation_id, [one for one in ids if one is not None])
    return RuleIndex(known.values(), _awaited(session, organisation_id))


def _awaited(session: Session, organisation_id: str) -> set[str]:
    """Kinds of events that some version ever waited for: runs of old versions may still do."""
    statement = select(RuleVersion.awaits).where(
        RuleVersion.organisation_id == organisation_id, RuleVersion.awaits.is_not(None)
    )
    return {kind for kinds in session.scalars(statement.distinct()) for kind in (kinds or "").split(",")}


def _first_owner(session: Session, organisation_id: str) -> str | None:
    """The user who looks after what nobody took yet. Membership changes move the stamp."""
    return session.scalar(
        select(Membership.user_id)
        .where(Membership.organisation_id == organisation_id, Membership.role == "owner")
        .order_by(Membership.id)
        .limit(1)
    )


def _load_form(session: Session, organisation_id: str, version_id: str) -> LiveForm:
    version, slug = session.execute(
        select(FormVersion, Form.slug)
        .join(Form, Form.id == FormVersion.form_id)
        .where(
            FormVersion.organisation_id == organisation_id,
            Form.organisation_id == organisation_id,
            FormVersion.id == version_id,
        )
    ).one()
    if len(_forms) >= _MOST_FORMS:
        _forms.clear()
        _addresses.clear()
    form = LiveForm(version.form_id, slug, version.id, version.number, parse(version.document))
    _forms[version_id] = form
    return form
