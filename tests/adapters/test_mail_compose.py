"""The texts of mails, for every kind and language."""

import re
import time
from html.parser import HTMLParser

import pytest

from licorne.adapters.mail_compose import FACTS, LANGUAGES, Own, compose, copy_of, fill, kinds

FACTS_OF_A_REMINDER = {
    "contact": "Claire Vauclair",
    "number": "F-2026-0142",
    "amount": "12 572,36 €",
    "due": "24 décembre 2026",
    "date": "24 décembre 2026",
    "days": "30",
    "seller": "Atelier Brume",
    "sender": "Inès Morel",
    "link": "https://portail.example/d/7Qk2c9?a=1&b=2",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "bic": "AGRIFRPP",
    "penalty": "123,91 €",
    "recovery": "40,00 €",
    "identity": "Atelier Brume, SARL, 75011 Paris",
    "title": "Rappeler Claire",
    "detail": "Elle attend la maquette.\n\nVoir le devis.",
}


class Page(HTMLParser):
    """The words, links and unclosed tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_kinds_are_those_that_the_product_sends() -> None:
    wanted = {"invoice-sent", "reminder", "quote-sent", "payment-received", "task-reminder", "invitation", "notice"}
    assert wanted <= set(kinds())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", kinds())
def test_each_kind_is_whole_in_each_language(kind: str, lang: str) -> None:
    made = compose(kind, lang, FACTS_OF_A_REMINDER, logo_cid="logo@x")
    page = Page(made.html)
    assert page.open == []
    for text in (made.subject, made.html, made.text):
        assert not re.search(r"\{\w+\}|zq0z|None", text)
    assert FACTS_OF_A_REMINDER["link"] in page.links
    assert "cid:logo@x" in page.links
    assert FACTS_OF_A_REMINDER["link"] in made.text
    assert made.subject
    assert "<style" in made.html  # the rules for phones and for dark screens
    assert 'class="title"' in made.html.replace("'", '"')
    assert made.html.count("style=") > 20


def test_both_languages_have_the_same_texts() -> None:
    english, french = copy_of("en"), copy_of("fr")
    assert english.words.keys() == french.words.keys()
    assert english.kinds.keys() == french.kinds.keys()
    for kind, message in english.kinds.items():
        assert message.keys() == french.kinds[kind].keys()
        assert len(message["text"]) == len(french.kinds[kind]["text"])
        for key in ("bank", "claims", "late", "tone", "date_label"):
            assert message[key] == french.kinds[kind][key]


def test_every_name_in_the_texts_is_a_fact() -> None:
    for lang in LANGUAGES:
        names = set(re.findall(r"\{(\w+)\}", str(copy_of(lang))))
        assert names <= FACTS


def test_facts_are_escaped_in_html_and_plain_in_text() -> None:
    made = compose("notice", "en", {"title": "<b>1 & 2</b>", "detail": '"x"', "seller": "R&D"})
    assert "<b>1 & 2</b>" in "".join(Page(made.html).words)
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in made.html
    assert "<b>1 & 2</b>" in made.text
    assert made.subject == "<b>1 & 2</b>"


def test_what_is_absent_leaves_no_trace() -> None:
    made = compose(
        "invoice-sent", "en", {"seller": "Atelier Brume", "number": "F-1", "amount": "10.00", "due": "1 May"}
    )
    assert "IBAN" not in made.text
    assert "<img" not in made.html
    assert "<a " not in made.html
    assert "Hello,\n" in made.text


def test_own_texts_replace_ours_and_a_blank_line_begins_a_paragraph() -> None:
    own = Own(subject="Bonjour {number}", paragraphs=("Un.\n\nDeux.",))
    made = compose("invoice-sent", "fr", FACTS_OF_A_REMINDER, own=own)
    assert made.subject == "Bonjour {number}"
    assert "Un.\n\nDeux." in made.text
    assert made.html.count(">Un.<") == made.html.count(">Deux.<") == 1


def test_a_fact_cannot_name_another_or_reach_an_attribute() -> None:
    assert fill("{title}", {"title": "{seller} {0.__class__}", "seller": "x"}) == "{seller} {0.__class__}"
    with pytest.raises(KeyError):
        fill("{password}", {"password": "x"})
    with pytest.raises(KeyError):
        compose("notice", "en", {"title": "x", "admin": "x"})


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", 'https://x"onclick="y', "https://a b"]
)
def test_a_link_leads_to_a_web_page(link: str) -> None:
    with pytest.raises(ValueError, match="link"):
        compose("notice", "en", {"title": "x", "link": link})


def test_an_unknown_language_is_english() -> None:
    assert compose("invitation", "de", FACTS_OF_A_REMINDER).text.count("Kind regards") == 1


def test_styles_are_inlined_once_for_a_form_of_mail() -> None:
    compose("invoice-sent", "fr", FACTS_OF_A_REMINDER)
    began = time.process_time()
    for number in range(50):
        compose("invoice-sent", "fr", {**FACTS_OF_A_REMINDER, "number": str(number)})
    assert (time.process_time() - began) / 50 < 0.003  # 0.3 ms on an idle machine; inlining takes 5
