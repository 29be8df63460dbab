"""The sentences that the common parts of the editors say, written into their pages in the reader's language."""

from typing import Final

from licorne.web.marker import N_
from licorne.web.script_texts import script_texts
from licorne.web.translate import _

#: A guard test holds this equal to the `t("…")` of platform/frontend/src/editing.
TEXTS: Final = (
    N_("%(name)s saved it at %(when)s. Choose which one to go on with; nothing is lost before you do."),
    N_("%(number)s things to settle before publishing"),
    N_("%(when)s, by %(name)s"),
    N_("Add a condition"),
    N_("Add a group"),
    N_("After taking theirs, undo brings yours back."),
    N_("All of these hold"),
    N_("And one more"),
    N_("Any of these holds"),
    N_("Cannot be saved"),
    N_("Close"),
    N_("Commands"),
    N_("Compare with a fixed value"),
    N_("Compare with something else that is known"),
    N_("Compared with"),
    N_("Comparison"),
    N_("Day"),
    N_("Draft"),
    N_("Draft changes"),
    N_("Example: pages × 240 + if(rush, 300, 0). Functions: sum, min, max, round, if, price, count, date_add_days."),
    N_("False"),
    N_("From"),
    N_("Go to: %(name)s"),
    N_("How these go together"),
    N_("Keep mine"),
    N_("Keys"),
    N_("Live"),
    N_("Load this page again: what you wrote is kept in this browser"),
    N_("Loading…"),
    N_("Make v%(number)s the draft"),
    N_("Names that can be used"),
    N_("No connection: kept in this browser"),
    N_("None of these holds"),
    N_("Not known yet"),
    N_("Not published"),
    N_("Nothing is called that."),
    N_("Nothing is called “%(word)s”."),
    N_("Nothing is published yet. The first version comes with the first publication."),
    N_("One thing to settle before publishing"),
    N_("Percent"),
    N_("Question"),
    N_("Redo"),
    N_("Remove this condition"),
    N_("Remove this group"),
    N_("Saved"),
    N_("Saved · v%(number)s is live"),
    N_("Saving…"),
    N_("Somebody else has saved"),
    N_("Take theirs"),
    N_("The formula is not finished."),
    N_("The server did not answer."),
    N_("Theirs"),
    N_("To"),
    N_("True"),
    N_("Undo"),
    N_("Value"),
    N_("Values"),
    N_("Values, with commas between"),
    N_("What had not reached the server is here again."),
    N_("Worth a look"),
    N_("Yours"),
    N_("a fixed day"),
    N_("a formula"),
    N_("and"),
    N_("different"),
    N_("none of: %(conditions)s"),
    N_("only here"),
    N_("or"),
    N_("v%(number)s is the draft now. What is live stays live; undo brings the other draft back."),
    N_("“%(word)s” cannot stand there."),
    N_("“%(word)s” needs other arguments."),
)


def editing_texts() -> dict[str, str]:
    """Only what differs from its English, with what every page says."""
    translated = {text: _(text) for text in TEXTS}
    return script_texts() | {text: words for text, words in translated.items() if words != text}
