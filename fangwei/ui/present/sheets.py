"""The screens of register sheets: what a sheet would do, which head means which field, how far an import is."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.register.queries import names_of
from fangwei.sheets.models import ImportJob, JobState
from fangwei.sheets.queries import allowed, jobs_of
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.registry import named
from fangwei.sheets.verdicts import ImportResult
from fangwei.ui.parts import (
    ChipView,
    Choice,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    LinesView,
    ListView,
    ProgressView,
    Row,
    StepsView,
    Tab,
    TimeView,
)
from fangwei.ui.parts.marks import Tone
from fangwei.ui.present.reasons import lang
from fangwei.ui.present.typed import day_of

LOOKED_AT = 500
"""How many rows a preview tries."""

SHOWN = 12
_NAMES = {
    "sites": lambda: _("Sites and enterprises"),
    "hazards": lambda: _("Hazards"),
    "organizations": lambda: _("Organization chart"),
    "problems": lambda: _("Problem list of an inspection"),
}


_DATED = {
    "organizations": lambda: _(
        "Who has no day of appointment of their own holds the post from this day on; today if left empty."
    ),
    "problems": lambda: _("When was inspected, if no column says so; today if left empty."),
}


def kind_name(spec: str) -> str:
    """Return what a kind of sheet is called."""
    return _NAMES[spec]() if spec in _NAMES else spec


def steps(current: int) -> StepsView:
    """Return the steps of an import, one of them marked."""
    labels = [_("Choose the file"), _("Check the columns"), _("Import"), _("Result")]
    return StepsView([Tab(label=label, href="", current=place == current) for place, label in enumerate(labels)])


@dataclass(frozen=True, slots=True)
class Preview:
    """What trying a sheet brought: its result, or why it cannot be taken; and every head it has."""

    result: ImportResult | None
    refused: SheetRefused | None

    @property
    def matched(self) -> Mapping[str, str]:
        """The heads by field, as found."""
        return self.result.columns if self.result else {}

    @property
    def heads(self) -> list[str]:
        """Every head of the sheet."""
        if self.result is not None:
            return [*self.result.columns.values(), *self.result.unmatched]
        given = self.refused.params.get("given", []) if self.refused else []
        return [str(head) for head in given] if isinstance(given, list) else []


def preview_page(
    preview: Preview, spec: str, token: str, file_name: str, territory: str, on: str = ""
) -> dict[str, Any]:
    """Return the context of the page on which columns are checked; a dated sheet is asked for the day it speaks of."""
    result = preview.result
    return {
        "steps": steps(1),
        "token": token,
        "spec_name": kind_name(spec),
        "file_name": file_name,
        "refusal": preview.refused.message if preview.refused else "",
        "columns": matching_fields(spec, preview),
        "territory": FieldView(
            name="territory",
            label=_("County the sheet is of"),
            value=territory or (result.territory if result else ""),
            required=False,
            help=_("Division code or name; found in the title and addresses if left empty."),
        ),
        "dated": FieldView(
            name="on",
            label=_("The day the sheet speaks of"),
            kind="date",
            value=on,
            required=False,
            help=_DATED[spec](),
        )
        if named(spec).dated
        else None,
        "facts": _counts(result) if result else None,
        "errors": _examples([(row, " ".join(d.message for d in faults)) for row, faults in result.errors])
        if result
        else (),
        "warnings": _grouped([(row, doubt.message) for row, doubt in result.warnings]) if result else (),
        "ready": result is not None,
        "looked_at": LOOKED_AT if result and result.given >= LOOKED_AT else 0,
        "place_name": names_of([result.territory]).get(result.territory, "") if result else "",
    }


def day_from(post: QueryDict) -> date | None:
    """Return the day a dated sheet speaks of, as a sent form says; None where it says none."""
    return day_of(post.get("on", ""))


def matching_fields(spec: str, preview: Preview) -> list[FieldView]:
    """Return one select for each head: which column of the register sheet it means."""
    english = lang() == "en"
    columns = [
        Choice(value=column.field, label=(column.english or column.labels)[0] if english else column.labels[0])
        for column in named(spec).spec.columns
    ]
    found = {head: field for field, head in preview.matched.items()}
    return [
        FieldView(
            name=f"head_{place}",
            label=head,
            kind="select",
            value=found.get(head, ""),
            required=False,
            choices=[Choice(value="", label=_("— not taken over —")), *columns],
        )
        for place, head in enumerate(preview.heads)
    ]


def matching_from(post: QueryDict) -> dict[str, str]:
    """Return which head means which field as a sent form says; '' for a head that means none."""
    heads = post.getlist("heads")
    return {head: post.get(f"head_{place}", "") for place, head in enumerate(heads)}


def signature_of(heads: Sequence[str]) -> str:
    """Return the mark under which the matching of these heads is remembered."""
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()


def _counts(result: ImportResult) -> FactsView:
    counts = result.counts
    return FactsView(
        [
            (_("Rows looked at"), result.given),
            (_("New"), counts["imported"]),
            (_("Changed"), counts["updated"]),
            (_("Unchanged"), counts["unchanged"]),
            (_("Refused"), counts["rejected"]),
        ]
    )


def _examples(rows: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    return list(rows[:SHOWN])


def _grouped(rows: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Return (how many, first row, text) for each doubt."""
    found: dict[str, list[int]] = {}
    for row, text in rows:
        found.setdefault(text, []).append(row)
    return [(len(numbers), numbers[0], text) for text, numbers in list(found.items())[:SHOWN]]


