"""Who acts in the stories: every actor found by the body they serve and the part they play."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo.staff import CITY, COUNTY, PROVINCE

OFFICER_ROLES = frozenset({"inspector", "regulator", "township_officer", "committee_office"})


@dataclass(slots=True)
class Cast:
    """All actors of the demo, in the order in which they were appointed."""

    of_body: dict[UUID, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    of_firm: dict[UUID, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[tuple[str, str], UUID] = field(default_factory=dict)
    duty_posts: dict[UUID, UUID] = field(default_factory=dict)

    def join(self, actor: Actor) -> None:
        """Take an actor in."""
        if actor.organization_id is not None:
            self.of_body[actor.organization_id].append(actor)
        elif actor.enterprise_id is not None:
            self.of_firm[actor.enterprise_id].append(actor)

    def officers(self, body: UUID) -> list[Actor]:
        """Return a body's officers, the holder of the duty post first."""
        return [actor for actor in self.of_body[body] if actor.role in OFFICER_ROLES]

    def leaders(self, body: UUID) -> list[Actor]:
        """Return a body's leaders."""
        return [actor for actor in self.of_body[body] if actor.role == "leader"]

    def of(self, kind: str, territory: str = COUNTY) -> list[Actor]:
        """Return everybody of the body of a kind in a territory."""
        return self.of_body[self.bodies[kind, territory]]

    def local(self, territory: str, role: str) -> list[Actor]:
        """Return the people of a role in a township or in the zone that runs it."""
        kind = "zone" if ("zone", territory) in self.bodies else "township"
        return [actor for actor in self.of(kind, territory) if actor.role == role]

    @property
    def office(self) -> list[Actor]:
        """The officers of the county's committee office."""
        return self.of("committee_office")

    @property
    def offices_above(self) -> tuple[Actor, Actor]:
        """An officer of the city's and one of the province's committee office."""
        return self.of("committee_office", CITY)[0], self.of("committee_office", PROVINCE)[0]

    @property
    def experts(self) -> list[Actor]:
        """The county's experts."""
        return self.of("task_force")
