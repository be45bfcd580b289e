"""The stage on which stories are played: instants in order, acts through the one door, photographs as evidence."""

import heapq
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.evidence import store
from fangwei.casework.models import Case
from fangwei.demo.cast import Cast
from fangwei.demo.findings import Finding, Grave, finding
from fangwei.demo.pictures import picture
from fangwei.demo.places import Country, Spot
from fangwei.engines.calendar import SHANGHAI

Story = Generator[datetime, None, None]
"""A story waits by yielding the instant at which it goes on; it is resumed when all earlier instants of all stories are past."""

_OPENS, _CLOSES = 8 * 60 + 20, 17 * 60 + 40
_VARIANTS = 3


def identify(rng: Random, at: datetime) -> UUID:
    """Return a UUIDv7 of an instant whose random bits come from the seed, so that the same seed names the same acts."""
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds << 80) | (7 << 76) | (rng.getrandbits(12) << 64) | (2 << 62) | rng.getrandbits(62)
    return UUID(int=value)


@dataclass(slots=True)
class Stage:
    """What every story shares: who there is, where, and the day on which the demo ends; nothing happens on that day.

    A story may let others join while the play goes on.
    """

    cast: Cast
    country: Country
    base: date
    joining: list[Story] = field(default_factory=list)

    def morning(self, ago: int) -> datetime:
        """Return midnight at the beginning of the day so many days before the last one."""
        return datetime.combine(self.base - timedelta(days=ago), datetime.min.time(), SHANGHAI)

    def play(self, stories: Iterable[Story]) -> None:
        """Play all stories at once, act by act, in the order of their instants; nothing happens on the base day or later."""
        waiting: list[tuple[datetime, int, Story]] = []
        self.joining += stories
        count = 0
        while waiting or self.joining:
            while self.joining:
                count += 1
                self._resume(waiting, count, self.joining.pop(0))
            _instant, number, story = heapq.heappop(waiting)
            self._resume(waiting, number, story)

    def _resume(self, waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
        upcoming = next(story, None)
        if upcoming is None:
            return
        if upcoming >= self.morning(0):
            raise ValueError(f"story {number} runs into the present: {upcoming}")
        heapq.heappush(waiting, (upcoming, number, story))


@dataclass(slots=True)
class Tale:
    """One story's own thread: its random numbers, its place, its present instant.

    `latest` is the case that it opened last; `order` and `papers` are an order and its hazards, `scenes` their pictures.
    """

    stage: Stage
    rng: Random
    spot: Spot
    start: int
    now: datetime = field(init=False)
    latest: UUID = field(init=False)
    order: UUID = field(init=False)
    papers: list[UUID] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self._minute(self.stage.morning(self.start))

    # -- time ----------------------------------------------------------------------------------------------------

    def _minute(self, morning: datetime) -> datetime:
        return morning + timedelta(minutes=self.rng.randint(_OPENS, _CLOSES))

    def after(self, days: int = 0, minutes: int = 0) -> datetime:
        """Move on and return the new instant: some days later at some time of day, or some minutes later."""
        if days:
            day = self.now.astimezone(SHANGHAI).date() + timedelta(days=days)
            self.now = self._minute(datetime.combine(day, datetime.min.time(), SHANGHAI))
        else:
            self.now += timedelta(minutes=minutes or self.rng.randint(8, 40))
        return self.now

    def today(self) -> date:
        """Return the present day of the story."""
        return self.now.astimezone(SHANGHAI).date()

    def until(self, days_after: int) -> int:
        """Return in how many days it will be the base day, or some days after or (negative) before it."""
        return (self.stage.base - self.today()).days + days_after

    def day(self, ahead: int) -> str:
        """Return a day some days ahead, as acts carry it."""
        return (self.today() + timedelta(days=ahead)).isoformat()

    # -- people --------------------------------------------------------------------------------------------------

    def owner(self, case_id: UUID) -> UUID:
        """Return the body whose post owns a case now."""
        body = Case.objects.values_list("owner_post__organization_id", flat=True).get(id=case_id)
        assert body is not None, "cases of the demo are owned by bodies"
        return body

    def officers(self, case_id: UUID) -> tuple[Actor, Actor]:
        """Return two officers of the owner: one who acts, one beside."""
        first, second = self.rng.sample(self.stage.cast.officers(self.owner(case_id)), 2)
        return first, second

    def firm(self) -> tuple[Actor, Actor]:
        """Return the safety officer and the principal of the place's enterprise, or two people of its keeper."""
        people = (
            self.stage.cast.of_firm[self.spot.enterprise_id]
            if self.spot.enterprise_id is not None
            else self.stage.cast.of_body[self.spot.keeper]  # type: ignore[index] # a story's place has one or the other
        )
        return people[0], people[1]

    def local(self, role: str) -> list[Actor]:
        """Return the people of a role in the place's township."""
        return self.stage.cast.local(self.spot.place.territory_code, role)

    # -- acts ----------------------------------------------------------------------------------------------------

    def photo(self, scene: str, *, by: Actor, safe: bool) -> UUID:
        """Store a photograph of a scene as its taker does, and return its id."""
        bytes_ = picture(scene, safe=safe, variant=self.rng.randrange(_VARIANTS))
        place = self.spot.place
        evidence = store(
            BytesIO(bytes_),
            name=f"{'整改后' if safe else '现场'}{self.today():%m%d}.jpg",
            by=by,
            at=self.now,
            taken_at=self.now - timedelta(minutes=self.rng.randint(2, 30)),
            point=(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
        )
        return evidence.id

    def act(
        self,
        case_id: UUID,
        verb: str,
        by: Actor,
        *,
        photos: tuple[UUID, ...] = (),
        people: tuple[Mapping[str, Any], ...] = (),
        kind: str = "",
        **data: Any,
    ) -> None:
        """Do one act at the story's present instant; a refusal is a fault of the story and is raised."""
        one = Act(
            act_id=identify(self.rng, self.now),
            case_id=case_id,
            verb=verb,
            at=self.now,
            data=data,
            kind=kind,
            evidence=photos,
            participants=people,
        )
        channel = "phone" if by.role in {"grid_worker", "enterprise_principal"} else "web"
        act_one(one, by=by, received_at=self.now, channel=channel)

    def new_case(self) -> UUID:
        """Return the id of a case that begins now; it is the story's latest."""
        self.latest = identify(self.rng, self.now)
        return self.latest

    def finding(self) -> Finding:
        """Compose what may be found at the story's place."""
        return finding(self.rng, self.rng.choice(self.spot.dangers))

    def report(self, found: Finding | Grave, by: Actor, how: str, *, ago: int = 0, shown: bool = True) -> UUID:
        """Report a danger as found by somebody, some days ago at most; return its case."""
        case_id = self.new_case()
        photos = (self.photo(found.picture, by=by, safe=False),) if shown else ()
        self.act(
            case_id,
            "report",
            by,
            kind="hazard",
            photos=photos,
            place=str(self.spot.place.id),
            description=found.text,
            category=found.domain,
            spot=found.spot,
            how_found=how,
            found_on=self.day(-ago),
        )
        return case_id


def second(actor: Actor) -> dict[str, str]:
    """Return an actor as the second officer of an act."""
    return {"role": "second_officer", "person": str(actor.person_id)}


def expert(actor: Actor) -> dict[str, str]:
    """Return an actor as the expert of an act."""
    return {"role": "expert", "person": str(actor.person_id)}


Telling = Callable[[Tale], Story]
