"""Which domains of danger a place has, by its kind, its trade, its columns and its equipment: pure matching."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from fangwei.duty.rules import GENERAL, trade_prefix
from fangwei.engines.codes import prefixes_of_trade

HAZARDOUS_CHEMICALS = "hazardous_chemicals"
"""The trait of a site whose column says that it makes, uses or stores hazardous chemicals."""


@dataclass(frozen=True, slots=True)
class PlaceTraits:
    """What of a place decides its domains."""

    kind: str = "site"
    trade: str = ""
    traits: frozenset[str] = frozenset()
    hazardous_chemicals: bool = False


@dataclass(frozen=True, slots=True)
class DomainTable:
    """The vocabulary: each domain with the marks by which a place has it; one mark is enough."""

    names: frozenset[str]
    by_trade: Mapping[str, tuple[str, ...]]
    by_kind: Mapping[str, tuple[str, ...]]
    by_trait: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Build the table from the lawbook's rows {id, trades, kinds, traits}."""
        listed = list(rows)
        return cls(
            names=frozenset(str(row["id"]) for row in listed),
            by_trade=_index(listed, "trades", fold_trades=True),
            by_kind=_index(listed, "kinds"),
            by_trait=_index(listed, "traits"),
        )

    def of_place(self, place: PlaceTraits) -> tuple[str, ...]:
        """Return the domains of a place, `general` first, the others in alphabetical order."""
        traits = set(place.traits) | ({HAZARDOUS_CHEMICALS} if place.hazardous_chemicals else set())
        found: set[str] = set(self.by_kind.get(place.kind, ()))
        for prefix in prefixes_of_trade(place.trade):
            found.update(self.by_trade.get(prefix, ()))
        for trait in traits:
            found.update(self.by_trait.get(trait, ()))
        return (GENERAL, *sorted(found - {GENERAL}))


def _index(rows: list[Mapping[str, Any]], column: str, *, fold_trades: bool = False) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for mark in row.get(column) or ():
            key = trade_prefix(str(mark)) if fold_trades else str(mark)
            found[key] = (*found.get(key, ()), str(row["id"]))
    return found
