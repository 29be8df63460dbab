"""The pages by which customers come back, and a file question with files kept and a problem: both themes, desk and phone."""

import re
from pathlib import Path
from typing import Any

import pytest

from licorne.services import publishing
from tests.browser.visitor import DESK, PHONE, Look, Visitor, faults
from tests.web.office import ANSWERS, Office
from tests.web.test_public_files import FORM as WITH_FILES

pytestmark = pytest.mark.browser
AFTER = {"days": 14, "edit": True, "withdraw": True}
LOOKS: list[Look] = [("light", DESK), ("dark", PHONE), ("light", PHONE), ("dark", DESK)]


@pytest.fixture(scope="module")
def coming_back(office: Office) -> list[str]:
    """The page after sending while a document is made, and the pages that its link leads to."""
    with office.app.app_context():
        demo: Any = publishing.export_form(office.organisation_id, "project-request")
        open_again = demo | {"after": AFTER, "thanks": {"document": True}}
        publishing.publish_form(office.organisation_id, "open-again", open_again, "test")
        publishing.publish_form(office.organisation_id, "repair", WITH_FILES, "test")
    browser = office.browser()
    thanks = browser.post("/f/open-again", "/f/open-again", **ANSWERS).location
    found = re.search(r'href="https?://[^/]+(/f/[^"]+/mine/[^"]+)"', browser.get(thanks).text)
    assert found
    link = found[1].replace("&amp;", "&")
    return [thanks, link, f"{link}&lang=fr", *(link.replace("?", f"/{name}?") for name in ("edit", "withdraw"))]


def test_pages_of_those_who_come_back_are_accessible_and_fit(visitor: Visitor, coming_back: list[str]) -> None:
    assert visitor.faults(visitor.context(), coming_back, LOOKS) == {}
    assert visitor.complaints == []


def test_a_file_question_with_files_kept_and_a_problem_is_accessible_and_fits(
    visitor: Visitor, coming_back: list[str], tmp_path: Path
) -> None:
    long, program = tmp_path / f"{'a-very-long-name-' * 10}.pdf", tmp_path / "program.pdf"
    long.write_bytes(b"%PDF-1.7 a plan")
    program.write_bytes(b"MZ a program")
    page = visitor.open(visitor.context(), "/f/repair?lang=en")
    for file in (long, program):
        page.set_input_files("#field-plan", str(file))
        page.get_by_role("button", name="Send").click()
        page.wait_for_selector(".kept")
    page.wait_for_selector("#field-plan-error")
    assert faults(page, LOOKS) == []
    visitor.complaints.clear()  # the browser notes the status itself
