"""The matrix of territories, trades and dangers: which cells somebody answers for, which are empty, double or stale."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Substr

from fangwei.duty.gaps import CERTAIN
from fangwei.duty.models import Gap
from fangwei.duty.queries.posts import duty_posts_amiss
from fangwei.duty.queries.sums import COUNTY, classes_within, resolved, state_of, sums_within
from fangwei.engines.codes import LEVELS


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the pairs of a trade and a danger in a territory by their state, "" answered, else the gravest gap.

    `behind` says that the whole matrix is of an earlier day or of other rules than the day's.
    """

    territory: str
    trade: str
    domain: str
    states: dict[str, int]
    behind: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What a page goes on after."""
        return self.territory, self.trade, self.domain

    @property
    def pairs(self) -> int:
        """All pairs of the cell."""
        return sum(self.states.values())

    @property
    def answered(self) -> int:
        """Pairs for which somebody answers."""
        return self.states.get("", 0)

    @property
    def double(self) -> int:
        """Pairs that two lines or bodies lead."""
        return self.states.get(Gap.TWO_LEADS, 0)

    @property
    def empty(self) -> int:
        """Pairs without a lead: no rule, no such body, nobody in the post."""
        kinds = (CERTAIN - {Gap.TWO_LEADS}) | {Gap.POST_VACANT}
        return sum(self.states.get(kind, 0) for kind in kinds)

    @property
    def unreachable(self) -> int:
        """Pairs whose holder nobody can reach: no telephone, no account."""
        return self.states.get(Gap.NO_CONTACT, 0)

    @property
    def presumed(self) -> int:
        """Pairs whose line is presumed of nearest business and not confirmed."""
        return self.states.get(Gap.PRESUMED, 0)

    @property
    def stale(self) -> int:
        """Pairs whose answer is outdated: the holder's term has ended, or all of them while the matrix is behind."""
        return self.pairs if self.behind else self.states.get(Gap.TERM_ENDED, 0)

    def as_json(self) -> dict[str, Any]:
        """Return the cell as the command line and the API give it."""
        named = ("territory", "trade", "domain", "states", "stale")
        return {name: getattr(self, name) for name in named}


def matrix(
    territory_code: str,
    on: date,
    *,
    domain: str = "",
    trade: str = "",
    after: tuple[str, str, str] | None = None,
    limit: int | None = None,
) -> list[Cell]:
    """Return the matrix of a territory: by the divisions next below it, division of the trade and domain.

    A state is the gravest blind spot of the class; blind spots of single places are not part of the matrix. `domain` and
    `trade` (two digits) choose a slice; `after` is the `key` of the last cell seen, with at most `limit` cells more.
    A province is shown by cities, a city by counties, a county by townships.
    """
    deep = next((length for length in LEVELS if length > len(territory_code)), len(territory_code))
    rows, column = sums_within(territory_code), "county"
    if deep > COUNTY:
        rows, column = classes_within(territory_code), "place_class__territory_code"
    if domain:
        rows = rows.filter(domain=domain)
    if trade:
        rows = rows.filter(division=trade[:2])
    rows = rows.annotate(cell=Substr(column, 1, deep), state=state_of(duty_posts_amiss(on)))
    if after is not None:
        territory, division, danger = after
        further = Q(division__gt=division) | Q(division=division, domain__gt=danger)
        rows = rows.filter(Q(cell__gt=territory) | Q(cell=territory) & further)
    grouped = rows.values_list("cell", "division", "domain", "state").annotate(n=Sum(F("pairs")))
    if limit is not None:  # a cell has a row for each of its states
        grouped = grouped.order_by("cell", "division", "domain")[: (limit + 1) * len(Gap.values)]
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for where, division, danger, state, pairs in grouped:
        cells.setdefault((where, division, danger), {})[state] = pairs
    standing = resolved(on)
    behind = standing is None or standing.behind
    return [Cell(*key, states, behind) for key, states in sorted(cells.items())[:limit]]
