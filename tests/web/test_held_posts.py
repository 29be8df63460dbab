"""The question that only robots answer, and the folder of those who did."""

import re

from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words

PAGE = "/submissions/held"


def _caught(office: Office, **values: str) -> None:
    robot = office.browser()
    page = robot.get(FORM).text
    assert re.search(
        r'<div class="sr" aria-hidden="true"><label for="_more">[^<]+</label><input id="_more" name="_more" tabindex="-1"',
        page,
    )
    answer = robot.client.post(FORM, data=hidden_fields(page) | ANSWERS | {"_more": "http://cheap.example"} | values)
    assert answer.location.startswith(f"{FORM}/thanks")  # a robot learns nothing


def _decide(browser: Browser, deed: str) -> str:
    page = browser.get(PAGE).text
    (post,) = re.findall(r'name="ids" value="([^"]+)"', page)
    data = {"ids": post, "deed": deed, "csrf_token": hidden_fields(page)["csrf_token"]}
    return words(browser.client.post(PAGE, data=data, follow_redirects=True).text)


def test_a_robot_is_thanked_and_lands_in_a_folder_of_its_own(office: Office, member: Browser) -> None:
    assert "Nothing was caught" in member.get(PAGE).text
    _caught(office)
    assert "Ada Martin, ada@example.com" in words(member.get(PAGE).text)
    assert "No submissions" in member.get("/submissions").text
    assert "No contacts" in member.get("/contacts").text
    (form,) = re.findall(r'href="(/forms/[0-9a-f-]{36})"', member.get("/forms").text)
    office.browser().get(f"{FORM}/seen")
    assert "1 post was caught by a trap" in words(member.get(f"{form}/statistics").text)
    assert "1 let through." in _decide(member, "release")
    assert "Ada Martin" in words(member.get("/submissions").text)
    _caught(office, name="Somebody Else")
    assert "1 forgotten." in _decide(member, "discard")
    assert "Nothing was caught" in member.get(PAGE).text


def test_others_see_nothing_and_viewers_decide_nothing(office: Office, member: Browser) -> None:
    _caught(office)
    assert "Nothing was caught" in office.signed_in("stranger").get(PAGE).text
    viewer = office.signed_in("viewer")
    assert "Ada Martin" in viewer.get(PAGE).text
    assert viewer.post(PAGE, "/account", deed="discard").status_code == 403
    assert member.post(PAGE, "/account", deed="nonsense").status_code == 400
