"""The builder's page and what it asks the server."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from forms.definition import parse
from forms.fields.base import FIELD_TYPES
from forms.warnings import warnings
from licorne.services import drafts, form_templates
from licorne.web.builder_texts import TEXTS
from licorne.web.setting_words import TITLES
from tests.web.office import Browser, Office, words

ROOT = Path(__file__).parents[2]
EMAIL: dict[str, Any] = {"id": "email", "type": "email", "label": {"en": "E-mail"}, "required": True}
FORM: dict[str, Any] = {
    "schema": 1, "title": {"en": "Survey"}, "default_language": "en", "languages": ["en"], "currency": "EUR", "fields": [EMAIL],
    "contact": {"key": "email", "map": {"email": "email"}},
}  # fmt: skip


@pytest.fixture
def form_id(office: Office) -> str:
    """A form that is being built."""
    with office.app.app_context():
        return drafts.create(office.organisation_id, FORM, "token:test")


def data_of(browser: Browser, form_id: str) -> dict[str, Any]:
    """What the page carries for its script."""
    page = browser.get(f"/forms/{form_id}/edit").text
    found = re.search(r'id="builder-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def read(answer: TestResponse) -> dict[str, Any]:
    """The JSON that came back."""
    body: dict[str, Any] = json.loads(answer.data)
    return body


def ask(browser: Browser, form_id: str, what: str, body: Any, token: str | None = None) -> TestResponse:
    """What the script posts."""
    csrf = data_of(browser, form_id)["csrf"] if token is None else token
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return browser.client.post(
        f"/forms/{form_id}/{what}", data=raw, headers={"X-CSRFToken": csrf, "Content-Type": "application/json"}
    )


def test_the_page_carries_the_document_in_its_own_order(member: Browser, form_id: str) -> None:
    draft = data_of(member, form_id)["draft"]
    assert json.dumps(draft["document"]) == json.dumps(FORM)
    assert (draft["revision"], draft["live"], draft["problems"]) == (1, None, [])


def test_every_type_that_public_pages_serve_is_offered_with_the_settings_of_its_schema(
    member: Browser, form_id: str
) -> None:
    kinds = {one["type"]: one for one in data_of(member, form_id)["kinds"]}
    assert set(kinds) == set(FIELD_TYPES)
    for name, kind in kinds.items():
        assert [one["name"] for one in kind["settings"]] == list(FIELD_TYPES[name].settings_schema), name


def test_a_save_is_answered_with_what_is_wrong(member: Browser, form_id: str) -> None:
    answer = ask(member, form_id, "draft", {"revision": 1, "document": {**FORM, "fields": [{**EMAIL, "label": {}}]}})
    assert answer.status_code == 200
    assert read(answer)["revision"] == 2
    assert [one["place"] for one in read(answer)["problems"]] == ["fields[0].label"]
    assert "text" in read(answer)["problems"][0]


def test_a_product_that_the_catalogue_does_not_have_is_doubted_where_it_stands(member: Browser, form_id: str) -> None:
    goods = {
        "id": "goods",
        "type": "product",
        "label": {"en": "Goods"},
        "products": [{"code": "rush"}, {"code": "gone"}],
    }
    rows = {"id": "rows", "type": "section", "label": {"en": "Rows"}, "fields": [goods]}
    told = read(ask(member, form_id, "draft", {"revision": 1, "document": {**FORM, "fields": [EMAIL, rows]}}))
    assert told["problems"] == []
    assert [(one["place"], one["code"]) for one in told["warnings"]] == [
        ("fields[1].fields[0].products", "unknown_product")
    ]
    assert "gone" in told["warnings"][0]["text"]


def test_a_save_over_a_newer_one_is_409_with_the_newer_one(member: Browser, office: Office, form_id: str) -> None:
    ask(member, form_id, "draft", {"revision": 1, "document": {**FORM, "title": {"en": "Mine"}}})
    answer = ask(
        office.signed_in("owner"), form_id, "draft", {"revision": 1, "document": {**FORM, "title": {"en": "Owner's"}}}
    )
    assert answer.status_code == 409
    assert read(answer)["theirs"]["document"]["title"] == {"en": "Mine"}
    assert read(answer)["theirs"]["savedBy"] == "Member"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"revision": 1}', b'{"revision": "1", "document": {}}', b'{"revision": true, "document": {}}',
        b'{"revision": 1, "document": []}', b'{"revision": 1, "revision": 1, "document": {}}', b'{"revision": NaN, "document": {}}',
        b'{"revision": 1, "document": {"a": "\\u0000"}}',
        b'{"revision": 1, "document": {"a": "\\ud800"}}',
        b'{"revision": 1, "document": ' + b'{"a":' * 60 + b"1" + b"}" * 61,
        b'{"revision": 1, "document": {"a": "' + b"x" * 310_000 + b'"}}',
    ],
)  # fmt: skip
def test_what_is_no_draft_is_refused_and_changes_nothing(
    member: Browser, office: Office, form_id: str, body: bytes
) -> None:
    assert ask(member, form_id, "draft", body).status_code == 422
    with office.app.app_context():
        assert drafts.load(office.organisation_id, form_id).revision == 1


def test_viewers_build_nothing_strangers_find_nothing_and_a_token_is_needed(
    office: Office, member: Browser, form_id: str
) -> None:
    body = {"revision": 1, "document": FORM}
    viewer, stranger = office.signed_in("viewer"), office.signed_in("stranger")
    for what in ("edit", "draft", "preview", "versions.json", "export.json"):
        assert viewer.get(f"/forms/{form_id}/{what}").status_code == 403, what
        assert stranger.get(f"/forms/{form_id}/{what}").status_code == 404, what
    for what in ("draft", "publish", "restore", "duplicate"):
        assert ask(member, form_id, what, body, token="").status_code == 400, what
        assert ask(viewer, form_id, what, body, token="").status_code == 403, what


def test_publishing_leads_to_the_public_page_and_refusals_name_their_places(
    member: Browser, nobody: Browser, form_id: str
) -> None:
    taken = ask(member, form_id, "publish", {"revision": 1, "slug": "project-request"})
    assert (taken.status_code, read(taken)["problems"][0]["place"]) == (422, "slug")
    assert ask(member, form_id, "publish", {"revision": 1, "slug": "No Such"}).status_code == 422
    assert ask(member, form_id, "publish", {"revision": 7, "slug": "survey"}).status_code == 409
    done = ask(member, form_id, "publish", {"revision": 1, "slug": "survey"})
    assert (done.status_code, read(done)["live"], read(done)["publicUrl"]) == (200, 1, "/f/survey")
    assert "Survey" in nobody.get("/f/survey").text


def test_pasted_labels_become_fields(member: Browser, form_id: str) -> None:
    csrf = data_of(member, form_id)["csrf"]
    body = {"text": "Phone\nBudget", "language": "en", "taken": ["phone"]}
    answer = member.client.post("/forms/guess", json=body, headers={"X-CSRFToken": csrf})
    assert [(one["id"], one["type"]) for one in read(answer)["fields"]] == [("phone_2", "phone"), ("budget", "money")]


def test_versions_tell_what_changed_and_an_old_one_comes_back_as_the_draft(member: Browser, form_id: str) -> None:
    ask(member, form_id, "publish", {"revision": 1, "slug": "survey"})
    more = {**FORM, "fields": [EMAIL, {"id": "day", "type": "date", "label": {"en": "Day"}}]}
    ask(member, form_id, "draft", {"revision": 1, "document": more})
    told = read(member.get(f"/forms/{form_id}/versions.json"))
    assert told["draft"] == ["Added “Day”"]
    ask(member, form_id, "publish", {"revision": 2, "slug": None})
    told = read(member.get(f"/forms/{form_id}/versions.json"))
    assert [(one["number"], one["live"], one["changes"], one["by"]) for one in told["versions"]] == [
        (2, True, ["Added “Day”"], "Member"),
        (1, False, [], "Member"),
    ]
    back = ask(member, form_id, "restore", {"number": 1, "revision": 2})
    assert (back.status_code, read(back)["document"], read(back)["live"]) == (200, FORM, 2)
    assert ask(member, form_id, "restore", {"number": 9, "revision": 3}).status_code == 404


@pytest.mark.parametrize("key", form_templates.KEYS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_of_the_gallery_is_worked_out_in_both_languages_and_can_be_published(
    office: Office, member: Browser, nobody: Browser, key: str, language: str
) -> None:
    answer = member.post("/forms/new", f"/forms/new?lang={language}", template=key)
    form_id = answer.location.split("/")[-2]
    with office.app.app_context():
        document = drafts.load(office.organisation_id, form_id).document
        definition = parse(document)
    assert warnings(definition) == []
    assert not list(_untranslated(document))
    slug = key.replace("_", "-")
    assert ask(member, form_id, "publish", {"revision": 1, "slug": slug}).status_code == 200
    for shown in ("en", "fr"):
        page = nobody.get(f"/f/{slug}?lang={shown}")
        assert page.status_code == 200
        assert definition.title[shown] in words(page.text)


def _untranslated(node: Any) -> Any:
    """Texts that lack one of the two languages, or say the same word by mistake of leaving it."""
    if isinstance(node, dict):
        if "en" in node and not node.get("fr"):
            yield node
        for inner in node.values():
            yield from _untranslated(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _untranslated(inner)


def test_the_gallery_offers_what_the_organisation_sells(office: Office, member: Browser) -> None:
    answer = member.post("/forms/new", "/forms/new", template="order")
    with office.app.app_context():
        document: dict[str, Any] = drafts.load(office.organisation_id, answer.location.split("/")[-2]).document
    items = next(one for one in document["fields"] if one["id"] == "items")
    assert "example-1" not in json.dumps(items)
    assert len(items["fields"][0]["products"]) == 3


def test_an_empty_form_speaks_the_readers_language(office: Office, member: Browser) -> None:
    member.get("/inbox?lang=fr")
    member.client.set_cookie("licorne_language", "fr")
    answer = member.post("/forms/new", "/forms/new", template="")
    with office.app.app_context():
        draft = drafts.load(office.organisation_id, answer.location.split("/")[-2])
    assert draft.document["title"] == {"fr": "Formulaire sans titre"}
    assert draft.document["currency"] == "EUR"


def test_what_is_exported_can_be_imported(office: Office, member: Browser, form_id: str) -> None:
    exported = member.get(f"/forms/{form_id}/export.json")
    assert exported.headers["Content-Disposition"].startswith('attachment; filename="form-')
    page = member.get("/forms/new").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = _imported(member, token[1], exported.data)
    with office.app.app_context():
        assert drafts.load(office.organisation_id, answer.location.split("/")[-2]).document == FORM
    for wrong in (b"", b"{", b"[]", b'{"fields": 1}', b'{"a": 1, "a": 2, "fields": []}'):
        assert _imported(member, token[1], wrong).status_code == 422, wrong


def _imported(browser: Browser, token: str, content: bytes) -> TestResponse:
    return browser.client.post("/forms/import", data={"csrf_token": token, "file": (BytesIO(content), "form.json")})


def test_a_copy_says_that_it_is_one(office: Office, member: Browser, form_id: str) -> None:
    answer = member.post(f"/forms/{form_id}/duplicate", f"/forms/{form_id}")
    assert answer.status_code == 303
    with office.app.app_context():
        assert drafts.load(office.organisation_id, answer.location.split("/")[-2]).title == "Survey (copy)"


def test_the_preview_draws_and_judges_as_the_public_page_does_and_keeps_nothing(
    office: Office, member: Browser, form_id: str
) -> None:
    page = member.get(f"/forms/{form_id}/preview")
    assert page.status_code == 200
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "Survey" in words(page.text)
    refused = member.client.post(f"/forms/{form_id}/preview", data={"email": "nobody"})
    assert refused.status_code == 422
    thanked = member.client.post(f"/forms/{form_id}/preview", data={"email": "ada@example.com"})
    assert thanked.status_code == 200
    assert "Thank you" in words(thanked.text)
    assert "ada@example.com" not in member.get("/contacts").text


def test_a_draft_that_cannot_be_drawn_says_why(member: Browser, form_id: str) -> None:
    ask(member, form_id, "draft", {"revision": 1, "document": {**FORM, "fields": []}})
    page = member.get(f"/forms/{form_id}/preview")
    assert page.status_code == 200
    assert "Not ready to be shown" in words(page.text)


def test_a_theme_is_a_style_sheet_that_browsers_keep(member: Browser, nobody: Browser, form_id: str) -> None:
    ask(member, form_id, "draft", {"revision": 1, "document": {**FORM, "theme": {"accent": "#0b7245", "radius": 0}}})
    ask(member, form_id, "publish", {"revision": 2, "slug": "survey"})
    sheet = re.search(r'href="(/f/survey/theme\.css\?v=1)"', nobody.get("/f/survey").text)
    assert sheet is not None
    answer = nobody.get(sheet[1])
    assert answer.mimetype == "text/css"
    assert "#0b7245" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert "theme.css" not in nobody.get("/f/project-request").text


def test_the_builder_gets_the_words_that_it_says() -> None:
    sources = (ROOT / "forms" / "builder").rglob("*.ts*")
    said = {text for file in sources for text in re.findall(r'\bt\(\s*"([^"]+)"', file.read_text("utf-8"))}
    assert said == set(TEXTS)


def test_every_setting_of_every_type_has_a_word() -> None:
    titles = {str(one["title"]) for kind in FIELD_TYPES.values() for one in kind.settings_schema.values()}
    assert titles == set(TITLES)
