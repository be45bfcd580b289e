"""What the door has to know of a case before it judges an act, read in as few statements as can be.

The lock comes first and alone: what is joined to a row that was waited for would be as old as the waiting.
"""

from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from fangwei.casework.beside import RUNNING, note_beside, with_waiting
from fangwei.casework.events import Act
from fangwei.casework.evidence import asking_hashes
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case
from fangwei.ledger.kept import Given, Kept, ask_together
from fangwei.ledger.models import Fact

_CASE = Given("case", UUIDField())
_ACT = Given("act", UUIDField())
_JOINED = ("owner_post__organization", "place__site", "place__keeper_organization")


def _locking() -> QuerySet[Any]:
    rows = Case.objects.filter(id=_CASE).values_list("kind")
    return rows.select_for_update() if connection.features.has_select_for_update else rows


_LOCK: Kept[tuple[str]] = Kept(_locking)
_FACT: Kept[tuple[bytes]] = Kept(lambda: Fact.objects.filter(id=_ACT).values_list("digest"))


@cache
def _case_of(kind: str) -> Kept[Any]:
    """Return the query of a case of this kind with all that an act on it asks: noun, what waits, the chain's end."""
    last = Fact.objects.filter(subject_id=OuterRef("id")).order_by("-n")
    known = {
        "last_n": Subquery(last.values("n")[:1]),
        "last_leaf": Subquery(last.values("leaf_hash")[:1]),
    }
    cases = Case.objects.filter(id=_CASE).select_related(*_JOINED).annotate(**known)
    return Kept(lambda: kind_of(kind).joined(with_waiting(cases)))


def locked(one: Act) -> tuple[Case | None, bytes | None]:
    """Lock the case of an act; return it with what the act asks of it, and the digest of what was said under the act's id.

    None where there is no such case, and where the act is new. The act is looked for behind the lock, in the same round trip.
    """
    found, said = ask_together((_LOCK, {"case": one.case_id}), (_FACT, {"act": one.act_id}))
    digest = bytes(said[0][0]) if said else None
    if not found:
        return None, digest
    asked = [(_case_of(found[0][0]), {"case": one.case_id}), (RUNNING, {"case": one.case_id})]
    if one.evidence:
        asked.append(asking_hashes(one.evidence))
    [case], clocks, *files = ask_together(*asked)
    note_beside(case, clocks)
    vars(case)["hashes"] = dict(*files)
    return case, digest


def hashes_of(case: Case, one: Act) -> list[str]:
    """Return the hashes of the files handed in with an act, in its order; nothing for a file that nobody knows."""
    known = vars(case).get("hashes")
    if known is None:
        kept, ids = asking_hashes(one.evidence)
        known = dict(kept.rows(**ids))
    return [known.get(item, "") for item in one.evidence]


def chain_of(case: Case) -> dict[UUID, tuple[int, bytes]]:
    """Return the end of the chain of a case that was locked, nothing for a new one; it holds while the lock does."""
    last = vars(case).get("last_n")
    return {case.id: (last, bytes(vars(case)["last_leaf"]))} if last else {}
