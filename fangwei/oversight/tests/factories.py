"""A county in order, watched: each run sweeps, and what duty finds stands in cases."""

from dataclasses import dataclass

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post
from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.duty.tests import factories as duty
from fangwei.duty.tests.factories import duty_post
from fangwei.ledger.models import Fact
from fangwei.oversight.models import BlindSpot


@dataclass
class Watched(duty.County):
    """The county of duty's tests, swept instead of only resolved."""

    def look(self, days: int = 0) -> dict[str, int]:
        """One sweep some days later; return how many blind spots stand by their kind."""
        self.at += duty.timedelta(days=days, minutes=1)
        sweep(at=self.at)
        standing = BlindSpot.objects.filter(case__is_open=True).values_list("gap", flat=True)
        return {gap: list(standing).count(gap) for gap in standing}

    def office(self) -> Actor:
        """The holder of the committee office's duty post."""
        return actors_of_post(duty_post(self.bodies["committee_office"]).id, self.day)[0]


def told(case: Case) -> list[str]:
    """What the ledger was told of a case, in order."""
    return list(Fact.objects.filter(subject_id=case.id).order_by("n").values_list("verb", flat=True))
