"""Two contacts that may be one, on their pages."""

import re

from tests.web.office import Browser, Office, links, words


def _two(office: Office, member: Browser) -> tuple[str, str]:
    for email in ("ada@example.com", "ada.martin@gmail.com"):
        office.browser().submit(email=email)
    found = re.findall(r'href="(/contacts/[0-9a-f-]{36})"', member.get("/contacts").text)
    second, first = list(dict.fromkeys(found))
    return first, second


def test_a_person_compares_and_merges_and_the_old_page_leads_to_the_one_that_stayed(
    office: Office, member: Browser
) -> None:
    first, second = _two(office, member)
    page = member.get(first).text
    assert "May be the same as" in page
    assert "same name" in words(page)
    (compare,) = [link for link in links(page) if "/merge/" in link]
    assert "ada.martin@gmail.com" in words(member.get(compare).text)
    answer = member.post(compare, compare, keep=second.rpartition("/")[2])
    assert answer.location == second
    assert member.get(first).location == second
    assert "May be the same as" not in member.get(second).text
    assert first not in member.get("/contacts").text
    assert member.get(compare).status_code == 404


def test_who_is_somebody_else_is_not_told_of_again(office: Office, member: Browser) -> None:
    first, second = _two(office, member)
    (apart,) = [link for link in links(member.get(first).text) if "/apart/" in link]
    assert member.post(apart, first).status_code == 302
    assert all("May be the same as" not in member.get(page).text for page in (first, second))
    assert office.signed_in("viewer").post(apart, first).status_code == 403
