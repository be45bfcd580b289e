"""Visits as a kind of case: who may go where and why, what each verb changes, who reads it when."""

import secrets
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.asides import carry_out_aside
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.casework.scopes import audience_of_enterprise
from fangwei.documents.actions import follow_act
from fangwei.duty.queries import lines_at
from fangwei.engines.calendar import end_of
from fangwei.engines.lifecycle import SAME
from fangwei.hazards.models import HowFound
from fangwei.inspections import lifecycle as life
from fangwei.inspections.codes import commitment
from fangwei.inspections.grounds import certified, check_certificates, inspectors_of, line_of, replacement, trigger_row
from fangwei.inspections.models import Trigger, Visit, VisitInspector
from fangwei.inspections.queries import NOBODY, cap_of, counted, is_hidden
from fangwei.register.models import Enterprise, Place

_TOLD = frozenset({life.NOTIFIED, life.ENTERED, life.INSPECTED, life.NOT_ADMITTED})
_CODE_BYTES = 18


def _prepare(act: Act, by: Actor, at: Any) -> Opening:
    place = _place(str(act.data.get("place", "")))
    if by.post_id is None:
        raise refuse("not_yours", verb=act.verb, who="officer")
    return Opening(
        place_id=place.id,
        territory=place.territory_code or place.county_code,
        owner_post_id=by.post_id,
        title=place.name,
        severity=0,
        origin_kind="order" if act.data.get("of_order") else "",
        origin_id=_id(act.data.get("of_order"), "of_order"),
        place=place,
    )


def _place(given: str) -> Place:
    wanted = _id(given, "place")
    found = Place.objects.select_related("site__enterprise", "keeper_organization").filter(id=wanted or NOBODY).first()
    if found is None:
        raise refuse("choice_unknown", field="place", value=given[:60])
    return found


def _id(given: object, field: str) -> UUID | None:
    try:
        return UUID(str(given)) if given else None
    except ValueError as error:
        raise refuse("choice_unknown", field=field, value=str(given)[:60]) from error


def _create(step: Step) -> Effects:
    data, place = step.act.data, step.case.place
    site = getattr(place, "site", None)
    if place is None or site is None:
        raise refuse("choice_unknown", field="place", value=place.name if place else "")
    day = step.at.astimezone(LOCAL).date()
    planned = date.fromisoformat(str(data["planned_on"]))
    if planned < day:
        raise refuse("date_past", field="planned_on", earliest=day.isoformat())
    line = line_of(step, place, day)
    row = trigger_row(step, day)
    people = inspectors_of(step, day)
    check_certificates(people, planned)
    visit = Visit(
        case=step.case,
        enterprise=site.enterprise,
        type=data["type"],
        trigger=data["trigger"],
        of_order=_order(step),
        basis=data["basis"].strip(),
        matters=data["matters"].strip(),
        unannounced=bool(data.get("unannounced")),
        line=line,
        year=planned.year,
        counts=row["counts"] == "yes",
        planned_on=planned,
        applied_by=step.by.person_id,
    )
    _check_cap(visit, step)
    visit.save(force_insert=True)
    VisitInspector.objects.bulk_create(
        [VisitInspector(visit=visit, person=one, certificate_number=one.certificate_number) for one in people]
    )
    return Effects(said={"line": line, "counts": visit.counts} | _unsaid(visit, row))


def _unsaid(visit: Visit, row: dict[str, Any]) -> dict[str, str]:
    """Return what the log says in place of a clue: the enterprise may read its own case's history to the last field."""
    if row["hidden"] != "yes":
        return {}
    sealed = commitment(visit.case_id, f"{visit.trigger}|{visit.basis}", str(settings.SECRET_KEY).encode())
    return {"trigger": "clue", "basis": sealed}


def _order(step: Step) -> Case | None:
    """Return the issued order that is looked at again: of this place, and of the visiting body. Raises: Refused."""
    given = step.act.data.get("of_order")
    if step.act.data["trigger"] != Trigger.REINSPECTION or not given:
        return None
    orders = Case.objects.filter(id=UUID(str(given)), kind="order", order__issued_at__isnull=False)
    ours, here = step.by.organization_id or NOBODY, step.case.place_id or NOBODY
    found = orders.filter(place_id=here, owner_post__organization_id=ours).first()
    if found is None:
        raise refuse("choice_unknown", field="of_order", value=str(given)[:60])
    return found


