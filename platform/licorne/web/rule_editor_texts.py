"""The sentences that the rule editor says, written into its page in the reader's language."""

from typing import Final

from licorne.web.marker import N_
from licorne.web.editing_texts import editing_texts
from licorne.web.translate import _

#: A guard test holds this equal to the `t("…")` of rules/editor.
TEXTS: Final = (
)


def rule_editor_texts() -> dict[str, str]:
    """Only what differs from its English, with what the editors have in common."""
    translated = {text: _(text) for text in TEXTS}
    return editing_texts() | {text: words for text, words in translated.items() if words != text}