def start_page(actor: Actor, error: str = "", spec: str = "sites") -> dict[str, Any]:
    """Return the context of the first page: the upload and the past imports."""
    offered = [one for one in _NAMES if allowed(actor, one)]
    kinds = [Choice(value=one, label=kind_name(one), chosen=one == spec) for one in offered]
    return {
        "steps": steps(0),
        "fields": [
            FieldView(name="spec", label=_("What is in the sheet"), kind="radio", choices=kinds, value=spec),
            FieldView(
                name="sheet",
                label=_("The file"),
                kind="file",
                accept=".xlsx,.xls,.ods,.csv",
                help=_("As you keep it: xlsx, xls, ods or csv, with its own heads, title and subtotals."),
                errors=[error] if error else (),
            ),
        ],
        "jobs": _job_list(jobs_of(actor)),
        "templates": [(kind_name(one), reverse("desk:import-template", args=[one])) for one in offered],
        "exports": [(one, kind_name(one), reverse("desk:export", args=[one])) for one in offered],
    }


def _job_list(jobs: Sequence[ImportJob]) -> ListView:
    return ListView(
        caption=_("Past imports"),
        columns=[
            Column(key="file", label=_("Past imports"), width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="given", label=_("Rows"), kind="number", width="fit"),
            Column(key="refused", label=_("Refused"), kind="number", width="fit"),
            Column(key="at", label=_("When"), width="fit"),
        ],
        rows=[
            Row(
                key=str(job.id),
                href=reverse("desk:import-job", args=[job.id]),
                cells={
                    "file": LinesView(job.file_name, kind_name(job.spec)),
                    "state": job_chip(job),
                    "given": job.given,
                    "refused": job.rejected,
                    "at": TimeView(job.at, "moment"),
                },
            )
            for job in jobs
        ],
        empty=EmptyView(
            title=_("No sheet has been imported yet."), how=_("Begin with the sites; then bring the hazards.")
        ),
    )


def job_chip(job: ImportJob) -> ChipView:
    """Return the state of an import."""
    tones: dict[str, Tone] = {JobState.DONE: "done", JobState.FAILED: "strong", JobState.RUNNING: "plain"}
    return ChipView(str(job.get_state_display()), tones[job.state])


def progress_of(job: ImportJob | None, address: str) -> ProgressView:
    """Return how far an import is; it asks for itself again while it runs."""
    return ProgressView(label=_("Rows done"), done=job.given if job else 0, refresh=address)


def job_page(job: ImportJob) -> dict[str, Any]:
    """Return the context of a finished import."""
    said = job.result
    errors = [(int(one["row"]), str(one["message"])) for one in said.get("errors", [])]
    warnings = [(int(one["row"]), str(one["message"])) for one in said.get("warnings", [])]
    failed = reason_of_failure(said)
    return {
        "steps": steps(3),
        "job": job,
        "chip": job_chip(job),
        "spec_name": kind_name(job.spec),
        "failed": failed,
        "place_name": names_of([job.territory_code]).get(job.territory_code, job.territory_code),
        "facts": FactsView(
            [
                (_("Rows given"), job.given),
                (_("New"), job.imported),
                (_("Changed"), job.updated),
                (_("Unchanged"), job.unchanged),
                (_("Refused"), job.rejected),
            ]
        ),
        "errors": _examples(errors),
        "more_errors": max(0, job.rejected - SHOWN),
        "warnings": _grouped(warnings),
        "workbook": reverse("desk:import-errors", args=[job.id]) if job.error_workbook else "",
        "baseline": reverse("desk:inherited") if job.spec == "hazards" and job.imported else "",
        "lists": reverse("desk:problems") if job.spec == "problems" and job.imported else "",
    }


def reason_of_failure(said: Mapping[str, Any]) -> str:
    """Return why an import ended midway, empty when it did not."""
    code = said.get("error")
    return SheetRefused(str(code), {"file": ""}).message if code else ""
