"""The questions of a form as WTForms: their classes, kept, and what is wrong with an answer, beside its question."""

from functools import lru_cache
from typing import Final

from forms.definition import FormDefinition
from forms.validate import Reading
from forms.wtform import AnswersForm, form_class
from licorne.web.messages import sentence
from licorne.web.questions import Wrong

#: Classes kept: one per form version and language; one costs more than a hundred showings.
KEPT: Final = 256


@lru_cache(maxsize=KEPT)
def kept_class(version_id: str, language: str, definition: FormDefinition) -> type[AnswersForm]:
    """The class of a published version's questions in a language."""
    return form_class(definition, language, sentence)


def told(answers: AnswersForm, reading: Reading) -> list[Wrong]:
    """The problems, in words, beside their questions; those of the form as a whole are returned."""
    for problem in reading.problems:
        if problem.place:
            field = answers.at(problem.place)
            field.errors = [*field.errors, sentence(problem)]
    return [Wrong("", "", sentence(problem)) for problem in reading.problems if not problem.place]
