"""The steps of a handover: opened, given, taken, sent back, withdrawn; what nobody answers goes to the leader of the body."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from fangwei.accounts.actions import end_office
from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff_post
from fangwei.accounts.queries import local_day
from fangwei.casework.clocks import due_by_rule
from fangwei.casework.handover.reading import (
    Side,
    belongings,
    digest_of,
    frozen_digest,
    givers,
    stand_in_post,
    takers,
)
from fangwei.casework.handover.refusals import HandoverRefused
from fangwei.casework.models import Case, Handover, HandoverItem
from fangwei.ledger.actions import append
from fangwei.ledger.events import JSON, NewFact
from fangwei.register.models import Person, Post, Tenure

RULE = "handover.confirm"
KIND = "handover"
NOTE_LENGTH = 500
BATCH = 200


@transaction.atomic
def open_handover(
    *,
    post: Post,
    person: Person,
    leaves_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    to_person: Person | None = None,
) -> Handover:
    """Begin the handover of a post by the person who leaves it: by the leaver, or by whoever staffs the body.

    Raises: HandoverRefused `not_yours_to_open`, `reason_missing`, `not_held`, `under_way`, `successor_is_leaver`.
    """
    if not (by.person_id == person.id or may_staff_post(by, post)):
        raise HandoverRefused("not_yours_to_open")
    if not reason.strip():
        raise HandoverRefused("reason_missing")
    if not Tenure.objects.filter(post=post, person=person, start__lte=local_day(at)).exists():
        raise HandoverRefused("not_held", person=person.name, post=post.name)
    if Handover.objects.filter(post=post, from_person=person, ended_at=None).exists():
        raise HandoverRefused("under_way", person=person.name, post=post.name)
    if to_person is not None and to_person.id == person.id:
        raise HandoverRefused("successor_is_leaver", person=person.name)
    handover = Handover(
        post=post,
        from_person=person,
        to_person=to_person,
        leaves_on=leaves_on,
        reason=reason.strip()[:200],
        opened_at=at,
        opened_by=by.person_id,
        due_at=due_by_rule(RULE, at, post.territory_code),
        rule=RULE,
    )
    handover.save(force_insert=True)
    data: dict[str, JSON] = {
        "post": str(post.id),
        "from_person": str(person.id),
        "to_person": str(to_person.id) if to_person else "",
        "leaves_on": leaves_on.isoformat(),
        "reason": handover.reason,
        "cases": belongings(post).count(),
        "due": handover.due_at.isoformat(),
    }
    append([_fact(handover, "open", data, by, at)], fresh=True)
    return handover


@transaction.atomic
def leave_post(
    *, tenure: Tenure, end: date, reason: str, by: Actor, at: datetime, to_person: Person | None = None
) -> Handover | None:
    """End somebody's term and, when the post has anything open, begin its handover, unless that is under way already.

    Raises: HandoverRefused, and what `accounts.actions.end_office` raises.
    """
    end_office(tenure=tenure, end=end, reason=reason, by=by, at=at)
    begun = Handover.objects.filter(post_id=tenure.post_id, from_person_id=tenure.person_id, ended_at=None).first()
    if begun is not None or not belongings(tenure.post).exists():
        return begun
    return open_handover(
        post=tenure.post, person=tenure.person, leaves_on=end, reason=reason, to_person=to_person, by=by, at=at
    )


@transaction.atomic
def name_successor(*, handover: Handover, person: Person, by: Actor, at: datetime) -> Handover:
    """Say who shall confirm receipt: somebody who holds the post or stands in for it, now or from a later day on.

    Raises: HandoverRefused `ended`, `not_yours_to_name`, `successor_is_leaver`, `successor_holds_not`.
    """
    handover = _held(handover)
    if by.person_id == handover.from_person_id or not may_staff_post(by, handover.post):
        raise HandoverRefused("not_yours_to_name")
    if person.id == handover.from_person_id:
        raise HandoverRefused("successor_is_leaver", person=person.name)
    on = local_day(at)
    named = Tenure.objects.filter(post=handover.post, person=person)
    if not (named.on(on).exists() or named.filter(start__gt=on).exists()):
        raise HandoverRefused("successor_holds_not", person=person.name, post=handover.post.name)
    handover.to_person = person
    handover.save(update_fields=["to_person"])
    append([_fact(handover, "name_successor", {"to_person": str(person.id)}, by, at)])
    return handover


@transaction.atomic
def confirm_given(
    *, handover: Handover, seen: str, notes: Mapping[UUID, str], note: str, by: Actor, at: datetime
) -> Handover:
    """Confirm the list as complete and freeze it, with a note beside each case that needs one.

    `seen` is the mark of the list that was read (`reading.digest_of`): what changed meanwhile must be read first.
    Raises: HandoverRefused `ended`, `not_your_turn`, `not_yours_to_give`, `note_missing`, `list_changed`.
    """
    handover = _held(handover)
    if handover.state != Handover.State.OPEN:
        raise HandoverRefused("not_your_turn", who=_names(takers(handover, at)))
    side = _side(givers(handover, at), by)
    if side is None:
        raise HandoverRefused("not_yours_to_give", person=handover.from_person.name)
    if side.part != Handover.Part.LEAVER and not note.strip():
        raise HandoverRefused("note_missing")
    cases = list(
        belongings(handover.post).select_for_update(of=("self",)).order_by(F("due_at").asc(nulls_last=True), "id")
    )
    if digest_of(case.id for case in cases) != seen:
        raise HandoverRefused("list_changed")
    items = _freeze(handover, cases, notes)
    handover.state, handover.rounds = Handover.State.GIVEN, handover.rounds + 1
    handover.given_at, handover.given_by, handover.given_as = at, by.person_id, side.part
    handover.given_note, handover.digest = note.strip(), frozen_digest(items)
    handover.returned_at = handover.returned_by = handover.escalated_at = handover.escalated_to = None
    handover.due_at = due_by_rule(RULE, at, handover.post.territory_code)
    handover.save()
    data: dict[str, JSON] = {
        "as": side.part,
        "note": handover.given_note,
        "cases": len(items),
        "sha256": handover.digest,
        "due": handover.due_at.isoformat(),
    }
    said = {one.case_id: one.note for one in items}
    append([_fact(handover, "give", data, by, at), *_case_facts(handover, "hand_over", cases, said, side, by, at)])
    return handover


@transaction.atomic
def confirm_taken(*, handover: Handover, note: str, by: Actor, at: datetime) -> Handover:
    """Confirm receipt of the frozen list; the handover has ended.

    Raises: HandoverRefused `ended`, `not_your_turn`, `own_word`, `not_yours_to_take`.
    """
    handover, side = _taking(handover, by, at)
    handover.state, handover.ended_at = Handover.State.TAKEN, at
    handover.taken_by, handover.taken_as, handover.taken_note = by.person_id, side.part, note.strip()
    handover.save()
    cases = list(Case.objects.filter(handed_over__handover=handover).select_for_update(of=("self",)).order_by("id"))
    data: dict[str, JSON] = {"as": side.part, "note": handover.taken_note, "sha256": handover.digest}
    facts = _case_facts(handover, "take_over", cases, {}, side, by, at)
    append([_fact(handover, "take", data, by, at), *facts])
    return handover


@transaction.atomic
def decline(*, handover: Handover, reasons: Mapping[UUID, str], by: Actor, at: datetime) -> Handover:
    """Send the list back with what is missing beside single cases; it is the leaver's turn again.

    Raises: HandoverRefused `ended`, `not_your_turn`, `own_word`, `not_yours_to_take`, `nothing_declined`.
    """
    handover, side = _taking(handover, by, at)
    said = {case: text.strip()[:NOTE_LENGTH] for case, text in reasons.items() if text.strip()}
    items = list(handover.items.filter(case_id__in=list(said)))
    if not items:
        raise HandoverRefused("nothing_declined")
    for item in items:
        item.declined = said[item.case_id]
    HandoverItem.objects.bulk_update(items, ["declined"], batch_size=BATCH)
    handover.state = Handover.State.OPEN
    handover.returned_at, handover.returned_by = at, by.person_id
    handover.given_at = handover.given_by = handover.escalated_at = handover.escalated_to = None
    handover.given_as = handover.digest = ""
    handover.due_at = due_by_rule(RULE, at, handover.post.territory_code)
    handover.save()
    told: dict[str, JSON] = {str(item.case_id): item.declined for item in items}
    append(
        [_fact(handover, "decline", {"as": side.part, "declined": told, "due": handover.due_at.isoformat()}, by, at)]
    )
    return handover


@transaction.atomic
def withdraw_handover(*, handover: Handover, reason: str, by: Actor, at: datetime) -> Handover:
    """End a handover that has become needless: the person stays after all. Raises: HandoverRefused."""
    handover = _held(handover)
    if not (by.person_id == handover.opened_by or may_staff_post(by, handover.post)):
        raise HandoverRefused("not_yours_to_open")
    if not reason.strip():
        raise HandoverRefused("reason_missing")
    handover.state, handover.ended_at = Handover.State.WITHDRAWN, at
    handover.save(update_fields=["state", "ended_at"])
    append([_fact(handover, "withdraw", {"reason": reason.strip()[:200]}, by, at)])
    return handover


def escalate(at: datetime) -> int:
    """Give every handover that is unanswered after its time to the leader of the body as well; return how many there were.

    A part of each sweep; it finds the few that are due by their index, and each once.
    """
    late = Handover.objects.filter(ended_at=None, escalated_at=None, due_at__lt=at).order_by("due_at", "id")
    done = 0
    for handover_id in list(late.values_list("id", flat=True)[:BATCH]):
        with transaction.atomic():
            handover = _locked(handover_id)
            if handover.ended_at is not None or handover.escalated_at is not None:
                continue
            handover.escalated_at, handover.escalated_to = at, stand_in_post(handover, at)
            handover.save(update_fields=["escalated_at", "escalated_to"])
            told = str(handover.escalated_to_id or "")
            append([_fact(handover, "escalate", {"post": told, "state": handover.state}, Actor.system(), at)])
            done += 1
    return done


def _locked(handover_id: UUID) -> Handover:
    loaded = Handover.objects.select_related("post__organization", "post__enterprise", "from_person", "to_person")
    return loaded.select_for_update(of=("self",)).get(id=handover_id)


def _held(handover: Handover) -> Handover:
    locked = _locked(handover.id)
    if locked.ended_at is not None:
        raise HandoverRefused("ended")
    return locked


def _taking(handover: Handover, by: Actor, at: datetime) -> tuple[Handover, Side]:
    handover = _held(handover)
    if handover.state != Handover.State.GIVEN:
        raise HandoverRefused("not_your_turn", who=handover.from_person.name)
    if by.person_id in (handover.given_by, handover.from_person_id):
        raise HandoverRefused("own_word")
    allowed = takers(handover, at)
    side = _side(allowed, by)
    if side is None:
        raise HandoverRefused("not_yours_to_take", who=_names(allowed))
    return handover, side


def _side(sides: Sequence[Side], by: Actor) -> Side | None:
    return next((side for side in sides if by.person_id is not None and side.person_id == by.person_id), None)


def _names(sides: Sequence[Side]) -> str:
    return "、".join(dict.fromkeys(side.name for side in sides)) or "—"


def _freeze(handover: Handover, cases: Sequence[Case], notes: Mapping[UUID, str]) -> list[HandoverItem]:
    # What was said of a case in an earlier round stays unless it is said anew.
    before = {item.case_id: item for item in handover.items.all()}
    handover.items.all().delete()
    items = []
    for position, case in enumerate(cases, 1):
        old = before.get(case.id)
        note = notes.get(case.id)
        items.append(
            HandoverItem(
                handover=handover,
                case=case,
                position=position,
                kind=case.kind,
                number=case.number or "",
                title=case.title,
                state=case.state,
                severity=case.severity,
                due_at=case.due_at,
                note=(note.strip() if note is not None else old.note if old else "")[:NOTE_LENGTH],
                declined=old.declined if old else "",
            )
        )
    return HandoverItem.objects.bulk_create(items, batch_size=BATCH)


def _fact(handover: Handover, verb: str, data: Mapping[str, JSON], by: Actor, at: datetime) -> NewFact:
    return NewFact(
        subject_kind=KIND,
        subject_id=handover.id,
        verb=verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel="system" if by.is_system else "web",
        territory=handover.post.territory_code,
        data=data,
    )


def _case_facts(
    handover: Handover,
    verb: str,
    cases: Sequence[Case],
    notes: Mapping[UUID, str],
    side: Side,
    by: Actor,
    at: datetime,
) -> list[NewFact]:
    """Return the fact for each case on the list: its owner, state and clocks stay, the person who answers changes hands."""
    return [
        NewFact(
            subject_kind=case.kind,
            subject_id=case.id,
            verb=verb,
            actor=by.person_id,
            acting_post=by.post_id,
            authority=by.organization_id,
            at=at,
            received_at=at,
            channel="web",
            territory=case.territory,
            data={"handover": str(handover.id), "as": side.part, "note": notes.get(case.id, "")},
        )
        for case in cases
    ]
