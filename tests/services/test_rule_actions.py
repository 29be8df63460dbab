import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.contact import Contact
from licorne.models.database import transaction
from licorne.models.note import ContactNote
from licorne.models.organisation import Membership, User
from licorne.models.work import Notification, Task
from licorne.services import tasks, webhooks
from rules.expression.json_types import Json
from tests.services.house import House
from tests.services.test_flows import only


def step(action: str, **settings: Json) -> dict[str, Any]:
    """A step called like its action."""
    return {"id": action, "action": action, "settings": settings}


def colleague(house: House, name: str) -> str:
    """One more member; the id."""
    email, now = f"{name}@example.com", clock.now()
    user = User(id=new_id(), email=email, name=name, language="en", password_hash="", created_at=now)
    with transaction() as session:
        session.add(user)
        session.flush()
        row = {"id": new_id(), "organisation_id": house.organisation_id, "created_at": now}
        session.add(Membership(user_id=user.id, role="member", **row))
        return user.id


def owners(house: House) -> list[str | None]:
    """Who looks after the contacts, oldest first."""
    return [contact.owner_id for contact in house.rows(Contact)]


def done(house: House, *posts: str) -> None:
    """Posts once for each address, and performs one post after the other."""
    for email in posts or ("ada@example.com",):
        house.submit(email=email)
        house.perform()


def test_a_note_is_written_once_on_the_contact(house: House) -> None:
    only(house, step("add_note", text="Wants {{ answers.pages }} pages"))
    done(house)
    note = house.one(ContactNote)
    assert (note.text, note.contact_id) == ("Wants 4 pages", house.one(Contact).id)


def test_a_contact_is_updated_and_blanks_change_nothing(house: House) -> None:
    only(house, step("update_contact", company="Acme", stage="client", phone="", name="Else", only_blank=True))
    done(house)
    contact = house.one(Contact)
    assert (contact.company, contact.name, contact.stage) == ("Acme", "Ada Martin", "prospect")
    only(house, step("update_contact", stage="client", name="Ada M."))
    done(house)
    contact = house.one(Contact)
    assert (contact.name, contact.stage) == ("Ada M.", "client")
    assert house.rows_of_step("update_contact")[-1].result == {"contact": contact.id, "changed": ["name", "stage"]}
    assert house.examine() == []


def test_contacts_are_given_to_each_in_turn(house: House) -> None:
    one, two = colleague(house, "one"), colleague(house, "two")
    only(house, step("assign", how="round_robin", among=[f"user:{one}", f"user:{two}", "user:gone"]))
    done(house, "a@example.com", "b@example.com", "c@example.com")
    assert owners(house) == [one, two, one]


def test_contacts_are_given_to_who_has_the_least_to_do(house: House) -> None:
    one, two = colleague(house, "one"), colleague(house, "two")
    with transaction() as session:
        tasks.create(session, house.organisation_id, tasks.NewTask("Busy", assignee_id=one), "test")
    only(house, step("assign", how="least_loaded", among=["role:member"]))
    done(house)
    assert owners(house) == [two]


def test_who_has_somebody_may_keep_them(house: House) -> None:
    one = colleague(house, "one")
    for only_unassigned, owner in ((True, house.owner.user_id), (False, one)):
        only(house, step("assign", among=[f"user:{one}"], only_unassigned=only_unassigned))
        done(house)
        assert owners(house) == [owner]


def test_nobody_to_assign_is_a_failure_that_is_seen(house: House) -> None:
    only(house, step("assign", among=["user:gone"]))
    done(house)
    assert (house.step("assign").state, house.step("assign").error) == (
        "failed",
        {"code": "nobody_to_assign", "detail": "assign"},
    )


def test_a_task_is_completed_by_a_later_step(house: House) -> None:
    only(
        house,
        step("create_task", title="Call"),
        step("complete_task", task={"formula": {"fact": "steps.create_task.task"}}),
    )
    done(house)
    assert house.one(Task).state == "done"


def test_people_are_told_once_each(house: House) -> None:
    one = colleague(house, "one")
    only(house, step("notify", to=["role:member", f"user:{one}", "role:owner"], text="New: {{ contact.name }}"))
    done(house)
    told = [(notice.user_id, notice.parameters) for notice in house.rows(Notification)]
    assert sorted(told, key=str) == sorted(
        [(user, {"text": "New: Ada Martin"}) for user in (one, house.owner.user_id)], key=str
    )


class _Receiver(HTTPServer):
    """Keeps what it is sent; answers with the scripted statuses, then with 204."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def receiver(house: House) -> Iterator[_Receiver]:
    """A receiver that the operator allows."""
    with _Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        own = house.app.extensions["licorne"]
        allowed = replace(own.settings, egress_allow=frozenset({("127.0.0.1", server.server_port)}))
        house.app.extensions["licorne"] = replace(own, settings=allowed)
        yield server
        server.shutdown()
        thread.join()


def _hook(receiver: _Receiver, **more: Json) -> dict[str, Any]:
    return step("call_webhook", url=f"http://127.0.0.1:{receiver.server_port}/in", **more)


def test_a_webhook_is_signed_so_that_its_receiver_can_check_it(house: House, receiver: _Receiver) -> None:
    only(house, _hook(receiver, data={"name": "{{ contact.name }}"}))
    done(house)
    ((headers, body),) = receiver.got
    assert json.loads(body)["data"] == {"name": "Ada Martin"}
    assert json.loads(body)["type"] == "submission.received"
    secret = webhooks.secret_of(house.organisation_id)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert webhooks.secret_of(house.organisation_id, 2) != secret
    assert house.step("call_webhook").state == "done"


def test_a_busy_receiver_is_tried_again_under_the_same_id(house: House, receiver: _Receiver) -> None:
    receiver.statuses += [503, 429]
    only(house, _hook(receiver))
    done(house)
    for _ in range(3):
        house.stand_at(house.step("call_webhook").next_at)
        house.perform()
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1
    assert (len(receiver.got), house.step("call_webhook").state) == (3, "done")


def test_a_refusal_and_an_address_inside_are_final(house: House, receiver: _Receiver) -> None:
    receiver.statuses += [410]
    only(house, _hook(receiver))
    done(house)
    assert (house.step("call_webhook").error or {})["code"] == "receiver_refuses"
    only(house, step("call_webhook", url="http://127.0.0.1:9/in"))
    done(house)
    assert (house.rows_of_step("call_webhook")[-1].error or {})["code"] == "address_not_allowed"
