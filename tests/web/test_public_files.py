"""Files on a public page, without a script: kept, named, taken back, refused beside their question; and what attackers try."""

import re
import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.guard import EVERY
from licorne.models.upload import FormUpload
from licorne.services import publishing
from licorne.web import public_files
from tests.web.office import Browser, Office, hidden_fields, words

ADDRESS = "/f/repair?lang=en"
PDF, OTHER = b"%PDF-1.7 a plan", b"%PDF-1.7 another"
FORM: dict[str, Any] = {
    "schema": 1,
    "title": {"en": "Repair", "fr": "Réparation"},
    "fields": [
        {"id": "email", "type": "email", "label": {"en": "E-mail", "fr": "E-mail"}, "required": True},
        {"id": "plan", "type": "file", "label": {"en": "Plan", "fr": "Plan"}, "required": True, "max_bytes": 5000, "max_count": 2},
        {"id": "more", "type": "yes_no", "label": {"en": "More?", "fr": "Plus ?"}},
        {"id": "extra", "type": "file", "label": {"en": "Extra", "fr": "Plus"}, "accept": ["docx", "zip", "png"],
         "shown_if": {"all": [{"left": {"fact": "answers.more"}, "operator": "is_true"}]}},
        {"id": "items", "type": "section", "label": {"en": "Items", "fr": "Objets"}, "max": 3, "fields": [
            {"id": "what", "type": "text", "label": {"en": "What", "fr": "Quoi"}},
            {"id": "photo", "type": "file", "label": {"en": "Photo", "fr": "Photo"}}]},
    ],
    "default_language": "en",
    "currency": "EUR",
    "contact": {"key": "email", "map": {"email": "email"}},
    "submit": {"en": "Send", "fr": "Envoyer"},
    "success": {"title": {"en": "Thanks", "fr": "Merci"}, "text": {"en": "Done", "fr": "Fait"}},
}  # fmt: skip
File = tuple[str, bytes]


@pytest.fixture
def asked(office: Office) -> Browser:
    """A visitor of a form that asks for files."""
    with office.app.app_context():
        for slug in ("repair", "other"):
            publishing.publish_form(office.organisation_id, slug, FORM, "test")
    return office.browser()


def _posted(values: dict[str, Any], files: Sequence[tuple[str, File]]) -> MultiDict[str, Any]:
    data: MultiDict[str, Any] = MultiDict(values)
    for name, (label, content) in files:
        data.add(name, FileStorage(BytesIO(content), filename=label))
    return data


