"""Contacts that may be one person: told with the reason, merged by a person only."""

from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.audit import AuditEntry
from licorne.models.contact import Contact, ContactKey, ContactTag
from licorne.models.database import transaction
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.models.work import Task
from licorne.services import contact_merge, lookalikes
from tests.services.house import House

ACTOR = "user:test"


def _contact(house: House, email: str, **changed: Any) -> str:
    """A contact that a form made, as somebody completed it."""
    house.submit(email=email, name=changed.pop("name", "Ada Martin"))
    (made,) = [contact.id for contact in house.rows(Contact) if contact.email == email]
    if changed:
        assignments = ", ".join(f"{name} = :{name}" for name in changed)
        house.sql(f"UPDATE contact SET {assignments} WHERE email = :address", address=email, **changed)
    return made


def _alike(house: House, contact_id: str) -> dict[str, tuple[str, ...]]:
    (contact,) = [one for one in house.rows(Contact) if one.id == contact_id]
    return {one.contact.email or "": one.reasons for one in lookalikes.of(contact)}


def test_the_reasons_are_told_and_nothing_is_merged_by_itself(house: House) -> None:
    mine = _contact(house, "ada@studio.example", name="Zoé Lefèvre", phone="+33612345678")
    _contact(house, "zoe@gmail.com", name="LEFEVRE Zoe")
    _contact(house, "z.lefevre@gmail.com", name="Zoé Lefebvre")
    _contact(house, "paul@studio.example", name="Paul Petit")
    _contact(house, "other@gmail.com", name="Otto Other", phone="+33612345678")
    _contact(house, "nobody@gmail.com", name="Nina Nobody")
    assert _alike(house, mine) == {
        "other@gmail.com": ("phone",),
        "zoe@gmail.com": ("name",),
        "z.lefevre@gmail.com": ("similar_name",),
        "paul@studio.example": ("domain",),
    }
    assert len(house.rows(Contact)) == 6


def test_a_domain_of_many_or_of_anybody_says_nothing(quick_house: House) -> None:
    mine = _contact(quick_house, "one@big.example", name="Anna Alpha")
    for name in ("Ben Bravo", "Carl Charlie", "Dora Delta", "Emil Echo"):
        _contact(quick_house, f"{name[0].lower()}@big.example", name=name)
    assert _alike(quick_house, mine) == {}


def test_who_was_called_somebody_else_is_not_told_of_again(house: House) -> None:
    first, second = _contact(house, "a@example.com"), _contact(house, "b@gmail.com")
    assert "b@gmail.com" in _alike(house, first)
    for _ in range(2):
        lookalikes.call_different(house.organisation_id, first, second, ACTOR)
    assert (_alike(house, first), _alike(house, second)) == ({}, {})
    assert [entry.action for entry in house.rows(AuditEntry)].count("contact.called_different") == 1


def _tag(house: House, contact_id: str, *tags: str) -> None:
    with transaction() as session:
        for tag in tags:
            row = ContactTag(
                organisation_id=house.organisation_id, contact_id=contact_id, tag=tag, effect_id=None, created_at=clock.now()
            )  # fmt: skip
            session.add(row)


def test_merging_moves_what_can_move_and_the_next_post_finds_the_contact_that_stayed(house: House) -> None:
    kept, gone = _contact(house, "kept@example.com"), _contact(house, "gone@example.com", phone="+33612345678")
    house.perform()
    _tag(house, kept, "vip", "old")
    _tag(house, gone, "vip", "new")
    contact_merge.merge(house.organisation_id, kept, gone, ACTOR)
    rows = {contact.id: contact for contact in house.rows(Contact)}
    assert (rows[kept].phone, rows[kept].stage, rows[gone].merged_into_id) == ("+33612345678", "client", kept)
    assert {row.contact_id for row in house.rows(Submission)} == {kept}
    assert {row.contact_id for row in house.rows(Task)} == {kept}
    assert {row.contact_id for row in house.rows(ContactKey)} == {kept}
    tags = {row.tag for row in house.rows(ContactTag) if row.contact_id == kept}
    assert {"vip", "old", "new"} <= tags
    assert {row.contact_id for row in house.rows(Invoice)} == {kept, gone}  # issued documents never change
    house.submit(email="gone@example.com", token=new_id())
    house.perform()
    assert {row.contact_id for row in house.rows(Submission)} == {kept}
    entry = next(entry for entry in house.rows(AuditEntry) if entry.action == "contact.merged")
    assert entry.detail["moved"]["submissions"] == 1  # type: ignore[index,call-overload]  # JSON
    assert house.examine() == []


def test_what_is_one_already_or_not_there_is_refused(quick_house: House) -> None:
    mine = quick_house.organisation_id
    first, second, third = (_contact(quick_house, f"{name}@example.com") for name in "abc")
    contact_merge.merge(mine, first, second, ACTOR)
    with pytest.raises(Conflict, match="contact_was_merged"):
        contact_merge.merge(mine, third, second, ACTOR)
    with pytest.raises(Conflict, match="contact_is_the_same"):
        contact_merge.merge(mine, first, first, ACTOR)
    with pytest.raises(NotFound):
        contact_merge.merge(mine, first, new_id(), ACTOR)
    contact_merge.merge(mine, third, first, ACTOR)
    assert {row.merged_into_id for row in quick_house.rows(Contact)} == {None, third}
