"""The verbs that every kind of case shares: transfer and arbitration, extension, listing, baseline, notes.

`aside_rows` gives their table rows for a kind's open states; `carry_out_aside` changes what stands beside the state.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.beside import beside
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Effects, Step
from fangwei.casework.ladder import first_step
from fangwei.casework.models import Case, Extension, Listing, Proposal, Transfer
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import covers
from fangwei.engines.calendar import end_of, last_day_of
from fangwei.engines.lifecycle import SAME, Clock, Field, Transition
from fangwei.register.actions import ensure_committee_office
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction, Organization, Post

HOUSE = "house rule: nobody's word alone"
CLOSED_LOOP = "安全生产法（2021）第四十一条"
SUPERVISED = "安全生产法（2021）第四十一条；安全生产事故隐患排查治理暂行规定第十八条"

REASON = Field("reason", "text")
TO_POST = Field("to_post", "post")
LEVELS = ("county", "city", "province")


def aside_rows(
    states: tuple[str, ...], *, extendable: tuple[str, ...], listable: tuple[str, ...]
) -> tuple[Transition, ...]:
    """Return the shared rows for a kind whose cases can be handed over in `states`, get more time in `extendable`, be listed in
    `listable`."""
    return (
        Transition(
            "propose_transfer", states, SAME, ("owner_unit", "office"), HOUSE,
            must=("!transfer_pending",), fields=(TO_POST, REASON),
            clocks=(Clock("start", "accept", rule="hazard.transfer.accept", holder="proposed"),),
        ),
        Transition(
            "withdraw_transfer", states, SAME, ("owner_unit",), HOUSE,
            must=("transfer_pending", "!in_arbitration"), clocks=(Clock("cancel", "accept"),),
        ),
        Transition(
            "accept_transfer", states, SAME, ("proposed_owner",), HOUSE,
            must=("transfer_pending",), clocks=(Clock("stop", "accept"), Clock("stop", "arbitration")),
        ),
        Transition(
            "refuse_transfer", states, SAME, ("proposed_owner",), HOUSE,
            must=("transfer_pending", "!in_arbitration"), fields=(REASON,),
            clocks=(Clock("stop", "accept"), Clock("start", "arbitration", rule="hazard.transfer.arbitrate", holder="office")),
        ),
        Transition(
            "arbitrate", states, SAME, ("office", "upper_office"), HOUSE,
            must=("in_arbitration",), fields=(TO_POST, REASON), clocks=(Clock("stop", "arbitration"),),
        ),
        Transition(
            "request_extension", extendable, SAME, ("enterprise", "keeper"), HOUSE,
            must=("rectify_running", "!extension_pending", "in_time_or_reviewed"),
            fields=(Field("until", "date"), REASON),
            clocks=(Clock("start", "extension", rule="hazard.extension.decide"),),
        ),
        Transition(
            "grant_extension", extendable, SAME, ("owner_officer",), HOUSE, never=("extension_asker", "rectifying_side"),
            when=("!listed",), must=("extension_pending", "rectify_running"), fields=(REASON,),
            clocks=(Clock("extend", "rectify", rule="hazard.extension.decide"), Clock("stop", "extension")),
        ),
        Transition(
            "grant_extension", extendable, SAME, ("lister",), SUPERVISED, never=("extension_asker", "rectifying_side"),
            when=("listed",), must=("extension_pending", "rectify_running"), fields=(REASON,),
            clocks=(Clock("extend", "rectify", rule="hazard.extension.decide"), Clock("stop", "extension")),
        ),
        Transition(
            "refuse_extension", extendable, SAME, ("owner_officer", "lister"), HOUSE, never=("extension_asker",),
            must=("extension_pending",), fields=(REASON,), clocks=(Clock("stop", "extension"),),
        ),
        Transition(
            "list_supervision", listable, SAME, ("office", "upper_office", "upper"), SUPERVISED,
            must=("!listed",), fields=(Field("level", "choice", choices=LEVELS), REASON),
        ),
        Transition(
            "delist", listable, SAME, ("lister",), SUPERVISED, never=("rectifying_side",),
            must=("listed", "delistable"), fields=(REASON,), evidence=1,
        ),
        Transition(
            "confirm_baseline", states, SAME, ("owner_officer", "township", "office"), HOUSE,
            must=("inherited",), fields=(Field("note", "text", required=False),),
        ),
        Transition(
            "add_note", states, SAME, ("owner_unit", "township", "grid", "enterprise", "keeper", "office", "expert", "officer"),
            HOUSE, fields=(Field("note", "text"),),
        ),
    )  # fmt: skip


def desk_row(states: tuple[str, ...]) -> Transition:
    """Return the row by which a case in these states goes along when a post that it names is closed: nobody's to call."""
    return Transition(
        "follow_post",
        states,
        SAME,
        ("system",),
        HOUSE,
        hidden=True,
        fields=(Field("from_post", "post"), TO_POST, REASON),
    )


