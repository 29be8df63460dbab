"""A public form in somebody's page, filled in by a link, and going on elsewhere."""

import json
from pathlib import Path
from typing import Any

from licorne.services import publishing
from tests.web.office import FORM, Browser, Office

DEMO = Path(publishing.__file__).parent / "demo" / "project-request.form.json"


def _publish(office: Office, **more: Any) -> None:
    document = json.loads(DEMO.read_text("utf-8")) | more
    with office.app.app_context():
        publishing.publish_form(office.organisation_id, "project-request", document, "system")


def _ancestors(policy: str) -> str:
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


def test_nobody_may_frame_a_form_but_the_origins_that_its_author_named(office: Office, nobody: Browser) -> None:
    assert _ancestors(nobody.get(FORM).headers["Content-Security-Policy"]) == "frame-ancestors 'none'"
    _publish(office, embed={"origins": ["https://shop.example", "http://localhost:8080"]})
    for address in (FORM, f"{FORM}?embed=1", f"{FORM}/thanks?embed=1"):
        policy = nobody.get(address).headers["Content-Security-Policy"]
        assert _ancestors(policy) == "frame-ancestors 'self' https://shop.example http://localhost:8080"
    assert _ancestors(nobody.get("/login").headers["Content-Security-Policy"]) == "frame-ancestors 'none'"


def test_an_embedded_form_stays_embedded_until_the_thanks(office: Office, nobody: Browser) -> None:
    page = nobody.get(f"{FORM}?embed=1").text
    assert 'class="public embedded"' in page
    assert f'action="{FORM}?lang=en&amp;embed=1"' in page
    assert "embedded" not in nobody.get(FORM).text


def test_a_link_fills_in_what_a_stranger_may_and_nothing_else(nobody: Browser) -> None:
    page = nobody.get(f"{FORM}?name=Ada+%22L%22&email=ada%40example.com&consent=yes&pages=many&unknown=1").text
    assert 'value="Ada &#34;L&#34;"' in page
    assert 'value="ada@example.com"' in page
    assert 'value="many"' not in page
    assert "checked" not in page
    assert 'value="Ada' not in nobody.get(FORM).text


def test_the_thanks_lead_on_to_where_the_author_said(office: Office, nobody: Browser) -> None:
    assert "http-equiv" not in nobody.get(f"{FORM}/thanks").text
    _publish(office, thanks={"redirect": "https://shop.example/thanks?a=1&b=2"})
    page = nobody.get(f"{FORM}/thanks").text
    assert '<meta http-equiv="refresh" content="0; url=https://shop.example/thanks?a=1&amp;b=2">' in page
    assert 'href="https://shop.example/thanks?a=1&amp;b=2"' in page
