"""What every answer says to browsers."""

from licorne.config import Settings
from tests.web.office import FORM, Browser, Office

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def test_pages_have_the_strict_policy(member: Browser) -> None:
    for address in (FORM, "/login", "/inbox", "/nothing-here", "/invoices"):
        headers = member.get(address).headers
        assert headers["Content-Security-Policy"] == STRICT, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in headers


def test_pages_hold_no_inline_script_or_style(member: Browser) -> None:
    for address in (FORM, "/inbox", "/team", "/account"):
        page = member.get(address).text
        assert " style=" not in page, address
        assert "<style" not in page
        assert " onclick=" not in page
        loaded = page.count('<script type="module" src=') + page.count('<script type="application/json"')
        assert page.count("<script") == loaded


def test_over_tls_cookies_are_bound_to_the_host(tmp_path: object, sqlite_url: str) -> None:
    environ = {"LICORNE_DATABASE_URL": sqlite_url, "LICORNE_BASE_URL": "https://licorne.example"}
    office = Office(Settings.from_environment(environ, data=str(tmp_path)))
    browser = office.browser()
    browser.client.environ_base["wsgi.url_scheme"] = "https"
    answer = browser.client.get("/login", base_url="https://licorne.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
