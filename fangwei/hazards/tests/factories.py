"""A small county with the people whom a hazard needs: made through the verbs, acting through the door."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from PIL import Image

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post
from fangwei.casework.evidence import store
from fangwei.casework.models import Case
from fangwei.hazards import actions
from fangwei.register.models import Organization, Place, Post
from fangwei.register.tests import factories as register

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
_colour = count(1)


def holder_of(post: Post) -> Actor:
    """Somebody appointed to a post, as an actor."""
    register.tenure(post)
    return actors_of_post(post.id, TODAY)[0]


def member(body: Organization, role: str) -> Actor:
    """A further member of an organization."""
    return holder_of(register.post(role, body))


def duty_actor(body: Organization) -> Actor:
    """The holder of an organization's duty post."""
    return holder_of(Post.objects.get(organization=body, is_duty_post=True))


def photo(by: Actor, at: datetime = NOW) -> UUID:
    """An uploaded photo, different each time."""
    file = BytesIO()
    number = next(_colour)
    Image.new("RGB", (8, 8), (number % 256, number // 256 % 256, 7)).save(file, "PNG")
    file.seek(0)
    return store(file, name="photo.png", by=by, at=at).id


@dataclass
class County:
    """The bodies and people of one county, and a clock that moves a minute an act."""

    at: datetime = NOW
    emergency: Organization = field(init=False)
    township: Organization = field(init=False)

    def __post_init__(self) -> None:
        register.territories()
        self.emergency = register.organization("emergency")
        self.housing = register.organization("housing")
        self.market = register.organization("market")
        self.township = register.organization("township", register.TOWNSHIP, "南顿镇")
        self.office = register.organization("committee_office")
        self.city_office = register.organization("committee_office", "4116")
        self.owner = duty_actor(self.emergency)
        self.officer = member(self.emergency, "inspector")
        self.second = member(self.emergency, "inspector")
        self.head = member(self.emergency, "leader")
        self.housing_duty = duty_actor(self.housing)
        self.market_duty = duty_actor(self.market)
        self.clerk = duty_actor(self.township)
        self.township_officer = member(self.township, "township_officer")
        self.grid = member(self.township, "grid_worker")
        self.office_duty = duty_actor(self.office)
        self.city_duty = duty_actor(self.city_office)
        self.expert = member(self.emergency, "expert")
        self.site = register.site(industry_code="2614")
        self.site.employees = 80
        self.site.save()
        firm = self.site.enterprise
        self.safety = holder_of(register.post("enterprise_safety_officer", firm))
        self.principal = holder_of(register.post("enterprise_principal", firm))

    @property
    def place(self) -> Place:
        """The chemical works."""
        return Place.objects.get(id=self.site.place_id)

    def tick(self, **by: int) -> datetime:
        """Let time pass, a minute by default."""
        self.at += timedelta(**(by or {"minutes": 1}))
        return self.at

    def day(self, days: int = 0) -> str:
        """A day from today on, as an act's data carry it."""
        return (self.at + timedelta(hours=8, days=days)).date().isoformat()

    def report(self, description: str = "安全出口被货物堵塞", by: Actor | None = None, **more: Any) -> Case:
        """Register a hazard and return its case."""
        at = self.tick()
        given = {"place": self.place, "how_found": "inspection", "found_on": date.fromisoformat(self.day())} | more
        outcome = actions.report(description=description, by=by or self.officer, at=at, **given)
        return Case.objects.get(id=outcome.case_id)

    def do(self, case: Case, verb: str, by: Actor, *, photos: int = 0, **more: Any) -> Case:
        """Do one verb a minute later and return the case as it then is."""
        at = self.tick()
        evidence = tuple(photo(by, at) for _photo in range(photos))
        actions.do(case.id, verb=verb, by=by, at=at, evidence=evidence, **more)
        return Case.objects.get(id=case.id)

    def with_second(self, who: Actor | None = None) -> dict[str, Any]:
        """The participants of an act with a second officer."""
        return {"participants": ({"role": "second_officer", "person": str((who or self.second).person_id)},)}

    def ordered(self, grade: str = "general", **report: Any) -> Case:
        """A hazard that is being rectified."""
        case = self.report(**report)
        self.do(case, "grade", self.officer, grade=grade, **({"criterion": "chem17/4"} if grade == "major" else {}))
        return self.do(case, "order", self.officer, **self.treatment(grade))

    def treatment(self, grade: str = "general", days: int = 20) -> dict[str, Any]:
        """What an order asks for, the five settled things for a major one."""
        plain: dict[str, Any] = {"due_on": self.day(days), "measures": "清空通道并设标识"}
        if grade == "general":
            return plain
        return plain | {
            "responsible": "生产副总",
            "funds_fen": 5_000_000,
            "contingency": "现场处置方案",
            "on_spot": ["stop"],
        }

    def submitted(self, grade: str = "general", **report: Any) -> Case:
        """A hazard that awaits verification."""
        case = self.ordered(grade, **report)
        return self.do(case, "submit", self.safety, photos=1, note="已清空")
