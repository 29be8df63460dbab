"""Drafts of rules: saved under a revision, published into versions, never lost unseen."""

from typing import Any

import pytest

from licorne.errors import NotFound, Refused
from licorne.services import live, rule_drafts, rule_templates
from licorne.services.draft_rows import Document
from licorne.services.publishing import problems_of_rule
from licorne.services.rule_drafts import Overtaken
from tests.services.house import House

ANNA, BOB = "user:anna", "user:bob"


def _rule(house: House, **changes: Any) -> Document:
    found = rule_templates.document_of("welcome", "en", live.organisation(house.organisation_id), "project-request")
    assert found is not None
    return found | changes


def _begun(house: House) -> str:
    return rule_drafts.create(house.organisation_id, _rule(house), ANNA)


def test_a_rule_begins_as_a_draft_that_answers_nothing(house: House) -> None:
    draft = rule_drafts.load(house.organisation_id, _begun(house))
    assert (draft.revision, draft.live_number, draft.is_changed, draft.saved_by) == (1, None, True, ANNA)
    assert draft.title == "Welcome a new contact"


def test_a_save_on_top_of_an_older_draft_is_refused_with_the_newer_one(house: House) -> None:
    rule_id = _begun(house)
    rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, priority=3), BOB)
    with pytest.raises(Overtaken) as caught:
        rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, priority=4), ANNA)
    assert (caught.value.theirs.revision, caught.value.theirs.document["priority"]) == (2, 3)
    same = rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, priority=3), ANNA)
    assert same.revision == 2


def test_publishing_takes_only_the_draft_that_was_looked_at(house: House) -> None:
    rule_id = _begun(house)
    rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, priority=3), BOB)
    with pytest.raises(Overtaken):
        rule_drafts.publish(house.organisation_id, rule_id, 1, ANNA)
    assert rule_drafts.publish(house.organisation_id, rule_id, 2, ANNA).number == 1
    draft = rule_drafts.load(house.organisation_id, rule_id)
    assert (draft.live_number, draft.is_changed) == (1, False)


def test_an_unfinished_rule_is_kept_and_not_published(house: House) -> None:
    rule_id = _begun(house)
    saved = rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, steps=[{"id": "x"}]), ANNA)
    with pytest.raises(Refused):
        rule_drafts.publish(house.organisation_id, rule_id, saved.revision, ANNA)
    assert rule_drafts.load(house.organisation_id, rule_id).live_number is None


def test_an_earlier_version_comes_back_as_the_draft_while_the_live_one_goes_on(house: House) -> None:
    rule_id = _begun(house)
    rule_drafts.publish(house.organisation_id, rule_id, 1, ANNA)
    rule_drafts.save(house.organisation_id, rule_id, 1, _rule(house, priority=3), ANNA)
    rule_drafts.publish(house.organisation_id, rule_id, 2, ANNA)
    back = rule_drafts.restore(house.organisation_id, rule_id, 1, 2, BOB)
    assert (back.document, back.revision, back.live_number, back.is_changed) == (_rule(house), 3, 2, True)
    with pytest.raises(NotFound):
        rule_drafts.restore(house.organisation_id, rule_id, 9, 3, BOB)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", rule_templates.KEYS)
def test_every_rule_of_the_gallery_can_go_live_as_it_is(house: House, key: str, language: str) -> None:
    form = rule_templates.newest_form(house.organisation_id)
    document = rule_templates.document_of(key, language, live.organisation(house.organisation_id), form)
    assert document is not None
    assert problems_of_rule(house.organisation_id, document) == []
