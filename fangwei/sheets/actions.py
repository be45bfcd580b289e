"""Importing and exporting register sheets: the only writer of jobs and matchings.

A sheet is loaded in batches, each with its facts in one transaction: a killed import leaves no half row, and importing
the same file again completes it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.engines.reader import Limits, OpenSheet, Record, SheetError, open_sheet
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.register.queries import names_of
from fangwei.sheets.models import ColumnMatching, ImportJob, JobState
from fangwei.sheets.queries import allowed, heads_folded, matching_of, may_bring, may_export, rows_of
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.registry import LastWord, LoadContext, Loader, SheetImport, named, names
from fangwei.sheets.territory import county_of_texts, known_territory
from fangwei.sheets.verdicts import KEPT_IN_JOB, ImportResult, RowVerdict
from fangwei.sheets.writing import ErrorWorkbook, csv_lines, write_xlsx

BATCH = 1000
CHANNEL = "sheet"
_PEEKED = 200
_MARGIN = 2
OnBatch = Callable[[int, Sequence[RowVerdict]], None]
"""Called after each stored batch with the rows done so far and the batch's verdicts."""


@dataclass(frozen=True)
class _Order:
    """One import that is about to run: the opened sheet and everything its rows are judged by."""

    kind: SheetImport
    sheet: OpenSheet
    context: LoadContext

    def batches(self) -> Iterator[list[Record]]:
        records = self.sheet.records()
        while batch := list(islice(records, BATCH)):
            yield batch


def import_sheet(
    name: str,
    *,
    file: Path,
    by: Actor,
    at: datetime,
    territory: str = "",
    file_name: str = "",
    matching: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
    errors_to: Path | None = None,
    on_batch: OnBatch | None = None,
) -> ImportResult:
    """Import a register sheet and return what became of every row.

    `territory` is a code or name, else the county found in title or addresses; `matching` maps heads as shown to
    fields and is added to what the organization matched before; `on` is the day that a dated sheet speaks of; the error
    workbook is written beside the job or into `errors_to`. Raises: SheetRefused when the sheet as a whole cannot be
    taken; nothing was imported then.
    """
    job = ImportJob(
        spec=name,
        file_name=(file_name or file.name)[:200],
        person_id=by.person_id,
        post_id=by.post_id,
        organization_id=by.organization_id,
        at=at,
    )
    with _opened(name, file, by, at, territory, matching, sheet, on) as order:
        job.territory_code = order.context.territory
        job.file_sha256 = _sha256(file)
        _begin(job, by=by, at=at)
        result = _described(order, job.id)
        folder = errors_to or settings.FANGWEI_HOME / "sheets" / str(job.id)
        folder.mkdir(parents=True, exist_ok=True)
        stem = Path(job.file_name).stem if errors_to else name
        workbook = ErrorWorkbook(
            folder / f"{stem}-errors.xlsx", order.kind.spec, order.sheet.header, order.sheet.titles
        )
        try:
            _load_all(order, job, result, workbook, on_batch)
        except SheetError as error:  # the file broke off midway: what was stored stays, and the job says why it ended
            ImportJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, result={"error": error.code})
            raise SheetRefused(error.code, {"file": job.file_name, **error.params}) from error
        finally:
            workbook.close()
            with suppress(OSError):
                if not errors_to and not workbook.written:
                    folder.rmdir()
        if workbook.written:
            result.error_workbook = str(workbook.path)
            job.error_workbook = _relative(workbook.path)
        _finish(job, result, by=by, at=at)
    return result


class _TriedOut(Exception):
    """Ends the transaction of a try-out."""


def try_sheet(
    name: str,
    *,
    file: Path,
    by: Actor,
    at: datetime,
    territory: str = "",
    matching: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
    most: int | None = None,
    on_batch: OnBatch | None = None,
) -> ImportResult:
    """Return what an import would do, and do nothing: everything runs in one transaction that is taken back.

    `most` looks at the first rows only, for a quick preview. Raises: SheetRefused.
    """
    with _opened(name, file, by, at, territory, matching, sheet, on) as order:
        result = _described(order, None)
        with suppress(_TriedOut), transaction.atomic():
            loader = order.kind.loader(order.context)
            for batch in order.batches():
                left = len(batch) if most is None else min(len(batch), most - result.given)
                verdicts = loader.load(batch[:left])
                result.add(verdicts)
                if on_batch:
                    on_batch(result.given, verdicts)
                if most is not None and result.given >= most:
                    break
            else:
                _add_last_word(loader, result)
            raise _TriedOut
    return result


