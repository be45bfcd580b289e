"""What an entry commits to: every column of the fact that says something, and every field of its payload."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from fangwei.ledger.events import JSON


class Sayer(Protocol):
    """A fact, before or after it was stored."""

    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...
    @property
    def verb(self) -> str: ...
    @property
    def actor(self) -> UUID | None: ...
    @property
    def acting_post(self) -> UUID | None: ...
    @property
    def authority(self) -> UUID | None: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def channel(self) -> str: ...
    @property
    def schema(self) -> int: ...
    @property
    def cause(self) -> UUID | None: ...
    @property
    def participants(self) -> JSON: ...


def instant(at: datetime) -> str:
    """Return an instant as entries write it: UTC, milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def committed_fields(fact: Sayer, fact_id: UUID, data: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the fields whose salted commitments make up the entry's `c`; the fact's own columns stand under "_"."""
    meta = {
        "fact": str(fact_id),
        "subject": f"{fact.subject_kind}:{fact.subject_id}",
        "verb": fact.verb,
        "actor": str(fact.actor or ""),
        "acting_post": str(fact.acting_post or ""),
        "authority": str(fact.authority or ""),
        "participants": [dict(who) for who in fact.participants],
        "received_at": instant(fact.received_at),
        "channel": fact.channel,
        "schema": fact.schema,
        "cause": str(fact.cause or ""),
    }
    return {"_": meta, **data}
