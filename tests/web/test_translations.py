"""One catalogue for Python, Jinja and TypeScript: complete, without doubts, with the same placeholders."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from forms.codes import CODES
from licorne.web.editing_texts import TEXTS as EDITING_TEXTS
from licorne.web.language import LANGUAGES
from licorne.web.messages import TEXTS
from licorne.web.rule_editor_texts import TEXTS as RULE_EDITOR_TEXTS
from licorne.web.script_texts import TEXTS as SCRIPT_TEXTS

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "t": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@cache
def _extracted() -> dict[str, set[str]]:
    """Every message with the files that say it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, set[str]] = {}
    for folder in ("platform/licorne", "platform/frontend/src", "templates", "forms", "rules"):
        rows = extract_from_dir(
            str(ROOT / folder), [(f"{pattern}", method) for pattern, method in _below(methods, folder)],
            {pattern: options[f"{folder}/{pattern}"] for pattern, _ in _below(methods, folder)}, KEYWORDS, strip_comment_tags=True,
        )  # fmt: skip
        for name, _line, message, _comments, _context in rows:
            found.setdefault(message if isinstance(message, str) else message[0], set()).add(f"{folder}/{name}")
    return found


def _below(methods: list[tuple[str, str]], folder: str) -> Iterator[tuple[str, str]]:
    """The patterns of babel.cfg that begin with this folder, seen from inside it."""
    prefix = f"{folder}/"
    return ((pattern.removeprefix(prefix), method) for pattern, method in methods if pattern.startswith(prefix))


@cache
def _french() -> Catalog:
    with (ROOT / "platform/licorne/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="fr")


def _messages() -> list[Message]:
    return [message for message in _french() if message.id]


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_english_is_the_language_of_the_ids_and_french_is_there() -> None:
    assert list(LANGUAGES) == ["en", "fr"]


def test_the_catalogue_holds_exactly_what_is_said() -> None:
    said, kept = set(_extracted()), {_id(message) for message in _messages()}
    assert len(said) > 400
    assert sorted(said - kept) == [], "strings without a French entry"
    assert sorted(kept - said) == [], "French entries that nobody says"


def test_no_french_is_missing_or_doubtful() -> None:
    for message in _messages():
        strings = [message.string] if isinstance(message.string, str) else message.string
        assert all(strings), message.id
        assert not message.fuzzy, message.id


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in _messages():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        allowed = {tuple(sorted(PLACEHOLDER.findall(text))) for text in ids}
        assert all(tuple(sorted(PLACEHOLDER.findall(text))) in allowed for text in strings), message.id


def test_french_quotes_and_colons_have_their_spaces() -> None:
    for message in _messages():
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert "“" not in text, text
            assert not re.search(r"[^\s\u00a0\u202f0-9)][;!?]|\w:(?!/)\s", text), text


def test_scripts_get_the_words_that_they_say() -> None:
    sources = [file for part in ("core", "logic") for file in (ROOT / "platform/frontend/src" / part).rglob("*.ts")]
    assert _said(sources) == set(SCRIPT_TEXTS)


def test_the_islands_get_the_words_that_their_common_parts_say() -> None:
    assert _said((ROOT / "platform/frontend/src/editing").rglob("*.ts*")) == set(EDITING_TEXTS)


def test_the_rule_editor_gets_the_words_that_it_says() -> None:
    assert _said((ROOT / "rules/editor").rglob("*.ts*")) == set(RULE_EDITOR_TEXTS)


def _said(sources: Iterable[Path]) -> set[str]:
    return {text for file in sources for text in re.findall(r'\bt\(\s*"([^"]+)"', file.read_text("utf-8"))}


def test_every_code_of_the_forms_has_words_that_use_its_parameters() -> None:
    for code, example in CODES.items():
        assert code in TEXTS, code
        assert set(re.findall(r"%\((\w+)\)s", TEXTS[code])) <= set(example), code
