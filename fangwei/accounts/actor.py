"""As whom somebody acts: the person together with the post they act from, frozen for one request or one act."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an act: a person in a post, of an organization or of an enterprise, on the day of asking.

    `territory_code` is where the organization's powers reach, an enterprise has none. `task_forces` are the
    organizations the person is lent to; they widen reading, never the post's powers. `acting` says that the person
    stands in for the ordinary holder.
    """

    person_id: UUID | None
    post_id: UUID | None
    organization_id: UUID | None = None
    organization_kind: str = ""
    territory_code: str = ""
    role: str = ""
    enterprise_id: UUID | None = None
    acting: bool = False
    task_forces: tuple[UUID, ...] = ()
    is_system: bool = False
    person_name: str = ""
    post_name: str = ""
    organization_name: str = ""

    @classmethod
    def system(cls) -> Self:
        """Return the author of what timers and set-up do by themselves."""
        return cls(person_id=None, post_id=None, role="system", is_system=True)

    @property
    def roles(self) -> frozenset[str]:
        """Every role in which this actor may be addressed."""
        return frozenset({self.role}) if self.role else frozenset()
