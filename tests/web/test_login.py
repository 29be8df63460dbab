"""Signing in and out."""

import re

from tests.web.office import PASSWORD, Browser, Office, hidden_fields


def test_a_wrong_password_does_not_say_what_was_wrong(nobody: Browser) -> None:
    unknown = nobody.sign_in("nobody@example.org")
    wrong = nobody.sign_in("member@example.org", "not the sentence")
    assert unknown.status_code == wrong.status_code == 401
    sentence = "E-mail and password do not fit together."
    assert sentence in unknown.text
    assert sentence in wrong.text


def test_signing_in_leads_to_the_wanted_page(nobody: Browser) -> None:
    answer = nobody.post("/login", "/login?next=/tasks", email="member@example.org", password=PASSWORD)
    assert answer.location == "/tasks"


def test_signing_in_leads_nowhere_else(nobody: Browser) -> None:
    wanted = {"email": "member@example.org", "password": PASSWORD, "next": "//evil.example"}
    assert nobody.post("/login", "/login", **wanted).location == "/inbox"


def test_signing_out_ends_the_session_on_the_server(office: Office, member: Browser) -> None:
    kept = member.client.get_cookie("licorne_session")
    assert kept is not None
    assert member.post("/logout", "/account").location == "/login"
    again = office.browser()
    again.client.set_cookie("licorne_session", kept.value)
    assert again.get("/inbox").status_code == 302


def test_another_browser_can_be_signed_out(office: Office, member: Browser) -> None:
    other = office.signed_in("member")
    page = member.get("/account").text
    address = next(part for part in page.split('"') if part.startswith("/account/sessions/"))
    assert member.post(address, "/account").status_code == 302
    assert other.get("/inbox").status_code == 302
    assert member.get("/inbox").status_code == 200


def test_a_new_password_signs_other_browsers_out(office: Office, member: Browser) -> None:
    other = office.signed_in("member")
    refused = member.post("/account/password", "/account", current="wrong", new="another good sentence")
    assert refused.status_code == 422
    assert "The current password is not right." in refused.text
    assert member.post("/account/password", "/account", current=PASSWORD, new="another good sentence").status_code == 302
    assert other.get("/inbox").status_code == 302
    assert office.browser().sign_in("member@example.org", "another good sentence").status_code == 303


def test_the_field_that_is_wrong_is_the_one_that_is_marked(member: Browser) -> None:
    for current, new, marked in (("wrong", "another good sentence", "current"), (PASSWORD, "short", "new")):
        page = member.post("/account/password", "/account", current=current, new=new).text
        assert re.findall(r'<input [^>]*name="(\w+)"[^>]*aria-invalid', page) == [marked]


def test_signing_in_again_ends_the_session_before(office: Office, member: Browser) -> None:
    kept = member.client.get_cookie("licorne_session")
    assert kept is not None
    sent = {"csrf_token": hidden_fields(member.get("/account").text)["csrf_token"], "password": PASSWORD}
    assert member.client.post("/login", data=sent | {"email": "owner@example.org"}).status_code == 303
    before = office.browser()
    before.client.set_cookie("licorne_session", kept.value)
    assert before.get("/inbox").status_code == 302
    assert "owner@example.org" in member.get("/account").text


def test_preferences_lead_back_to_the_page_by_any_name_of_ours_and_nowhere_else(
    member: Browser, nobody: Browser, served: Office
) -> None:
    base = served.app.extensions["licorne"].settings.base_url
    leads = {f"{base}/tasks?a=b": "/tasks?a=b", "http://localhost/mails": "/mails", f"{base}.evil.example/x": "/menu",
             "https://evil.example/tasks": "/menu", "": "/menu", f"{base}//evil.example": "/menu", "http://[": "/menu"}  # fmt: skip
    sent = {"csrf_token": hidden_fields(member.get("/account").text)["csrf_token"], "theme": "dark"}
    for referrer, path in leads.items():
        assert member.client.post("/preferences/theme", data=sent, headers={"Referer": referrer}).location == path
    assert nobody.post("/preferences/theme", "/login", theme="dark").location == "/login"
