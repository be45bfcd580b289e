"""What drafting, issuing, re-inspecting and ending change on an order and on the hazards it groups."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.asides import carry_out_aside
from fangwei.casework.door import follow
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Opening
from fangwei.casework.models import Case
from fangwei.casework.queries import audience_of_enterprise
from fangwei.casework.refusals import Refused, refuse
from fangwei.engines.lifecycle import Refusal
from fangwei.hazards.lifecycle import law, states
from fangwei.hazards.models import Order, OrderItem
from fangwei.hazards.queries import lines_for
from fangwei.hazards.steps.opening import place_of

_ITEM_FIELDS = ("measures", "responsible", "funds_fen", "contingency", "on_spot")


def prepare(act: Act, by: Actor, at: datetime) -> Opening:
    """Work out where an order belongs: its drafter's post owns it. Raises: Refused."""
    place = place_of(act.data)
    if by.post_id is None:
        raise refuse("not_yours", verb=act.verb, who="officer")
    return Opening(
        place_id=place.id,
        territory=place.territory_code or place.county_code,
        owner_post_id=by.post_id,
        title=place.name,
        severity=0,
    )


def _items(step: Step, order: Order, given: list[Mapping[str, Any]]) -> list[OrderItem]:
    if not given:
        raise refuse("field_missing", field="items")
    items: list[OrderItem] = []
    missing: list[Refusal] = []
    seen: set[UUID] = set()
    for entry in given:
        case = _hazard_case(entry)
        if case.id in seen:
            raise refuse("choice_unknown", field="hazard", value=case.number or str(case.id))
        seen.add(case.id)
        if case.place_id != step.case.place_id:
            raise refuse("place_differs")
        if case.owner_post.organization_id != step.by.organization_id:
            raise refuse("not_yours", verb=step.act.verb, who="owner_officer")
        missing += _missing(case, entry)
        due_on = _day(entry.get("due_on"))
        data = {name: entry[name] for name in _ITEM_FIELDS if name in entry}
        if due_on is not None:
            items.append(OrderItem(order=order, hazard=case.hazard, due_on=due_on, data=data))
    if missing:
        raise Refused(missing)
    return items


def _missing(case: Case, entry: Mapping[str, Any]) -> list[Refusal]:
    """Return what every item must say: what is to be done, and by when. A major one's further fields may follow later."""
    said = {"number": case.number or str(case.id), "title": case.title, "hazard": str(case.id)}
    return [
        Refusal("item_incomplete", said | {"field": name}, law.ORDER)
        for name in ("due_on", "measures")
        if not str(entry.get(name) or "").strip()
    ]


def _day(given: object) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise refuse("field_bad", field="due_on", kind="date") from error


def _hazard_case(entry: Mapping[str, Any]) -> Case:
    try:
        which = UUID(str(entry.get("hazard", "")))
    except (ValueError, AttributeError) as error:
        raise refuse("choice_unknown", field="hazard", value=str(entry)[:60]) from error
    case = (
        Case.objects.select_related("hazard", "owner_post")
        .filter(id=which, kind="hazard", state__in=(states.REGISTERED, states.GRADED))
        .first()
    )
    if case is None:
        raise refuse("choice_unknown", field="hazard", value=str(which))
    if case.hazard.items.filter(ended_at__isnull=True).exists():
        raise refuse("choice_unknown", field="hazard", value=case.number or str(which))
    return case


def create(step: Step) -> Effects:
    """Write a draft order with its items."""
    order = Order.objects.create(case=step.case, note=step.act.data.get("note") or "")
    OrderItem.objects.bulk_create(_items(step, order, step.act.data["items"]))
    return Effects()


def _change_items(step: Step, order: Order) -> Effects:
    order.items.all().delete()
    order.note = step.act.data.get("note") or order.note
    OrderItem.objects.bulk_create(_items(step, order, step.act.data["items"]))
    return Effects()


def _issue(step: Step, order: Order) -> Effects:
    roles = {str(entry.get("role")) for entry in step.act.participants}
    signature = step.act.data["signature"]
    # A refusal to sign is recorded with a witness, a signature with the representative who gave it.
    wanted = "witness" if signature == Order.Signature.REFUSED else "representative"
    if wanted not in roles:
        raise refuse("participant_missing", role=wanted, side="named")
    order.issued_at, order.signature = step.at, signature
    then = [
        follow(step, item.hazard_id, "order", uuid7(), due_on=item.due_on.isoformat(), **item.data)
        for item in order.items.order_by("id")
    ]
    # Until now the draft was for the issuing line alone.
    return Effects(then=then, rescope=True)


def _withdraw(step: Step, order: Order) -> Effects:
    order.items.filter(ended_at__isnull=True).update(ended_at=step.at, result=OrderItem.Result.WITHDRAWN)
    return Effects()


def _reinspect(step: Step, order: Order) -> Effects:
    open_items = {str(item.hazard_id): item for item in order.items.filter(ended_at__isnull=True)}
    then: list[Act] = []
    for entry in step.act.data["results"]:
        hazard = str(entry.get("hazard", "")) if isinstance(entry, dict) else ""
        if hazard not in open_items:
            raise refuse("choice_unknown", field="hazard", value=hazard[:60])
        if entry.get("result") == "pass":
            then.append(follow(step, UUID(hazard), "verify", uuid7(), note=str(entry.get("note") or "")))
        elif entry.get("result") == "fail":
            data = {"reason": str(entry.get("note") or "")} | (
                {"due_on": entry["due_on"]} if entry.get("due_on") else {}
            )
            then.append(follow(step, UUID(hazard), "send_back", uuid7(), **data))
        else:
            raise refuse("choice_unknown", field="result", value=str(entry.get("result"))[:60])
    return Effects(then=then)


def _plain(step: Step, order: Order) -> Effects:
    return Effects()


CHANGES: dict[str, Callable[[Step, Order], Effects]] = {
    "change_items": _change_items,
    "issue": _issue,
    "withdraw": _withdraw,
    "reinspect": _reinspect,
    "add_note": _plain,
    "end_order": _plain,
}


def carry_out(step: Step) -> Effects:
    """Change an order by one verb and save it. Raises: Refused."""
    if step.act.verb == "follow_post":
        return carry_out_aside(step) or Effects()
    order: Order = step.case.order
    effects = CHANGES[step.act.verb](step, order)
    step.writes.save_changes(order)
    return effects


def truths(case: Case, at: datetime) -> set[str]:
    """Return the conditions of the order table that hold."""
    open_items = case.order.items.filter(ended_at__isnull=True).exists()
    return {"items_open"} if open_items else set()


def scopes(case: Case) -> set[tuple[str, str]]:
    """Return who may read an order: the territory, the issuing line, the enterprise; before its issue the issuing line alone."""
    owner = case.owner_post.organization
    wanted: set[tuple[str, str]] = {(owner.kind, owner.territory_code)} if owner is not None else set()
    if case.order.issued_at is None:
        return wanted
    site = getattr(case.place, "site", None)
    if site is not None:
        wanted.add((audience_of_enterprise(site.enterprise_id), case.territory[:6]))
    lines = {(kind, case.territory[:6]) for kind in lines_for(case)}
    return wanted | lines | {("*", case.territory)}
