"""Register sheets on the desk: upload, check the columns, import with progress, result; and taking sheets out."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import FileIO
from pathlib import Path
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.sheets.actions import export_sheet, import_sheet, remember_matching, try_sheet
from fangwei.sheets.models import ImportJob, JobState
from fangwei.sheets.queries import allowed, error_workbook, job_of, may_export
from fangwei.sheets.refusals import SheetRefused, reason
from fangwei.sheets.registry import named, names
from fangwei.sheets.writing import write_xlsx
from fangwei.surfaces.desk import uploads
from fangwei.ui.present.asked import OFFICERS, READERS, Asked, for_roles, page
from fangwei.ui.present.reasons import lang
from fangwei.ui.present.sheets import (
    LOOKED_AT,
    Preview,
    day_from,
    job_page,
    matching_from,
    preview_page,
    progress_of,
    signature_of,
    start_page,
    steps,
)


@require_http_methods(["GET", "POST"])
@for_roles(OFFICERS)
def start(request: HttpRequest) -> HttpResponse:
    """Take a sheet and show what it would do; before that list the past imports."""
    asked = cast(Asked, request)
    if request.method != "POST":
        return page(request, "desk/import.html", start_page(asked.actor, spec=asked.GET.get("spec", "sites")))
    file, spec = request.FILES.get("sheet"), request.POST.get("spec", "")
    if file is None or spec not in names() or not allowed(asked.actor, spec):
        error = _too_large() if asked.too_large else _("Choose what is in the sheet, and the file.")
        return page(request, "desk/import.html", start_page(asked.actor, error, spec or "sites"), status=422)
    return _preview(asked, uploads.keep(asked, file, spec))


def _too_large() -> str:
    return reason("file_too_large", {"size_mb": "…", "limit_mb": 50})


@require_http_methods(["GET", "POST"])
@for_roles(OFFICERS)
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show again what a sheet would do, with the columns as they are matched now."""
    if request.method != "POST":
        return redirect("desk:import")
    return _preview(cast(Asked, request), token)


def _preview(request: Asked, token: str) -> HttpResponse:
    said, territory = uploads.kept(request, token), request.POST.get("territory", "").strip()
    matching = matching_from(request.POST)
    result, refused = None, None
    try:
        result = try_sheet(
            said["spec"],
            file=said["file"],
            by=request.actor,
            at=request.at,
            territory=territory,
            matching=matching,
            on=day_from(request.POST),
            most=LOOKED_AT,
        )
    except SheetRefused as problem:
        refused = problem
    found = Preview(result, refused)
    on = request.POST.get("on", "")
    context = preview_page(found, said["spec"], token, said["name"], territory, on) | {"heads": found.heads}
    return page(request, "desk/import_preview.html", context, status=422 if refused else 200)


