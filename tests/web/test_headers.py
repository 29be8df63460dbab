"""What every answer says to browsers."""

from typing import Any

from sqlalchemy import select

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.models.database import current_session
from licorne.models.invoice import Invoice
from tests.web.office import FORM, Browser, Office, hidden_fields

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def test_pages_have_the_strict_policy(member: Browser) -> None:
    for address in (FORM, "/login", "/inbox", "/nothing-here", "/invoices"):
        headers = member.get(address).headers
        assert headers["Content-Security-Policy"] == STRICT, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
        assert "Strict-Transport-Security" not in headers


def test_pages_hold_no_inline_script_or_style(member: Browser) -> None:
    for address in (FORM, "/inbox", "/team", "/account"):
        page = member.get(address).text
        assert " style=" not in page, address
        assert "<style" not in page
        assert " onclick=" not in page
        loaded = page.count('<script type="module" src=') + page.count('<script type="application/json"')
        assert page.count("<script") == loaded


def test_over_tls_cookies_are_bound_to_the_host(tmp_path: object, sqlite_url: str, renderer: PdfRenderer) -> None:
    environ = {"LICORNE_DATABASE_URL": sqlite_url, "LICORNE_BASE_URL": "https://licorne.example"}
    office = Office(Settings.from_environment(environ, data=str(tmp_path)), renderer)
    browser = office.browser()
    browser.client.environ_base["wsgi.url_scheme"] = "https"
    answer = browser.client.get("/login", base_url="https://licorne.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    signed_out = browser.client.post("/logout", data=hidden_fields(answer.text), **_over_tls())
    gone = next(one for one in signed_out.headers.getlist("Set-Cookie") if one.startswith("__Host-licorne_session=;"))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=0"} <= set(gone.split("; "))


def _over_tls() -> dict[str, Any]:
    return {"base_url": "https://licorne.example", "headers": {"Referer": "https://licorne.example/login"}}


def test_a_pdf_is_kept_by_no_cache(served: Office, reader: Browser) -> None:
    with served.app.app_context():
        invoice = current_session().scalar(select(Invoice.id).where(Invoice.organisation_id == served.organisation_id))
    answer = reader.get(f"/invoices/{invoice}/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
