"""The frozen form in which capabilities hand facts to the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

JSON = Any
"""Strings, integers, booleans, null, lists and string-keyed objects; no floats, whose canonical form is a trap."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be appended.

    `id` is the act's id when the act brought one; `cause` the fact that made this one follow. `participants` holds
    objects like {"role": "second_officer", "person": "..."} without personal data; names belong into `data`.
    """

    subject_kind: str
    subject_id: UUID
    verb: str
    actor: UUID | None
    acting_post: UUID | None
    authority: UUID | None
    at: datetime
    received_at: datetime
    channel: str
    territory: str
    data: Mapping[str, JSON] = field(default_factory=dict)
    id: UUID | None = None
    participants: Sequence[Mapping[str, JSON]] = ()
    cause: UUID | None = None
    digest: bytes = b""
    schema: int = 1