def _check_cap(visit: Visit, step: Step) -> None:
    """Refuse a visit that counts where the yearly cap of its line is used up. Raises: Refused (cap_reached)."""
    if not visit.counts:
        return
    used = counted(visit.enterprise_id, visit.line, visit.year, but=step.case.id)
    cap = cap_of(step.case.territory, step.at.astimezone(LOCAL).date())
    if used >= int(cap.value):
        raise refuse("cap_reached", citation=cap.citation, year=str(visit.year), times=str(used), cap=str(cap.value))


def _approve(step: Step, visit: Visit) -> Effects:
    day = step.at.astimezone(LOCAL).date()
    if visit.planned_on < day:
        raise refuse("date_past", field="planned_on", earliest=day.isoformat())
    if connection.features.has_select_for_update:
        # Two visits of one enterprise approved at once must not both take the last place under the cap.
        Enterprise.objects.select_for_update().get(id=visit.enterprise_id)
    _check_cap(visit, step)
    check_certificates(certified(visit), visit.planned_on)
    visit.approved_at, visit.approved_by = step.at, step.by.person_id
    visit.code = secrets.token_urlsafe(_CODE_BYTES)
    return Effects(due={"visit": end_of(visit.planned_on)}, said={"planned_on": visit.planned_on.isoformat()})


def _notify(step: Step, visit: Visit) -> Effects:
    visit.notified_at = step.at
    return Effects()


def _replace(step: Step, visit: Visit) -> Effects:
    """Let another inspector come instead of one: the approval named persons, so its code is good no longer."""
    leaves, comes = replacement(step, visit, step.at.astimezone(LOCAL).date())
    [row] = visit.inspectors.filter(person=leaves)
    left = row.certificate_number
    row.person, row.certificate_number = comes, comes.certificate_number
    row.save(update_fields=["person", "certificate_number"])
    visit.code = secrets.token_urlsafe(_CODE_BYTES)
    return Effects(said={"certificates": [left, comes.certificate_number]})


def _begin(step: Step, visit: Visit) -> Effects:
    day = step.at.astimezone(LOCAL).date()
    check_certificates(certified(visit), day)
    visit.entered_at, visit.year = step.at, day.year
    # What was not announced is told at the door, by the code that is shown there.
    visit.notified_at = visit.notified_at or step.at
    return Effects()


def _record(step: Step, visit: Visit) -> Effects:
    data = step.act.data
    _two_of_the_visit(step, visit)
    roles = {str(entry.get("role")) for entry in step.act.participants}
    wanted = "witness" if data["signature"] == Visit.Signature.REFUSED else "representative"
    if wanted not in roles:
        raise refuse("participant_missing", role=wanted, side="named")
    visit.left_at, visit.signature, visit.checked = step.at, data["signature"], data["checked"]
    found = [str(text).strip() for text in data.get("findings") or [] if str(text).strip()]
    then = [_hazard(step, number, text) for number, text in enumerate(found)]
    return Effects(then=then, said={"hazards": len(then)})


def _two_of_the_visit(step: Step, visit: Visit) -> None:
    on_it = set(visit.inspectors.values_list("person_id", flat=True))
    for entry in step.act.participants:
        if entry.get("role") == "second_officer" and UUID(str(entry["person"])) not in on_it:
            raise refuse("participant_bad", role="second_officer", why="not_on_visit")


def _hazard(step: Step, number: int, text: str) -> Act:
    data = {
        "place": str(step.case.place_id),
        "description": text,
        "how_found": HowFound.INSPECTION.value,
        "found_on": step.at.astimezone(LOCAL).date().isoformat(),
        "origin_kind": "visit",
        "origin_id": str(step.case.id),
    }
    case, act = _following(step.act.act_id, 2 * number), _following(step.act.act_id, 2 * number + 1)
    return Act(act_id=act, case_id=case, verb="report", at=step.act.at, data=data, kind="hazard")