@transaction.atomic
def remember_matching(
    name: str, *, organization_id: UUID, signature: str, heads: Mapping[str, str], by: Actor, at: datetime
) -> ColumnMatching:
    """Remember which heads of an organization's sheet mean which fields; '' says that a head means none.

    Raises: SheetRefused `column_unknown`.
    """
    known = {column.field for column in named(name).spec.columns} | {""}
    if strange := sorted(set(heads.values()) - known):
        raise SheetRefused("column_unknown", {"given": ", ".join(strange)})
    matching, _created = ColumnMatching.objects.update_or_create(
        organization_id=organization_id, spec=name, signature=signature, defaults={"fields": heads_folded(heads)}
    )
    data = {"spec": name, "organization": str(organization_id), "fields": dict(matching.fields)}
    append([_fact("column_matching", matching.id, "remember", "", data, by=by, at=at)])
    return matching


def export_sheet(name: str, *, file: Path, territory: str, by: Actor, at: datetime, language: str = "zh") -> int:
    """Write the register sheet of a territory as .xlsx or .csv and return how many rows it has; the export is told.

    Raises: SheetRefused `territory_unknown`, `not_yours`, `format_unknown`.
    """
    code = known_territory(territory, at.date()) if territory else ""
    if territory and not code:
        raise SheetRefused("territory_unknown", {"given": territory})
    if not may_export(by, code):
        raise SheetRefused("not_yours", {"given": territory})
    if not allowed(by, name):
        raise SheetRefused("not_your_office")
    spec, rows = named(name).spec, rows_of(name, code, by)
    if file.suffix.lower() == ".xlsx":
        count = write_xlsx(file, spec, "", rows, language)
    elif file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8", newline="") as stream:
            count = -1
            for line in csv_lines(spec, rows, language):
                stream.write(line)
                count += 1
    else:
        raise SheetRefused("format_unknown", {"given": file.name})
    record_export(name, territory=code, count=count, by=by, at=at)
    return count


@transaction.atomic
def record_export(name: str, *, territory: str, count: int, by: Actor, at: datetime) -> None:
    """Tell the ledger that somebody took a register sheet out; a streamed export calls it before the first line."""
    data = {"spec": name, "rows": count}
    append([_fact("sheet_export", uuid7(), "export", territory, data, by=by, at=at)], fresh=True)


class _opened:  # noqa: N801  # a context manager that reads like a verb
    """Opens a file as a kind of sheet and finds its territory; closes it in the end."""

    def __init__(
        self,
        name: str,
        file: Path,
        by: Actor,
        at: datetime,
        territory: str,
        matching: Mapping[str, str] | None,
        sheet: str | None,
        on: date | None,
    ) -> None:
        kind = named(name)
        if not allowed(by, name):
            raise SheetRefused("not_your_office")
        if kind.authored and by.organization_id is None:
            raise SheetRefused("author_needed")
        remembered = {**matching_of(by.organization_id, name), **heads_folded(matching or {})}
        limits = Limits(file_bytes=settings.FANGWEI_SHEET_LIMIT)
        try:
            self._sheet = open_sheet(file, kind.spec, remembered=remembered, sheet=sheet, limits=limits)
        except FileNotFoundError as error:
            raise SheetRefused("file_missing", {"file": file.name}) from error
        except SheetError as error:
            raise SheetRefused(error.code, {"file": file.name, **error.params}) from error
        try:
            _check_kind(kind, self._sheet)
            code = _territory(kind, self._sheet, by, at, territory)
            if not may_bring(by, code):
                raise SheetRefused("not_yours", {"given": names_of([code]).get(code, code)})
        except BaseException:
            self._sheet.close()
            raise
        titles = tuple(map(str, self._sheet.titles))
        context = LoadContext(by, at, code, frozenset(self._sheet.header.fields), on, titles)
        self._order = _Order(kind, self._sheet, context)

    def __enter__(self) -> _Order:
        return self._order

    def __exit__(self, *_: object) -> None:
        self._sheet.close()


def _check_kind(kind: SheetImport, sheet: OpenSheet) -> None:
    """Refuse a sheet of hazards brought as one of sites: most of its columns belong to the other kind."""
    own = len(sheet.header.fields)
    for other in map(named, names()):
        if other.name != kind.name and sheet.fits(other.spec) > own + _MARGIN:
            raise SheetRefused("other_kind", {"title": other.spec.title, "name": other.name})


