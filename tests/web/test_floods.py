"""More answers than a form expects from one network, or in the name of one sender, are kept aside: nothing comes of them by itself."""

import pytest
from sqlalchemy import func, select

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.submission import HeldPost
from licorne.services import publishing
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields

HELD = "/submissions/held"


def _expect(office: Office, **spam: int) -> None:
    with office.app.app_context():
        document = publishing.export_form(office.organisation_id, "project-request")
        publishing.publish_form(office.organisation_id, "project-request", {**document, "spam": {**spam}}, "test")


def _counts(office: Office) -> tuple[int, list[str]]:
    """How many were accepted, and the traps of those that were not."""
    mine = office.organisation_id
    with office.app.app_context():
        accepted = select(func.count()).select_from(Submission).where(Submission.organisation_id == mine)
        traps = select(HeldPost.trap).where(HeldPost.organisation_id == mine)
        return current_session().scalar(accepted) or 0, list(current_session().scalars(traps))


def _from(office: Office, address: str) -> Browser:
    browser = office.browser()
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def test_what_one_network_sends_beyond_the_limit_is_kept_aside_and_others_go_on(office: Office) -> None:
    _expect(office, per_network=3)
    near, far = _from(office, "192.0.2.1"), _from(office, "192.0.2.2")
    assert [near.submit(email=f"ada{number}@example.com").status_code for number in range(5)] == [303] * 5
    assert far.submit(email="bob@example.com").status_code == 303
    assert _counts(office) == (4, ["network", "network"])
    assert "from one network" in office.signed_in("member").get(HELD).text


def test_all_addresses_of_one_connection_are_one_network(office: Office) -> None:
    _expect(office, per_network=2)
    for number in range(4):
        _from(office, f"2001:db8:1:1::{number}").submit(email=f"ada{number}@example.com")
    for number, other in enumerate(("2001:db8:1:2::1", "::ffff:192.0.2.1", "::ffff:192.0.2.2", "::ffff:192.0.2.3")):
        _from(office, other).submit(email=f"bob{number}@example.com")
    assert _counts(office) == (6, ["network", "network"])


def test_nobody_gets_a_hundred_mails_because_somebody_writes_their_address(office: Office) -> None:
    _expect(office, per_sender=2)
    for number in range(4):
        browser = _from(office, f"192.0.2.{number}")
        assert (
            browser.submit(email=("Ada@Example.com", "ada@example.com")[number % 2], name=f"{number}").status_code
            == 303
        )
    assert _from(office, "192.0.2.9").submit(email="bob@example.com").status_code == 303
    assert _counts(office) == (3, ["sender", "sender"])


def test_a_double_click_is_one_answer_and_no_flood(office: Office) -> None:
    _expect(office, per_sender=1, per_network=1)
    browser = office.browser()
    page = hidden_fields(browser.get(FORM).text) | ANSWERS
    assert [browser.client.post(FORM, data=page).status_code for _ in range(2)] == [303, 303]
    assert _counts(office) == (1, [])


def test_what_was_kept_aside_is_let_through_by_a_person(office: Office) -> None:
    _expect(office, per_sender=1)
    for number in range(2):
        office.browser().submit(name=f"Ada {number}")
    staff = office.signed_in("member")
    with office.app.app_context():
        held = current_session().scalar(select(HeldPost.id).where(HeldPost.organisation_id == office.organisation_id))
    assert staff.post(HELD, HELD, ids=str(held), deed="release").status_code == 302
    assert _counts(office) == (2, [])


def test_forms_that_ask_for_no_limit_count_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licorne.services.throttle.spend", lambda *purses: pytest.fail("counted"))
    for number in range(3):
        assert office.browser().submit(name=f"Ada {number}").status_code == 303
    assert _counts(office) == (3, [])
