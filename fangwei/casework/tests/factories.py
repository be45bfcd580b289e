"""A kind of case made for tests, a small county with people in it, and acts ready to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from PIL import Image
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post
from fangwei.casework.asides import aside_rows, carry_out_aside
from fangwei.casework.door import act_one
from fangwei.casework.events import Act, Effects, Outcome, Step
from fangwei.casework.evidence import store
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.queries import audience_of_enterprise
from fangwei.engines.calendar import end_of
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition
from fangwei.register.models import Organization, Place, Post
from fangwei.register.tests import factories as register

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LAW = "Some Law, Art. 1"
_colour = count(1)

_NOTE = Field("note", "text", required=False)
_PUT_RIGHT = Clock("start", "rectify", due="due_on", holder="rectifier")
ERRAND = Lifecycle(
    kind="errand",
    states=(State("open"), State("waiting"), State("done", final=True, ended_as="fixed")),
    transitions=(
        Transition(
            "begin", (NEW,), "open", ("officer", "enterprise", "system"), LAW,
            fields=(Field("place", "place"), Field("title"), Field("due_on", "date", required=False)),
            clocks=(_PUT_RIGHT, Clock("start", "grade", rule="hazard.grade", when=("timed",))),
        ),
        Transition("pause", ("open",), "waiting", ("owner_officer",), LAW, clocks=(Clock("pause", "rectify"),)),
        Transition("go_on", ("waiting",), "open", ("owner_officer",), LAW, clocks=(Clock("resume", "rectify"),)),
        Transition(
            "start_again", ("open",), SAME, ("owner_officer",), LAW, fields=(Field("due_on", "date"),),
            clocks=(_PUT_RIGHT,),
        ),
        Transition("hand_in", ("open",), SAME, ("enterprise", "owner_officer"), LAW, fields=(_NOTE,), evidence=1),
        Transition(
            "check", ("open",), SAME, ("owner_officer",), LAW, never=("rectifying_side",),
            participants=(Participant("second_officer", "officer"), Participant("signer", "named", instead="witness")),
        ),
        Transition("finish", ("open",), "done", ("owner_officer",), LAW, fields=(_NOTE,), clocks=(Clock("stop", "rectify"),)),
        *aside_rows(("open", "waiting"), extendable=("open",), listable=("open",)),
    ),
    import_states=("open",),
)  # fmt: skip


def _prepare(act: Act, by: Actor, at: datetime) -> Opening:
    place = Place.objects.get(id=act.data["place"])
    emergency = Post.objects.get(
        organization__kind="emergency", organization__territory_code="411681", is_duty_post=True
    )
    return Opening(place.id, place.territory_code, emergency.id, str(act.data.get("title", "")), 1)


def _scopes(case: Case) -> set[tuple[str, str]]:
    owner = case.owner_post.organization
    assert owner is not None
    wanted = {("*", case.territory), (owner.kind, owner.territory_code)}
    site = getattr(case.place, "site", None)
    return wanted | ({(audience_of_enterprise(site.enterprise_id), "411681")} if site else set())


def _opening_truths(data: Mapping[str, Any], by: Actor) -> set[str]:
    return set() if data.get("due_on") else {"timed"}


def _carry_out(step: Step) -> Effects:
    return carry_out_aside(step) or Effects()


ERRANDS = Kind(
    lifecycle=ERRAND,
    prefix="CS",
    truths=lambda case, at: set(),
    extra_relations=lambda case, actor: set(),
    opening_truths=_opening_truths,
    prepare=_prepare,
    create=lambda step: Effects(),
    carry_out=_carry_out,
    scopes=_scopes,
    after=lambda step: [],
)


def holder_of(post: Post) -> Actor:
    """Somebody appointed to a post, as an actor."""
    register.tenure(post)
    return actors_of_post(post.id, TODAY)[-1]


def member(body: Organization, role: str) -> Actor:
    """A further member of an organization."""
    return holder_of(register.post(role, body))


def duty_actor(body: Organization) -> Actor:
    """The holder of an organization's duty post."""
    return holder_of(Post.objects.get(organization=body, is_duty_post=True))


def picture(width: int = 8, kind: str = "PNG") -> BytesIO:
    """A picture's bytes, different each time."""
    number = next(_colour)
    file = BytesIO()
    Image.new("RGB", (width, 8), (number % 256, number // 256 % 256, 7)).save(file, kind)
    file.seek(0)
    return file


def photo(by: Actor, at: datetime = NOW) -> UUID:
    """An uploaded photo."""
    return store(picture(), name="photo.png", by=by, at=at).id


@dataclass
class County:
    """The bodies and people of one county."""

    emergency: Organization = field(init=False)

    def __post_init__(self) -> None:
        register.territories()
        self.emergency = register.organization("emergency")
        self.housing = register.organization("housing")
        self.office = register.organization("committee_office")
        self.owner = duty_actor(self.emergency)
        self.officer = member(self.emergency, "inspector")
        self.second = member(self.emergency, "inspector")
        self.head = member(self.emergency, "leader")
        self.housing_duty = duty_actor(self.housing)
        self.office_duty = duty_actor(self.office)
        self.site = register.site()
        self.safety = holder_of(register.post("enterprise_safety_officer", self.site.enterprise))

    def opening(self, **given: Any) -> Act:
        """The act that opens an errand at the county's works."""
        data = {"place": str(self.site.place_id), "title": "清空通道"} | given.pop("data", {})
        return Act(
            **{"act_id": uuid7(), "case_id": uuid7(), "verb": "begin", "at": NOW, "data": data, "kind": "errand"}
            | given
        )

    def errand(self, **given: Any) -> Case:
        """An errand that has begun."""
        at = given.get("at", NOW)
        return Case.objects.get(id=send(self.opening(**given), self.officer, at).case_id)

    def imported(self, due_on: date, opened: datetime = NOW, known_at: datetime = NOW) -> Case:
        """An errand as an import leaves it: inherited, its clock running, nobody called."""
        case = self.errand(at=opened)
        case.clocks.all().delete()
        Case.objects.filter(id=case.id).update(provenance="sheet", inherited=True)
        case.refresh_from_db()
        clock = arm(case, opened, end_of(due_on), known_at)
        Case.objects.filter(id=case.id).update(due_at=clock.due_at)
        return Case.objects.get(id=case.id)


def arm(case: Case, started: datetime, due: datetime, known_at: datetime) -> RunningClock:
    """A running rectification clock, armed as an import arms it."""
    from fangwei.casework.clocks import new_clock

    clock = new_clock(case, replace(_PUT_RIGHT), min(started, due), due, known_at=known_at)
    clock.save()
    return clock


def send(one: Act, by: Actor, received_at: datetime | None = None, channel: str = "web") -> Outcome:
    """Send an act through the door; received when it was done unless said otherwise."""
    return act_one(one, by=by, received_at=received_at or one.at, channel=channel)


def do(case: Case, verb: str, by: Actor, at: datetime, *, photos: int = 0, **given: Any) -> Case:
    """Do one verb at an instant and return the case as it then is."""
    evidence = tuple(photo(by, at) for _photo in range(photos))
    act = Act(uuid7(), case.id, verb, at, given.pop("data", {}), evidence=evidence, **given)
    send(act, by)
    return Case.objects.get(id=case.id)


def later(**span: int) -> datetime:
    """An instant after the county's morning."""
    return NOW + timedelta(**span)
