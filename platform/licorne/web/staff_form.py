"""A form as staff answer or correct it, or as customers correct what they sent: the same questions, another frame around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import render_template
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict

from forms.answer_error import AnswerError
from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.file_questions import file_questions
from forms.logic import View
from forms.text import localised
from forms.validate import Moment, Reading, read_answers
from forms.wtform import AnswersForm
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.web import answer_forms, public_rows, question_logic
from licorne.web.public_files import Files
from licorne.web.public_page import PublicPage
from licorne.web.question_drawing import Around, drawn, pages
from licorne.web.questions import Wrong, wrong
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the questions: where they are posted, what the button says, and hidden values of the page."""

    url: str
    back_url: str
    note: str
    button: str
    hidden: Mapping[str, str]
    template: str = "app/staff_form.html"
    #: The words of the public page, for customers.
    page: PublicPage | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """One version of a form on one day, with the prices of that day."""

    form: LiveForm
    organisation: LiveOrganisation
    today: date
    catalogue: Mapping[str, Json]
    #: Files that were added, and what is wrong with others.
    files: Files = field(default_factory=Files)
    #: Staff may not have the files that a customer must add.
    needs_files: bool = False

    @property
    def language(self) -> str:
        """The reader's language where the form has it."""
        wanted = str(get_locale())
        return wanted if wanted in self.form.definition.languages else self.form.definition.default_language

    @property
    def title(self) -> str:
        """The form's title."""
        return localised(self.form.definition.title, self.language, self.form.definition.default_language)

    def read(self, posted: Mapping[str, Sequence[str]]) -> Reading:
        """What the answers are, judged as a customer's are."""
        known: dict[str, Json] = {"catalogue": dict(self.catalogue)}
        moment = Moment(self.organisation.zone, self.files.kept, known, needs_files=self.needs_files)
        reading = read_answers(self.form.definition, posted, self.language, self.today, moment)
        view = self._view(reading) if self.files.problems else None
        return self.files.told(reading, lambda name: view is None or name in view.visible)

    def questions(self, post: public_rows.Post | None) -> AnswersForm:
        """The questions with what stands in them."""
        return answer_forms.kept_class(self.form.version_id, self.language, self.form.definition)(
            post, today=self.today
        )

    def page(self, frame: Frame, post: public_rows.Post | None, told: bool, alert: str = "") -> str:
        """The page; `told` has what is wrong with the answers said beside them."""
        form = self.questions(post)
        reading = self.read({} if post is None else dict(post.lists()))
        errors = [Wrong("", "", alert)] if alert else []
        if told:
            errors += answer_forms.told(form, reading)
        view = self._view(reading)
        around = Around(self.form.definition, self.language, self.catalogue, view, self.files.kept, takes_files=True)
        questions = drawn(form, around)
        return render_template(
            frame.template,
            page=frame.page,
            desk=self,
            frame=frame,
            pages=pages(questions, around),
            has_rows=any(one.rows for one in questions),
            errors=[*errors, *(wrong(questions) if told else [])],
            preview=self._preview(),
            language=self.language,
            offered=[],
        )

    @property
    def takes_files(self) -> bool:
        """Whether it is posted in parts, as files are."""
        return bool(file_questions(self.form.definition))

    def _view(self, reading: Reading) -> View | None:
        known: dict[str, Json] = {"catalogue": dict(self.catalogue)}
        return question_logic.decided(self.form.definition, reading.answers, self.today, self.language, known)

    def _preview(self) -> dict[str, Json] | None:
        if not question_logic.has_logic(self.form.definition):
            return None
        carried = question_logic.preview(self.organisation.id, self.form.version_id)
        return carried.at(self.today, self.language, self.catalogue)


def as_posted(definition: FormDefinition, answers: Mapping[str, Json]) -> public_rows.Post:
    """Answers as a browser would post them."""
    post: public_rows.Post = MultiDict()
    for asked in definition.fields:
        for name, values in _posted(asked, answers.get(asked.id)).items():
            post.setlist(name, list(values))
    return post


def _posted(field: Field, answer: Json) -> Mapping[str, Sequence[str]]:
    if answer is None or not field.asked:
        return {}
    try:
        return field.posted_of(answer, field.id)
    except AnswerError:
        return {}  # what cannot be typed again stays empty and is asked