def _send(browser: Browser, page: str, *files: tuple[str, File], **values: Any) -> TestResponse:
    """Posts the page with its hidden fields, as a browser does: an empty control posts a file without a name."""
    hidden = {"email": "ada@example.com"} | hidden_fields(page) | values
    chosen = files or (("plan", ("", b"")),)
    boundary, body = encode_multipart(_posted(hidden, chosen))
    return browser.client.post(ADDRESS, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def _fresh(browser: Browser, *files: tuple[str, File], **values: Any) -> TestResponse:
    return _send(browser, browser.get(ADDRESS).text, *files, **values)


def _rows(office: Office, kind: type) -> list[Any]:
    with office.app.app_context():
        return list(current_session().scalars(select(kind).execution_options(**{EVERY: "the test looks at all"})))


def _plan(label: str = "plan.pdf", content: bytes = PDF) -> tuple[str, File]:
    return "plan", (label, content)


def test_the_page_asks_for_files_without_a_script(asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    assert 'enctype="multipart/form-data"' in page
    control = re.search(r'<input class="box" type="file" id="field-plan"[^>]*>', page)
    assert control
    for attribute in (
        'name="plan"',
        'multiple="multiple"',
        'accept="image/jpeg,application/pdf,image/png,image/webp"',
        "required",
    ):
        assert attribute in control[0], attribute
    assert "Up to 2 files of 5 kB each" in words(page)
    assert "enctype" not in asked.get("/f/project-request").text


def test_files_are_sent_and_staff_save_them(office: Office, asked: Browser) -> None:
    assert _fresh(asked, _plan(), _plan("b.pdf", OTHER)).status_code == 303
    (submission,) = _rows(office, Submission)
    files = _rows(office, FormUpload)
    assert submission.answers["plan"] == [one.id for one in files]
    assert {one.submission_id for one in files} == {submission.id}
    reader = office.signed_in("viewer")
    page = reader.get(f"/submissions/{submission.id}").text
    assert "2 files" in words(page)
    address = f"/submissions/{submission.id}/files/{files[0].id}"
    assert address in page
    answer = reader.get(address)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.signed_in("stranger").get(address).status_code == 404
    assert office.browser().get(address).status_code == 302


def test_files_stay_while_other_answers_are_corrected(office: Office, asked: Browser) -> None:
    refused = _fresh(asked, _plan("Grand plan.pdf"), email="nobody")
    assert refused.status_code == 422
    assert "Grand plan.pdf" in words(refused.text)
    assert 'value="nobody"' in refused.text
    again = _send(asked, refused.text, email="nobody")
    assert "Grand plan.pdf" in words(again.text)
    assert _send(asked, again.text).status_code == 303
    (submission,), (file,) = _rows(office, Submission), _rows(office, FormUpload)
    assert submission.answers["plan"] == [file.id]


def test_a_kept_file_can_be_taken_back(office: Office, asked: Browser) -> None:
    page = _fresh(asked, _plan(), email="nobody").text
    (file,) = _rows(office, FormUpload)
    assert f'name="_drop" value="{file.id}"' in page
    refused = _send(asked, page, _drop=file.id)
    assert refused.status_code == 422
    assert file.id not in refused.text
    assert _send(asked, refused.text, _plan("b.pdf", OTHER)).status_code == 303
    assert [one.name for one in _rows(office, FormUpload) if one.submission_id] == ["b.pdf"]


def test_one_page_sent_twice_is_one_submission(office: Office, asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    assert [_send(asked, page, _plan()).status_code for _ in range(2)] == [303, 303]
    assert len(_rows(office, Submission)) == len(_rows(office, FormUpload)) == 1


def test_other_files_under_a_used_page_are_asked_for_again(office: Office, asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    _send(asked, page, _plan())
    answer = _send(asked, page, _plan("b.pdf", OTHER))
    assert answer.status_code == 409
    assert "b.pdf" in words(answer.text)
    assert _send(asked, answer.text).status_code == 303
    first, second = _rows(office, Submission)
    assert first.answers["plan"] != second.answers["plan"]
    assert {one.submission_id for one in _rows(office, FormUpload)} >= {first.id, second.id}


def test_files_in_rows_belong_to_their_row(office: Office, asked: Browser) -> None:
    page = _fresh(
        asked, _plan(), ("items.1.photo", ("roof.pdf", OTHER)), email="nobody", **{"items.1.what": "Roof"}
    ).text
    assert "roof.pdf" in words(page)
    assert _send(asked, page, **{"items.1.what": "Roof"}).status_code == 303
    (submission,) = _rows(office, Submission)
    photo = next(one for one in _rows(office, FormUpload) if one.field == "items.photo")
    assert submission.answers["items"] == [{"what": "Roof", "photo": [photo.id]}]
    assert photo.submission_id == submission.id


def test_adding_a_row_keeps_what_was_chosen_and_sends_nothing(office: Office, asked: Browser) -> None:
    page = _fresh(asked, _plan(), _add="items")
    assert page.status_code == 200
    assert "plan.pdf" in words(page.text)
    assert _rows(office, Submission) == []


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 2_000_000_0)
    return out.getvalue()


PIXELS = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 60_000, 60_000) + b"rest"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([_plan("plan.pdf", b"MZ\x90\x00 program")], "Add a file of one of these kinds"),
        ([_plan("plan.pdf", b"<svg onload=alert(1)>")], "Add a file of one of these kinds"),
        ([_plan("plan.pdf", PDF + b"x" * 5000)], "This file is larger than 5 kB"),
        ([_plan("plan.pdf", PDF + b"x" * 3_000_000)], "This file is larger than 5 kB"),
        ([_plan("plan.pdf", b"")], "This file is empty"),
        ([_plan("plan.png", PIXELS)], "This picture is too large"),
        ([_plan(f"{number}.pdf", PDF + b"%d" % number) for number in range(1000)], "Add at most 2 files"),
    ],
    ids=["program", "drawing", "large", "larger", "empty", "pixels", "thousand"],
)
def test_a_refused_file_is_named_beside_its_question_and_nothing_is_kept(
    office: Office, asked: Browser, files: list[tuple[str, File]], sentence: str
) -> None:
    answer = _fresh(asked, *files)
    assert answer.status_code == 422
    assert '<a href="#field-plan">Plan</a>' in answer.text
    assert sentence in words(answer.text)
    assert "Please check 1 answer" in words(answer.text)
    assert 'value="ada@example.com"' in answer.text
    assert _rows(office, FormUpload) == _rows(office, Submission) == []


def test_a_refused_file_is_told_in_french(asked: Browser) -> None:
    address = "/f/repair?lang=fr"
    values = hidden_fields(asked.get(address).text) | {"email": "ada@example.com"}
    data = _posted(values, [_plan("plan.pdf", PDF + b"x" * 5000)])
    answer = asked.client.post(address, data=data, content_type="multipart/form-data")
    assert "Ce fichier dépasse 5 ko" in words(answer.text)


def test_a_post_that_is_too_large_to_be_read_names_the_questions(
    office: Office, asked: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_files, "_SLACK", -10_400_000)
    answer = _fresh(asked, _plan("plan.pdf", PDF + b"x" * 40_000_000))
    assert answer.status_code == 413
    assert '<a href="#field-plan">Plan</a>' in answer.text
    assert "These files are too large" in words(answer.text)
    assert _rows(office, FormUpload) == []


def test_pages_without_files_take_no_more_than_before(office: Office, asked: Browser) -> None:
    boundary, body = encode_multipart(_posted({"email": "ada@example.com"}, [("plan", ("a.pdf", b"x" * 2_000_000))]))
    for address in ("/f/project-request", "/login"):
        answer = asked.client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")
        assert answer.status_code == 413, address


