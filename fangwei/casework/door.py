"""The one door: every change of a case goes through `act`, whoever the caller is.

In one transaction: the lifecycle's decision, compare-and-set on the case, the noun, clocks, evidence, fact, log entry and queue
rows. The same act sent twice is one act with one answer; another content under the same id is refused.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_person
from fangwei.casework.asides import common_truths, end_asides
from fangwei.casework.beside import stands_alone
from fangwei.casework.clocks import LOCAL, move_clocks
from fangwei.casework.events import Act, Effects, Outcome, Step
from fangwei.casework.evidence import attach
from fangwei.casework.kinds import Kind, kind_of
from fangwei.casework.known import chain_of, hashes_of, locked
from fangwei.casework.models import Case
from fangwei.casework.numbers import next_number
from fangwei.casework.participants import roles_filled, split_names
from fangwei.casework.queries import kind_seen
from fangwei.casework.refusals import Refused, refuse
from fangwei.casework.relations import opening_relations, relations_of
from fangwei.casework.scopes import MOVING, first_rows, restand, write_scopes
from fangwei.engines.lifecycle import NEW, SAME, Decision, Refusal, Transition, decide
from fangwei.engines.lifecycle.decide import required_participants
from fangwei.engines.lifecycle.table import COMPUTED
from fangwei.engines.merkle import canonical
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.ledger.rows import changes_of
from fangwei.register.law import book
from fangwei.register.models import Place, Post

_CHANGING = frozenset(
    {
        "state",
        "version",
        "is_open",
        "closed_at",
        "last_at",
        "counted_at",
        "due_at",
        "owner_post_id",
        "owned_since",
        "severity",
        "title",
        "inherited",
        "place_id",
        "territory",
    }
)
_UNSTORABLE = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # the one character that PostgreSQL cannot keep


def act(acts: Sequence[Act], *, by: Actor, received_at: datetime, channel: str) -> list[Outcome]:
    """Carry out each act in a transaction of its own and return what became of each, in order.

    A refused act changes nothing and its outcome carries the `Refused` error; the acts after it are still tried, so that an
    offline day's list loses nothing.
    """
    outcomes = []
    for one in acts:
        try:
            with transaction.atomic():
                outcomes.append(act_within(one, by=by, received_at=received_at, channel=channel, cause=None))
        except (IntegrityError, OperationalError) as error:
            # Two machines sent the same act at once and the other one won: look again, now it is known.
            if isinstance(error, OperationalError) and not _is_deadlock(error):
                raise
            outcomes.append(_again(one, by=by, received_at=received_at, channel=channel))
        except Refused as refused:
            outcomes.append(Outcome(one.act_id, one.case_id, done=False, refusal=refused))
    return outcomes


def _is_deadlock(error: OperationalError) -> bool:
    # Two acts that each follow up on the other's case wait for one another; PostgreSQL ends one of them.
    return getattr(error.__cause__, "sqlstate", "") == "40P01"


def _again(one: Act, *, by: Actor, received_at: datetime, channel: str) -> Outcome:
    try:
        with transaction.atomic():
            return act_within(one, by=by, received_at=received_at, channel=channel, cause=None)
    except IntegrityError:
        return Outcome(one.act_id, one.case_id, done=False, refusal=refuse("stale"))
    except Refused as refused:
        return Outcome(one.act_id, one.case_id, done=False, refusal=refused)


def act_one(one: Act, *, by: Actor, received_at: datetime, channel: str) -> Outcome:
    """Carry out one act. Raises: Refused, with nothing changed."""
    outcome = act([one], by=by, received_at=received_at, channel=channel)[0]
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def act_within(one: Act, *, by: Actor, received_at: datetime, channel: str, cause: UUID | None) -> Outcome:
    """Carry out one act inside the caller's transaction; `cause` is the fact that made it follow. Raises: Refused."""
    digest = _digest(one, by)
    case, said = locked(one)
    # Looked for under the case's lock: of two machines that send the same act at once, one waits for the other.
    if (known := _known(one, case, said, digest)) is not None:
        return known
    _check_time(one, case, received_at)
    counted = _counted(one.at, received_at, channel)
    if case is not None and case.counted_at is not None:
        # An act entered late counted late; one that is heard of after it does not undo that.
        counted = max(counted, case.counted_at)
    if case is None:
        return _open(one, by, counted, received_at, channel, digest, cause)
    if one.if_version is not None and one.if_version != case.version:
        raise refuse("stale")
    return _change(one, case, by, counted, received_at, channel, digest, cause)


def _digest(one: Act, by: Actor) -> bytes:
    # Evidence ids and participants are part of what was said; the version seen is not.
    try:
        said = canonical(_body(one, by))
    except (TypeError, ValueError) as error:
        raise refuse("field_bad", field="data", kind="text") from error
    if _UNSTORABLE.search(said):
        raise refuse("field_bad", field="data", kind="text")
    return hashlib.sha256(said).digest()


