"""What stands beside a case just now: its running clocks and whatever waits for somebody, read once for an act or a page."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef

from fangwei.casework.models import Case, Extension, Listing, Proposal, RunningClock, Transfer


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
        found = _read(case)
        vars(case)["_beside"] = (case.version, found)
    return found


def stands_alone(case: Case) -> None:
    """Note that nothing stands beside a case yet, because it begins just now."""
    vars(case)["_beside"] = (case.version, Beside())


def _waits(model: type[Model]) -> Exists:
    return Exists(model._default_manager.filter(case_id=OuterRef("pk"), ended_at__isnull=True))


def _read(case: Case) -> Beside:
    # Mostly nothing waits: one look at all four, and a second one only where something does.
    [(transfer, extension, listing, proposal)] = Case.objects.filter(id=case.id).values_list(
        _waits(Transfer), _waits(Extension), _waits(Listing), _waits(Proposal)
    )
    waiting: dict[str, Any] = {"ended_at__isnull": True}
    return Beside(
        clocks=list(case.clocks.filter(**waiting)),
        transfers=list(case.transfers.filter(**waiting).select_related("to_post__organization")) if transfer else [],
        extensions=list(case.extensions.filter(**waiting)) if extension else [],
        listings=list(case.listings.filter(**waiting)) if listing else [],
        proposals=list(case.proposals.filter(**waiting)) if proposal else [],
    )