def test_an_archive_that_would_unpack_to_much_is_kept_as_it_is_and_never_unpacked(
    office: Office, asked: Browser
) -> None:
    assert _fresh(asked, _plan(), ("extra", ("letter.docx", _bomb())), more="yes").status_code == 303
    kept = next(one for one in _rows(office, FormUpload) if one.field == "extra")
    assert (kept.kind, kept.size) == ("docx", len(_bomb()))


def test_a_file_of_a_question_that_does_not_apply_is_no_answer_and_no_mistake(office: Office, asked: Browser) -> None:
    assert _fresh(asked, _plan(), ("extra", ("x.exe", b"MZ\x90\x00")), more="no").status_code == 303
    (submission,) = _rows(office, Submission)
    assert submission.answers["extra"] is None
    assert _fresh(asked, _plan(), ("extra", ("x.exe", b"MZ\x90\x00")), more="yes").status_code == 422


def test_hostile_names_are_labels_and_nothing_else(office: Office, asked: Browser) -> None:
    page = _fresh(asked, _plan("../../../etc/cron.d/\u202efdp.<b>sh"), email="nobody").text
    assert _rows(office, FormUpload)[0].name == "fdp.<b>sh"
    assert "fdp.&lt;b&gt;sh" in page
    for label in ("a\x00b.pdf", "x" * 5000, "   ", "\r\nX-Evil: 1", "CON"):
        answer = _fresh(asked, _plan(label))
        assert answer.status_code in (303, 400, 422), label
    names = [one.name for one in _rows(office, FormUpload)]
    assert all(name.isprintable() and 0 < len(name) <= 120 for name in names)


def test_parts_that_name_no_question_are_not_looked_at(office: Office, asked: Browser) -> None:
    names = ("email", "nothing", "items.photo", "items.x.photo", "items.0.what", "items.0.photo.x", "_token", "")
    answer = _fresh(asked, _plan(), *((name, ("a.pdf", OTHER)) for name in names))
    assert answer.status_code == 303
    assert [one.field for one in _rows(office, FormUpload)] == ["plan"]


def test_the_file_of_another_page_or_form_is_unknown(office: Office, asked: Browser) -> None:
    _fresh(asked, _plan(), email="nobody")
    (file,) = _rows(office, FormUpload)
    for value in (file.id, "../../etc/passwd", "https://evil.example/x.pdf", "0" * 36):
        answer = _fresh(asked, email="eve@example.com", plan=value)
        assert answer.status_code == 422, value
        assert "This file did not arrive" in words(answer.text)
    other = hidden_fields(asked.get("/f/other?lang=en").text) | {"email": "eve@example.com", "plan": file.id}
    assert asked.client.post("/f/other?lang=en", data=other).status_code == 422
    stolen = hidden_fields(_fresh(asked, email="nobody").text) | {"email": "eve@example.com", "plan": file.id}
    assert asked.client.post("/f/other?lang=en", data=stolen).status_code == 422
    assert _rows(office, Submission) == []


def test_a_closed_form_takes_no_files(office: Office, asked: Browser) -> None:
    page = asked.get(ADDRESS).text
    with office.app.app_context():
        closed = FORM | {"limits": {"closes_at": "2020-01-01T00:00:00+00:00"}}
        publishing.publish_form(office.organisation_id, "repair", closed, "test")
    answer = _send(asked, page, _plan())
    assert answer.status_code == 409
    assert "closed" in words(answer.text)
    assert _rows(office, FormUpload) == []


def test_nothing_is_kept_for_a_page_that_is_not_ours(office: Office, asked: Browser) -> None:
    for token in ("", "made up", "01890a5d-ac96-774b-bcce-b302099a8057.c2ln"):
        assert _fresh(asked, _plan(), _token=token).status_code in (400, 422)
    assert _rows(office, FormUpload) == []


def test_staff_correct_answers_and_the_files_stay(office: Office, asked: Browser) -> None:
    _fresh(asked, _plan(), ("items.0.photo", ("roof.pdf", OTHER)), **{"items.0.what": "Roof"})
    (submission,) = _rows(office, Submission)
    member, address = office.signed_in("member"), f"/submissions/{submission.id}/edit"
    page = member.get(address).text
    assert "roof.pdf" in words(page)
    assert 'type="file"' in page
    values = hidden_fields(page) | {"email": "ada@example.com", "items.0.what": "Chimney"}
    assert member.client.post(address, data=values).status_code == 302
    (after,) = _rows(office, Submission)
    assert after.current["plan"] == submission.answers["plan"]
    assert after.current["items"] == [{"what": "Chimney", "photo": submission.answers["items"][0]["photo"]}]


def test_staff_fill_in_a_form_without_its_files(office: Office, asked: Browser) -> None:
    _fresh(asked, _plan())
    (submission,) = _rows(office, Submission)
    member, address = office.signed_in("member"), f"/contacts/{submission.contact_id}/fill/{submission.form_id}"
    assert member.post(address, address, email="ada@example.com").status_code == 302
    latest = max(_rows(office, Submission), key=lambda one: str(one.id))
    assert latest.filled_in_by
    assert latest.answers["plan"] is None