def _territory(kind: SheetImport, sheet: OpenSheet, by: Actor, at: datetime, asked: str) -> str:
    """The territory a sheet is of: as asked, by its titles, its file's and its rows' words, or its author's own."""
    on = at.date()
    if asked:
        code = known_territory(asked, on)
        if not code:
            raise SheetRefused("territory_unknown", {"given": asked})
        return code
    found = county_of_texts([*sheet.titles, sheet.name], on) or county_of_texts(_places_named(sheet), on)
    found = found or county_of_texts([sheet.path.stem], on)
    if found and by.territory_code.startswith(found):
        found = by.territory_code
    found = found or by.territory_code
    if kind.needs_territory and len(found) < 4:
        raise SheetRefused("territory_needed")
    return found


def _places_named(sheet: OpenSheet) -> Iterator[str]:
    for record in islice(sheet.records(), _PEEKED):
        yield record.text("county") + record.text("address")
        yield record.text("name") or record.text("site_name")


def _load_all(
    order: _Order, job: ImportJob, result: ImportResult, workbook: ErrorWorkbook, on_batch: OnBatch | None
) -> None:
    loader = order.kind.loader(order.context)
    for batch in order.batches():
        verdicts = _load_batch(loader, batch, job, result)
        for record, verdict in zip(batch, verdicts, strict=True):
            if verdict.faults:
                _return_row(workbook, record, verdict)
        if on_batch:
            on_batch(result.given, verdicts)
    _add_last_word(loader, result)


def _add_last_word(loader: Loader, result: ImportResult) -> None:
    """Add what the loader says of the sheet as a whole; it belongs to no row."""
    if isinstance(loader, LastWord):
        result.warnings.extend((0, doubt) for doubt in loader.doubts())


def _load_batch(loader: Loader, batch: list[Record], job: ImportJob, result: ImportResult) -> list[RowVerdict]:
    """Store a batch with its facts, whole or not at all; once more when another import stored one of its rows meanwhile."""
    for last in (False, True):
        try:
            with transaction.atomic():
                verdicts = loader.load(batch)
                counts = result.counts_with(verdicts)
                ImportJob.objects.filter(pk=job.pk).update(given=sum(counts.values()), **counts)
            result.add(verdicts)
            return verdicts
        except IntegrityError:
            if last:
                raise
    raise AssertionError("unreachable")


def _return_row(workbook: ErrorWorkbook, record: Record, verdict: RowVerdict) -> None:
    with override("zh-hans"):
        chinese = "；".join(fault.message for fault in verdict.faults)
    with override("en"):
        english = " ".join(fault.message for fault in verdict.faults)
    workbook.add(record, chinese, english, ", ".join(fault.code for fault in verdict.faults))


def _described(order: _Order, job: UUID | None) -> ImportResult:
    header = order.sheet.header
    shown = {label.index: label.shown for label in header.labels}
    return ImportResult(
        territory=order.context.territory,
        sheet=order.sheet.name,
        other_sheets=order.sheet.others,
        columns={name: shown[index] for name, index in header.fields.items()},
        unmatched=[label.shown for label in header.unmatched],
        job=job,
    )


@transaction.atomic
def _begin(job: ImportJob, *, by: Actor, at: datetime) -> None:
    cut_off = ImportJob.objects.filter(spec=job.spec, file_sha256=job.file_sha256, state=JobState.RUNNING)
    cut_off.update(state=JobState.FAILED)  # a run of the same file that was killed; this one goes on where it stopped
    job.save(force_insert=True)
    data = {"spec": job.spec, "file": job.file_name, "sha256": job.file_sha256}
    append([_fact("sheet_import", job.id, "begin", job.territory_code, data, by=by, at=at)], fresh=True)


@transaction.atomic
def _finish(job: ImportJob, result: ImportResult, *, by: Actor, at: datetime) -> None:
    ImportJob.objects.filter(pk=job.pk).update(
        state=JobState.DONE, result=result.as_json(KEPT_IN_JOB), error_workbook=job.error_workbook
    )
    data = {"given": result.given, **result.counts}
    append([_fact("sheet_import", job.id, "finish", job.territory_code, data, by=by, at=at)])


def _fact(kind: str, subject: UUID, verb: str, territory: str, data: Any, *, by: Actor, at: datetime) -> NewFact:
    return NewFact(
        subject_kind=kind,
        subject_id=subject,
        verb=verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel=CHANNEL,
        territory=territory,
        data=data,
    )


def _relative(path: Path) -> str:
    with suppress(ValueError):
        return str(path.relative_to(settings.FANGWEI_HOME))
    return str(path)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
