"""The tables of duty and of domains as they stand on a day in a territory, built once, and the words they tell apart."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fangwei.duty.domains import DomainTable
from fangwei.duty.rules import GENERAL, DutyTable, trade_prefix
from fangwei.engines.codes import prefixes_of_trade
from fangwei.engines.lawbook import Lawbook, LawError
from fangwei.register.law import book

DUTY_RULE = "duty.first"
NEAREST_RULE = "duty.nearest"
DOMAINS = "domains"


@dataclass(frozen=True, slots=True)
class Words:
    """The trade prefixes and traits that some rule of some day and territory names: nothing else can change an answer."""

    trades: frozenset[str]
    traits: frozenset[str]

    def trade(self, code: str) -> str:
        """Return a trade as far as the rules tell trades apart: its longest known prefix, at least its division."""
        prefixes = list(prefixes_of_trade(code))
        return next((prefix for prefix in prefixes if prefix in self.trades), prefixes[-1] if prefixes else "")

    def marks(self, traits: frozenset[str] | set[str]) -> str:
        """Return the traits that count, in the form in which classes keep them."""
        return ",".join(sorted(self.traits & traits))

    def joined(self, other: "Words") -> "Words":
        """Return the words of both: what tells places apart under either law."""
        return Words(self.trades | other.trades, self.traits | other.traits)


def duty_table(on: date, territory_code: str = "", law: Lawbook | None = None) -> DutyTable:
    """Return the tables as they stand in a territory on a day. Raises: LawError before the first day of the first table."""
    law = law or book()
    speaking = [
        one.territory
        for rule in (DUTY_RULE, NEAREST_RULE)
        for one in law.overlays_of(rule)
        if territory_code.startswith(one.territory)
    ]
    # Most territories overlay nothing; those below one overlay share its table.
    return _duty_table(law, on, max(speaking, key=len, default=""))


def domain_table(on: date, law: Lawbook | None = None) -> DomainTable:
    """Return the vocabulary of domains with the marks by which a place has them, as it stands on a day."""
    return _domain_table(law or book(), on)


@lru_cache(maxsize=8)
def words_of(law: Lawbook) -> Words:
    """Return every word by which some rule tells places apart, on whatever day and in whatever territory."""
    trades: set[str] = set()
    traits: set[str] = set()
    for name in (DUTY_RULE, NEAREST_RULE, DOMAINS):
        for dated in (*law.rule(name).values, *(one for over in law.overlays_of(name) for one in over.values)):
            for row in dated.value:
                trades.update(trade_prefix(str(code)) for code in row.get("trades") or ())
                traits.update(str(mark) for mark in row.get("traits") or ())
    return Words(frozenset(trades - {""}), frozenset(traits))


def rows_in_force(on: date, law: Lawbook | None = None) -> dict[str, list[Any]]:
    """Return every row that speaks on the day: its rule, territory and id → [domain, trades, digest of all it says].

    What differs between two such pictures is what a change of rules may touch; under `domains` stands the vocabulary.
    """
    law = law or book()
    found: dict[str, list[Any]] = {}
    for name in (DUTY_RULE, NEAREST_RULE):
        spoken = [("", law.rule(name).values), *((over.territory, over.values) for over in law.overlays_of(name))]
        for territory, values in spoken:
            for row in (row for dated in values if dated.covers(on) for row in dated.value if _covers(row, on)):
                trades = sorted(trade_prefix(str(code)) for code in row.get("trades") or ())
                key = f"{name}|{territory}|{row['id']}"
                found[key] = [str(row.get("domain") or GENERAL), trades, _digest(row)]
    words = [dated.value for dated in law.rule(DOMAINS).values if dated.covers(on)]
    words += [dated.value for over in law.overlays_of(DOMAINS) for dated in over.values if dated.covers(on)]
    return found | {DOMAINS: ["", [], _digest(words)]}


def rules_in_force(on: date, law: Lawbook | None = None) -> str:
    """Return a digest of every row that speaks on the day: while it is the same, no rule has changed."""
    return _digest(rows_in_force(on, law))


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _covers(row: dict[str, date], on: date) -> bool:
    return ("from" not in row or row["from"] <= on) and ("to" not in row or on <= row["to"])


@lru_cache(maxsize=256)
def _duty_table(law: Lawbook, on: date, territory_code: str) -> DutyTable:
    value = law.value(DUTY_RULE, on, territory_code or None)
    try:
        nearest = law.value(NEAREST_RULE, on, territory_code or None)
    except LawError:  # before the law that knows of nearest business
        return DutyTable.of(value.value, value.citation, value.status, on=on)
    return DutyTable.of(
        value.value, value.citation, value.status, nearest=nearest.value, nearest_citation=nearest.citation, on=on
    )


@lru_cache(maxsize=64)
def _domain_table(law: Lawbook, on: date) -> DomainTable:
    return DomainTable.of(law.value(DOMAINS, on).value)
