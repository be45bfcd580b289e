"""What a change of rules or of the day would change: classes of places whose answer differs, and how many places that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.db import transaction

from fangwei.duty.answers import OwnerClass
from fangwei.duty.placing import ClassKey
from fangwei.duty.projection.resolving import Spoken, scope_of, speaking_on
from fangwei.duty.projection.settling import counted
from fangwei.duty.resolve import Resolved, among
from fangwei.duty.roster import Roster
from fangwei.duty.tables import words_of
from fangwei.engines.lawbook import Lawbook
from fangwei.register.law import book

_COUNTY, _COUNTIES = 6, 60


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after, for all places of a territory, trade and traits; empty where a domain comes or goes."""

    key: ClassKey
    domain: str
    places: int
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """Return the change as the command line gives it."""
        return {
            "territory": self.key.territory_code,
            "trade": self.key.trade,
            "traits": self.key.traits,
            "domain": self.domain,
            "places": self.places,
            "before": self.before,
            "after": self.after,
        }


def changes(
    territory_code: str,
    *,
    before: date,
    after: date,
    law_before: Lawbook | None = None,
    law_after: Lawbook | None = None,
) -> Iterator[Change]:
    """Yield the answers that differ between two days or two sets of rules in a territory.

    The database groups and counts the places that stand on the later day; what is said before and after is worked out
    once for each county, trade and traits, some counties at a time, and no place goes through Python.
    """
    old, new = law_before or book(), law_after or book()
    words = words_of(old).joined(words_of(new))
    speaking = speaking_on(before, old) | speaking_on(after, new)
    with transaction.atomic():
        classes = list(counted(territory_code, after, words))
    sides = Spoken(before, old), Spoken(after, new)
    counties = groupby(classes, key=lambda one: one[0].territory_code[:_COUNTY])
    while some := [(_county, list(listed)) for _county, listed in islice(counties, _COUNTIES)]:
        here = [one for _county, listed in some for one in listed]
        scopes = {key: scope_of(key.territory_code, speaking) for key, _places in here}
        told = [
            _Told(rules, Roster.load(set(scopes.values()), day))
            for rules, day in zip(sides, (before, after), strict=True)
        ]
        differing: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
        for key, places in here:
            asked = scopes[key], key.trade, key.traits
            if asked not in differing:
                differing[asked] = _differing(*(side.of(*asked) for side in told))
            for domain, was, will in differing[asked]:
                yield Change(key, domain, places, was, will)


def _differing(was: Mapping[str, str], will: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the domains of which something else is said, with both answers."""
    pairs = ((domain, was.get(domain, ""), will.get(domain, "")) for domain in sorted({*was, *will}))
    return [pair for pair in pairs if pair[1] != pair[2]]


class _Told:
    """What one law says on one day in some territories; what is alike is worked out once."""

    def __init__(self, rules: Spoken, roster: Roster) -> None:
        self._rules, self._roster = rules, roster
        self._known: dict[tuple[str, int, str], str] = {}

    def of(self, scope: str, trade: str, traits: str) -> dict[str, str]:
        """Return each domain with its answer."""
        found = {}
        for domain, rows in self._rules.of(scope, trade, traits):
            key = scope, id(rows), "" if rows else trade[:2]
            if key not in self._known:
                self._known[key] = _text(among(rows, OwnerClass(scope, trade, domain), self._roster))
            found[domain] = self._known[key]
        return found


def _text(found: Resolved) -> str:
    lead = found.lead.name if found.lead else (found.row.lead if found.row else "")
    return " ".join(part for part in (lead, f"[{found.gap}]" if found.gap else "", found.rule) if part)
