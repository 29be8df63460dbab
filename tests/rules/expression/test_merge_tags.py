from __future__ import annotations

import html
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.expression.merge_tags import Template, parse
from rules.expression.problem import Problem, Refused
from tests.rules.expression.strategies import PLAIN

FACTS: dict[str, Any] = {
    "contact": {"name": "Ada", "note": None, "vip": True, "tags": ["a", "b"]},
    "invoice": {
        "total": "1260.5",
        "currency": "EUR",
        "due": "2026-03-01",
        "lines": [{"name": "Page", "total": "720"}, {"name": "Logo", "total": "-2.5"}],
    },
    "organisation": {"currency": "CHF"},
    "deposit": "12.3",
    "pages": 3,
}


def _problem(text: str, facts: dict[str, Any] = FACTS) -> Problem:
    with pytest.raises(Refused) as refused:
        parse(text).render(facts, "en")
    return refused.value.problems[0]


def _outcome(act: Callable[[], Any]) -> Any:
    """What comes out, or the one problem; any other exception is a defect."""
    try:
        return act()
    except Refused as refused:
        (problem,) = refused.problems
        return problem


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("no tags, } { }} ", "no tags, } { }} ", "no tags, } { }} "),
        ("Dear {{ contact.name }},", "Dear Ada,", "Dear Ada,"),
        ("{{contact.name|upper}} {{contact.name | lower}}", "ADA ada", "ADA ada"),
        ("[{{ contact.note }}]", "[]", "[]"),
        ('{{ contact.note | default("n/a }} | x") }}', "n/a }} | x", "n/a }} | x"),
        ('{{ contact.name | default("x") | upper }}', "ADA", "ADA"),
        ("{{ contact.vip }} {{ contact.tags }} {{ pages }}", "yes a, b 3", "oui a, b 3"),
        ("{{ contact.tags.1 }}", "b", "b"),
        ("{{ invoice.total | money }}", "€1,260.50", "1\u202f260,50\xa0€"),
        ('{{ invoice.total | money("USD") }}', "US$1,260.50", "1\u202f260,50\xa0$US"),
        ("{{ deposit | money }}", "CHF\xa012.30", "12,30\xa0CHF"),
        ("{{ invoice.total | number }}", "1,260.5", "1\u202f260,5"),
        ("{{ invoice.due | date }}", "1 March 2026", "1 mars 2026"),
        ('{{ invoice.due | date("short") }}', "01/03/2026", "01/03/2026"),
        ("{{ contact.note | money }}{{ contact.note | date }}{{ contact.note | number }}", "", ""),
        ("{{#if contact.vip}}V{{else}}-{{/if}}{{#if contact.note}}N{{/if}}", "V", "V"),
        ("{{#each invoice.lines}}{{ item.name }}: {{ item.total | number }};{{/each}}", "Page: 720;Logo: -2.5;", "Page: 720;Logo: -2,5;"),
        ("{{#each contact.tags}}{{ item }}{{#if item}}!{{/if}}{{/each}}", "a!b!", "a!b!"),
        ("{{#each contact.note}}x{{/each}}", "", ""),
        ("{{#if steps.pay.link}}{{ steps.pay.link }}{{else}}none{{/if}}", "none", "none"),
        ('{{ steps.pay.link | default("later") }}', "later", "later"),
        ("{{\ncontact.name\n}}", "Ada", "Ada"),
    ],
)  # fmt: skip
def test_a_text_is_written_for_its_reader(text: str, english: str, french: str) -> None:
    assert parse(text).render(FACTS, "en") == english
    assert parse(text).render(FACTS, "fr") == french


