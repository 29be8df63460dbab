"""Staff pages after a real submission: every link leads somewhere, the trace tells what happened."""

import re

from sqlalchemy import select, update

from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, State
from licorne.models.event import Run
from licorne.models.invoice import Invoice
from licorne.models.work import Message, Task
from tests.web.office import FORM, Browser, Office, links, words


def _served(office: Office) -> None:
    office.browser().submit()
    office.work()


def _only(office: Office, kind: type) -> object:
    with office.app.app_context():
        return current_session().scalars(select(kind).where(kind.organisation_id == office.organisation_id)).first()


def test_every_link_leads_to_a_page(reader: Browser) -> None:
    seen, todo = set(), ["/", "/inbox"]
    while todo:
        address = todo.pop()
        kind = re.sub(r"[0-9a-f-]{36}", "ID", address).partition("?")[0]
        if kind in seen or "stream" in address:
            continue
        seen.add(kind)
        answer = reader.get(address)
        assert answer.status_code in {200, 302, 405}, f"{answer.status_code} {address}"
        if answer.status_code == 200 and answer.mimetype == "text/html":
            todo += links(answer.text)
    expected = {"/runs/ID", "/invoices/ID", "/invoices/ID/pdf", "/contacts/ID", "/submissions/ID", "/mails/ID", "/rules/ID", "/forms/ID"}
    assert expected <= seen


def test_the_trace_says_what_each_condition_saw_and_what_was_done(served: Office, reader: Browser) -> None:
    run = _only(served, Run)
    assert isinstance(run, Run)
    told = words(reader.get(f"/runs/{run.id}").text)
    for part in ("True", "the answer was yes", "exactly once", "at least once", "Message-ID", "F-", "ada@example.com", "Done"):
        assert part in told, part


def test_marking_as_paid_completes_the_task(office: Office, member: Browser) -> None:
    _served(office)
    invoice = _only(office, Invoice)
    assert isinstance(invoice, Invoice)
    page = f"/invoices/{invoice.id}"
    assert "Mark as paid" in member.get(page).text
    assert member.post(f"{page}/paid", page).status_code == 302
    paid = member.get(page).text
    assert "Mark as paid" not in paid
    assert "Marked as paid" in paid
    task = _only(office, Task)
    assert isinstance(task, Task)
    assert task.state == "done"


def test_a_ticked_task_leaves_the_list(office: Office, member: Browser) -> None:
    _served(office)
    task = _only(office, Task)
    assert isinstance(task, Task)
    assert task.title in words(member.get("/tasks").text)
    assert member.post(f"/tasks/{task.id}/complete", "/tasks").status_code == 302
    assert "Nothing to do" in member.get("/tasks").text
    assert task.title in words(member.get("/tasks/done").text)


def test_the_pdf_is_the_stored_file(served: Office, reader: Browser) -> None:
    invoice = _only(served, Invoice)
    assert isinstance(invoice, Invoice)
    answer = reader.get(f"/invoices/{invoice.id}/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert invoice.number in answer.headers["Content-Disposition"]


def test_the_body_of_a_mail_runs_nothing(served: Office, reader: Browser) -> None:
    mail = _only(served, Message)
    assert isinstance(mail, Message)
    page, body = reader.get(f"/mails/{mail.id}"), reader.get(f"/mails/{mail.id}/body")
    assert "<iframe" in page.text
    assert " sandbox" in page.text
    policy = body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


def _park(office: Office) -> str:
    """As if the mail server had refused the address for good."""
    error = {"code": "smtp_550", "detail": "RCPT: 550 5.1.1 no such user"}
    office.browser().submit()
    with office.app.app_context(), transaction() as session:
        effect = session.scalars(
            select(Effect).where(Effect.organisation_id == office.organisation_id, Effect.state == State.PENDING)
        ).one()
        session.execute(
            update(Effect)
            .where(Effect.organisation_id == office.organisation_id, Effect.id == effect.id)
            .values(state=State.FAILED.value, error=error, attempts=5)
        )
        return str(effect.id)


def test_a_parked_effect_says_why_in_words_and_can_be_tried_again(office: Office, member: Browser) -> None:
    effect = _park(office)
    inbox = words(member.get("/inbox").text)
    assert "The mailbox does not exist, or takes no mail from us." in inbox
    assert "550 5.1.1 no such user" in inbox
    assert "5 tries" in inbox
    assert member.post(f"/inbox/{effect}/retry", "/inbox").status_code == 302
    assert "Nothing needs you" in member.get("/inbox").text
    again = member.post(f"/inbox/{effect}/cancel", "/account")
    assert again.status_code == 409
    assert "Somebody has dealt with this meanwhile." in words(again.text)


def test_what_a_customer_types_is_text_everywhere(office: Office, member: Browser) -> None:
    name = "{{913*827}} ${913*827} =2+3 <img src=x onerror=alert(1)>"
    office.browser().submit(name=name)
    office.work()
    for address in ("/contacts", "/submissions", "/invoices", "/mails", "/tasks"):
        page = member.get(address).text
        assert "<img" not in page, address
        assert "755051" not in page, address
    assert "{{913*827}} ${913*827} =2+3 <img src=x onerror=alert(1)>" in words(member.get("/contacts").text)


def test_pages_speak_french_by_the_visitors_choice(office: Office, member: Browser) -> None:
    member.post("/preferences/language", "/account", language="fr")
    for address, word in (("/invoices", "Factures"), ("/tasks", "Tâches"), ("/nothing", "Il n’y a rien ici")):
        page = member.get(address).text
        assert '<html lang="fr">' in page
        assert word in page


def test_a_theme_is_kept_and_leads_back_to_the_same_page(member: Browser) -> None:
    tokens = member.get("/account").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', tokens)
    assert csrf
    posted = {"csrf_token": csrf[1], "theme": "dark"}
    answer = member.client.post("/preferences/theme", data=posted, headers={"Referer": "http://localhost/tasks"})
    assert answer.location == "/tasks"
    assert 'data-theme="dark"' in member.get("/tasks").text
    foreign = member.client.post("/preferences/theme", data=posted, headers={"Referer": "http://evil.example/x"})
    assert foreign.location == "/menu"


def test_lists_have_pages_by_cursor(office: Office, member: Browser) -> None:
    for number in range(3):
        office.browser().submit(email=f"person{number}@example.com")
    page = member.get("/submissions").text
    ids = re.findall(r"/submissions/([0-9a-f-]{36})", page)
    assert len(ids) == 3
    older = member.get(f"/submissions?after={ids[0]}").text
    assert re.findall(r"/submissions/([0-9a-f-]{36})", older) == ids[1:]
    assert len(re.findall(r"/submissions/([0-9a-f-]{36})", member.get("/submissions?after=nonsense").text)) == 3


def test_a_search_finds_names_and_takes_wildcards_for_what_they_are(office: Office, member: Browser) -> None:
    office.browser().submit(name="Ada 100% Martin")
    assert "Ada 100% Martin" in member.get("/contacts?q=100%25").text
    assert "Nothing fits this search." in member.get("/contacts?q=_x_").text
    assert member.get("/contacts?q=%00nobody").status_code == 400


def test_the_public_form_is_linked_with_its_full_address(reader: Browser) -> None:
    address = next(link for link in links(reader.get("/forms").text) if re.fullmatch(r"/forms/[0-9a-f-]{36}", link))
    assert f'value="http://127.0.0.1:8000{FORM}"' in reader.get(address).text
