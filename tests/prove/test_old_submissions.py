"""However a form is edited and published anew, what was sent before is shown as it was: a thousand sequences of edits."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from sqlalchemy import select

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import publishing
from rules.expression.problem import Refused
from tests.forms.random_edits import SEQUENCES, Document, edited
from tests.servers.databases import Databases
from tests.web.every_question import ANSWERS, FORM
from tests.web.office import Browser, Office, hidden_fields

ADDRESS = "/f/ever-changing?lang=en"
#: Sequences in a case; twenty cases make a thousand.
EACH = 50


class Author:
    """Publishes, and looks at what was sent before."""

    def __init__(self, office: Office) -> None:
        self.office, self.staff, self.customer = office, office.signed_in("member"), office.browser()
        self.published = self.refused = self.sent = 0

    def publish(self, document: Document) -> bool:
        """Whether it could be published."""
        try:
            with self.office.app.app_context():
                publishing.publish_form(self.office.organisation_id, "ever-changing", document, "test")
        except Refused:
            self.refused += 1
            return False
        self.published += 1
        return True

    def send(self) -> str:
        """The page of what a customer sent just now; "" where the answers do not fit any more."""
        posted = hidden_fields(self.customer.get(ADDRESS).text) | ANSWERS
        if self.customer.client.post(ADDRESS, data=posted).status_code != 303:
            return ""
        self.sent += 1
        with self.office.app.app_context():
            latest = select(Submission.id).where(Submission.organisation_id == self.office.organisation_id)
            return f"/submissions/{current_session().scalar(latest.order_by(Submission.id.desc()).limit(1))}"


def _shown(staff: Browser, address: str) -> str:
    """The version and the answers as staff see them, on paper: what stands around them may change (the name of the form)."""
    page = staff.get(f"{address}/print").text
    version = re.search(r"<dd>(v\d+)", page)
    answers = re.search(r"</dl>(.*)</main>", page, re.DOTALL)
    assert version
    assert answers
    return version[1] + answers[1]


@pytest.fixture
def author(tmp_path: Path, sqlite_databases: Databases, renderer: PdfRenderer) -> Iterator[Author]:
    """Of a form with every question, to which somebody has answered."""
    url = sqlite_databases.create()
    own = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path / "data")
    yield Author(Office(own, renderer))
    sqlite_databases.drop(url)


@pytest.mark.parametrize("block", range(20))
def test_what_was_sent_is_shown_as_it_was_whatever_became_of_the_form(author: Author, block: int) -> None:
    assert author.publish(FORM)
    first = author.send()
    assert "75002" in (before := _shown(author.staff, first))

    @seed(block)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(SEQUENCES)
    def edit_publish_and_look(sequence: list[Any]) -> None:
        if not author.publish(edited(FORM, sequence)):
            return
        second = author.send()
        seen = _shown(author.staff, second) if second else ""
        assert author.publish(FORM)
        assert _shown(author.staff, first) == before
        assert not second or _shown(author.staff, second) == seen

    edit_publish_and_look()
    # The edits were not all nonsense: most could be published, and some of those forms still took the answers.
    assert author.published > EACH
    assert author.sent > EACH / 10
