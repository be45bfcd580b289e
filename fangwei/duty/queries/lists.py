"""A post's list of duties: what it leads by the rules, or has in charge as a leader."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from fangwei.duty.models import DutyClass, DutyTally, Portfolio
from fangwei.duty.queries.sums import within
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


def duty_list(post_id: UUID, on: date) -> list[Duty]:
    """Return what a post leads by the rules, most places first; a leader's list follows from the lines in its charge.

    An office's list tells trades apart as the rules do, a leader's by division. `answers_for` gives the same by territory,
    a page at a time. Law: Work Safety Law, Art. 17 (lists of powers and duties are public).
    """
    post = Post.objects.select_related("organization").filter(pk=post_id).first()
    if post is None or post.organization is None:
        return []
    seat = post.organization.territory_code
    grouped: QuerySet[Any, Any]
    lines = list(Portfolio.objects.on(on).filter(post_id=post_id).values_list("line", flat=True))
    if lines:
        here = DutyTally.objects.filter(within(seat[:6], "county"))
        rows = here if "" in lines else here.filter(lead_kind__in=lines)
        grouped = rows.values_list("domain", "division", "rule", "status").annotate(n=Sum("pairs"))
    else:
        counties = list(DutyTally.objects.filter(lead_post_id=post_id).values_list("county", flat=True).distinct())
        led = DutyClass.objects.filter(lead_post_id=post_id, place_class__county__in=counties)
        grouped = led.values_list("domain", "place_class__trade", "rule", "status").annotate(
            n=Sum("place_class__places")
        )
    table = duty_table(on, seat)
    cited = {f"duty.first#{row['id']}": str(row.get("citation") or table.citation) for row in table.first.listed()}
    found = [
        Duty(domain, trade, places, rule, status, cited.get(rule, table.nearest_citation))
        for domain, trade, rule, status, places in grouped
        if places
    ]
    return sorted(found, key=lambda duty: (-duty.places, duty.domain, duty.trade, duty.rule))
