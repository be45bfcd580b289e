"""Which domains of danger a place has, by its trade and its traits: pure matching.

Traits are words: equipment and materials that somebody has recorded, the kind of a place that is no site (forest, road,
water, dwelling), and what the register itself knows (hazardous chemicals, a major hazard installation).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from fangwei.duty.rules import GENERAL, trade_prefix
from fangwei.engines.codes import prefixes_of_trade

HAZARDOUS_CHEMICALS = "hazardous_chemicals"
"""The trait of a site whose column says that it makes, uses or stores hazardous chemicals."""

MAJOR_INSTALLATION = "major_installation"
"""The trait of a site with a major hazard installation."""


@dataclass(frozen=True, slots=True)
class DomainTable:
    """The vocabulary: each domain with the marks by which a place has it; one mark is enough."""

    names: frozenset[str]
    by_trade: Mapping[str, tuple[str, ...]]
    by_trait: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Build the table from the lawbook's rows {id, trades, traits}; the empty trade holds everywhere."""
        listed = list(rows)
        return cls(
            names=frozenset(str(row["id"]) for row in listed),
            by_trade=_index(listed, "trades", fold_trades=True),
            by_trait=_index(listed, "traits"),
        )

    def of_place(self, trade: str, traits: Iterable[str]) -> tuple[str, ...]:
        """Return the domains of a place, `general` first, the others in alphabetical order."""
        found: set[str] = set()
        for prefix in (*prefixes_of_trade(trade), ""):
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
