"""What no page takes, and addresses that arguments cannot bend."""

import re
from http import HTTPStatus
from typing import Any

import pytest

from licorne.errors import Refused
from licorne.services import publishing
from tests.web.every_question import FORM as EVERYTHING
from tests.web.office import FORM, Browser, Office, hidden_fields, links

NUL = (
    "/inbox%00",
    "/invoices?q=a%00b",
    "/login?%00=1",
    f"{FORM}?lang=%00",
    "/nothing%00here",
    "/invitations/%00",
    "/f/%00",
)


def test_nul_is_refused_on_every_page(reader: Browser) -> None:
    for address in NUL:
        answer = reader.get(address)
        assert HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address
    for address in ("/login", FORM, "/preferences/theme", "/nothing-here"):
        for data in ({"email": "a\x00b"}, {"a\x00b": "c"}):
            assert 400 <= reader.client.post(address, data=data).status_code < 500, address


def test_only_the_name_of_a_session_ends_one(reader: Browser) -> None:
    for name in ("a" * 63, "A" * 64, "x" * 64, "a" * 65):
        assert reader.post(f"/account/sessions/{name}/end", "/account").status_code == 404
    assert reader.post(f"/account/sessions/{'a' * 64}/end", "/account").status_code == 302


def test_a_form_of_too_many_fields_is_refused_before_it_is_read(reader: Browser) -> None:
    for address, many in ((FORM, 5001), ("/login", 501), ("/preferences/theme", 501)):
        data = {f"f{number}": "1" for number in range(many)}
        assert reader.client.post(address, data=data).status_code == 413, address
    multipart = reader.client.post("/login", data=data, content_type="multipart/form-data")
    assert multipart.status_code == 413
    answer = reader.client.post("/login", data={f"f{number}": "1" for number in range(500)})
    assert answer.status_code == 400


def test_staff_may_send_as_many_answers_as_a_customer(reader: Browser) -> None:
    nowhere = f"{'0' * 8}-0000-7000-8000-{'0' * 12}"
    data = {f"f{number}": "1" for number in range(2000)}
    for address in (f"/submissions/{nowhere}/edit", f"/contacts/{nowhere}/fill/{nowhere}"):
        answer = reader.client.post(address, data=data)
        assert answer.status_code == 400, f"{address}: only the session's token is missing"


@pytest.mark.parametrize(
    "trick", ["endpoint=a", "_method=POST", "_external=1&_scheme=x", "values=1&_anchor=b", "contact_id=7"]
)
def test_arguments_are_kept_in_links_and_never_followed(reader: Browser, trick: str) -> None:
    answer = reader.get(f"/contacts?{trick}&x=%26%C3%A9&q=Ada&after=ffffffff-ffff-7fff-bfff-ffffffffffff")
    assert answer.status_code == 200
    assert f"/contacts?{trick}&x=%26%C3%A9&q=Ada" in links(answer.text)


def test_the_links_to_other_languages_stay_on_this_host(nobody: Browser) -> None:
    page = nobody.client.get("/login/%22%3E%C3%A9%2F%2Fevil.example?x=%22").text
    addresses = re.findall(r'href="([^"]*lang=fr)"', page)
    assert addresses == ["/login/%22%3E%C3%A9//evil.example?x=%22&amp;lang=fr"]
    elsewhere = nobody.client.get(
        "/", environ_overrides={"PATH_INFO": "//evil.example/a b"}, follow_redirects=True
    ).text
    assert 'href="//' not in elsewhere


def _wide(rows: int, questions: int) -> dict[str, Any]:
    fields = [{"id": f"q{number}", "type": "text", "label": {"en": "Q"}} for number in range(questions)]
    section = {"id": "rows", "type": "section", "label": {"en": "Rows"}, "max": rows, "fields": fields}
    second = section | {"id": "others"}
    return EVERYTHING | {"fields": [EVERYTHING["fields"][0], section, second], "logic": []}


def test_a_form_with_many_rows_can_be_sent_filled_in_to_the_last(office: Office, nobody: Browser) -> None:
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "wide", _wide(100, 20), "test")
    for rows, content_type in ((100, "application/x-www-form-urlencoded"), (20, "multipart/form-data")):
        names = [f"{name}.{row}" for name in ("rows", "others") for row in range(rows)]
        posted = {"email": "ada@example.com", "_row": names, **hidden_fields(nobody.get("/f/wide").text)}
        posted |= {f"{name}.q{question}": "x" for name in names for question in range(20)}
        assert nobody.client.post("/f/wide", data=posted, content_type=content_type).status_code == 303, content_type


def test_a_form_that_no_browser_could_send_is_not_published(office: Office) -> None:
    with office.app.app_context(), pytest.raises(Refused, match="form_too_wide at fields"):
        publishing.publish_form(office.organisation_id, "wide", _wide(100, 30), "test")
