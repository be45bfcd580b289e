"""Lists that are asked: the rows that speak most exactly of a domain, a trade and the traits of a place.

A row about the domain asked for beats a row about every domain; then a row that names a trait the place has; then the
longest trade prefix (2614 before 261 before 26 before every trade); then the row of the nearest territory. Whatever is
left may contradict itself, and then all of it is returned: the caller must not choose in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import Rule

ASKED = ("domain", "trade", "traits")
Row = Mapping[str, Any]
_SECTIONS = "ABCDEFGHIJKLMNOPQRST"


def digits_of(trade: str) -> str:
    """A trade's code without the letter of its section."""
    return trade.strip().upper().lstrip(_SECTIONS)


@dataclass(frozen=True, slots=True)
class LookupTable:
    """The rows in force on a day, indexed by domain, trait and trade prefix; empty words stand for "any"."""

    rows: Mapping[tuple[str, str, str], tuple[Row, ...]]
    otherwise: str
    traits: frozenset[str]
    trades: frozenset[str]

    @classmethod
    def of(cls, rows: Iterable[Row], otherwise: str, on: date | None = None) -> Self:
        """Index the rows; with a day, only those whose own `from` and `to` cover it."""
        index: dict[tuple[str, str, str], tuple[Row, ...]] = {}
        traits: set[str] = set()
        trades: set[str] = set()
        for row in rows:
            if on is not None and not _covers(row, on):
                continue
            marks = [str(mark) for mark in row.get("traits") or ()]
            codes = [digits_of(str(code)) for code in row.get("trades") or ("",)]
            traits.update(marks)
            trades.update(codes)
            for mark in marks or [""]:
                for code in codes:
                    key = (str(row.get("domain") or otherwise), mark, code)
                    index[key] = (*index.get(key, ()), row)
        return cls(index, otherwise, frozenset(traits), frozenset(trades))

    def listed(self) -> tuple[Row, ...]:
        """Return every row once."""
        return tuple({id(row): row for rows in self.rows.values() for row in rows}.values())

    def find(self, trade: str, domain: str, traits: Iterable[str] = ()) -> tuple[Row, ...]:
        """Return the rows that speak most exactly, several only where they contradict each other or repeat themselves."""
        digits = digits_of(trade)
        prefixes = [digits[:length] for length in range(len(digits), 1, -1)] if digits.isdecimal() else []
        marks = sorted(self.traits.intersection(traits))
        for asked in dict.fromkeys((domain or self.otherwise, self.otherwise)):
            for among in (marks, [""]):
                for prefix in (*prefixes, ""):
                    found = [row for mark in among for row in self.rows.get((asked, mark, prefix), ())]
                    if found:
                        return _nearest(found)
        return ()


def _covers(row: Row, on: date) -> bool:
    since, until = row.get("from"), row.get("to")
    return (since is None or since <= on) and (until is None or on <= until)


def _nearest(rows: Sequence[Row]) -> tuple[Row, ...]:
    distance = max(len(str(row.get("territory") or "")) for row in rows)
    near = [row for row in rows if len(str(row.get("territory") or "")) == distance]
    return tuple({str(row.get("id")): row for row in near}.values())


def read_question(rule: Rule, given: Mapping[str, object]) -> dict[str, Any]:
    """Read domain, trade and traits as typed. Raises: LawError `input.unknown`, `input.none`."""
    for name in given:
        if name not in ASKED:
            raise LawError("input.unknown", {"rule": rule.id, "name": str(name)[:60], "known": ASKED})
    if not given:
        raise LawError("input.none", {"rule": rule.id, "known": ASKED, "example": "domain=fire trade=6120"})
    traits = given.get("traits") or ()
    words = traits.replace("，", ",").split(",") if isinstance(traits, str) else traits
    return {
        "domain": str(given.get("domain") or ""),
        "trade": str(given.get("trade") or ""),
        "traits": tuple(str(word).strip() for word in words if str(word).strip()),  # type: ignore[attr-defined]
    }
