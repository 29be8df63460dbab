"""The inbox without a script: who is asked decides, once; tasks are completed, given and put aside."""

from typing import Any

import pytest
from sqlalchemy import select

from licorne.models.contact import ContactTag
from licorne.models.database import current_session
from licorne.models.flow import Wait
from licorne.models.organisation import User
from licorne.models.work import Task
from licorne.services import publishing
from tests.web.office import Browser, Office, words


def tag(name: str) -> dict[str, Any]:
    """A step that leaves a mark."""
    return {"id": name, "action": "tag_contact", "settings": {"tag": name}}


@pytest.fixture
def wait_id(office: Office) -> str:
    """An approval that the member and the viewer are asked for; either decides."""
    ask = {
        "id": "ok",
        "kind": "approval",
        "settings": {"ask": ["role:member", "role:viewer"], "need": "any", "title": "Send it"},
    }
    steps: Any = [ask | {"on_refused": [tag("refused"), {"id": "end", "kind": "stop"}]}, tag("granted")]
    trigger: Any = {"kind": "submission.received", "settings": {"form": "project-request"}}
    rule: Any = {"schema": 1, "name": {"en": "Ask first"}, "trigger": trigger, "steps": steps}
    with office.app.app_context():
        publishing.publish_rule(office.organisation_id, "ask", rule, "system")
    office.browser().submit()
    office.work()
    with office.app.app_context():
        return str(current_session().scalar(select(Wait.id).where(Wait.organisation_id == office.organisation_id)))


def tags(office: Office) -> set[str]:
    """The marks that were left."""
    office.work()
    with office.app.app_context():
        mine = ContactTag.organisation_id == office.organisation_id
        return set(current_session().scalars(select(ContactTag.tag).where(mine)))


def decisions(office: Office) -> list[tuple[Any, Any]]:
    """Who decided what of the only approval."""
    with office.app.app_context():
        wait = current_session().scalars(select(Wait).where(Wait.organisation_id == office.organisation_id)).one()
        return [(one["granted"], one["reason"]) for one in wait.decisions]


def test_two_browsers_and_a_double_click_are_one_decision(office: Office, member: Browser, wait_id: str) -> None:
    viewer, address = office.signed_in("viewer"), f"/inbox/approvals/{wait_id}"
    assert "Send it" in words(viewer.get("/inbox").text)
    answers = [browser.post(address, "/account", granted="1") for browser in (member, member)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "This was decided already" in words(member.get("/inbox").text)
    viewer.post(address, "/account", granted="0", reason="too dear")
    assert decisions(office) == [(True, "")]
    assert {"granted", "refused"} & tags(office) == {"granted"}
    assert "Send it" not in words(member.get("/inbox?show=approvals").text)


def test_a_refusal_says_why(office: Office, member: Browser, wait_id: str) -> None:
    address = f"/inbox/approvals/{wait_id}"
    member.post(address, "/inbox", granted="0", reason=" ")
    assert "Write why you refuse" in words(member.get("/inbox").text)
    assert decisions(office) == []
    member.post(address, "/inbox", granted="0", reason="Too dear")
    assert decisions(office) == [(False, "Too dear")]
    assert {"granted", "refused"} & tags(office) == {"refused"}


def test_who_is_not_asked_sees_and_decides_nothing(office: Office, wait_id: str) -> None:
    for role in ("owner", "stranger"):
        browser = office.signed_in(role)
        assert "Send it" not in words(browser.get("/inbox").text)
        assert browser.post(f"/inbox/approvals/{wait_id}", "/account", granted="1").status_code == 404
    assert decisions(office) == []


def test_the_navigation_counts_what_a_person_is_asked_for(office: Office, member: Browser, wait_id: str) -> None:
    assert 'Inbox<span class="count"><span class="sr">: </span>1' in member.get("/contacts").text
    assert 'Inbox<span class="count">' not in office.signed_in("owner").get("/contacts").text


def test_a_task_is_given_put_aside_shown_again_and_completed(office: Office, member: Browser) -> None:
    office.browser().submit()
    office.work()
    with office.app.app_context():
        task = current_session().scalars(select(Task).where(Task.organisation_id == office.organisation_id)).one()
        me = str(current_session().scalar(select(User.id).where(User.email == "member@example.org")))
        title, task_id = task.title, task.id
    assert title not in words(member.get("/inbox").text)  # it is the owner's of the demo
    member.post(f"/inbox/tasks/{task_id}/assign", "/inbox", to=me)
    assert title in words(member.get("/inbox").text)
    assert member.post(f"/inbox/tasks/{task_id}/assign", "/inbox", to="somebody").status_code == 422
    member.post(f"/inbox/{task_id}/snooze", "/inbox", **{"for": "week"})
    assert title not in words(member.get("/inbox?show=tasks").text)
    assert title in words(member.get("/inbox?show=snoozed").text)
    assert member.post(f"/inbox/{task_id}/snooze", "/inbox", **{"for": "ever"}).status_code == 400
    member.post(f"/inbox/{task_id}/wake", "/inbox")
    member.post(f"/inbox/tasks/{task_id}/complete", "/inbox")
    assert title not in words(member.get("/inbox").text)
    assert title in words(member.get("/tasks/done").text)