def common_truths(case: Case, by: Actor, at: datetime) -> set[str]:
    """Return the shared conditions that hold for a case at an instant."""
    truths: set[str] = {"inherited"} if case.inherited else set()
    now = beside(case)
    for transfer in now.transfers:
        truths |= {"transfer_pending"} | ({"in_arbitration"} if transfer.refused_at else set())
    if now.extensions:
        truths.add("extension_pending")
    if now.listings:
        truths.add("listed")
    truths |= {f"{proposal.verb}_proposed" for proposal in now.proposals}
    rectify = now.clock("rectify")
    if rectify is not None:
        truths.add("rectify_running")
        if at <= rectify.due_at:
            truths |= {"in_time", "in_time_or_reviewed"}
        else:
            truths.add("expired")
    return truths


def is_listed(case: Case) -> bool:
    """Say whether a level of government supervises the case by listing it."""
    return bool(beside(case).listings)


def offered_posts(case: Case) -> list[Post]:
    """Return the posts that have been offered the case and have not answered, with their organizations."""
    return [transfer.to_post for transfer in beside(case).transfers]


def _post(step: Step) -> Post:
    """Return the post that is to own the case: one that stands today, of a body whose territory holds the place."""
    today = step.at.astimezone(LOCAL).date()
    wanted = Post.objects.on(today).select_related("organization").filter(id=UUID(str(step.act.data["to_post"])))
    post = wanted.first()
    if post is None or post.organization is None or not _powers_reach(post.organization, step.case, today):
        raise refuse("choice_unknown", field="to_post", value=str(step.act.data["to_post"]))
    return post


def _powers_reach(body: Organization, case: Case, on: date) -> bool:
    # A zone or a vertical agency answers beyond its own code by a dated jurisdiction.
    if covers(body.territory_code, case.territory):
        return True
    given = Jurisdiction.objects.on(on).filter(organization=body).values_list("territory_code", flat=True)
    return any(covers(code, case.territory) for code in given)


def _pending(step: Step) -> Transfer:
    return step.case.transfers.select_related("to_post").get(ended_at__isnull=True)


def _propose_transfer(step: Step) -> Effects:
    post = _post(step)
    if post.id == step.case.owner_post_id:
        raise refuse("choice_unknown", field="to_post", value=str(post))
    Transfer.objects.create(
        case=step.case,
        from_post=step.case.owner_post,
        to_post=post,
        reason=step.act.data["reason"],
        proposed_at=step.at,
    )
    # Whoever shall take it must be able to read it.
    return Effects(rescope=True)


def _withdraw_transfer(step: Step) -> Effects:
    step.case.transfers.filter(ended_at__isnull=True).update(ended_at=step.at, outcome=Transfer.Outcome.WITHDRAWN)
    return Effects(rescope=True)


def _accept_transfer(step: Step) -> Effects:
    pending = _pending(step)
    pending.ended_at, pending.outcome = step.at, Transfer.Outcome.ACCEPTED
    pending.save()
    return Effects(owner_post_id=pending.to_post_id)


def _refuse_transfer(step: Step) -> Effects:
    pending = _pending(step)
    pending.refused_at, pending.refusal = step.at, step.act.data["reason"]
    pending.save()
    # Somebody must decide; a county without a committee office gets one in name, to be confirmed.
    ensure_committee_office(territory_code=step.case.territory[:6], by=step.by, at=step.at)
    return Effects()


def _arbitrate(step: Step) -> Effects:
    post, pending = _post(step), _pending(step)
    pending.ended_at, pending.outcome = step.at, Transfer.Outcome.ARBITRATED
    pending.save()
    return Effects(owner_post_id=post.id, said={"decided_owner": str(post.id)}, rescope=True)


def _request_extension(step: Step) -> Effects:
    until = date.fromisoformat(step.act.data["until"])
    clock = step.case.clocks.get(name="rectify", ended_at__isnull=True)
    due = last_day_of(clock.due_at)
    if until <= max(due, step.at.astimezone(LOCAL).date()):
        raise refuse("date_past", field="until", earliest=due.isoformat())
    ceiling = book().value("hazard.extension.longest", step.at.date(), step.case.territory[:6])
    if (until - due).days > int(ceiling.value):
        raise refuse("date_too_far", field="until", latest=f"{due.isoformat()} + {ceiling.value}", rule=ceiling.rule)
    times = book().value("hazard.extension.times", step.at.date(), step.case.territory[:6])
    if step.case.extensions.filter(outcome=Extension.Outcome.GRANTED).count() >= int(times.value):
        raise refuse("too_often", citation=times.citation, times=str(times.value), rule=times.rule)
    Extension.objects.create(
        case=step.case,
        clock="rectify",
        until=until,
        reason=step.act.data["reason"],
        asked_by=step.by.person_id,
        asked_at=step.at,
    )
    return Effects()


