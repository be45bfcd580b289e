"""The shapes of answers, for the description of the interface; the views write them as they stand here."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Strict(Schema):
    """Nothing that is not described here comes with an answer."""

    model_config = ConfigDict(extra="forbid")


class Spoken(Strict):
    title: str
    detail: str


class Fault(Strict):
    """One reason of a refusal: the field it is about, where it is about one, and the law behind it."""

    code: str
    field: str
    params: dict[str, str]
    zh: str
    en: str
    citation: str


class Problem(Strict):
    """RFC 9457: what went wrong. `title` and `detail` follow Accept-Language; `zh` and `en` hold both."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Names the problem for programs; it stays when the words change.")
    zh: Spoken
    en: Spoken
    citation: str
    errors: list[Fault]


class Outcome(Strict):
    """What became of an act; `repeated` when it had been done before by the same act id."""

    act_id: str
    id: str
    kind: str
    number: str | None
    state: str
    version: int
    fact_id: str
    repeated: bool


class ItemOutcome(Strict):
    """What became of one act of many, with the status that it would have had alone."""

    act_id: str
    status: int
    outcome: Outcome | None
    problem: Problem | None


class Outcomes(Strict):
    """One answer for each act, in the order in which they were sent."""

    outcomes: list[ItemOutcome]


class Named(Strict):
    id: str
    name: str


class Owner(Strict):
    post: str
    post_name: str
    organization: str | None
    organization_name: str


class Case(Strict):
    """A case as lists show it."""

    id: str
    kind: str
    number: str | None
    state: str
    state_label: str
    version: int
    is_open: bool
    title: str
    grade: str
    territory: str
    place: Named | None
    owner: Owner
    inherited: bool = Field(description="Came from a sheet and nobody has confirmed it yet.")
    provenance: str
    opened_at: str
    last_at: str
    closed_at: str | None
    due_at: str | None
    due_in_words: str


class Cases(Strict):
    items: list[Case]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Why(Strict):
    """The rule behind a value: what it is called, what it says on that day, its article, and whether that is confirmed."""

    rule: str
    title: str
    value: str
    citation: str
    status: str
    because: str
    overlay: str


class Clock(Strict):
    name: str
    label: str
    holder: str
    state: str
    started_at: str
    due_at: str
    first_due_at: str
    paused_at: str | None
    ended_at: str | None
    outcome: str
    why: Why | None


class Clocks(Strict):
    items: list[Clock]


class Choice(Strict):
    value: str
    label: str


class AskedField(Strict):
    name: str
    label: str
    kind: str
    required: bool
    choices: list[Choice]
    longest: int | None


class AskedParticipant(Strict):
    """Somebody who must take part; `instead` is a role that may stand in."""

    role: str
    label: str
    side: str
    instead: str


class May(Strict):
    """A verb that the caller may do now, and what it needs."""

    verb: str
    label: str
    citation: str
    fields: list[AskedField]
    evidence: int = Field(description="How many files at the least.")
    participants: list[AskedParticipant]


class Other(Strict):
    """A verb that is possible now, but for others."""

    verb: str
    label: str
    who: list[str]
    who_label: str


class Origin(Strict):
    kind: str
    id: str


class Evidence(Strict):
    id: str
    case: str | None
    stage: str
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    taken_at: str | None
    uploaded_at: str
    content: str = Field(description="Where its bytes are.")


class FullCase(Case):
    """A case with everything that its page shows."""

    origin: Origin | None
    data: dict[str, Any] = Field(description="What the verbs of this kind ask for and the case keeps.")
    clocks: list[Clock]
    evidence: list[Evidence]
    may: list[May]
    others: list[Other]


class Post(Strict):
    id: str
    name: str
    organization_name: str


class Participant(Strict):
    role: str
    person: str
    name: str


class Event(Strict):
    """One fact; `data` is null when what it said was lawfully erased, `logged` when the tamper-evident log holds it."""

    n: int
    fact_id: str
    verb: str
    label: str
    at: str
    received_at: str
    channel: str
    actor: Named | None
    post: Post | None
    participants: list[Participant]
    data: dict[str, Any] | None
    cause: str | None
    logged: bool


class History(Strict):
    items: list[Event]
    before: int | None = Field(description="`before` of the next page; null at the end.")


class Keeper(Strict):
    id: str
    name: str


class Site(Strict):
    enterprise: str
    enterprise_name: str
    uscc: str | None
    industry_code: str
    employees: int | None


class Place(Strict):
    id: str
    kind: str
    name: str
    address: str
    territory: str
    lat: float | None
    lon: float | None
    keeper: Keeper | None
    site: Site | None


class Places(Strict):
    items: list[Place]
    next: str | None


class Answer(Strict):
    """Who answers for one danger of a place, and by which rule."""

    domain: str
    post: str
    post_name: str
    organization_name: str
    rule: str
    citation: str
    status: str


class FullPlace(Place):
    domains: list[str]
    answers: list[Answer]


class Upload(Strict):
    """A file on its way: send the next piece from `offset`, at most `chunk` bytes, before it expires."""

    id: str
    name: str
    size: int
    sha256: str
    offset: int
    chunk: int
    expires_at: str
