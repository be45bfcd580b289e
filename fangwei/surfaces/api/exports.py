"""A list handed out as a table: the same rows in the same order as its pages, for whoever's token may take them out."""

from itertools import chain, islice

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.casework.kinds import Kind
from fangwei.sheets.actions import record_export
from fangwei.surfaces.api.asking import caller
from fangwei.surfaces.api.cases import View
from fangwei.surfaces.api.listing import NARROWING, Read, cases_as_listed, described, narrowing
from fangwei.surfaces.api.problems import Problem
from fangwei.ui.present import words
from fangwei.ui.present.case_export import AT_MOST, as_csv, as_xlsx, texts_of

_COLUMNS = ("number", "what", "state", "grade", "owner", "township", "opened", "clock")
_FORMATS = ("csv", "xlsx")


def parameters(kind: Kind) -> list[dict[str, object]]:
    """Return what an export may be asked for: a form, and all by which the list is narrowed."""
    shape = {"type": "string", "enum": list(_FORMATS)}
    return [
        *described({"format": (shape, gettext_lazy("As separated text (default) or as a workbook."))}),
        *narrowing(kind.lifecycle),
    ]


def handed_out(kind: Kind) -> View:
    """Return the view that hands out a kind's list; the ledger is told how many rows went out before the first of them does."""
    name = kind.lifecycle.kind

    def view(request: HttpRequest) -> HttpResponseBase:
        asked, read = caller(request), Read(request.GET, NARROWING | {"format"})
        form = read.choice("format", _FORMATS) or "csv"
        cases = list(islice(chain.from_iterable(cases_as_listed(asked, kind.lifecycle, read)), AT_MOST + 1))
        if len(cases) > AT_MOST:
            raise Problem(422, "too_many_rows", {"limit": AT_MOST})
        table = [_heads(), *texts_of(cases, _COLUMNS, asked.today)]
        record_export(
            f"{name}_list", territory=asked.actor.territory_code, count=len(cases), by=asked.actor, at=asked.at
        )
        file = f"{name}-{asked.today:%Y%m%d}.{form}"
        if form == "csv":
            kept = {"Content-Disposition": f'attachment; filename="{file}"'}
            return StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8", headers=kept)
        return FileResponse(as_xlsx(table, words.said(words.CHOICES, name)), as_attachment=True, filename=file)

    return view


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Place"),
        _("State"),
        _("Grade"),
        _("Who answers"),
        _("Township"),
        _("Registered on"),
        _("Deadline"),
    ]
