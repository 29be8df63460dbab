"""What is remembered of an organisation is of one moment: its stamp, its rules and its prices belong together."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.product import Product
from licorne.services import live
from tests.services.house import House

Look = Callable[[], live.LiveOrganisation]


def _withdraw(house: House) -> None:
    with house.app.app_context(), transaction() as session:
        withdrawn = update(Product).where(Product.organisation_id == house.organisation_id, Product.code == "rush")
        session.execute(withdrawn.values(active=False), execution_options={"synchronize_session": False})
        live.touch(session, house.organisation_id)


def _in_the_middle(house: House, monkeypatch: pytest.MonkeyPatch, change: Callable[[House], None]) -> None:
    """Has `change` happen in another thread between the first statement of a reading and the last."""
    today, times = clock.today, [1]

    def later(zone: str) -> date:
        if times:
            times.pop()
            other = threading.Thread(target=change, args=(house,))
            other.start()
            other.join(30)
        return today(zone)

    monkeypatch.setattr(clock, "today", later)


def _looks(house: House) -> dict[str, Look]:
    return {
        "organisation": lambda: live.organisation(house.organisation_id),
        "form": lambda: live.form_at("project-request")[1],
    }


@pytest.mark.parametrize("look", ["organisation", "form"])
def test_what_is_published_while_it_is_read_is_not_remembered_under_the_stamp_before(
    house: House, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    stamp = live.organisation(house.organisation_id).stamp
    live._organisations.clear()
    current_session().close()
    _in_the_middle(house, monkeypatch, _withdraw)
    read = _looks(house)[look]()
    assert (read.stamp, "rush" in read.catalogue) in [(stamp, True), (stamp + 1, False)]
    current_session().close()
    now = _looks(house)[look]()
    assert (now.stamp, "rush" in now.catalogue) == (stamp + 1, False)


def test_a_form_and_its_organisation_are_of_the_same_moment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    live._organisations.clear()
    current_session().close()
    _in_the_middle(house, monkeypatch, _withdraw)
    form, organisation = live.form_at("project-request")
    assert house.settings.is_sqlite or live.is_live(form, organisation)
