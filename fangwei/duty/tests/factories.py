"""A county in which somebody answers for everything, made through the verbs; each test then takes something away."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model

from fangwei.accounts.actor import Actor
from fangwei.duty import actions, queries
from fangwei.duty.models import DutyClass, DutyTally, GapTally, PlaceClass, PlaceGap, Placement
from fangwei.ledger.consumers import drain
from fangwei.register.actions import appoint
from fangwei.register.models import Organization, Post, Tenure
from fangwei.register.tests import factories as register

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LINES = ("emergency", "fire", "housing", "commerce", "industry", "transport", "market", "energy", "culture_tourism")
SYSTEM = Actor.system()
SINCE = date(2024, 1, 1)


def hold(post: Post, *, phone: str = "13900000001", start=SINCE, planned_end=None) -> Tenure:
    """Somebody who can be reached in a post."""
    person = register.person(phone=phone)
    return appoint(person=person, post=post, start=start, planned_end=planned_end, by=SYSTEM, at=register.AT)


def duty_post(body: Organization) -> Post:
    """The post that a body's cases come to."""
    return Post.objects.get(organization=body, is_duty_post=True)


@dataclass
class County:
    """The bodies of a county with their duty posts held, and a clock."""

    at: datetime = NOW
    bodies: dict[str, Organization] = field(default_factory=dict)

    def __post_init__(self) -> None:
        register.territories()
        for line in LINES:
            self.establish(line)
        self.establish("township", register.TOWNSHIP)
        self.establish("committee_office")

    def establish(self, kind: str, territory: str = register.COUNTY) -> Organization:
        """A body whose duty post somebody holds."""
        body = register.organization(kind, territory)
        hold(duty_post(body))
        self.bodies.setdefault(kind, body)
        return body

    def run(self, days: int = 0) -> queries.Coverage:
        """One incremental run, some days later; the sums must add up and agree with a resolution from the beginning."""
        self.at += timedelta(days=days, minutes=1)
        drain(at=self.at)
        actions.catch_up(at=self.at)
        found = self.coverage()
        assert found.answered + sum(found.blind_spots.values()) == found.pairs
        return found

    def coverage(self, territory: str = "") -> queries.Coverage:
        """The sums as they stand."""
        return queries.coverage(territory, on=self.day)

    def causes(self, kind: str) -> list[queries.Cause]:
        """The causes of one kind."""
        return [cause for cause in queries.causes("", on=self.day) if cause.kind == kind]

    @property
    def day(self):
        """Today in the county."""
        return (self.at + timedelta(hours=8)).date()


def picture() -> set[tuple[object, ...]]:
    """Everything that is resolved, without the keys of its rows."""
    classes = {one.id: (one.territory_code, one.trade, one.traits) for one in PlaceClass.objects.all()}
    rows: set[tuple[object, ...]] = {
        (*classes[row.place_class_id], row.domain, row.gap, row.about, row.lead_id, row.lead_post_id, row.rule)
        for row in DutyClass.objects.all()
    }
    rows |= {(row.place_id, *classes[row.place_class_id]) for row in Placement.objects.all()}
    rows |= {(row.place_id, row.kind, row.cause) for row in PlaceGap.objects.all()}
    rows |= {(*classes[one.id], one.places, one.gapped) for one in PlaceClass.objects.all()}
    sums = [table.objects.values_list(*_fields(table)) for table in (DutyTally, GapTally)]
    return rows | {row for listed in sums for row in listed}


def _fields(table: type[Model]) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields if not field.primary_key]
