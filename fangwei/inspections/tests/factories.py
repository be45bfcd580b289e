"""A county with certified inspectors, and visits brought to any point of their life."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County as HazardCounty
from fangwei.inspections import actions
from fangwei.register.models import Person


def certify(*actors: Actor, until: date = date(2030, 1, 1)) -> None:
    """Give actors an enforcement certificate."""
    for number, actor in enumerate(actors, start=1):
        Person.objects.filter(id=actor.person_id).update(
            certificate_number=f"豫P1601{number:04d}", certificate_until=until
        )


@dataclass
class County(HazardCounty):
    """The county of hazards, its two officers certified."""

    def __post_init__(self) -> None:
        super().__post_init__()
        certify(self.officer, self.second)

    def applied(self, by: Actor | None = None, **more: Any) -> Case:
        """A visit applied for."""
        at = self.tick()
        given: dict[str, Any] = {
            "place": self.place,
            "type": "daily",
            "trigger": "plan",
            "basis": "2026年度监督检查计划",
            "matters": "危险化学品储存、动火作业",
            "planned_on": date.fromisoformat(self.day(2)),
            "inspectors": [self.officer.person_id, self.second.person_id],
        } | more
        done = actions.apply_for_visit(by=by or self.officer, at=at, **given)
        return Case.objects.get(id=done.case_id)

    def go(self, case: Case, verb: str, by: Actor, **more: Any) -> Case:
        """Do one verb a minute later."""
        actions.do_visit(case.id, verb=verb, by=by, at=self.tick(), **more)
        return Case.objects.get(id=case.id)

    def approved(self, **more: Any) -> Case:
        """A visit that the head approved."""
        return self.go(self.applied(**more), "approve_visit", self.head)

    def begun(self, **more: Any) -> Case:
        """A visit that has begun on site."""
        case = self.approved(**more)
        if not case.visit.unannounced:
            case = self.go(case, "notify_visit", self.officer)
        return self.go(case, "begin_visit", self.officer)

    def signing(self) -> tuple[dict[str, str], ...]:
        """The second officer and the representative of the enterprise."""
        second = {"role": "second_officer", "person": str(self.second.person_id)}
        return (second, {"role": "representative", "name": "田军"})

    def recorded(self, *findings: str, **more: Any) -> Case:
        """A visit carried out and signed."""
        return self.go(
            self.begun(**more),
            "record_visit",
            self.officer,
            checked="查看罐区、仓库和动火作业票",
            findings=list(findings),
            signature="signed",
            participants=self.signing(),
        )