def test_a_language_we_do_not_speak_is_written_in_english() -> None:
    template = parse("{{ invoice.due | date }}")
    assert {template.render(FACTS, language) for language in ("de", "xx", "", "../../etc", "en-150")} == {"1 March 2026"}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("{{", "tag_not_closed", "1:1"),
        ("a\n b {{ x", "tag_not_closed", "2:4"),
        ('{{ a | default("x }}', "tag_not_closed", "1:1"),
        ("{{ }}", "not_a_tag", "1:1"),
        ("\n\n{{ 7*7 }}", "not_a_tag", "3:1"),
        ("{{ contact.name() }}", "not_a_tag", "1:1"),
        ("{{ contact['name'] }}", "not_a_tag", "1:1"),
        ("{{{ contact.name }}}", "not_a_tag", "1:1"),
        ("{{ contact.name | eval }}", "unknown_format", "1:1"),
        ("{{ contact.name | }}", "unknown_format", "1:1"),
        ("{{ contact.name | default }}", "unknown_format", "1:1"),
        ('{{ contact.name | upper("x") }}', "unknown_format", "1:1"),
        ('{{ contact.name | money("€") }}', "unknown_format", "1:1"),
        ('{{ contact.name | date("%Y") }}', "unknown_format", "1:1"),
        ('{{ contact.name | default("a") x }}', "unknown_format", "1:1"),
        ("{{#with contact}}", "unknown_block", "1:1"),
        ("{{#if a b}}", "unknown_block", "1:1"),
        ("{{#if contact.vip}}", "block_not_closed", "1:1"),
        ("x{{/if}}", "block_not_open", "1:2"),
        ("{{#if contact.vip}}{{/each}}", "block_not_open", "1:20"),
        ("{{else}}", "else_without_if", "1:1"),
        ("{{#if contact.vip}}{{else}}{{else}}{{/if}}", "else_without_if", "1:28"),
        ("{{#each contact.tags}}{{else}}{{/each}}", "else_without_if", "1:23"),
        ("{{#if a}}" * 17 + "{{/if}}" * 17, "blocks_too_deep", "1:145"),
        ("{{ a }}" * 1001, "too_many_tags", None),
        ("x" * 65_537, "text_too_long", "1:1"),
    ],
)
def test_a_wrong_text_is_refused_with_line_and_column(text: str, code: str, place: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert place is None or problem.place == place


@pytest.mark.parametrize(
    "name",
    [
        *("contact.tenant.smtp_password", "contact.query.delete", "contact.metadata", "contact.__class__", "self"),
        *("contact.name.__class__", "contact.name.upper", "__builtins__", "contact.tags.9", "contact.tags.-1", "item"),
        *("contact.tags.length", "contact.items", "contact.keys"),
    ],
)
def test_an_unknown_field_is_an_error_wherever_it_stands(name: str) -> None:
    for text in ("{{ %s }}", '{{ %s | default("x") }}', "{{#if %s}}x{{/if}}", "{{#each %s}}x{{/each}}"):
        problem = _problem(text.replace("%s", name))
        assert (problem.code, problem.parameters["tag"]) == ("unknown_tag", name)


class _Record:
    """Like a row of the database: it has attributes, and reading one is an alarm."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"an attribute was read: {name}")


def test_attributes_of_objects_are_never_read() -> None:
    assert _problem("{{ contact.password }}", {"contact": _Record()}).code == "unknown_tag"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ contact }}", "not_a_text"),
        ("{{ invoice.lines }}", "not_a_text"),
        ("{{ contact.name | money }}", "format_mismatch"),
        ("{{ contact.name | date }}", "format_mismatch"),
        ("{{ contact.vip | number }}", "format_mismatch"),
        ("{{#each contact.name}}x{{/each}}", "not_a_list"),
    ],
)
def test_a_value_that_cannot_be_written_is_refused(text: str, code: str) -> None:
    assert _problem("\n" + text).code == code
    assert _problem("\n" + text).place == "2:1"


def test_tags_tells_all_names_and_elements_as_stars() -> None:
    text = "{{ a.b }}{{#if c}}{{ d }}{{else}}{{ e }}{{/if}}{{#each f}}{{ item.g }}{{#each item.h}}{{ item }}{{/each}}{{/each}}"
    assert parse(text).tags() == {"a.b", "c", "d", "e", "f", "f.*.g", "f.*.h", "f.*.h.*"}
    assert parse("no tag").tags() == frozenset()


@given(answer=st.one_of(st.text(max_size=20), st.sampled_from(["{{7*7}}", "{{ contact.x }}", "${7*7}", "=2+3", "{{#each a}}"])))
@settings(max_examples=100, deadline=None)
def test_an_answer_stays_literal(answer: str) -> None:
    facts = {"a": answer, "list": [answer], "contact": {"x": "SECRET"}}
    template = parse("<{{ a }}|{{#each list}}{{ item }}{{/each}}|{{ a | default(\"d\") }}>")
    assert template.render(facts, "en") == f"<{answer}|{answer}|{answer or 'd'}>"


def test_what_a_default_says_is_not_parsed_again() -> None:
    assert parse('{{ contact.note | default("{{ contact.name }}") }}').render(FACTS, "en") == "{{ contact.name }}"


def test_only_what_tags_give_is_escaped() -> None:
    facts = {"a": "<script>", "b": ["<b>"], "m": "5"}
    text = "<p>{{ a }}</p>{{#each b}}<i>{{ item | upper }}</i>{{/each}}"
    assert parse(text).render(facts, "en", html.escape) == "<p>&lt;script&gt;</p><i>&lt;B&gt;</i>"


def test_an_element_called_item_does_not_leak_out_of_its_loop() -> None:
    assert _problem("{{#each contact.tags}}{{ item }}{{/each}}{{ item }}").code == "unknown_tag"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{#each a}}{{#each a}}{{/each}}{{/each}}", "too_many_items"),
        ("{{#each a}}{{#each a}}{{#each a}}x{{/each}}{{/each}}{{/each}}", "too_many_items"),
        ("{{#each a}}" + "{{ item }}" * 900 + "{{/each}}", "too_many_items"),
        ("{{#each b}}" + "x" * 1000 + "{{/each}}", "text_too_long"),
        ("{{ long }}{{ long }}", "text_too_long"),
    ],
)
def test_a_bomb_ends_early(text: str, code: str) -> None:
    facts = {"a": [""] * 10_000, "b": ["y"] * 9_000, "long": "é" * 20_000}
    started = time.process_time()
    assert _problem(text, facts).code == code
    assert time.process_time() - started < 5


@given(text=st.text(alphabet='{}#/|() "\n.abeifcshltmonydu', max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_parses_or_is_refused(text: str) -> None:
    assert isinstance(_outcome(lambda: parse(text)), Template | Problem)


@given(facts=st.dictionaries(st.sampled_from(["a", "b"]), PLAIN))
@settings(max_examples=100, deadline=None)
def test_rendering_plain_data_gives_text_or_a_problem(facts: dict[str, Any]) -> None:
    template = parse("{{ a }}{{#each b}}{{ item.a | default(\"x\") }}{{/each}}{{#if a}}{{ b }}{{/if}}")
    before = json.dumps(facts)
    outcome = _outcome(lambda: template.render(facts, "fr"))
    assert isinstance(outcome, str) or outcome.code in {"unknown_tag", "not_a_list", "not_a_text"}
    assert json.dumps(facts) == before
