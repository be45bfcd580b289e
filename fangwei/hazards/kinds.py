"""The two kinds of case of this capability, as casework needs them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from uuid_utils.compat import uuid7

from fangwei.casework.asides import carry_out_aside
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Kind
from fangwei.documents.actions import follow_act
from fangwei.hazards import queries
from fangwei.hazards.lifecycle import HAZARD, ORDER
from fangwei.hazards.models import Hazard, OrderItem
from fangwei.hazards.steps import opening, orders
from fangwei.hazards.steps.changing import CHANGES
from fangwei.hazards.steps.standing import STANDING

_ENDS_ITEM = {
    "closed": OrderItem.Result.CLOSED,
    "referred": OrderItem.Result.REFERRED,
    "controlled": OrderItem.Result.CONTROLLED,
    "voided": OrderItem.Result.VOIDED,
    "merged": OrderItem.Result.MERGED,
}


def _carry_out_hazard(step: Step) -> Effects:
    aside = carry_out_aside(step)
    if aside is not None:
        if step.act.verb == "grant_extension":
            # A new deadline that passes in turn must be reviewed anew before anybody asks for more.
            Hazard.objects.filter(case_id=step.case.id).update(expiry_reviewed=False)
        return aside
    hazard: Hazard = step.case.hazard
    carry = CHANGES.get(step.act.verb) or STANDING[step.act.verb]
    effects = carry(step, hazard)
    step.writes.save_changes(hazard)
    return effects


def _joined(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Let cases come with their hazard and with whether it stands on an order that has not ended."""
    on_order = OrderItem.objects.filter(hazard_id=OuterRef("pk"), ended_at__isnull=True)
    return cases.select_related("hazard").annotate(on_order=Exists(on_order))


def _after_hazard(step: Step) -> list[Act]:
    """Draw up the act's paper; end the hazard's item on its order, and the order when no item is open any more."""
    return follow_act(step) + _end_item(step)


def _end_item(step: Step) -> list[Act]:
    result = _ENDS_ITEM.get(step.case.state)
    if result is None or not getattr(step.case, "on_order", False):
        return []
    item = OrderItem.objects.filter(hazard_id=step.case.id, ended_at__isnull=True).select_related("order__case").first()
    if item is None or item.order.issued_at is None:
        return []
    item.result, item.ended_at = result, step.at
    item.save()
    if item.order.items.filter(ended_at__isnull=True).exists():
        return []
    at = max(step.act.at, item.order.case.last_at)
    return [Act(act_id=uuid7(), case_id=item.order_id, verb="end_order", at=at)]


HAZARD_KIND = Kind(
    lifecycle=HAZARD,
    prefix="YH",
    truths=queries.truths,
    extra_relations=queries.relations,
    opening_truths=queries.opening_truths,
    prepare=opening.prepare,
    create=opening.create,
    carry_out=_carry_out_hazard,
    scopes=queries.scopes,
    after=_after_hazard,
    joined=_joined,
)
ORDER_KIND = Kind(
    lifecycle=ORDER,
    prefix="ZG",
    truths=orders.truths,
    extra_relations=lambda case, actor: set(),
    opening_truths=lambda data, actor: set(),
    prepare=orders.prepare,
    create=orders.create,
    carry_out=orders.carry_out,
    scopes=orders.scopes,
    after=follow_act,
    joined=lambda cases: cases.select_related("order"),
)
