"""Reading what is remembered of imports, and register sheets as rows."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import scope_of
from fangwei.engines.codes import is_within
from fangwei.engines.reader import Header, fold_label
from fangwei.sheets.models import ColumnMatching, ImportJob
from fangwei.sheets.registry import named
from fangwei.sheets.writing import csv_lines


def jobs_of(actor: Actor, limit: int = 50) -> list[ImportJob]:
    """The imports of the actor's own organization, the latest first."""
    if actor.organization_id is None:
        return []
    return list(ImportJob.objects.filter(organization_id=actor.organization_id).order_by("-at", "-id")[:limit])


def job_of(actor: Actor, job_id: UUID) -> ImportJob | None:
    """One import, if the actor's organization brought it."""
    return ImportJob.objects.filter(pk=job_id, organization_id=actor.organization_id).first()


def error_workbook(job: ImportJob) -> str:
    """The path of a job's error workbook, '' when no row was refused."""
    return str(settings.FANGWEI_HOME / job.error_workbook) if job.error_workbook else ""


def matching_of(organization_id: UUID | None, spec: str) -> dict[str, str]:
    """Which heads an organization has matched for a kind of sheet, over all headers it was said of."""
    remembered: dict[str, str] = {}
    if organization_id is not None:
        said = ColumnMatching.objects.filter(organization_id=organization_id, spec=spec).order_by("id")
        for fields in said.values_list("fields", flat=True):
            remembered.update(fields)
    return remembered


def signature_of(header: Header) -> str:
    """The fingerprint under which a header's matching is remembered."""
    return hashlib.sha256(header.signature.encode()).hexdigest()


def heads_folded(chosen: Mapping[str, str]) -> dict[str, str]:
    """A matching given by heads as shown, as it is remembered."""
    return {fold_label(head): name for head, name in chosen.items()}


def may_bring(actor: Actor, territory: str) -> bool:
    """Whether an actor may bring sheets of a territory: the system, or an organ for what lies within its own."""
    if actor.is_system:
        return True
    return (
        actor.organization_id is not None and bool(actor.territory_code) and is_within(territory, actor.territory_code)
    )


def allowed(actor: Actor, spec: str) -> bool:
    """Whether an actor's role may bring or take this kind of sheet at all."""
    roles = named(spec).roles
    return not roles or actor.is_system or actor.role in roles


def may_export(actor: Actor, territory: str) -> bool:
    """Whether an actor reads records of a whole territory, be it of one line."""
    if actor.is_system:
        return True
    return any(scope.territory and is_within(territory, scope.territory) for scope in scope_of(actor))


def rows_of(name: str, territory: str, by: Actor) -> Iterator[Mapping[str, Any]]:
    """The records of a territory that an actor may read, as rows of their register sheet; never held all at once."""
    sheet = named(name)
    return sheet.rows(territory) if by.is_system or sheet.rows_for is None else sheet.rows_for(territory, by)


def csv_of(name: str, territory: str, language: str, by: Actor) -> Iterator[str]:
    """A register sheet as lines of separated text, ready to be streamed."""
    return csv_lines(named(name).spec, rows_of(name, territory, by), language)