def _grant_extension(step: Step) -> Effects:
    asked = step.case.extensions.get(ended_at__isnull=True)
    asked.ended_at, asked.outcome, asked.decided_by = step.at, Extension.Outcome.GRANTED, step.by.person_id
    asked.note = step.act.data["reason"]
    asked.save()
    return Effects(due={"rectify": end_of(asked.until)}, said={"until": asked.until.isoformat()})


def _refuse_extension(step: Step) -> Effects:
    step.case.extensions.filter(ended_at__isnull=True).update(
        ended_at=step.at, outcome=Extension.Outcome.REFUSED, decided_by=step.by.person_id, note=step.act.data["reason"]
    )
    return Effects()


def _list_supervision(step: Step) -> Effects:
    if step.by.organization_id is None:
        raise refuse("nothing_to_do")
    Listing.objects.create(
        case=step.case,
        level=step.act.data["level"],
        organization_id=step.by.organization_id,
        reason=step.act.data["reason"],
        listed_at=step.at,
    )
    return Effects(rescope=True)


def _delist(step: Step) -> Effects:
    step.case.listings.filter(ended_at__isnull=True).update(ended_at=step.at, ending=step.act.data["reason"])
    return Effects()


def _confirm_baseline(step: Step) -> Effects:
    # The ladders of what is overdue already begin to climb from here: nobody is called for years before their time.
    step.case.inherited = False
    for clock in step.case.clocks.filter(ended_at__isnull=True, paused_at__isnull=True):
        clock.climbs_from = step.at
        clock.rung, clock.next_at = first_step(
            clock, step.case.territory, inherited=False, on=step.at.date(), after=step.at
        )
        clock.save()
    return Effects(changes={"inherited": False}, said={"baseline": True})


def _add_note(step: Step) -> Effects:
    return Effects()


def _follow_post(step: Step) -> Effects:
    closed, heir = UUID(step.act.data["from_post"]), UUID(step.act.data["to_post"])
    step.case.transfers.filter(ended_at__isnull=True, to_post_id=closed).update(to_post_id=heir)
    if step.case.owner_post_id != closed:
        return Effects(rescope=True)
    return Effects(owner_post_id=heir)


_CARRY: dict[str, Callable[[Step], Effects]] = {
    "propose_transfer": _propose_transfer,
    "withdraw_transfer": _withdraw_transfer,
    "accept_transfer": _accept_transfer,
    "refuse_transfer": _refuse_transfer,
    "arbitrate": _arbitrate,
    "request_extension": _request_extension,
    "grant_extension": _grant_extension,
    "refuse_extension": _refuse_extension,
    "list_supervision": _list_supervision,
    "delist": _delist,
    "confirm_baseline": _confirm_baseline,
    "add_note": _add_note,
    "follow_post": _follow_post,
}


def carry_out_aside(step: Step) -> Effects | None:
    """Carry out a shared verb; None when the verb is the kind's own. Raises: Refused."""
    carry = _CARRY.get(step.act.verb)
    return carry(step) if carry else None


def end_asides(case: Case, at: datetime) -> None:
    """End whatever waits beside a case that has ended: nobody has to answer for it any more."""
    now = beside(case)
    if now.transfers:
        case.transfers.filter(ended_at__isnull=True).update(ended_at=at, outcome=Transfer.Outcome.WITHDRAWN)
    if now.extensions:
        case.extensions.filter(ended_at__isnull=True).update(ended_at=at, outcome=Extension.Outcome.REFUSED)
    if now.proposals:
        case.proposals.filter(ended_at__isnull=True).update(ended_at=at)


def propose(step: Step, verb: str) -> Effects:
    """Put down a step that another person has to carry out."""
    if step.by.person_id is None:
        raise refuse("not_yours", who="person")
    Proposal.objects.create(
        case=step.case, verb=verb, reason=step.act.data["reason"], proposed_by=step.by.person_id, proposed_at=step.at
    )
    return Effects()


def settle(step: Step, verb: str, *, carried_out: bool) -> str:
    """End the pending proposal of a verb and return its reason."""
    proposal = step.case.proposals.get(verb=verb, ended_at__isnull=True)
    proposal.ended_at, proposal.ended_by, proposal.carried_out = step.at, step.by.person_id, carried_out
    proposal.save()
    return proposal.reason
