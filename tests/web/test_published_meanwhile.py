"""A process remembers what it has looked up; what another one publishes holds for the next post all the same."""

import pytest
from sqlalchemy import select, text

from licorne.models.database import current_session, db
from licorne.models.event import Event
from licorne.models.form import Submission
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields


def _elsewhere(office: Office, *statements: str) -> None:
    """What another process commits."""
    with office.app.app_context(), db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def page(nobody: Browser) -> dict[str, str]:
    """A page that is open while something is published; what it was made from is remembered."""
    return ANSWERS | hidden_fields(nobody.get(FORM).text)


def test_a_price_that_was_changed_meanwhile_is_the_one_that_rules_see(
    office: Office, nobody: Browser, page: dict[str, str]
) -> None:
    _elsewhere(office, "UPDATE product_price SET price = 99000000", "UPDATE organisation SET stamp = stamp + 1")
    assert nobody.client.post(FORM, data=page).status_code == 303
    with office.app.app_context():
        statement = select(Event).where(Event.organisation_id == office.organisation_id).order_by(Event.id).limit(1)
        event = current_session().scalars(statement).one()
    assert event.facts["catalogue"]["website-page"]["price"] == "99.00"


def test_a_form_that_was_withdrawn_meanwhile_takes_nothing(
    office: Office, nobody: Browser, page: dict[str, str]
) -> None:
    _elsewhere(office, "UPDATE form SET live_version_id = NULL")
    assert nobody.client.post(FORM, data=page).status_code == 404
    with office.app.app_context():
        statement = select(Submission).where(Submission.organisation_id == office.organisation_id)
        assert current_session().scalars(statement).all() == []
