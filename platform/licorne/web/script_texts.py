"""The sentences that scripts say, written into the page in the reader's language (`src/core/texts.ts` reads them)."""

from typing import Final

from licorne.web.marker import N_
from licorne.web.translate import _

#: A guard test holds this equal to the `t("…")` of the TypeScript sources.
TEXTS: Final = (
    N_("Close"),
    N_("Commands"),
    N_("Copied"),
    N_("Keys"),
    N_("Next row"),
    N_("Nothing is called that."),
    N_("Press Ctrl C to copy"),
    N_("Previous row"),
    N_("Search"),
    N_("Search and commands"),
    N_("This list"),
    N_("Type a command or a page…"),
)


def script_texts() -> dict[str, str]:
    """Only what differs from its English: an English page carries nothing."""
    translated = {text: _(text) for text in TEXTS}
    return {text: words for text, words in translated.items() if words != text}
