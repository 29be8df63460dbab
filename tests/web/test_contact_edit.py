"""Writing down a contact and correcting its file: bad input, two people at once, the same address twice."""

from sqlalchemy import select

from licorne.models.contact import Contact, ContactKey
from licorne.models.database import current_session
from licorne.models.invoice import Invoice
from tests.web.office import Browser, Office, hidden_fields, words

TYPED = {
    "name": "Grace Hopper", "company": "Nanoseconds", "email": "Grace@Example.com", "phone": "06 12 34 56 78", "street": "1 rue du Port",
    "postcode": "13001", "city": "Marseille", "country": "FR", "vat_number": "fr 83 404 833 048", "siren": "404 833 048",
    "stage": "client", "language": "fr", "owner": "",
}  # fmt: skip


def _contacts(office: Office) -> list[Contact]:
    with office.app.app_context():
        return list(current_session().scalars(select(Contact).where(Contact.organisation_id == office.organisation_id)))


def _add(member: Browser, **values: str) -> str:
    answer = member.post("/contacts/new", "/contacts/new", **(TYPED | values))
    assert answer.status_code == 302, words(answer.text)
    return f"{answer.location}"


def test_a_contact_is_written_down_in_the_one_way_in_which_forms_write_it(office: Office, member: Browser) -> None:
    page = words(member.get(_add(member)).text)
    (contact,) = _contacts(office)
    assert (contact.email, contact.phone, contact.stage) == ("Grace@example.com", "+33612345678", "client")
    assert contact.address == {"street": "1 rue du Port", "postcode": "13001", "city": "Marseille", "country": "FR"}
    assert contact.legal == {"vat_id": "FR83404833048", "siren": "404833048"}
    assert "1 rue du Port, 13001, Marseille, FR" in page
    office.browser().submit(email="grace@example.com", name="Somebody")
    (contact,) = _contacts(office)
    assert contact.name == "Grace Hopper"


def test_what_is_wrong_is_told_beside_its_field_and_everything_typed_stays(office: Office, member: Browser) -> None:
    wrong = {
        "name": " ",
        "email": "nobody",
        "phone": "12",
        "vat_number": "FR1",
        "siren": "123456789",
        "country": "QQ",
        "owner": "me",
    }
    answer = member.post("/contacts/new", "/contacts/new", **(TYPED | wrong))
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 5
    assert 'value="nobody"' in answer.text
    assert 'value="Marseille"' in answer.text
    assert _contacts(office) == []
    assert member.post("/contacts/new", "/contacts/new", **(TYPED | {"name": "x" * 161})).status_code == 422


def test_a_corrected_address_is_on_the_next_invoice_and_the_former_one_still_finds_the_contact(
    office: Office, member: Browser
) -> None:
    office.browser().submit()
    (contact,) = _contacts(office)
    page = f"/contacts/{contact.id}/edit"
    answer = member.post(page, page, **(TYPED | {"email": "new@example.com", "phone": ""}))
    assert answer.status_code == 302
    assert "Saved." in words(member.get(answer.location).text)
    office.browser().submit()
    office.browser().submit(email="new@example.com")
    office.work()
    assert len(_contacts(office)) == 1
    with office.app.app_context():
        keys = select(ContactKey.value).where(ContactKey.organisation_id == office.organisation_id)
        assert set(current_session().scalars(keys)) == {"ada@example.com", "new@example.com"}
        models = current_session().scalars(
            select(Invoice.model).where(Invoice.organisation_id == office.organisation_id)
        )
        assert ["1 rue du Port" in model for model in models] == [True] * 3


def test_the_same_page_sent_twice_changes_nothing_more_and_two_people_see_each_other(
    office: Office, member: Browser
) -> None:
    _add(member)
    (contact,) = _contacts(office)
    page = f"/contacts/{contact.id}/edit"
    shown = hidden_fields(member.get(page).text) | TYPED
    other = office.signed_in("owner")
    assert other.post(page, page, **(TYPED | {"city": "Aix"})).status_code == 302
    mine = shown | {"city": "Toulon"}
    refused = member.client.post(page, data=mine)
    assert refused.status_code == 409
    assert "Somebody else changed this contact meanwhile." in words(refused.text)
    assert 'value="Toulon"' in refused.text
    assert _contacts(office)[0].address["city"] == "Aix"
    again = hidden_fields(refused.text) | mine | {"seen": hidden_fields(refused.text)["seen"]}
    for _ in range(2):
        assert member.client.post(page, data=again).status_code == 302
    assert _contacts(office)[0].address["city"] == "Toulon"


def test_an_address_that_is_somebody_elses_leads_to_that_contact(office: Office, member: Browser) -> None:
    office.browser().submit()
    (ada,) = _contacts(office)
    answer = member.post("/contacts/new", "/contacts/new", **(TYPED | {"email": "ADA@example.com"}))
    assert answer.status_code == 409
    assert f'href="/contacts/{ada.id}"' in answer.text
    assert len(_contacts(office)) == 1


def test_who_only_looks_changes_nothing(office: Office) -> None:
    office.browser().submit()
    (contact,) = _contacts(office)
    for role, status in (("viewer", 403), ("stranger", 404)):
        browser = office.signed_in(role)
        assert browser.get(f"/contacts/{contact.id}/edit").status_code == status
        assert browser.post(f"/contacts/{contact.id}/edit", "/contacts", **TYPED).status_code == status
