"""The tables of duty: which line of supervision leads for a trade, a domain of danger and the traits of a place.

Pure matching, no tables of the database; which row speaks most exactly is the lawbook's to say. The table of nearest
business is asked where the first one is silent, and what it says is presumed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from fangwei.engines.lawbook.lookup import LookupTable, digits_of

GENERAL = "general"
"""The domain that every place has and that every fallback ends in."""

PRESUMED = "presumed"
"""The status of an answer by nearest business until the committee office confirms it."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of a table as it answers: this line leads, at this level of government, and those assist.

    `named` are words of the department's name where a line holds several bodies (railways, civil aviation).
    """

    id: str
    domain: str
    lead: str
    assisting: tuple[str, ...]
    citation: str
    status: str
    level: str = "county"
    named: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class DutyTable:
    """The first table and the table of nearest business on one day in one territory."""

    first: LookupTable
    nearest: LookupTable
    citation: str = ""
    nearest_citation: str = ""
    status: str = "unconfirmed"

    @classmethod
    def of(
        cls,
        rows: Iterable[Mapping[str, Any]],
        citation: str = "",
        status: str = "unconfirmed",
        *,
        nearest: Iterable[Mapping[str, Any]] = (),
        nearest_citation: str = "",
        on: date | None = None,
    ) -> Self:
        """Build the table from the lawbook's rows; of rows equally exact the nearer territory's stand."""
        return cls(
            LookupTable.of(rows, GENERAL, on), LookupTable.of(nearest, GENERAL, on), citation, nearest_citation, status
        )

    def match(self, trade: str, domain: str, traits: Iterable[str] = ()) -> DutyRow | None:
        """Return the row that answers, the last where several contradict each other, None where no table knows one."""
        return next(reversed(self.matches(trade, domain, traits)), None)

    def matches(self, trade: str, domain: str, traits: Iterable[str] = ()) -> tuple[DutyRow, ...]:
        """Return the rows that answer, one for each leading line: more than one is a contradiction of the rules."""
        marks = tuple(traits)
        found = [self._row(row, self.citation, self.status) for row in self.first.find(trade, domain, marks)]
        if not found:
            rows = self.nearest.find(trade, domain, marks)
            found = [self._row(row, self.nearest_citation, PRESUMED, "duty.nearest") for row in rows]
        return tuple({(row.lead, row.level, row.named): row for row in found}.values())

    @property
    def traits(self) -> frozenset[str]:
        """Return the traits that some row names: no other trait can change an answer."""
        return self.first.traits | self.nearest.traits

    @property
    def trades(self) -> frozenset[str]:
        """Return the trade prefixes that some row names."""
        return self.first.trades | self.nearest.trades

    @staticmethod
    def _row(given: Mapping[str, Any], citation: str, status: str, source: str = "duty.first") -> DutyRow:
        return DutyRow(
            id=str(given["id"]),
            domain=str(given.get("domain") or GENERAL),
            lead=str(given["lead"]),
            assisting=tuple(str(kind) for kind in given.get("assisting") or ()),
            citation=str(given.get("citation") or citation),
            status=PRESUMED if status == PRESUMED else str(given.get("status") or status),
            level=str(given.get("level") or "county"),
            named=tuple(str(word) for word in given.get("named") or ()),
            source=source,
        )


def trade_prefix(trade: str) -> str:
    """Return a trade as digits, without the letter of its section."""
    return digits_of(trade)
