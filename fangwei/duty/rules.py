"""The table of first duty: which line of supervision leads for a trade and a domain of danger.

Pure matching, no tables of the database. A row about the domain asked for beats a row about dangers in general, and
among those the row with the narrowest trade wins: 2614 before 261 before 26 before a row for every trade.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from fangwei.engines.codes import fold, prefixes_of_trade

GENERAL = "general"
"""The domain that every place has and that every fallback ends in."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of the table: for these trades (all, if none is named) and this domain, this line leads, those assist."""

    id: str
    domain: str
    lead: str
    assisting: tuple[str, ...]
    citation: str
    status: str


@dataclass(frozen=True, slots=True)
class DutyTable:
    """The table on one day, indexed by domain and trade prefix; the empty prefix stands for every trade."""

    rows: Mapping[tuple[str, str], DutyRow] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], citation: str = "", status: str = "unconfirmed") -> Self:
        """Build the table from the lawbook's rows; of two rows for the same pair the later stands: the nearer territory's."""
        table: dict[tuple[str, str], DutyRow] = {}
        for given in rows:
            row = DutyRow(
                id=str(given["id"]),
                domain=str(given.get("domain") or GENERAL),
                lead=str(given["lead"]),
                assisting=tuple(str(kind) for kind in given.get("assisting") or ()),
                citation=str(given.get("citation") or citation),
                status=str(given.get("status") or status),
            )
            for trade in given.get("trades") or ("",):
                table[row.domain, trade_prefix(str(trade))] = row
        return cls(table)

    def match(self, trade: str, domain: str) -> DutyRow | None:
        """Return the row that answers for a trade and a domain, None where the law data knows none."""
        for asked in dict.fromkeys((domain, GENERAL)):
            for prefix in (*prefixes_of_trade(trade), ""):
                row = self.rows.get((asked, prefix))
                if row is not None:
                    return row
        return None


def trade_prefix(trade: str) -> str:
    """Return a trade as digits, without the letter of its section."""
    return fold(trade).lstrip("ABCDEFGHIJKLMNOPQRST")
