"""Who may see a case and where it stands on their lists: rows written from duty's answer, from which every list starts.

A kind says who reads its cases as pairs of (audience, territory). Each pair becomes a row for itself and for every level
above it at which lists begin, the owner's unit gets one, and an enterprise one without a territory: whoever lists cases then
asks for one audience and one territory, and the index hands out the rows in order.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from fangwei.accounts.queries import GENERAL_READERS
from fangwei.casework.kinds import all_kinds, kind_of
from fangwei.casework.models import Case, CaseExclusion, CaseScope
from fangwei.ledger.rows import insert, update
from fangwei.ledger.writes import Writes

ENTERPRISE = "enterprise:"
UNIT = "unit:"
LIST_LEVELS = (4, 6, 9)
"""The lengths of the codes at which lists begin: prefecture, county, township. A province walks its prefectures."""

UNDATED = 50_000_000_000
"""From this rank on stand open cases without a deadline and ended ones."""

MOVING = frozenset({"state", "inherited", "severity", "due_at", "closed_at"})
"""What of a case says where it stands on a list."""

_MIRROR = 100_000_000_000
_COLUMNS = ("case", "audience", "territory", "shelf", "severity", "rank")
_BATCH = 500


def audience_of_enterprise(enterprise_id: UUID) -> str:
    """Return the audience under which an enterprise sees its own cases."""
    return f"{ENTERPRISE}{enterprise_id}"


def audience_of_unit(organization_id: UUID) -> str:
    """Return the audience under which an organization sees the cases that it answers for."""
    return f"{UNIT}{organization_id}"


def shelf_name(kind: str, state: str, *, inherited: bool) -> str:
    """Return the name of the shelf on which cases of a kind in a state stand; inherited ones stand apart."""
    return f"{kind}.{state}.inherited" if inherited else f"{kind}.{state}"


def shelf_of(case: Case) -> str:
    """Return the shelf on which a case stands now."""
    return shelf_name(case.kind, case.state, inherited=case.inherited)


def rank_of(case: Case) -> int:
    """Return where a case stands on a list, in seconds: by deadline; without one, the latest opened or ended first."""
    if case.closed_at is not None:
        return _MIRROR - int(case.closed_at.timestamp())
    if case.due_at is not None:
        return int(case.due_at.timestamp())
    return _MIRROR - int(case.opened_at.timestamp())


def shelves(
    kinds: Iterable[str] = (),
    *,
    states: Iterable[str] = (),
    ended: bool | None = False,
    inherited: bool | None = None,
) -> tuple[str, ...]:
    """Return the names of the shelves of some kinds (all, when none is named) in some states.

    Without states, those that are open, that have `ended`, or with None either. `inherited` None means both sorts.
    """
    wanted = frozenset(states)
    found = []
    for name in tuple(kinds) or tuple(all_kinds()):
        lifecycle = kind_of(name).lifecycle
        for state in lifecycle.states:
            fits = state.name in wanted if wanted else ended is None or state.final is ended
            if fits and inherited is not True:
                found.append(shelf_name(name, state.name, inherited=False))
            if fits and inherited is not False and lifecycle.import_states and not state.final:
                found.append(shelf_name(name, state.name, inherited=True))
    return tuple(found)


def spread(audience: str, territory: str) -> set[tuple[str, str]]:
    """Return the rows that one granted pair becomes: itself and the levels above at which lists begin."""
    if audience.startswith((ENTERPRISE, UNIT)):
        return {(audience, "")}
    if audience in GENERAL_READERS:  # those read as everybody with a duty there does: by the row for every line
        return set()
    return {(audience, territory)} | {(audience, territory[:size]) for size in LIST_LEVELS if size < len(territory)}


def scope_rows(case: Case, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    """Yield the values of a case's rows for the pairs that its kind grants, and for its owner's unit."""
    shelf, rank = shelf_of(case), rank_of(case)
    for audience, territory in sorted(_readers(case, wanted)):
        yield case.pk, audience, territory, shelf, case.severity, rank


def _readers(case: Case, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    readers = {row for pair in wanted for row in spread(*pair)}
    unit = case.owner_post.organization_id
    return readers | ({(audience_of_unit(unit), "")} if unit is not None else set())


def write_scopes(case: Case, wanted: Iterable[tuple[str, str]]) -> None:
    """Make the case's rows equal to `wanted`, pairs of (audience, territory), without what exclusions take away."""
    present = set(CaseScope.objects.filter(case=case).values_list("audience", "territory"))
    taken: set[tuple[str, str]] = set()
    for pair in CaseExclusion.objects.filter(case=case).values_list("audience", "territory"):
        taken |= spread(*pair)
    rows = {(str(row[1]), str(row[2])): row for row in scope_rows(case, wanted)}
    for audience, territory in present - (set(rows) - taken):
        CaseScope.objects.filter(case=case, audience=audience, territory=territory).delete()
    insert(CaseScope, _COLUMNS, [row for pair, row in rows.items() if pair not in present | taken])
    if present:
        restand(case)


def _standing(case: Case) -> dict[str, object]:
    return {"shelf": shelf_of(case), "rank": rank_of(case), "severity": case.severity}


def restand(case: Case, writes: Writes | None = None) -> None:
    """Let a case's rows follow its kind, state, grade and deadline: now, or together with what else an act writes."""
    write = update if writes is None else writes.update
    write(CaseScope, _standing(case), where={"case_id": case.pk})


def misplaced(cases: Sequence[Case]) -> set[UUID]:
    """Return which of some cases stand on lists where they should not, or on none at all."""
    found: dict[UUID, set[tuple[str, int, int]]] = {}
    rows = CaseScope.objects.filter(case_id__in=[case.pk for case in cases])
    for case_id, shelf, rank, severity in rows.values_list("case_id", "shelf", "rank", "severity").distinct():
        found.setdefault(case_id, set()).add((shelf, rank, severity))
    return {case.pk for case in cases if found.get(case.pk) != {(shelf_of(case), rank_of(case), case.severity)}}


def first_rows(case: Case, wanted: Iterable[tuple[str, str]], writes: Writes) -> None:
    """Put down the rows of a case that begins, for the pairs that its kind grants."""
    writes.insert([(CaseScope, _COLUMNS, list(scope_rows(case, wanted)))])


def insert_scopes(pairs: Iterable[tuple[Case, set[tuple[str, str]]]]) -> None:
    """Insert the rows of new cases, each with the pairs that its kind grants."""
    insert(CaseScope, _COLUMNS, [row for case, wanted in pairs for row in scope_rows(case, wanted)])


def exclude(case: Case, *, audience: str, territory: str) -> None:
    """Take a case away from an audience that another row grants it to, on every list and page."""
    CaseExclusion.objects.get_or_create(case=case, audience=audience, territory=territory)
    for reader, code in spread(audience, territory):
        CaseScope.objects.filter(case=case, audience=reader, territory=code).delete()


def rebuild_scopes() -> int:
    """Write every case's rows anew from what its kind says today and return how many cases were looked at."""
    last, seen = UUID(int=0), 0
    while True:
        cases = Case.objects.filter(id__gt=last).order_by("id")
        batch = list(
            cases.select_related("owner_post__organization", "place__site", "place__keeper_organization")[:_BATCH]
        )
        for case in batch:
            write_scopes(case, kind_of(case.kind).scopes(case))
        if not batch:
            return seen
        last, seen = batch[-1].id, seen + len(batch)
