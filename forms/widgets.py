"""HTML of the answer fields for templates that call a field; every value passes through `html_params`' escaping."""

from __future__ import annotations

from typing import Any, Protocol

from markupsafe import Markup, escape
from wtforms.widgets import html_params


class Choice(Protocol):
    """One thing to choose."""

    value: str
    label: str
    id: str
    selected: bool
    taken: bool
    note: str


class Shown(Protocol):
    """What a widget looks at: a bound `forms.wtfields.AnswerField`."""

    id: str
    name: str
    input_type: str
    required: bool

    @property
    def raw(self) -> str: ...
    @property
    def attributes(self) -> dict[str, str]: ...
    @property
    def choices(self) -> list[Any]: ...


def _parameters(field: Shown, **more: Any) -> str:
    return html_params(**{"id": field.id, "name": field.name, "required": field.required, **field.attributes, **more})


class InputWidget:
    """`<input>` of the field's own kind."""

    def __call__(self, field: Shown, **more: Any) -> Markup:
        return Markup("<input {}>").format(_parameters(field, type=field.input_type, value=field.raw, **more))


class NoteWidget:
    """What is read and not filled in: `<output>` for what is computed, else the words of the field."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        if field.input_type == "output":
            return Markup("<output {}>{}</output>").format(html_params(id=field.id, name=field.name, **more), field.raw)
        return Markup("<div {}>{}</div>").format(html_params(id=field.id, **more), field.text or field.label.text)


class TextAreaWidget:
    """`<textarea>`; the line feed after the tag is the one that HTML parsers drop."""

    def __call__(self, field: Shown, **more: Any) -> Markup:
        return Markup("<textarea {}>\n{}</textarea>").format(_parameters(field, **more), field.raw)


class TickWidget:
    """One box; `value` is what the reader takes for yes. As buttons it is drawn by ChoiceWidget."""

    def __call__(self, field: Any, **more: Any) -> Markup:
        if field.input_type == "buttons":
            return ChoiceWidget()(field, **more)
        parameters = _parameters(field, type="checkbox", value="yes", checked=field.ticked, **more)
        return Markup("<input {}>").format(parameters)


class ChoiceWidget:
    """`<select>`, or labelled radio buttons and check boxes; the fieldset around them is the template's."""

    def __call__(self, field: Shown, **more: Any) -> Markup:
        if field.input_type == "select":
            return self._select(field, more)
        # Browsers would ask for every box of a required group of check boxes.
        required = field.required and field.input_type != "checkboxes"
        return Markup("").join(
            self._labelled(field, choice, {"required": required, **more}) for choice in field.choices
        )

    def _select(self, field: Shown, more: dict[str, Any]) -> Markup:
        empty = Markup('<option value=""></option>')
        options = (
            Markup("<option {}>{}</option>").format(
                html_params(value=choice.value, selected=choice.selected, disabled=choice.taken), _noted(choice)
            )
            for choice in field.choices
        )
        return Markup("<select {}>{}</select>").format(_parameters(field, **more), empty + Markup("").join(options))

    def _labelled(self, field: Shown, choice: Choice, more: dict[str, Any]) -> Markup:
        kind = "checkbox" if field.input_type == "checkboxes" else "radio"
        parameters = html_params(
            type=kind,
            id=choice.id,
            name=field.name,
            value=choice.value,
            checked=choice.selected,
            disabled=choice.taken,
            **more,
        )
        return Markup("<label><input {}> {}</label>").format(parameters, escape(_noted(choice)))


def _noted(choice: Choice) -> str:
    """An option with what is said of it, as one text: a list has room for nothing else."""
    return f"{choice.label} ({choice.note})" if choice.note else choice.label
