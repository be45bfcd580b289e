"""Form fields: label above, help below, errors beside the field and in a summary at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Textarea,
)

from fangwei.ui.parts.part import Part

Kind = Literal[
    "text",
    "textarea",
    "select",
    "radio",
    "checkboxes",
    "checkbox",
    "date",
    "datetime-local",
    "number",
    "tel",
    "password",
    "search",
    "file",
    "hidden",
    "email",
]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of a field's answers; `help` says what it means, `law` (a why) the article that makes it right."""

    value: str
    label: str
    help: str = ""
    law: Part | None = None
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class FieldView(Part):
    """One question. `known` says where a prefilled answer comes from; `unit` stands after the box.

    A field that is not `required` says so in words: the few optional ones are marked, not the many required ones.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: str = ""
    help: str = ""
    known: str = ""
    unit: str = ""
    errors: Sequence[str] = ()
    required: bool = True
    choices: Sequence[Choice] = ()
    rows: int = 4
    accept: str = ""
    multiple: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    minimum: str = ""
    maximum: str = ""
    step: str = ""
    max_length: int | None = None
    prefix: str = ""
    template: ClassVar[str] = "ui/field.html"

    @property
    def html_id(self) -> str:
        """The element's id; `prefix` keeps two forms with the same field apart on one page."""
        return f"{self.prefix}-{self.name}" if self.prefix else f"f-{self.name}"

    @property
    def lasting(self) -> bool:
        """A plain question with given answers: nothing that somebody typed, no reason with a day in it."""
        plain = self.kind in ("select", "radio", "checkboxes") and not self.errors and not self.known
        return plain and not any(one.law for one in self.choices)

    @property
    def is_group(self) -> bool:
        """Whether the question is answered by several boxes and so needs a fieldset."""
        return self.kind in ("radio", "checkboxes")


@dataclass(frozen=True, kw_only=True)
class ErrorsView(Part):
    """The summary above a form that came back: each error leads to its field."""

    fields: Sequence[FieldView] = ()
    general: Sequence[str] = ()
    template: ClassVar[str] = "ui/errors.html"


def field_of(bound: BoundField) -> FieldView:
    """The view of one bound field of a Django form."""
    widget = bound.field.widget
    kind = _kind_of(bound)
    chosen = _chosen(bound)
    choices = [
        Choice(value=str(value), label=str(label), chosen=str(value) in chosen)
        for value, label in getattr(bound.field, "choices", ())
    ]
    value = "" if kind in ("file", "password") or choices else bound.value()
    return FieldView(
        name=bound.html_name,
        label=str(bound.label),
        kind=kind,
        value="" if value is None or value is False else str(value),
        help=str(bound.help_text),
        errors=[str(error) for error in bound.errors],
        required=bound.field.required,
        choices=choices,
        accept=str(widget.attrs.get("accept", "")),
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
        autocomplete=str(widget.attrs.get("autocomplete", "")),
        inputmode=str(widget.attrs.get("inputmode", "")),
        max_length=getattr(bound.field, "max_length", None),
    )


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    return {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}


def _kind_of(bound: BoundField) -> Kind:
    widget = bound.field.widget
    by_class: list[tuple[type, Kind]] = [
        (Textarea, "textarea"),
        (CheckboxSelectMultiple, "checkboxes"),
        (RadioSelect, "radio"),
        (CheckboxInput, "checkbox"),
        (FileInput, "file"),
        (SelectMultiple, "checkboxes"),
        (Select, "select"),
    ]
    for kind_of_widget, kind in by_class:
        if isinstance(widget, kind_of_widget):
            return kind
    named: dict[str, Kind] = {
        "date": "date",
        "datetime-local": "datetime-local",
        "number": "number",
        "tel": "tel",
        "password": "password",
        "search": "search",
        "hidden": "hidden",
        "email": "email",
    }
    return named.get(str(getattr(widget, "input_type", "")), "text")
