"""Signing in and out."""

from tests.web.office import PASSWORD, Browser, Office


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
