"""Opening a hazard: where it is, who owns it by duty, and what is known of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import UUIDField

from fangwei.accounts.actor import Actor
from fangwei.casework.actions import copy_listings
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Opening
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.duty.queries import asking_states, domain_known, who_owns
from fangwei.hazards.models import Grade, Hazard, HowFound
from fangwei.hazards.steps.limits import check_due, check_grade
from fangwei.ledger.kept import Given, Kept, ask_together
from fangwei.register.models import Place

_PLACE: Kept[Place] = Kept(
    lambda: Place.objects.select_related("site__enterprise", "keeper_organization").filter(
        id=Given("place", UUIDField())
    )
)
SEVERITY = {"": 0, Grade.GENERAL.value: 1, Grade.MAJOR.value: 2}


def place_of(data: Any) -> Place:
    """Return the place named by an act. Raises: Refused (choice_unknown)."""
    place, _more = _place_and(data)
    return place


def _place_and(data: Any, *asked: tuple[Kept[Any], Mapping[str, Any]]) -> tuple[Place, list[list[Any]]]:
    """Return the place named by an act and what else is asked in the same round trip. Raises: Refused (choice_unknown)."""
    given = str(data.get("place", ""))
    try:
        places, *more = ask_together((_PLACE, {"place": UUID(given)}), *asked)
    except ValueError as error:
        raise refuse("choice_unknown", field="place", value=given[:60]) from error
    if not places:
        raise refuse("choice_unknown", field="place", value=given[:60])
    return places[0], more


def prepare(act: Act, by: Actor, at: datetime) -> Opening:
    """Work out place, territory, owner and title of a new hazard. Raises: Refused."""
    if act.verb == "split_off":
        return _from_parent(act, by)
    place, [states] = _place_and(act.data, asking_states())
    category = str(act.data.get("category") or "general")
    if not domain_known(category, at.date()):
        raise refuse("choice_unknown", field="category", value=category[:60])
    day = at.astimezone(LOCAL).date()
    if _date(act.data.get("found_on"), day) > day:
        raise refuse("date_too_far", field="found_on", latest=day.isoformat(), rule="found_on")
    answer = who_owns(place, category, day, states)
    return Opening(
        place_id=place.id,
        territory=place.territory_code or place.county_code,
        owner_post_id=answer.owner_post.id,
        title=str(act.data.get("description", "")),
        severity=1 if act.data.get("grade") == Grade.GENERAL else 0,
        origin_kind=str(act.data.get("origin_kind") or ""),
        origin_id=_origin(act.data.get("origin_id")),
        place=place,
        owner_post=answer.owner_post,
        said={"owner_rule": answer.rule, "owner_post": str(answer.owner_post.id), "assisting": list(answer.assisting)},
    )


def _origin(given: object) -> UUID | None:
    try:
        return UUID(str(given)) if given else None
    except ValueError as error:
        raise refuse("field_bad", field="origin_id", kind="case") from error


def _date(given: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return otherwise


def _from_parent(act: Act, by: Actor) -> Opening:
    if not by.is_system:
        raise refuse("verb_unknown", verb=act.verb)
    parent = Case.objects.get(id=act.data["parent"])
    return Opening(
        place_id=parent.place_id,
        territory=parent.territory,
        owner_post_id=parent.owner_post_id,
        title=str(act.data["description"]),
        severity=parent.severity,
        origin_kind="hazard",
        origin_id=parent.id,
    )


def create(step: Step) -> Effects:
    """Write the noun of a new hazard."""
    if step.act.verb == "split_off":
        return _split_off(step)
    data = step.act.data
    self_found = step.act.verb == "self_report"
    grade = str(data.get("grade", "")) if self_found else ""
    hazard = Hazard(
        case=step.case,
        description=data["description"],
        category=data.get("category") or "general",
        spot=data.get("spot") or "",
        how_found=HowFound.SELF_CHECK if self_found else data["how_found"],
        found_on=date.fromisoformat(data["found_on"]),
        found_by=step.by.person_id,
        self_found=self_found,
        measures=data.get("measures") or "",
    )
    if grade == Grade.GENERAL:
        # An enterprise grades its own general finding; what it calls major waits for the officer's grading.
        hazard.grade = Grade.GENERAL
        check_due(step, hazard.grade, data["due_on"])
    elif grade == Grade.MAJOR and data.get("criterion"):
        hazard.criterion = check_grade(step, data, Grade.MAJOR)
    step.writes.insert_new(hazard)
    return Effects()


def _split_off(step: Step) -> Effects:
    parent = Hazard.objects.select_related("case").get(case_id=step.act.data["parent"])
    Hazard.objects.create(
        case=step.case,
        description=step.act.data["description"],
        category=parent.category,
        spot=parent.spot,
        how_found=parent.how_found,
        found_on=parent.found_on,
        found_by=parent.found_by,
        grade=parent.grade,
        criterion=parent.criterion,
        self_found=parent.self_found,
        measures=parent.measures,
        responsible=parent.responsible,
        funds_fen=parent.funds_fen,
        contingency=parent.contingency,
        on_spot=parent.on_spot,
        works_stopped=parent.works_stopped,
        split_from=parent.case,
    )
    copy_listings(parent.case, onto=step.case)
    effects = Effects(state=parent.case.state)
    clock = parent.case.clocks.filter(name="rectify", ended_at__isnull=True).first()
    if clock is not None:
        effects.due["rectify"], effects.began["rectify"] = clock.due_at, clock.started_at
    return effects
