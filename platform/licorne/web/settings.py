"""Settings of the organisation, to read: what documents print of it."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.organisation import Organisation
from licorne.services.parts import parts
from licorne.web.access import access
from licorne.web.identity import organisation_id
from licorne.web.translate import _

blueprint = Blueprint("settings", __name__)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page."""

    name: str
    value: str


@blueprint.get("/settings")
@access("viewer")
def index() -> str:
    """The organisation's page."""
    organisation = (
        current_session().execute(select(Organisation).where(Organisation.id == organisation_id())).scalar_one()
    )
    return render_template(
        "app/settings.html",
        organisation=organisation,
        legal=_legal(organisation),
        has_smtp=parts().settings.smtp_url is not None,
    )


def _legal(organisation: Organisation) -> list[Fact]:
    names = {
        "name": _("Name on documents"),
        "legal": _("Legal form"),
        "street": _("Street"),
        "postcode": _("Postcode"),
        "city": _("City"),
        "siren": _("SIREN"),
        "siret": _("SIRET"),
        "vat_id": _("VAT number"),
        "register": _("Register"),
        "iban": _("IBAN"),
        "bic": _("BIC"),
    }
    return [Fact(word, str(organisation.legal[name])) for name, word in names.items() if organisation.legal.get(name)]
