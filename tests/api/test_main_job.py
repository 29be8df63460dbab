"""The main job as the API shows it."""

from io import BytesIO

from pypdf import PdfReader

from tests.api.client import ApiClient


def test_posted_answers_become_contact_invoice_task_and_reminder(api: ApiClient) -> None:
    posted = api.submit("one")
    assert posted.status_code == 201
    api.perform()
    (contact,) = api.get("/contacts")["items"]
    assert (contact["email"], contact["stage"]) == ("ada@example.com", "client")
    (invoice,) = api.get(f"/invoices?contact={contact['id']}")["items"]
    assert (invoice["net"], invoice["tax"], invoice["total"]) == ("1260.00", "252.00", "1512.00")
    (task,) = api.get(f"/tasks?invoice={invoice['id']}")["items"]
    assert task["state"] == "open"
    assert [reminder["state"] for reminder in task["reminders"]] == ["scheduled"]


def test_the_pdf_of_an_invoice_holds_its_number_and_total(small: ApiClient) -> None:
    small.submit("one")
    small.perform()
    (invoice,) = small.get("/invoices")["items"]
    answer = small.call("GET", f"/invoices/{invoice['id']}/pdf")
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert invoice["number"] in text
    assert "1,512.00" in text
    assert len(answer.data) == invoice["pdf"]["size"]


def test_an_invoice_without_its_pdf_yet_answers_404_for_it(small: ApiClient) -> None:
    small.submit("one")
    assert small.call("GET", "/invoices/00000000-0000-7000-8000-000000000000/pdf").status_code == 404


def test_a_run_tells_what_each_condition_saw_and_each_try(api: ApiClient) -> None:
    submission = api.submit("one").json
    api.perform()
    (run,) = api.get(f"/runs?subject={submission['id']}")["items"]
    story = api.get(f"/runs/{run['id']}")
    assert story["state"] == "done"
    assert story["event"]["facts"]["answers"]["email"] == "ada@example.com"
    assert story["explanation"]["matched"] is True
    assert "answers.consent" in str(story["explanation"]["conditions"])
    assert [effect["state"] for effect in story["effects"]] == ["done"] * len(story["effects"])
    assert all([one["phase"] for one in effect["tries"]][-1] == "done" for effect in story["effects"])


def test_paying_completes_the_task_and_cancels_its_reminders(api: ApiClient) -> None:
    api.submit("one")
    api.perform()
    (invoice,) = api.get("/invoices")["items"]
    paid = api.call("POST", f"/invoices/{invoice['id']}/paid")
    assert (paid.status_code, paid.json["state"]) == (200, "paid")
    assert api.call("POST", f"/invoices/{invoice['id']}/paid", json={}).json["paid_on"] == paid.json["paid_on"]
    (task,) = api.get("/tasks")["items"]
    assert (task["state"], {each["state"] for each in task["reminders"]}) == ("done", {"cancelled"})


def test_a_payment_in_the_future_or_on_no_day_is_refused(small: ApiClient) -> None:
    small.submit("one")
    small.perform()
    (invoice,) = small.get("/invoices")["items"]
    for body in ({"paid_on": "2999-01-01"}, {"paid_on": "2026-02-30"}, {"paid_on": 5}, {"day": "2026-01-01"}, []):
        assert small.call("POST", f"/invoices/{invoice['id']}/paid", json=body).status_code == 422, body
    assert small.get(f"/invoices/{invoice['id']}")["state"] == "issued"


def test_a_task_is_completed_once(small: ApiClient) -> None:
    small.submit("one")
    small.perform()
    (task,) = small.get("/tasks?state=open")["items"]
    first = small.call("POST", f"/tasks/{task['id']}/complete").json
    assert first["state"] == "done"
    assert small.call("POST", f"/tasks/{task['id']}/complete").json == first
