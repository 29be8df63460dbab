"""Files of customers: kept under their page, linked once, judged by content, and gone a day later where nobody sent them."""

import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from forms.answer_error import AnswerError
from forms.fields.file import File
from forms.file_questions import file_questions
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.form import Submission
from licorne.models.submission import HeldPost
from licorne.models.upload import FormUpload, UploadContent
from licorne.services import erasing, held, live, publishing, submission_care, submissions, uploads
from licorne.services.submissions import Accepted, Posted
from licorne.services.uploads import Page, Sent
from tests.services.house import House, codes

PDF = b"%PDF-1.7 a plan"
FORM: dict[str, Any] = {
    "schema": 1,
    "title": {"en": "Repair"},
    "fields": [
        {"id": "email", "type": "email", "label": {"en": "E-mail"}, "required": True},
        {"id": "plan", "type": "file", "label": {"en": "Plan"}, "max_count": 3, "max_bytes": 5000},
    ],
    "default_language": "en",
    "currency": "EUR",
    "contact": {"key": "email", "map": {"email": "email"}},
    "submit": {"en": "Send"},
    "success": {"title": {"en": "Thanks"}, "text": {"en": "Done"}},
}


def png(width: int, height: int) -> bytes:
    """A picture by its header."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"rest"


@pytest.fixture
def asking(house: House) -> House:
    """A house with a form that asks for files."""
    publishing.publish_form(house.organisation_id, "repair", FORM, "system")
    return house


def _page(token: str = "") -> Page:
    form, organisation = live.form_at("repair")
    return Page(organisation.id, form.id, token or new_id())


def _question() -> File:
    return file_questions(live.form_at("repair")[0].definition)["plan"]


def _keep(page: Page, *contents: bytes, name: str = "plan.pdf") -> list[str]:
    return uploads.keep(page, "plan", _question(), [Sent(name, content) for content in contents])


def _kept(house: House) -> int:
    return len(house.rows(FormUpload)) + len(house.rows(UploadContent))


def _accept(page: Page, ids: list[str]) -> Accepted:
    form, organisation = live.form_at("repair")
    return submissions.accept(form, organisation, Posted({"email": "ada@example.com", "plan": [*ids]}, page.token, "en"))


def test_a_file_is_kept_with_its_bytes_and_linked_by_the_accepting_transaction(asking: House) -> None:
    page = _page()
    (kept,) = _keep(page, PDF)
    assert uploads.find(page)[kept].kind == "pdf"
    assert asking.one(FormUpload).submission_id is None
    accepted = _accept(page, [kept])
    assert asking.one(FormUpload).submission_id == accepted.id
    assert uploads.load(asking.organisation_id, accepted.id, kept).content == PDF


def test_the_same_bytes_on_the_same_page_are_one_file_however_often_they_come(asking: House) -> None:
    page = _page()
    first = _keep(page, PDF)
    accepted = _accept(page, first)
    assert _keep(page, PDF) == first
    again = _accept(page, first)
    assert (again.id, again.is_new) == (accepted.id, False)
    assert len(asking.rows(FormUpload)) == len(asking.rows(UploadContent)) == 1


def test_eight_at_once_keep_one_file(asking: House) -> None:
    page, question = _page(), _question()

    def keep(_: int) -> list[str]:
        with asking.app.app_context():
            return uploads.keep(page, "plan", question, [Sent("a.pdf", PDF)])

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(keep, range(8)))
    assert len({one[0] for one in kept}) == 1
    assert len(asking.rows(UploadContent)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00 a program", "file_type"),
        (b"<html><script>alert(1)</script>", "file_type"),
        (PDF + b"x" * 5000, "file_too_large"),
        (b"", "file_empty"),
        (png(60_000, 60_000), "file_pixels"),
        (png(0, 10), "file_damaged"),
    ],
)
def test_what_is_refused_leaves_nothing_behind_not_even_its_good_neighbour(
    asking: House, content: bytes, code: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        _keep(_page(), PDF, content)
    assert refused.value.code == code
    assert _kept(asking) == 0


def test_a_page_and_an_organisation_keep_no_more_than_there_is_room_for(
    asking: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page()
    for name, value, code in (
        ("MOST_FILES", 1, "too_many_files"), ("MOST_BYTES", 20, "files_too_large"), ("MOST_WAITING", 20, "files_full"),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(uploads, name, value)
            with pytest.raises(AnswerError) as refused:
                _keep(page, PDF, PDF + b"2")
        assert refused.value.code == code
    assert _kept(asking) == 0


def test_an_id_is_worth_nothing_on_another_page_or_in_another_organisation(asking: House) -> None:
    page = _page()
    (kept,) = _keep(page, PDF)
    assert kept not in uploads.find(_page())
    assert kept not in uploads.find(Page(new_id(), page.form_id, page.token))
    assert kept not in uploads.find(Page(page.organisation_id, new_id(), page.token))
    with pytest.raises(Conflict, match="files_gone"):
        _accept(_page(), [kept])
    assert asking.rows(Submission) == []
    mine = _accept(page, [kept])
    with pytest.raises(NotFound):
        uploads.load(new_id(), mine.id, kept)
    with pytest.raises(NotFound):
        uploads.load(asking.organisation_id, new_id(), kept)


def test_a_name_is_a_label_without_path_and_without_invisible_characters(asking: House) -> None:
    page = _page()
    _keep(page, PDF, name="../../etc/\u202efdp.exe\x00")
    assert asking.one(FormUpload).name == "fdp.exe"


def test_what_nobody_sent_is_erased_after_a_day_and_what_was_sent_stays(asking: House) -> None:
    page = _page()
    sent, forgotten = _keep(page, PDF, PDF + b"2")
    _accept(page, [sent])
    asking.stand_at(clock.now() + uploads.ORPHANED - timedelta(minutes=5))
    assert uploads.tick() == 0
    asking.stand_at(clock.now() + timedelta(minutes=10))
    assert uploads.tick() == 1
    assert [row.id for row in asking.rows(FormUpload)] == [sent]
    assert [row.upload_id for row in asking.rows(UploadContent)] == [sent]
    with pytest.raises(Conflict, match="files_gone"):
        _accept(_page(), [forgotten])


def test_files_of_a_post_that_a_trap_caught_wait_with_it(asking: House) -> None:
    page = _page()
    ids = _keep(page, PDF)
    form, organisation = live.form_at("repair")
    held.hold(form, organisation, Posted({"email": "ada@example.com", "plan": [*ids]}, page.token, "en"), "bait")
    asking.stand_at(clock.now() + uploads.ORPHANED + timedelta(minutes=5))
    assert uploads.tick() == 0
    assert held.release(asking.organisation_id, [asking.one(HeldPost).id], "system") == 1
    assert asking.one(FormUpload).submission_id == asking.one(Submission).id


def test_the_files_are_erased_with_the_answers(asking: House) -> None:
    page = _page()
    accepted = _accept(page, _keep(page, PDF))
    submission_care.delete(asking.organisation_id, [accepted.id], "system")
    asking.stand_at(clock.now() + submission_care.UNDO + timedelta(minutes=1))
    assert erasing.tick() == 1
    assert _kept(asking) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE form_upload_content SET content = ''",
        "UPDATE form_upload SET name = 'other'",
        "UPDATE form_upload SET submission_id = NULL",
    ],
)
def test_a_file_never_changes_once_it_is_sent(asking: House, statement: str) -> None:
    page = _page()
    _accept(page, _keep(page, PDF))
    with pytest.raises(DBAPIError, match="frozen row"):
        asking.sql(statement)


def test_the_doctor_misses_the_bytes_of_a_file(asking: House) -> None:
    page = _page()
    _accept(page, _keep(page, PDF))
    assert asking.examine() == []
    asking.sql("DELETE FROM form_upload_content")
    assert codes(asking.examine()) == {"I5"}
