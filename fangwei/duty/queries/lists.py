"""A post's list of duties, and the matrix of trades and dangers that shows empty, double and stale cells."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum

from fangwei.duty.models import DutyClass, Portfolio
from fangwei.duty.queries.coverage import classes_of
from fangwei.duty.tables import duty_table
from fangwei.register.models import Post


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a post's list: which danger in which trade it answers for, for how many places, by which article."""

    domain: str
    trade: str
    places: int
    rule: str
    status: str
    citation: str

    def as_json(self) -> dict[str, Any]:
        """Return the line as the command line and the API give it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: pairs of a trade and a danger in a territory, and by which state: "" answered, else the gap."""

    territory: str
    trade: str
    domain: str
    states: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the cell as the command line and the API give it."""
        return {name: getattr(self, name) for name in self.__slots__}


def duty_list(post_id: UUID, on: date) -> list[Duty]:
    """Return what a post leads by the rules, most places first; a leader's list follows from the lines in its charge.

    Law: Work Safety Law, Art. 17 (lists of powers and duties are public).
    """
    post = Post.objects.select_related("organization").filter(pk=post_id).first()
    if post is None or post.organization is None:
        return []
    rows = DutyClass.objects.filter(lead_post_id=post_id)
    lines = list(Portfolio.objects.on(on).filter(post_id=post_id).values_list("line", flat=True))
    if lines:
        here = DutyClass.objects.filter(place_class__territory_code__startswith=post.organization.territory_code)
        rows = here if "" in lines else here.filter(lead_kind__in=lines)
    table = duty_table(on, post.organization.territory_code)
    cited = {f"duty.first#{row['id']}": str(row.get("citation") or table.citation) for row in table.first.listed()}
    grouped = rows.values_list("domain", "place_class__trade", "rule", "status").annotate(n=Sum("place_class__places"))
    found = [
        Duty(domain, trade, places, rule, status, cited.get(rule, table.nearest_citation))
        for domain, trade, rule, status, places in grouped.order_by("-n", "domain", "place_class__trade")
    ]
    return [duty for duty in found if duty.places]


def matrix(territory_code: str, on: date) -> list[Cell]:
    """Return the matrix of a territory: by county or township, division of the trade and domain, how its pairs stand.

    A state is the gravest blind spot of the class; blind spots of single places are not part of the matrix.
    """
    deep = 9 if len(territory_code) >= 6 else 6
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in classes_of(territory_code, on):
        states = cells.setdefault((row.territory[:deep], row.trade[:2], row.domain), {})
        states[row.state] = states.get(row.state, 0) + row.places
    return [Cell(*key, states) for key, states in sorted(cells.items())]