def _body(one: Act, by: Actor) -> dict[str, object]:
    return {
        "case": str(one.case_id),
        "verb": one.verb,
        "at": one.at.astimezone(UTC).isoformat(),
        "data": dict(one.data),
        "evidence": [str(item) for item in one.evidence],
        "participants": [dict(item) for item in one.participants],
        "by": [str(by.person_id or ""), str(by.post_id or "")],
    }


def _known(one: Act, case: Case | None, said: bytes | None, digest: bytes) -> Outcome | None:
    if said is None:
        return None
    # What was said names the case: who says the same of a case says it of this one.
    if said != digest or case is None:
        raise refuse("act_differs")
    return Outcome(one.act_id, case.id, True, case.state, case.version, case.number, one.act_id, repeated=True)


def _check_time(one: Act, case: Case | None, received_at: datetime) -> None:
    ahead = timedelta(minutes=int(book().value("channel.clock_ahead", received_at.date()).value))
    if one.at > received_at + ahead:
        raise refuse("at_in_future")
    if case is not None and one.at < case.last_at:
        raise refuse("at_before_last_act", last=case.last_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"))


def _counted(at: datetime, received_at: datetime, channel: str) -> datetime:
    hours = book().value("channel.tolerance", received_at.date()).value[channel]
    return at if received_at - at <= timedelta(hours=int(hours)) else received_at


def _judge(
    kind: Kind,
    state: str,
    one: Act,
    by: Actor,
    relations: set[str],
    truths: set[str],
    territory: str,
    case: Case | None,
) -> Transition:
    # The row decides which participants count, so the first look asks with all of them and the second with those who do.
    claimed = {str(entry.get("role", "")) for entry in one.participants}

    def look(filled: set[str]) -> Decision:
        return decide(
            kind.lifecycle,
            state,
            one.verb,
            relations=relations,
            truths=truths,
            data=one.data,
            participants=filled,
            evidence=len(one.evidence),
        )

    decision = look(claimed)
    if decision.row is None or decision.refusals:
        raise Refused(decision.refusals)
    needed = required_participants(decision.row, truths)
    never = set(decision.row.never)

    def barred(person: UUID) -> bool:
        if case is None or not never:
            return False
        parts = actors_of_person(person, one.at.astimezone(LOCAL).date())
        return any(never & (relations_of(case, part) | kind.extra_relations(case, part)) for part in parts)

    roles_filled(needed, one.participants, by=by, territory=territory, at=one.at, barred=barred)
    return decision.row


def _open(
    one: Act, by: Actor, counted: datetime, received_at: datetime, channel: str, digest: bytes, cause: UUID | None
) -> Outcome:
    if not one.kind:
        raise refuse("case_unknown")
    kind = kind_of(one.kind)
    opening = kind.prepare(one, by, counted)
    place = opening.place
    if place is None and opening.place_id is not None:
        place = Place.objects.select_related("site", "keeper_organization").filter(id=opening.place_id).first()
    truths = kind.opening_truths(one.data, by)
    relations = opening_relations(by, opening.territory, place)
    row = _judge(kind, NEW, one, by, relations, truths, opening.territory, None)
    case = Case(
        id=one.case_id,
        kind=one.kind,
        state=row.target,
        title=opening.title[:200],
        severity=opening.severity,
        place=place,
        territory=opening.territory,
        owner_post=opening.owner_post or Post.objects.select_related("organization").get(id=opening.owner_post_id),
        owned_since=counted,
        origin_kind=opening.origin_kind,
        origin_id=opening.origin_id,
        opened_at=one.at,
        last_at=one.at,
    )
    stands_alone(case)
    found = opening.said or {}
    step = Step(case, one, row, by, counted, received_at, channel, frozenset(truths), opening.territory, found)
    effects = kind.create(step)
    effects.said = {**found, **effects.said}
    effects.rescope = True
    return _finish(step, effects, kind, digest, cause, before=NEW)


def _change(
    one: Act,
    case: Case,
    by: Actor,
    counted: datetime,
    received_at: datetime,
    channel: str,
    digest: bytes,
    cause: UUID | None,
) -> Outcome:
    kind = kind_of(case.kind)
    truths = kind.truths(case, counted) | common_truths(case, by, counted)
    relations = relations_of(case, by) | kind.extra_relations(case, by)
    if not relations and kind_seen(by, case.id) is None:
        # Whoever may read it and has no part in it is told below that this is not theirs; to a stranger it is not there.
        raise refuse("case_unknown")
    row = _judge(kind, case.state, one, by, relations, truths, case.territory, case)
    step = Step(case, one, row, by, counted, received_at, channel, frozenset(truths), case.territory)
    effects = kind.carry_out(step)
    return _finish(step, effects, kind, digest, cause, before=case.state)


def _follow_up(one: Act, step: Step, cause: UUID) -> None:
    # A hidden verb is nobody's to call: it follows by itself and is the system's act.
    target = Case.objects.filter(id=one.case_id).values_list("kind", flat=True).first() or one.kind
    hidden = all(row.hidden for row in kind_of(target).lifecycle.rows(one.verb))
    by = Actor.system() if hidden else step.by
    try:
        act_within(one, by=by, received_at=step.received_at, channel=step.channel, cause=cause)
    except Refused as refused:
        number = Case.objects.filter(id=one.case_id).values_list("number", flat=True).first() or ""
        raise Refused([*refused.reasons, Refusal("on_case", {"number": number})]) from refused


def _target(step: Step, effects: Effects) -> str:
    if step.row.target == SAME:
        return step.case.state
    if step.row.target != COMPUTED:
        return step.row.target
    if effects.state not in step.row.may_reach:
        raise ValueError(f"{step.row.verb}: {effects.state} is not among the declared targets")
    return effects.state


def _finish(step: Step, effects: Effects, kind: Kind, digest: bytes, cause: UUID | None, *, before: str) -> Outcome:
    case, one = step.case, step.act
    seen = case.version
    case.state = _target(step, effects)
    final = kind.lifecycle.is_final(case.state)
    for name, value in effects.changes.items():
        setattr(case, name, value)
    if effects.owner_post_id is not None and effects.owner_post_id != case.owner_post_id:
        case.owner_post_id, case.owned_since, effects.rescope = effects.owner_post_id, step.at, True
    if before == NEW or effects.owner_post_id is not None:
        # Said, so that whoever rewrites the row's owner is found out by the facts.
        effects.said = {**effects.said, "owner_post": str(case.owner_post_id)}
    effects.cancel_clocks = effects.cancel_clocks or final
    move_clocks(step, effects, step.row.clocks)
    case.is_open, case.closed_at = not final, (case.closed_at or step.at) if final else None
    if final:
        case.due_at = None
        end_asides(case, step.at)
    case.last_at, case.counted_at = max(case.last_at, one.at), step.at
    if before == NEW:
        first_rows(case, kind.scopes(case), step.writes)
    else:
        _compare_and_set(step, seen, rescope=effects.rescope)
    _append(step, effects, digest, cause, before)
    attach(one.evidence, case=case, fact_id=one.act_id, by=step.by, stage=one.verb, writes=step.writes)
    if before == NEW:
        # All else is written when the number is taken: from then on every other opening of the county waits for this one.
        step.writes.send()
        case.number = next_number(kind.prefix, one.kind, step.territory, step.at)
        step.writes.insert_new(case)
    step.writes.send()
    if effects.rescope and before != NEW:
        seen_by = Case.objects.select_related("owner_post__organization", "place__site").get(id=case.id)
        write_scopes(seen_by, kind.scopes(seen_by))
    for following in [*effects.then, *kind.after(step)]:
        _follow_up(following, step, one.act_id)
    return Outcome(one.act_id, case.id, True, case.state, case.version, case.number, one.act_id)


def _compare_and_set(step: Step, seen: int, *, rescope: bool) -> None:
    case = step.case
    case.version = seen + 1
    changed = {name: value for name, value in changes_of(case).items() if name in _CHANGING}
    step.writes.update(Case, changed, where={"id": case.id, "version": seen}, count=1, otherwise=refuse("stale"))
    if not rescope and not MOVING.isdisjoint(changed):
        restand(case, step.writes)


def _append(step: Step, effects: Effects, digest: bytes, cause: UUID | None, before: str) -> None:
    one, case, by = step.act, step.case, step.by
    bare, named = split_names(one.participants)
    said: dict[str, object] = {**one.data, **effects.said, "from": before, "to": case.state}
    if named:
        said["participants"] = named
    if one.evidence:
        said["evidence"] = hashes_of(case, one)
    new = NewFact(
        subject_kind=case.kind,
        subject_id=case.id,
        verb=one.verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=one.at,
        received_at=step.received_at,
        channel=step.channel,
        territory=case.territory,
        data=said,
        id=one.act_id,
        participants=bare,
        cause=cause,
        digest=digest,
    )
    append([new], heads=chain_of(case), writes=step.writes)


def follow(step: Step, case_id: UUID, verb: str, act_id: UUID, **data: object) -> Act:
    """Return an act on another case that follows from this one, done by the same actor at the same instant."""
    return replace(
        step.act, act_id=act_id, case_id=case_id, verb=verb, data=data, if_version=None, evidence=(), kind=""
    )
