"""What a change of rules or of the day would change: classes of places whose answer differs, and how many places that is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fangwei.duty.answers import OwnerClass
from fangwei.duty.placing import ClassKey, keys_of
from fangwei.duty.resolve import Resolved, resolve
from fangwei.duty.roster import Roster
from fangwei.duty.tables import domain_table, duty_table, words_of
from fangwei.engines.lawbook import Lawbook
from fangwei.register.law import book
from fangwei.register.models import Place

_SOME = 300


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
    """Yield the answers that differ between two days or two sets of rules in a territory."""
    old, new = law_before or book(), law_after or book()
    words = words_of(old).joined(words_of(new))
    places = Place.objects.within(territory_code).on(after)
    groups = Counter(key for _id, key in keys_of(places, after, words))
    keys = sorted(groups)
    for start in range(0, len(keys), _SOME):
        some = keys[start : start + _SOME]
        earlier, later = _said(some, before, old), _said(some, after, new)
        for pair in sorted({*earlier, *later}):
            was, will = earlier.get(pair, ""), later.get(pair, "")
            if was != will:
                yield Change(pair[0], pair[1], groups[pair[0]], was, will)


def _said(keys: list[ClassKey], on: date, law: Lawbook) -> dict[tuple[ClassKey, str], str]:
    roster = Roster.load({key.territory_code for key in keys}, on)
    domains = domain_table(on, law)
    found: dict[tuple[ClassKey, str], str] = {}
    for key in keys:
        traits = tuple(key.traits.split(",")) if key.traits else ()
        table = duty_table(on, key.territory_code, law)
        for domain in domains.of_place(key.trade, traits):
            asked = OwnerClass(key.territory_code, key.trade, domain, traits)
            found[key, domain] = _text(resolve(asked, table, roster))
    return found


def _text(found: Resolved) -> str:
    lead = found.lead.name if found.lead else (found.row.lead if found.row else "")
    return " ".join(part for part in (lead, f"[{found.gap}]" if found.gap else "", found.rule) if part)
