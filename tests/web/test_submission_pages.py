"""The pages of submissions: lists and their views, corrections, files, paper, and answering for a client."""

import csv
import io
import re

from sqlalchemy import select

from licorne.models.audit import AuditEntry
from licorne.models.base import Owned
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Form, Submission
from tests.web.office import ANSWERS, Browser, Office, words


def _ids(office: Office, kind: type[Owned]) -> list[str]:
    with office.app.app_context():
        return list(current_session().scalars(select(kind.id).where(kind.organisation_id == office.organisation_id)))


def _sent(office: Office, **values: str) -> str:
    before = set(_ids(office, Submission))
    office.browser().submit(**values)
    (made,) = set(_ids(office, Submission)) - before
    return made


def _bulk(browser: Browser, deed: str, *ids: str) -> str:
    data = {"deed": deed, "ids": list(ids), "back": "/submissions", "csrf_token": _token(browser)}
    return browser.client.post("/submissions/bulk", data=data, follow_redirects=True).text


def _token(browser: Browser) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/account").text)
    assert found
    return found[1]


def test_ticked_submissions_go_to_spam_and_the_bin_and_come_back(office: Office, member: Browser) -> None:
    first, second = _sent(office, name="Spammer", email="s@example.com"), _sent(office)
    assert "2 are in the spam folder now." in words(_bulk(member, "spam", first, second))
    assert "Spammer" not in words(member.get("/submissions").text)
    assert "Spammer" in words(member.get("/submissions?state=spam").text)
    assert "1 is no spam any more." in words(_bulk(member, "not_spam", second))
    assert "1 deleted." in words(_bulk(member, "delete", first))
    assert "Spammer" in words(member.get("/submissions?state=deleted").text)
    assert member.get(f"/submissions/{first}/edit").status_code == 404
    assert "1 restored." in words(_bulk(member, "restore", first))
    assert "Nothing was ticked" in words(_bulk(member, "restore", first))
    assert (
        office.signed_in("viewer").post("/submissions/bulk", "/account", deed="delete", ids=second).status_code == 403
    )


def test_columns_filters_and_saved_views_hold_together(office: Office, member: Browser) -> None:
    _sent(office, pages="17")
    (form,) = _ids(office, Form)
    listed = member.get(f"/submissions?form={form}&columns=pages&columns=service")
    assert re.search(r'<td class="full cell">17</td>\s*<td class="full cell">Website</td>', listed.text)
    saved = member.post(
        "/submissions/views", f"/submissions?form={form}", name="Big ones", form=form, field="pages", has="17"
    )
    assert saved.status_code == 302
    view = member.get(saved.location)
    assert "Big ones" in words(view.text)
    assert 'value="17"' in view.text
    remove = re.search(r'action="(/submissions/views/[^"]+/remove)"', view.text)
    assert remove
    assert member.post(remove[1], "/account").status_code == 302
    assert "Big ones" not in words(member.get("/submissions").text)


def test_a_correction_shows_before_and_after_and_is_judged_like_the_customers_answers(
    office: Office, member: Browser
) -> None:
    made = _sent(office)
    page = f"/submissions/{made}/edit"
    assert 'value="Ada Martin"' in member.get(page).text
    refused = member.post(page, page, **(ANSWERS | {"email": "nonsense"}))
    assert refused.status_code == 422
    assert member.post(page, page, **(ANSWERS | {"name": "Ada Lovelace"})).status_code == 302
    told = words(member.get(f"/submissions/{made}").text)
    assert "Ada Martin Ada Lovelace" in told
    assert "Member ·" in told
    assert "Ada Lovelace" in words(member.get(f"/submissions/{made}/print").text)
    late = member.client.post(page, data=ANSWERS | {"name": "Else", "_seen": "", "csrf_token": _token(member)})
    assert late.status_code == 409
    assert "Somebody else corrected this" in late.text


def test_files_hold_what_the_list_shows_and_run_nothing(office: Office, member: Browser) -> None:
    _sent(office, name="=HYPERLINK(1)", pages="3")
    (form,) = _ids(office, Form)
    answer = member.get(f"/submissions/export.csv?form={form}")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="submissions-')
    heads, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    found = dict(zip(heads, row, strict=True))
    assert (found["Your name"], found["Number of pages"], found["What do you need?"]) == (
        "'=HYPERLINK(1)",
        "3",
        "Website",
    )
    assert member.get("/submissions/export.xlsx").data.startswith(b"PK")
    assert member.get("/submissions/export.exe").status_code == 404
    with office.app.app_context():
        told = select(AuditEntry.detail).where(
            AuditEntry.organisation_id == office.organisation_id, AuditEntry.action == "submissions.exported"
        )
        assert list(current_session().scalars(told.order_by(AuditEntry.id))) == [{"kind": "csv"}, {"kind": "xlsx"}]
    assert office.signed_in("viewer").get("/submissions/export.csv").status_code == 403


def test_a_file_is_looked_at_before_it_is_taken_over(office: Office, member: Browser) -> None:
    (form,) = _ids(office, Form)
    text = "name,email,service,consent\nOld Client,old@example.com,Website,yes\nBad,nowhere,Website,yes\n"
    page = "/submissions/import"
    data = {"form": form, "csrf_token": _token(member), "file": (io.BytesIO(text.encode()), "old.csv")}
    looked = member.client.post(page, data=data, content_type="multipart/form-data")
    assert "1 row can be imported" in words(looked.text)
    assert "1 has mistakes and is left out" in words(looked.text)
    assert _ids(office, Submission) == []
    go = {"form": form, "csrf_token": _token(member), "text": text, "go": "1"}
    assert "1 submission imported." in words(member.client.post(page, data=go, follow_redirects=True).text)
    assert len(_ids(office, Submission)) == 1
    assert member.client.post(page, data=go | {"form": ""}).status_code == 422


def test_staff_answer_for_a_client_whom_the_page_knows(office: Office, member: Browser) -> None:
    _sent(office)
    (contact,), (form,) = _ids(office, Contact), _ids(office, Form)
    assert f"/contacts/{contact}/fill/{form}" in member.get(f"/contacts/{contact}/fill").text
    page = f"/contacts/{contact}/fill/{form}"
    assert 'value="ada@example.com"' in member.get(page).text
    assert member.post(page, page, **(ANSWERS | {"email": ""})).status_code == 422
    answer = member.post(page, page, **ANSWERS)
    assert answer.status_code == 302
    told = words(member.get(answer.location).text)
    assert "Filled in by Member" in told
    assert "By staff" in told
    assert len(_ids(office, Contact)) == 1