@require_POST
@for_roles(OFFICERS)
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the matching and begin the import beside the request."""
    asked = cast(Asked, request)
    said, matching = uploads.kept(asked, token), matching_from(request.POST)
    if matching and asked.actor.organization_id:
        remember_matching(
            said["spec"],
            organization_id=asked.actor.organization_id,
            signature=signature_of(list(matching)),
            heads=matching,
            by=asked.actor,
            at=asked.at,
        )
    territory, on = request.POST.get("territory", "").strip(), day_from(request.POST)
    uploads.begin(_work(asked, token, said["spec"], said["file"], said["name"], territory, on))
    return redirect("desk:import-running", mark=_mark(asked.at))


def _work(
    request: Asked, token: str, spec: str, file: Path, name: str, territory: str, on: date | None
) -> Callable[[], None]:
    by, at, language = request.actor, request.at, get_language() or "zh-hans"

    def work() -> None:
        with override(language):
            try:
                import_sheet(spec, file=file, by=by, at=at, territory=territory, file_name=name, on=on)
            except SheetRefused as refused:
                uploads.failure_note(_mark(at)).write_text(refused.message, encoding="utf-8")
            except Exception:
                # Whatever it was, the page that waits must not wait for ever.
                lost = _("The import broke off. What was stored stays; import the same file again to complete it.")
                uploads.failure_note(_mark(at)).write_text(lost, encoding="utf-8")
                raise
            finally:
                uploads.drop(token)

    return work


def _mark(at: datetime) -> str:
    return f"{int(at.timestamp() * 1_000_000)}"


@require_safe
@for_roles(OFFICERS)
def running(request: HttpRequest, mark: str) -> HttpResponse:
    """Show how far an import is; when it has ended, its result."""
    asked = cast(Asked, request)
    job = _job_begun(asked, mark)
    note = uploads.failure_note(mark)
    if job is not None and job.state != JobState.RUNNING:
        return _go(asked, reverse("desk:import-job", args=[job.id]))
    if note.exists():
        context = start_page(asked.actor, note.read_text(encoding="utf-8"))
        return _go(asked, request.path) if asked.htmx else page(request, "desk/import.html", context, status=422)
    progress = progress_of(job, request.path)
    template = "desk/import_progress.html" if asked.htmx else "desk/import_running.html"
    return page(request, template, {"progress": progress, "steps": steps(2)})


def _job_begun(request: Asked, mark: str) -> ImportJob | None:
    if not mark.isdecimal() or len(mark) > 18:
        raise Http404
    seconds, micros = divmod(int(mark), 1_000_000)
    at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
    return ImportJob.objects.filter(
        organization_id=request.actor.organization_id, person_id=request.actor.person_id, at=at
    ).first()


def _go(request: Asked, address: str) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(address)
    return HttpResponse(headers={"HX-Redirect": address})


@require_safe
@for_roles(OFFICERS)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show what became of a sheet."""
    found = _own_job(cast(Asked, request), job_id)
    return page(request, "desk/import_job.html", job_page(found))


@require_safe
@for_roles(OFFICERS)
def errors(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """Hand out the workbook of refused rows."""
    path = error_workbook(_own_job(cast(Asked, request), job_id))
    if not path or not Path(path).exists():
        raise Http404
    return FileResponse(Path(path).open("rb"), as_attachment=True, filename=Path(path).name)


def _own_job(request: Asked, job_id: UUID) -> ImportJob:
    found = job_of(request.actor, job_id)
    if found is None:
        raise Http404
    return found


@require_safe
@for_roles(OFFICERS)
def template(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out an empty sheet with the heads that are understood."""
    asked = cast(Asked, request)
    if name not in names() or not allowed(asked.actor, name):
        raise Http404
    folder = tempfile.TemporaryDirectory(prefix="fangwei-export-")
    file = Path(folder.name) / f"{named(name).spec.title}.xlsx"
    write_xlsx(file, named(name).spec, "", iter(()), lang())
    return FileResponse(_Vanishing(file, folder), as_attachment=True, filename=file.name)


@require_POST
@for_roles(READERS)
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out the register sheet of the actor's territory; the ledger is told."""
    asked = cast(Asked, request)
    territory, suffix = asked.actor.territory_code, "csv" if request.POST.get("format") == "csv" else "xlsx"
    if name not in names():
        raise Http404
    if not may_export(asked.actor, territory) or not allowed(asked.actor, name):
        raise PermissionDenied("export")
    # The folder goes when the file has been sent or the reader has gone.
    folder = tempfile.TemporaryDirectory(prefix="fangwei-export-")
    file = Path(folder.name) / f"{name}-{territory}-{asked.today:%Y%m%d}.{suffix}"
    export_sheet(name, file=file, territory=territory, by=asked.actor, at=asked.at, language=lang())
    return FileResponse(_Vanishing(file, folder), as_attachment=True, filename=file.name)


class _Vanishing(FileIO):
    """A file that takes its temporary folder with it when it is closed."""

    def __init__(self, file: Path, folder: tempfile.TemporaryDirectory[str]) -> None:
        super().__init__(file)
        self._folder = folder

    def close(self) -> None:
        """Close the file and remove the folder."""
        super().close()
        self._folder.cleanup()
