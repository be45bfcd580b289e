"""Who writes into the register, and how what was done is told to the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import NAMESPACE_OID, UUID, uuid5

from fangwei.ledger.events import JSON, NewFact

CHANNEL = "register"


class Author(Protocol):
    """Whoever answers for a change: a person acting from a post for an organization; all three empty for the system."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def post_id(self) -> UUID | None: ...
    @property
    def organization_id(self) -> UUID | None: ...


def told(
    subject_kind: str,
    subject_id: UUID,
    verb: str,
    data: Mapping[str, JSON],
    *,
    territory: str,
    by: Author,
    at: datetime,
) -> NewFact:
    """Return the fact that the author did this to the subject at the instant."""
    return NewFact(
        subject_kind=subject_kind,
        subject_id=subject_id,
        verb=verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel=CHANNEL,
        territory=territory,
        data=data,
    )


def subject_of_code(code: str) -> UUID:
    """Return the lasting identifier under which the ledger keeps what happened to an administrative division."""
    return uuid5(NAMESPACE_OID, f"fangwei:territory:{code}")


def degrees(value: float | None) -> str | None:
    """Return a coordinate as facts carry it: text with six decimals, about a tenth of a metre."""
    return None if value is None else f"{value:.6f}"
