"""What no page takes, and addresses that arguments cannot bend."""

import re
from http import HTTPStatus

import pytest

from tests.web.office import FORM, Browser, links

NUL = ("/inbox%00", "/invoices?q=a%00b", "/login?%00=1", f"{FORM}?lang=%00", "/nothing%00here", "/invitations/%00", "/f/%00")


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
    for address in (FORM, "/login", "/preferences/theme"):
        answer = reader.client.post(address, data={f"f{number}": "1" for number in range(501)})
        assert answer.status_code == 413, address
    answer = reader.client.post("/login", data={f"f{number}": "1" for number in range(500)})
    assert answer.status_code == 400


@pytest.mark.parametrize("trick", ["endpoint=a", "_method=POST", "_external=1&_scheme=x", "values=1&_anchor=b", "contact_id=7"])
def test_arguments_are_kept_in_links_and_never_followed(reader: Browser, trick: str) -> None:
    answer = reader.get(f"/contacts?{trick}&x=%26%C3%A9&q=Ada&after=ffffffff-ffff-7fff-bfff-ffffffffffff")
    assert answer.status_code == 200
    assert f"/contacts?{trick}&x=%26%C3%A9&q=Ada" in links(answer.text)


def test_the_links_to_other_languages_stay_on_this_host(nobody: Browser) -> None:
    page = nobody.client.get("/login/%22%3E%C3%A9%2F%2Fevil.example?x=%22").text
    addresses = re.findall(r'href="([^"]*lang=fr)"', page)
    assert addresses == ["/login/%22%3E%C3%A9//evil.example?x=%22&amp;lang=fr"]
    elsewhere = nobody.client.get("/", environ_overrides={"PATH_INFO": "//evil.example/a b"}, follow_redirects=True).text
    assert 'href="//' not in elsewhere
