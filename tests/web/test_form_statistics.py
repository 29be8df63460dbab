"""What public pages say of themselves, and the page that shows it."""

import pytest
from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services import tally
from licorne.web.charts import nice, plot
from tests.web.office import FORM, Browser, Office, words


def _counted(office: Office) -> dict[str, int]:
    return {seen.what: number for seen, number in tally.of_app(office.app).take().items()}


def test_a_page_says_that_it_was_looked_at_with_a_script_or_without(office: Office, nobody: Browser) -> None:
    address = f"{FORM}/seen"
    page = nobody.get(FORM).text
    assert f'data-tally="{address}"' in page
    assert f'<noscript><img class="sr" src="{address}"' in page
    answers = [
        nobody.get(address),
        nobody.client.post(address, data="view start page:_first", content_type="text/plain"),
    ]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert _counted(office) == {"view": 2, "start": 1, "page:_first": 1}


@pytest.mark.parametrize("said", ["", "nonsense page:other", "view" * 2000, "\x00", "view\xff"])
def test_what_is_no_word_of_the_page_counts_nothing(office: Office, nobody: Browser, said: str) -> None:
    answer = nobody.client.post(f"{FORM}/seen", data=said.encode("latin-1"), content_type="text/plain")
    assert answer.status_code == 204
    assert _counted(office) == {}


def test_an_unknown_form_is_not_found(nobody: Browser) -> None:
    assert nobody.get("/f/nothing-here/seen").status_code == 404


def test_the_numbers_of_this_process_are_written_before_they_are_shown(office: Office, member: Browser) -> None:
    with office.app.app_context():
        form = current_session().scalar(select(Form.id).where(Form.organisation_id == office.organisation_id))
    page = f"/forms/{form}/statistics"
    assert "Nobody has looked yet" in member.get(page).text
    for _ in range(4):
        office.browser().get(f"{FORM}/seen")
    office.browser().submit()
    told = words(member.get(page).text)
    assert "Views 4" in told
    assert "Sent 1 25%" in told
    assert member.get(f"{page}?days=nonsense").status_code == 200
    assert "By week" in member.get(f"{page}?days=364").text
    assert office.signed_in("stranger").get(page).status_code == 404


def test_axes_end_at_round_numbers_and_bars_stay_within() -> None:
    assert [nice(value) for value in (0, 1, 4, 5, 9, 41, 81, 201)] == [4, 4, 4, 8, 20, 80, 200, 400]
    drawn = plot([0, 3, 41], [5, 80, 1])
    assert drawn.ticks == [80, 60, 40, 20, 0]
    assert all(0 <= bar.y <= 200 and bar.y + bar.height == pytest.approx(200) for bar in drawn.bars)
    assert drawn.line.split()[1].endswith(",0.0")
