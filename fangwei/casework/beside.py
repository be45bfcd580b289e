"""What stands beside a case just now: its running clocks and whatever waits for somebody, read once for an act or a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet, UUIDField

from fangwei.casework.models import Case, Extension, Listing, Proposal, RunningClock, Transfer
from fangwei.ledger.kept import Given, Kept

_WAITING: tuple[tuple[str, type[Model]], ...] = (
    ("transfers", Transfer),
    ("extensions", Extension),
    ("listings", Listing),
    ("proposals", Proposal),
)
_CASE = Given("case", UUIDField())
RUNNING: Kept[RunningClock] = Kept(lambda: RunningClock.objects.filter(case_id=_CASE, ended_at__isnull=True))
_WHAT_WAITS: Kept[tuple[bool, ...]] = Kept(
    lambda: with_waiting(Case.objects.filter(id=_CASE)).values_list(*(f"{name}_wait" for name, _model in _WAITING))
)


@dataclass(slots=True)
class Beside:
    """The rows of one case that have not ended."""

    clocks: list[RunningClock] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    def clock(self, name: str) -> RunningClock | None:
        """Return the running clock of this name."""
        return next((clock for clock in self.clocks if clock.name == name), None)


def beside(case: Case) -> Beside:
    """Return what stands beside a case; read again only when the case has moved on."""
    version, found = vars(case).get("_beside", (None, None))
    if version != case.version or found is None:
        [waits] = _WHAT_WAITS.rows(case=case.id)
        found = _read(case, waits, RUNNING.rows(case=case.id))
        vars(case)["_beside"] = (case.version, found)
    return found


def stands_alone(case: Case) -> None:
    """Note that nothing stands beside a case yet, because it begins just now."""
    vars(case)["_beside"] = (case.version, Beside())


def note_beside(case: Case, clocks: list[RunningClock]) -> None:
    """Note what stands beside a case that was read `with_waiting`, its running clocks together with it."""
    waits = [getattr(case, f"{name}_wait") for name, _model in _WAITING]
    vars(case)["_beside"] = (case.version, _read(case, waits, clocks))


def with_waiting(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Let cases come with the answer to which of the four kinds of things waits beside them: mostly nothing does."""
    return cases.annotate(
        **{
            f"{name}_wait": Exists(model._default_manager.filter(case_id=OuterRef("pk"), ended_at__isnull=True))
            for name, model in _WAITING
        }
    )


def _read(case: Case, waits: Sequence[bool], clocks: list[RunningClock]) -> Beside:
    transfer, extension, listing, proposal = waits
    waiting: dict[str, Any] = {"ended_at__isnull": True}
    return Beside(
        clocks=clocks,
        transfers=list(case.transfers.filter(**waiting).select_related("to_post__organization")) if transfer else [],
        extensions=list(case.extensions.filter(**waiting)) if extension else [],
        listings=list(case.listings.filter(**waiting)) if listing else [],
        proposals=list(case.proposals.filter(**waiting)) if proposal else [],
    )
