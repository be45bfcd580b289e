"""Checking who else took part: a second officer must be one, an expert must be one, a witness must have a name."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import OFFICER_ROLES, covers
from fangwei.engines.calendar import SHANGHAI
from fangwei.engines.lifecycle import Participant
from fangwei.register.models import Tenure


def _counts(side: str, person: UUID, territory: str, at: datetime) -> bool:
    roles = {
        "officer": OFFICER_ROLES,
        "expert": frozenset({"expert"}),
        "committee_office": frozenset({"committee_office"}),
    }
    held = Tenure.objects.on(at.astimezone(SHANGHAI).date()).filter(person_id=person, post__role__in=roles[side])
    codes = held.values_list("post__organization__territory_code", flat=True)
    return any(covers(code or "", territory) for code in codes)


def _person_of(given: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(given["person"])) if given.get("person") else None
    except ValueError:
        return None


def roles_filled(
    needed: Sequence[Participant],
    given: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    territory: str,
    at: datetime,
    barred: Callable[[UUID], bool],
) -> set[str]:
    """Return the roles that are filled by somebody who counts, none of them by the actor and no person in two roles.

    `barred` says whom the row rules out as it rules out actors. Raises: Refused (participant_bad) for a person who does not
    count in the role in which they are named.
    """
    sides = {person.role: person.side for person in needed} | {
        person.instead: "named" for person in needed if person.instead
    }
    filled: set[str] = set()
    seen: set[UUID] = {by.person_id} if by.person_id else set()
    for entry in given:
        role = str(entry.get("role", ""))
        side = sides.get(role)
        if side is None:
            continue
        if side == "named":
            if not str(entry.get("name", "")).strip():
                raise refuse("participant_bad", role=role, why="name_missing")
            filled.add(role)
            continue
        person = _person_of(entry)
        if person is None:
            raise refuse("participant_bad", role=role, why="person_missing")
        if person in seen:
            raise refuse("participant_bad", role=role, why="same_person")
        if not _counts(side, person, territory, at):
            raise refuse("participant_bad", role=role, why="not_in_office")
        if barred(person):
            raise refuse("participant_bad", role=role, why="own_word")
        seen.add(person)
        filled.add(role)
    return filled


def split_names(given: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the participants without personal data for the fact, and those with names for its erasable payload."""
    bare = [
        {"role": str(entry.get("role", ""))} | ({"person": str(entry["person"])} if entry.get("person") else {})
        for entry in given
    ]
    named = [
        {
            "role": str(entry.get("role", "")),
            "name": str(entry.get("name", ""))[:80],
            "note": str(entry.get("note", ""))[:200],
        }
        for entry in given
        if entry.get("name")
    ]
    return bare, named
