"""Cases as their facts tell them: state, version and owner of every live row against the last act in its chain."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fangwei.casework.kinds import all_kinds
from fangwei.casework.models import Case
from fangwei.casework.scopes import misplaced
from fangwei.engines.merkle import Fault
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told

BATCH = 500


def compare_cases() -> Iterator[Fault]:
    """Yield every case whose row disagrees with its facts, or whose list rows disagree with it.

    A case with an erased payload is compared as far as it goes.
    """
    last: UUID | None = None
    while True:
        rows = Case.objects.order_by("id")
        cases = list((rows.filter(id__gt=last) if last else rows)[:BATCH])
        if not cases:
            break
        last = cases[-1].id
        said, unlisted = _said([case.id for case in cases]), misplaced(cases)
        for case in cases:
            # Work goes on meanwhile: a case that differs is read once more, alone, before it is said.
            if any(_compare(case, said.get(case.id, []))):
                yield from _compare_again(case.id)
            elif case.id in unlisted and misplaced(list(Case.objects.filter(id=case.id))):
                yield Fault("listed_wrongly", case.number or str(case.id))
    yield from _lost_cases()


def _said(cases: list[UUID]) -> dict[UUID, list[dict[str, Any] | None]]:
    said: dict[UUID, list[dict[str, Any] | None]] = {}
    for one in told(Fact.objects.filter(subject_id__in=cases).order_by("subject_id", "n")):
        said.setdefault(one.fact.subject_id, []).append(one.data)
    return said


def _compare_again(case_id: UUID) -> Iterator[Fault]:
    case = Case.objects.filter(id=case_id).first()
    if case is not None:
        yield from _compare(case, _said([case_id]).get(case_id, []))


def _compare(case: Case, said: list[dict[str, Any] | None]) -> Iterator[Fault]:
    where = case.number or str(case.id)
    if not said:
        yield Fault("row_without_facts", where)
        return
    if None in said:
        return
    acts = [data for data in said if data is not None and "to" in data]
    owners = [data["owner_post"] for data in acts if data.get("owner_post")]
    if not acts or acts[-1]["to"] != case.state:
        yield Fault("state_differs", where)
    elif len(acts) != case.version:
        yield Fault("version_differs", where)
    elif owners and owners[-1] != str(case.owner_post_id):
        yield Fault("owner_differs", where)


def _lost_cases() -> Iterator[Fault]:
    """Yield cases that facts speak of and that are no longer there."""
    opened = Fact.objects.filter(n=1, subject_kind__in=list(all_kinds()))
    lost = opened.exclude(subject_id__in=Case.objects.values("id")).order_by("id")
    for kind, subject in lost.values_list("subject_kind", "subject_id").iterator():
        yield Fault("row_missing", f"{kind} {subject}")
