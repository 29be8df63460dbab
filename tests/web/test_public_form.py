"""The public form: without a script, once per page, kind to mistakes."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from tests.web.office import ANSWERS, FORM, Browser, Office, hidden_fields, words


def _count(office: Office, kind: type) -> int:
    with office.app.app_context():
        statement = select(func.count()).select_from(kind).where(kind.organisation_id == office.organisation_id)
        return current_session().scalar(statement) or 0


def test_answers_are_thanked_on_a_page_of_its_own(office: Office, nobody: Browser) -> None:
    answer = nobody.submit()
    assert answer.status_code == 303
    assert answer.location == "/f/project-request/thanks?lang=en"
    assert 'role="status"' in nobody.get(answer.location).text
    assert _count(office, Submission) == 1


def test_one_page_sent_twenty_times_at_once_makes_one_of_everything(office: Office, nobody: Browser) -> None:
    posted = ANSWERS | hidden_fields(nobody.get(FORM).text)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: office.app.test_client().post(FORM, data=posted), range(20)))
    assert {answer.status_code for answer in answers} == {303}
    office.work()
    assert [_count(office, kind) for kind in (Submission, Contact, Invoice)] == [1, 1, 1]


def test_the_page_loaded_afresh_counts_again(office: Office, nobody: Browser) -> None:
    nobody.submit()
    nobody.submit()
    assert [_count(office, Submission), _count(office, Contact)] == [2, 1]


def test_mistakes_come_back_with_everything_that_was_typed(office: Office, nobody: Browser) -> None:
    answer = nobody.submit(email="not an address", name="Ada <b>Martin</b>")
    assert answer.status_code == 422
    assert 'value="Ada &lt;b&gt;Martin&lt;/b&gt;"' in answer.text
    assert 'value="not an address"' in answer.text
    assert '<a href="#field-email">' in answer.text
    field = re.search(r'<input[^>]*id="field-email"[^>]*>', answer.text)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "Please check 1 answer" in words(answer.text)
    assert _count(office, Submission) == 0


def test_a_corrected_page_can_be_sent(office: Office, nobody: Browser) -> None:
    page = nobody.submit(email="wrong").text
    answer = nobody.client.post(FORM, data=ANSWERS | hidden_fields(page))
    assert answer.status_code == 303
    assert _count(office, Submission) == 1


def test_a_post_without_our_token_is_shown_again(office: Office, nobody: Browser) -> None:
    for token in ("", "made up", "é", "01890a5d-ac96-774b-bcce-b302099a8057.c2ln"):
        answer = nobody.client.post(FORM, data=ANSWERS | {"_token": token})
        assert answer.status_code == 400
        assert "Please send it once more" in answer.text
    assert _count(office, Submission) == 0


def test_other_answers_under_a_used_token_are_asked_for_again(office: Office, nobody: Browser) -> None:
    posted = ANSWERS | hidden_fields(nobody.get(FORM).text)
    assert nobody.client.post(FORM, data=posted).status_code == 303
    answer = nobody.client.post(FORM, data=posted | {"pages": "9"})
    assert answer.status_code == 409
    assert nobody.client.post(FORM, data=posted | {"pages": "9"} | hidden_fields(answer.text)).status_code == 303
    assert _count(office, Submission) == 2


def test_hostile_numbers_are_refused_quickly_and_nothing_is_kept(office: Office, nobody: Browser) -> None:
    for pages in ("-5", "0", "1e-9", "0.1", "99999999999", "NaN", "Infinity", "1E-999999", "9" * 5000, "1\x00"):
        assert nobody.submit(pages=pages).status_code == 422, pages
    assert _count(office, Submission) == 0


def test_a_price_in_the_post_changes_nothing(office: Office, nobody: Browser) -> None:
    nobody.submit(total="0.01", tax="0", currency="XXX", **{"items[0][unit_price]": "0.01"})
    office.work()
    with office.app.app_context():
        mine = Invoice.organisation_id == office.organisation_id
        cheap = current_session().scalar(select(func.count()).select_from(Invoice).where(mine, Invoice.total < 10_000))
    assert cheap == 0
    assert _count(office, Invoice) == 1


def test_addresses_of_no_form_are_not_found(nobody: Browser) -> None:
    for address in ("/f/nothing", "/f/a%00b", "/f/%C3%A9", "/f/" + "a" * 500):
        assert nobody.get(address).status_code == 404, address


def test_the_language_is_the_visitors(nobody: Browser) -> None:
    assert '<html lang="en">' in nobody.get(FORM, Accept_Language="de,en;q=0.5").text
    french = nobody.get(FORM, Accept_Language="fr-CA,fr;q=0.9").text
    assert '<html lang="fr">' in french
    assert "facultatif" in french or "obligatoire" in french or "Propulsé par Licorne" in french
    assert '<html lang="en">' in nobody.get(FORM + "?lang=en", Accept_Language="fr").text


def test_mistakes_are_told_in_the_language_of_the_page(nobody: Browser) -> None:
    address = FORM + "?lang=fr"
    answer = nobody.post(address, address, **(ANSWERS | {"email": "wrong"}))
    assert "Écrivez une seule adresse e-mail" in answer.text


def test_the_form_weighs_little(office: Office, nobody: Browser) -> None:
    page = nobody.get(FORM).text
    dist = Path(office.app.static_folder or "") / "dist"
    loaded = re.findall(r"/static/dist/([\w./-]+)", page)
    assert len(loaded) + 1 <= 4
    assert len(page.encode()) + sum((dist / name).stat().st_size for name in loaded) <= 30 * 1024
