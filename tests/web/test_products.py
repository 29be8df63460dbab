"""The catalogue's pages."""

from tests.web.office import Browser, Office, words

NEW = "/catalogue/new"
TYPED = {
    "name.en": "Massage", "name.fr": "", "unit.en": "session", "code": "massage", "price": "1 080,50", "valid_from": "2026-01-01",
    "category": "S", "rate": "20", "variant.0.code": "long", "variant.0.name.en": "Long",
}  # fmt: skip


def _added(browser: Browser) -> str:
    answer = browser.post(NEW, NEW, **TYPED)
    assert answer.status_code == 302
    return answer.location


def test_a_product_that_was_typed_as_people_write_stands_in_the_list(member: Browser) -> None:
    page = _added(member)
    assert "€1,080.50" in words(member.get("/catalogue").text)
    assert "Long" in member.get(page).text


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(member: Browser) -> None:
    answer = member.post(NEW, NEW, **(TYPED | {"price": "much", "code": "massage"}))
    assert answer.status_code == 422
    assert 'aria-describedby="price-note"' in answer.text
    assert 'value="much"' in answer.text
    _added(member)
    twice = member.post(NEW, NEW, **TYPED)
    assert twice.status_code == 422
    assert "has a product “massage” already" in twice.text


def test_names_can_be_changed_and_prices_planned_and_withdrawn(member: Browser) -> None:
    page = _added(member)
    assert member.post(page, page, **(TYPED | {"name.en": "Deep massage"})).status_code == 302
    assert "Deep massage" in member.get(page).text
    planned = TYPED | {"valid_from": "2099-01-01", "price": "99", "variant": "long"}
    assert member.post(f"{page}/prices", page, **planned).status_code == 302
    shown = member.get(page).text
    assert "1 Jan 2099" in shown
    (withdraw,) = [
        part.partition('"')[0] for part in shown.split('action="') if part.partition('"')[0].endswith("/withdraw")
    ]
    assert member.post(withdraw, page).status_code == 302
    assert "1 Jan 2099" not in member.get(page).text
    early = member.post(f"{page}/prices", page, **(planned | {"valid_from": "2020-01-01"}))
    assert early.status_code == 422
    assert "today at the earliest" in early.text


def test_archived_products_have_a_list_of_their_own(member: Browser) -> None:
    page = _added(member)
    assert member.post(f"{page}/archive", page).status_code == 302
    assert "Massage" not in member.get("/catalogue").text
    assert "Massage" in member.get("/catalogue?archived=1").text
    assert member.post(f"{page}/restore", page).status_code == 302
    assert "Massage" in member.get("/catalogue?q=mass").text
    assert "No products" in member.get("/catalogue?q=nothing-like-it").text


def test_viewers_read_and_change_nothing(member: Browser, office: Office) -> None:
    page = _added(member)
    viewer = office.signed_in("viewer")
    assert viewer.get(page).status_code == 200
    assert "New product" not in viewer.get("/catalogue").text
    assert viewer.post(f"{page}/archive", page).status_code == 403
