"""Why and why not, without a script: runs are found again, every run is proven, every silence has its reason."""

from typing import Any

from sqlalchemy import select

from licorne.errors import Permanent
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.invoice import Invoice
from licorne.models.rule import Rule
from licorne.models.work import Message
from licorne.services import publishing, rule_drafts
from tests.rules.documents import leaf
from tests.services.remote import known
from tests.services.scripted import Scripted
from tests.web.office import Browser, Office, links, words


def first(office: Office, model: Any) -> Any:
    """The oldest row of a table."""
    with office.app.app_context():
        mine = model.organisation_id == office.organisation_id
        return current_session().scalars(select(model).where(mine).order_by(model.id)).first()


def publish(office: Office, slug: str, **more: Any) -> None:
    """A rule on the demo's form."""
    trigger: Any = {"kind": "submission.received", "settings": {"form": "project-request"}}
    steps: Any = [{"id": "t", "action": "tag_contact", "settings": {"tag": slug}}]
    with office.app.app_context():
        rule: Any = {"schema": 1, "name": {"en": slug}, "trigger": trigger, "steps": steps, **more}
        publishing.publish_rule(office.organisation_id, slug, rule, "system")


def test_runs_are_listed_and_found_by_number_and_message_id(served: Office, reader: Browser) -> None:
    run, number = first(served, Run), first(served, Invoice).number
    for query in (
        "",
        f"?q={number}",
        f"?q={first(served, Message).message_id.strip('<>')}",
        "?state=done",
        "?day=nonsense",
    ):
        assert f"/runs/{run.id}" in reader.get(f"/runs{query}").text, query
    for query in ("?q=nobody", "?state=failed", "?day=1999-01-01"):
        assert "No run is like that." in words(reader.get(f"/runs{query}").text), query


def test_a_run_says_where_its_values_come_from_and_that_it_is_proven(served: Office, reader: Browser) -> None:
    run = first(served, Run)
    page = reader.get(f"/runs/{run.id}")
    said = words(page.text)
    assert "the same effects come out, to the byte" in said
    assert "Where the values come from" in said
    assert "lines/0/quantity" in said
    assert f"/events/{run.event_id}" in links(page.text)
    assert f"/rules/{_rule_of(page.text)}/edit?event={run.event_id}" in links(page.text)


def _rule_of(page: str) -> str:
    return next(link for link in links(page) if link.startswith("/rules/") and len(link) == 43).rpartition("/")[2]


def test_an_event_tells_which_rules_were_silent_and_why(office: Office, member: Browser) -> None:
    publish(office, "big", conditions={"all": [leaf("answers.pages", "at_least", "10")]})
    office.browser().submit()
    office.work()
    publish(office, "late")
    event = first(office, Event)
    said = words(member.get(f"/events/{event.id}").text)
    assert "It answered." in said
    assert "The first thing that kept it back:" in said
    assert "the answer was 4" in said
    assert "It was not on at that time." in said
    submission = member.get(f"/submissions/{event.subject_id}")
    assert f"/events/{event.id}" in links(submission.text)
    assert "n’était pas activée" in member.get(f"/events/{event.id}?lang=fr").text
    assert office.signed_in("stranger").get(f"/events/{event.id}").status_code == 404


def test_a_run_goes_on_from_the_step_that_failed(office: Office, member: Browser) -> None:
    steps: Any = [
        {"id": "s", "action": "scripted", "settings": {}},
        {"id": "t", "action": "tag_contact", "settings": {"tag": "end"}},
    ]
    Scripted.errors[:] = [Permanent("broken", "")]
    with known("scripted", Scripted):
        publish(office, "breaks", steps=steps)
        office.browser().submit()
        office.work()
        with office.app.app_context():
            failed = (
                current_session()
                .scalars(
                    select(Effect).where(Effect.organisation_id == office.organisation_id, Effect.state == "failed")
                )
                .one()
            )
            page = f"/runs/{failed.run_id}"
        assert "Go on from this step" in words(member.get(page).text)
        assert member.post(f"/inbox/{failed.id}/retry", page, back=page).location == page
        office.work()
        assert "Go on from this step" not in words(member.get(page).text)
        assert "Done" in words(member.get(page).text)


def test_a_draft_is_tried_over_all_that_has_happened(office: Office, member: Browser) -> None:
    for number in ("2", "9"):
        office.browser().submit(email=f"{number}@example.com", pages=number)
    publish(office, "big", conditions={"all": [leaf("answers.pages", "at_least", "10")]})
    with office.app.app_context():
        mine = (Rule.organisation_id == office.organisation_id, Rule.slug == "big")
        rule = str(current_session().scalar(select(Rule.id).where(*mine)))
        draft = rule_drafts.load(office.organisation_id, rule)
        conditions: Any = {"all": [leaf("answers.pages", "at_least", "9")]}
        rule_drafts.save(
            office.organisation_id, rule, draft.revision, {**draft.document, "conditions": conditions}, "user"
        )
    address = f"/rules/{rule}/back-test"
    assert "Not tried yet" in words(member.get(address).text)
    assert member.get(f"{address}/progress").json == {"running": False, "seen": 0, "total": 0}
    assert member.post(address, address).location == address
    assert "At it" in words(member.get(address).text)
    assert member.get(f"{address}/progress").json == {"running": True, "seen": 0, "total": 2}
    office.work()
    said = words(member.get(address).text)
    assert "Finished" in said
    assert "Would answer" in said
    assert any(link.startswith("/events/") for link in links(member.get(address).text))
    member.post(address, address)
    cancel = next(link for link in links(member.get(address).text) if link.endswith("/cancel"))
    assert member.post(cancel, address).location == address
    assert "Cancelled" in words(member.get(address).text)
    assert office.signed_in("viewer").get(address).status_code == 403
    assert office.signed_in("stranger").get(address).status_code == 404


def test_what_is_to_come_stands_by_its_day_with_its_rule(served: Office, reader: Browser) -> None:
    page = reader.get("/rules/upcoming")
    said = words(page.text)
    assert "Reminder:" in said
    assert "in the next 90 days" in said
    assert f"/runs/{first(served, Run).id}" in links(page.text)
    assert "À venir" in reader.get("/rules/upcoming?lang=fr").text
    reader.get("/rules?lang=en")
    assert "Nothing is to come" in words(served.signed_in("stranger").get("/rules/upcoming").text)