def _following(act: UUID, number: int) -> UUID:
    """Return the UUIDv7 of what follows from an act: of the same instant, and the same whenever the act is done again."""
    rest = int.from_bytes(sha256(act.bytes + number.to_bytes(4, "big")).digest()[:10], "big")
    return UUID(
        int=(act.int >> 80 << 80) | (7 << 76) | (rest >> 4 & 0xFFF) << 64 | (2 << 62) | (rest & ((1 << 62) - 1))
    )


def _no_entry(step: Step, visit: Visit) -> Effects:
    _two_of_the_visit(step, visit)
    visit.notified_at = visit.notified_at or step.at
    return Effects()


def _confirm_entry(step: Step, visit: Visit) -> Effects:
    visit.entry_confirmed_at = step.at
    return Effects()


def _confirm_exit(step: Step, visit: Visit) -> Effects:
    visit.exit_confirmed_at = step.at
    return Effects()


def _plain(step: Step, visit: Visit) -> Effects:
    return Effects()


_CARRY: dict[str, Callable[[Step, Visit], Effects]] = {
    "approve_visit": _approve,
    "turn_down_visit": _plain,
    "notify_visit": _notify,
    "replace_inspector": _replace,
    "begin_visit": _begin,
    "record_no_entry": _no_entry,
    "confirm_entry": _confirm_entry,
    "record_visit": _record,
    "confirm_exit": _confirm_exit,
    "call_off": _plain,
    "add_note": _plain,
}


def _carry_out(step: Step) -> Effects:
    if step.act.verb == "follow_post":
        return carry_out_aside(step) or Effects()
    visit: Visit = step.case.visit
    effects = _CARRY[step.act.verb](step, visit)
    visit.save()
    effects.rescope = step.row.target != SAME
    return effects


def _truths(case: Case, at: Any) -> set[str]:
    visit: Visit = case.visit
    flags = {
        "unannounced": visit.unannounced,
        "entry_confirmed": visit.entry_confirmed_at is not None,
        "exit_confirmed": visit.exit_confirmed_at is not None,
    }
    return {name for name, true in flags.items() if true}


def _relations(case: Case, actor: Actor) -> set[str]:
    if actor.person_id is None:
        return set()
    words = {"applicant"} if actor.person_id == case.visit.applied_by else set()
    own = actor.organization_id is not None and actor.organization_id == case.owner_post.organization_id
    if own and case.visit.inspectors.filter(person_id=actor.person_id).exists():
        words.add("on_visit")
    return words


def _scopes(case: Case) -> set[tuple[str, str]]:
    """Return who reads a visit: nobody but its own unit before the enterprise has been told, so that none is warned by others."""
    owner, visit = case.owner_post.organization, case.visit
    told = case.state in _TOLD or visit.notified_at is not None
    if case.is_open and not told:
        return set()
    wanted = {(EVERY_AUDIENCE, case.territory)}
    if owner is not None:
        wanted.add((owner.kind, owner.territory_code))
    if not told:
        return wanted
    if case.place is not None:
        on = case.opened_at.astimezone(LOCAL).date()
        wanted |= {(kind, case.territory[:6]) for kind in lines_at(case.place, on)}
    return wanted | {(audience_of_enterprise(visit.enterprise_id), case.territory[:6])}


def _opening_truths(data: Any, actor: Actor) -> set[str]:
    return {"again"} if data.get("trigger") == Trigger.REINSPECTION else set()


def _withheld(case: Case, actor: Actor) -> frozenset[str]:
    """Keep from the enterprise why somebody comes, where that would give away who told of it."""
    if actor.enterprise_id is None or not is_hidden(case.visit.trigger, case.opened_at.astimezone(LOCAL).date()):
        return frozenset()
    return frozenset({"trigger", "basis"})


VISIT_KIND = Kind(
    lifecycle=life.VISIT,
    prefix="JC",
    truths=_truths,
    extra_relations=_relations,
    opening_truths=_opening_truths,
    prepare=_prepare,
    create=_create,
    carry_out=_carry_out,
    scopes=_scopes,
    after=follow_act,
    joined=lambda cases: cases.select_related("visit"),
    withheld=_withheld,
)
