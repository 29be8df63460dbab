"""The sentences that the builder says, written into its page in the reader's language."""

from typing import Final

from licorne.web.marker import N_
from licorne.web.script_texts import script_texts
from licorne.web.translate import _

#: A guard test holds this equal to the `t("…")` of forms/builder.
TEXTS: Final = (N_("Add"),)


def builder_texts() -> dict[str, str]:
    """Only what differs from its English, with what every page says."""
    translated = {text: _(text) for text in TEXTS}
    return script_texts() | {text: words for text, words in translated.items() if words != text}
