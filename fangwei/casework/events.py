"""What goes through the door and what comes back: acts, steps, effects, outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.engines.lifecycle import Transition
from fangwei.ledger.writes import Writes


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it arrives, from any caller.

    `act_id` and, for an opening verb, `case_id` are UUIDv7 and may be made offline. `at` is the claimed instant.
    `participants` are objects {"role", "person"} for registered persons or {"role", "name", ...} for named ones.
    `evidence` are ids of files uploaded before by the same person. `if_version` refuses an act on a stale view.
    """

    act_id: UUID
    case_id: UUID
    verb: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    if_version: int | None = None
    kind: str = ""
    evidence: tuple[UUID, ...] = ()
    participants: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A granted act at the moment of being carried out: what its kind needs to change its own noun.

    `at` is the instant that counts for clocks: the claimed one within the channel's tolerance, else the received one.
    """

    case: Case
    act: Act
    row: Transition
    by: Actor
    at: datetime
    received_at: datetime
    channel: str
    truths: frozenset[str]
    territory: str
    found: Mapping[str, Any] = field(default_factory=dict)
    """What opening the case has found out already: whose it is, who assists, by which rule."""
    writes: Writes = field(default_factory=Writes, compare=False, repr=False)
    """What the act writes, sent together once its kind has said everything."""


@dataclass(slots=True)
class Effects:
    """What carrying out an act changes beside the noun: handed back by the kind to the door, which writes it.

    `due` and `began`: deadlines and starts by clock name where they come from elsewhere than the act (a deadline kept).
    `then`: acts on other cases that follow from this one. `said`: what the fact adds to the act's own data.
    `rescope`: who may see the case has changed.
    """

    state: str = ""
    owner_post_id: UUID | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    began: dict[str, datetime] = field(default_factory=dict)
    then: list[Act] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    rescope: bool = False
    cancel_clocks: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one act: the case's number, state and version after it, or why it was refused.

    `repeated` marks an act that had been carried out before: the same answer, nothing done twice.
    """

    act_id: UUID
    case_id: UUID
    done: bool
    state: str = ""
    version: int = 0
    number: str | None = None
    fact_id: UUID | None = None
    repeated: bool = False
    refusal: Exception | None = None
