"""Files on a public page: taken out of a post, kept at once, and shown as kept when the page comes back. Works without a script.

The page keeps its token for as long as nothing was accepted from it, so the files that it sent before stay its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from forms.answer_error import AnswerError
from forms.definition import FormDefinition
from forms.fields.file import File
from forms.file_questions import file_questions, most_bytes, question_at
from forms.uploads import Upload
from forms.validate import Reading
from licorne.adapters import clock
from licorne.errors import Conflict
from licorne.services import form_limits, uploads
from licorne.services.live import LiveForm
from licorne.web import form_token, public_rows
from rules.expression.problem import Problem

#: Ids of kept files that the customer takes back. No field can be called that (`forms`: reserved_id).
DROP: Final = "_drop"
#: Bytes beyond what the files may have: a file that is somewhat too large has to be read, so that its question can be named and
#: the other answers are kept. What is larger than half a megabyte waits on the disk meanwhile, never in memory.
_SLACK: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Files:
    """What a post holds: the answers with the ids of kept files in them, those files, and what was wrong with others."""

    post: public_rows.Post = field(default_factory=MultiDict)
    kept: Mapping[str, Upload] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def told(self, reading: Reading, visible: Callable[[str], bool]) -> Reading:
        """The reading with the problems of files; one of a question that does not apply is none."""
        found = tuple(one for one in self.problems if visible(one.place.partition(".")[0]))
        if not found:
            return reading
        places = {one.place for one in found}
        others = (one for one in reading.problems if one.place not in places)
        return replace(reading, problems=(*found, *others))


def admit(definition: FormDefinition) -> bool:
    """Lets this request be as large as the form's files may make it; to be called before anything reads it. Whether it may hold some."""
    if not file_questions(definition) or request.mimetype != "multipart/form-data":
        return False
    usual = request.max_content_length or 0
    request.max_content_length = usual + min(most_bytes(definition), uploads.MOST_BYTES) + _SLACK
    return True


def too_large(definition: FormDefinition) -> tuple[Problem, ...]:
    """What is said beside the questions where the whole post was too large to be read."""
    maximum = str(min(most_bytes(definition), uploads.MOST_BYTES))
    asked = {place.partition(".")[0]: None for place in file_questions(definition)}
    return tuple(Problem("files_too_large", place, {"maximum": maximum}) for place in asked)


def carried_token(form: LiveForm) -> str | None:
    """The posted token of a page with files, if it is one of ours: the page that comes back bears it again."""
    if request.method != "POST" or not file_questions(form.definition):
        return None
    token = request.form.get(form_token.NAME, "")
    return token if form_token.read(form.id, token) else None


def taken(form: LiveForm, organisation_id: str) -> Files:
    """Keeps the files of this post that are acceptable, and reads its answers.

    Raises:
        Conflict: the form takes no answers now, so it takes no files either.
    """
    if not file_questions(form.definition):
        return Files(request.form)
    token = form_token.read(form.id, request.form.get(form_token.NAME, ""))
    post = _without_dropped(form.definition)
    if token is None:
        return Files(post)
    if reason := form_limits.closed(form.definition, clock.now()):
        raise Conflict(reason)
    return _taken(form.definition, uploads.Page(organisation_id, form.id, token), post)


def taken_for(definition: FormDefinition, page: uploads.Page | None) -> Files:
    """The same for a page that is known by itself: of somebody who corrects, or who answers for a client. None keeps nothing."""
    if not file_questions(definition):
        return Files(request.form)
    post = _without_dropped(definition)
    return _taken(definition, page, post) if page else Files(post)


def _taken(definition: FormDefinition, page: uploads.Page, post: public_rows.Post) -> Files:
    problems = [problem for name in request.files for problem in _take(definition, page, post, name)]
    return Files(post, uploads.find(page), tuple(problems))


def moved(form: LiveForm, organisation_id: str, post: public_rows.Post, token: str) -> Files:
    """The answers for the page of a fresh token, where something was accepted from the one that was posted: its files go along."""
    earlier, fresh = (form_token.read(form.id, one) for one in (request.form.get(form_token.NAME, ""), token))
    if not file_questions(form.definition) or earlier is None or fresh is None:
        return Files(post)
    page = uploads.Page(organisation_id, form.id, fresh)
    renamed = uploads.copy(replace(page, token=earlier), page)
    changed = MultiDict(post)
    for name in post:
        if question_at(form.definition, name):
            changed.setlist(name, [renamed.get(value, value) for value in post.getlist(name)])
    return Files(changed, uploads.find(page))


def _without_dropped(definition: FormDefinition) -> "MultiDict[str, str]":
    post = MultiDict(request.form)
    dropped = set(request.form.getlist(DROP))
    for name in request.form if dropped else ():
        if question_at(definition, name):
            post.setlist(name, [value for value in post.getlist(name) if value not in dropped])
    return post


def _take(definition: FormDefinition, page: uploads.Page, post: public_rows.Post, name: str) -> list[Problem]:
    """Keeps the files of one question and puts their ids among the answers; what is wrong with them."""
    place = question_at(definition, name)
    chosen = [one for one in request.files.getlist(name) if one.filename or _size(one)]
    if place is None or not chosen:
        return []
    question, earlier = file_questions(definition)[place], post.getlist(name)
    stay = [] if question.max_count == 1 else earlier  # the one file of a question gives way to a new one
    try:
        ids = uploads.keep(page, place, question, _read(question, chosen, len(stay)))
    except AnswerError as error:
        post.setlist(name, earlier)  # the row that it stands in is there, even if nothing else is in it
        return [Problem(error.code, name, error.parameters)]
    post.setlist(name, list(dict.fromkeys([*stay, *ids])))
    return []


def _read(question: File, chosen: Sequence[FileStorage], earlier: int) -> list[uploads.Sent]:
    """Counts and measures before it reads."""
    if len(chosen) + earlier > question.max_count:
        raise AnswerError("too_many_files", maximum=str(question.max_count))
    if any(_size(one) > question.max_bytes for one in chosen):
        raise AnswerError("file_too_large", maximum=str(question.max_bytes))
    return [_content(one) for one in chosen]


def _content(file: FileStorage) -> uploads.Sent:
    file.stream.seek(0)
    return uploads.Sent(file.filename or "", file.stream.read())


def _size(file: FileStorage) -> int:
    return file.stream.seek(0, 2)
