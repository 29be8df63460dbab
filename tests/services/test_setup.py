"""The demo organisation: whole, or not there."""

from typing import Any

import pytest
from sqlalchemy import update

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.errors import Refused
from licorne.models.database import transaction
from licorne.models.invoice import Invoice, NumberSeries
from licorne.models.organisation import Organisation
from licorne.services import live, setup
from tests.services.house import House, opened


def _data(**changed: Any) -> dict[str, Any]:
    return setup._demo() | changed


def test_seeding_that_breaks_off_leaves_nothing_and_can_be_done_again(
    settings: Settings, renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(settings, renderer) as house:
        before = house.census()
        with monkeypatch.context() as patch:
            broken = _data(rules={"broken": {"schema": 1}})
            patch.setattr(setup, "_demo", lambda: broken)
            with pytest.raises(Refused):
                setup.seed()
        assert house.census() == before
        assert setup.is_empty()
        assert setup.seed().login == setup.OWNER
        assert not setup.is_empty()


def test_an_organisation_whose_numbers_would_repeat_is_not_made(
    settings: Settings, renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(settings, renderer):
        data = _data()
        data["organisation"]["row"]["number_pattern"] = "F-{NNNN}"
        monkeypatch.setattr(setup, "_demo", lambda: data)
        with pytest.raises(Refused, match="pattern_needs_year"):
            setup.seed()
        assert setup.is_empty()


def test_no_series_begins_with_a_pattern_that_gives_doubles(house: House) -> None:
    house.submit()
    with transaction() as session:
        session.execute(
            update(Organisation).where(Organisation.id == house.organisation_id).values(number_pattern="F-{YYYY}")
        )
        live.touch(session, house.organisation_id)
    house.perform()
    assert house.step("issue").state == "failed"
    assert house.rows(NumberSeries) == []
    assert house.rows(Invoice) == []
