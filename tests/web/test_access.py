"""Every view says who may call it, and it is so."""

import re
from urllib.parse import unquote

from sqlalchemy import select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.form import Form, Submission
from licorne.models.invoice import Invoice
from licorne.models.rule import Rule
from licorne.models.work import Message, Task
from licorne.web.access import DECLARED, RANK
from licorne.web.register import BLUEPRINTS
from tests.web.office import Browser, Office

OURS = {blueprint.name for blueprint in BLUEPRINTS}
STAFF_LISTS = [
    "/inbox", "/runs", "/rules/upcoming", "/submissions", "/submissions/import", "/catalogue", "/catalogue/new",
    "/contacts", "/invoices", "/tasks", "/tasks/done", "/mails", "/forms", "/rules", "/team", "/settings",
    "/notices", "/account", "/menu",
]  # fmt: skip


def _declared(office: Office) -> dict[str, str | None]:
    views = office.app.view_functions.items()
    return {name: getattr(view, DECLARED, None) for name, view in views if name.partition(".")[0] in OURS}


def test_every_view_declares_its_access(office: Office) -> None:
    declared = _declared(office)
    assert len(declared) > 30
    assert [name for name, role in declared.items() if role not in RANK] == []


def test_what_changes_something_is_a_post_for_members(office: Office) -> None:
    # Who is asked decides, whatever the role; what a person puts aside is hidden from that person alone.
    harmless = {"notices.read_all", "notices.open_one", "account.end_session", "account.change_password"}
    harmless |= {"inbox_deeds.decide", "inbox_deeds.snooze", "inbox_deeds.wake"}
    declared = _declared(office)
    for rule in office.app.url_map.iter_rules():
        if rule.endpoint in declared and rule.methods and "POST" in rule.methods:
            assert "GET" not in rule.methods, rule
            assert declared[rule.endpoint] != "viewer" or rule.endpoint in harmless, rule


def test_a_visitor_is_asked_to_sign_in_and_comes_back(nobody: Browser) -> None:
    for address in STAFF_LISTS:
        answer = nobody.get(address)
        assert answer.status_code == 302, address
        assert unquote(answer.location) == f"/login?next={address}"


def _things(office: Office) -> list[str]:
    """The address of one of everything that the office has."""
    kinds = {"submissions": Submission, "contacts": Contact, "invoices": Invoice, "runs": Run, "events": Event, "mails": Message,
             "forms": Form, "rules": Rule}  # fmt: skip
    with office.app.app_context():
        ids = {
            name: current_session().scalar(select(kind.id).where(kind.organisation_id == office.organisation_id))
            for name, kind in kinds.items()
        }
    assert all(ids.values()), ids
    return [f"/{name}/{one}" for name, one in ids.items()]


def test_a_stranger_finds_nothing_of_the_office(served: Office) -> None:
    stranger, insider = served.signed_in("stranger"), served.signed_in("viewer")
    for address in _things(served):
        assert insider.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404, address


def test_a_stranger_changes_nothing_of_the_office(office: Office) -> None:
    office.browser().submit()
    office.work()
    stranger = office.signed_in("stranger")
    with office.app.app_context():
        mine = office.organisation_id
        task = current_session().scalar(select(Task.id).where(Task.organisation_id == mine))
        invoice = current_session().scalar(select(Invoice.id).where(Invoice.organisation_id == mine))
        effect = current_session().scalar(select(Effect.id).where(Effect.organisation_id == mine))
    for address in (f"/tasks/{task}/complete", f"/invoices/{invoice}/paid", f"/inbox/{effect}/retry"):
        assert stranger.post(address, "/account").status_code == 404, address
    with office.app.app_context():
        assert current_session().scalar(select(Task.state).where(Task.organisation_id == mine)) == "open"
        states = current_session().scalars(select(Effect.state).where(Effect.organisation_id == mine))
        assert set(states) == {State.DONE}


def test_a_viewer_reads_and_changes_nothing(office: Office) -> None:
    office.browser().submit()
    office.work()
    viewer = office.signed_in("viewer")
    with office.app.app_context():
        task = current_session().scalar(select(Task.id).where(Task.organisation_id == office.organisation_id))
    assert "tick-btn" not in viewer.get("/tasks").text
    assert viewer.post(f"/tasks/{task}/complete", "/account").status_code == 403


def test_a_post_without_the_pages_token_is_refused(office: Office, member: Browser) -> None:
    answer = member.client.post("/notices/read")
    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_only_owners_invite(office: Office, member: Browser) -> None:
    asked = {"email": "new@example.org", "role": "member"}
    assert member.post("/team/invitations", "/account", **asked).status_code == 403
    owner = office.signed_in("owner")
    assert owner.post("/team/invitations", "/team", **asked).status_code == 302
    assert "new@example.org" in owner.get("/team").text


def test_an_invitation_makes_a_member_once(office: Office, nobody: Browser) -> None:
    office.signed_in("owner").post("/team/invitations", "/team", email="new@example.org", role="viewer")
    with office.app.app_context():
        settings = (
            current_session()
            .scalars(
                select(Effect.settings).where(
                    Effect.organisation_id == office.organisation_id, Effect.step == "invitation"
                )
            )
            .one()
        )
    path = str(settings["facts"]["path"])
    assert re.fullmatch(r"/invitations/[\w-]{40,}", path)
    assert "Join Atelier Licorne" in nobody.get(path).text
    refused = nobody.post(path, path, name="New", password="short")
    assert refused.status_code == 422
    assert re.search(
        r'id="password"[^>]* aria-invalid="true"[^>]* aria-describedby="password-error password-help"', refused.text
    )
    assert 'id="password-error"' in refused.text
    assert nobody.post(path, path, name="New", password="long enough, surely").status_code == 303
    assert nobody.get("/inbox").status_code == 200
    assert office.browser().get(path).status_code == 404
