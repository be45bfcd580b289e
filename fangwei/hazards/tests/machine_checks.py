"""What must be true of every case whatever anybody did, told from its facts and not from the tables that granted them."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from fangwei.casework.models import Case, RunningClock
from fangwei.engines import merkle
from fangwei.engines.calendar import end_of, last_day_of
from fangwei.hazards.lifecycle import HAZARD, ORDER
from fangwei.hazards.models import OrderItem
from fangwei.hazards.tests.machine_world import World
from fangwei.ledger.models import Fact, FactPayload, OutboxRow
from fangwei.register.law import book, calendar
from fangwei.register.models import Post

FINAL = {"hazard": {"closed", "merged", "voided"}, "order": {"ended", "withdrawn"}}
TABLES = [model._meta for model in apps.get_models() if model._meta.app_label in {"ledger", "casework", "hazards"}]


@dataclass(frozen=True)
class Told:
    """A fact and what it said."""

    fact: Fact
    data: dict[str, Any]

    @property
    def verb(self) -> str:
        return self.fact.verb

    @property
    def actor(self) -> UUID | None:
        return self.fact.actor

    def took_part(self, role: str) -> list[str]:
        return [who.get("person", "") for who in self.fact.participants if who.get("role") == role]

    @property
    def shown(self) -> int:
        """How many files came with it."""
        return len(self.data.get("evidence", []))


def snapshot() -> dict[str, list[Any]]:
    """Every row that an act may touch, as the database has it."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            key = ", ".join(field.column for field in table.pk_fields)
            cursor.execute(f"SELECT * FROM {table.db_table} ORDER BY {key}")
            found[table.label] = cursor.fetchall()
    return found


def stories(cases: list[Case]) -> dict[UUID, list[Told]]:
    """Every case's facts in their order."""
    facts = list(Fact.objects.filter(subject_id__in=[case.id for case in cases]).order_by("subject_id", "n"))
    said = dict(FactPayload.objects.filter(fact_id__in=[fact.id for fact in facts]).values_list("fact_id", "data"))
    told: dict[UUID, list[Told]] = defaultdict(list)
    for fact in facts:
        told[fact.subject_id].append(Told(fact, said[fact.id]))
    return told


def check_chain(case: Case, told: list[Told], leaves: dict[UUID, list[bytes]]) -> None:
    """No fact lost or doubled: as many as acts, without a gap, each with its payload and one entry that points back."""
    assert [one.fact.n for one in told] == list(range(1, len(told) + 1))
    overdue = sum(one.verb == "overdue" for one in told)
    assert case.version == len(told) - overdue, (case.version, [one.verb for one in told])
    previous = ""
    for one in told:
        [leaf] = leaves[one.fact.id]
        assert merkle.leaf_hash(leaf) == bytes(one.fact.leaf_hash)
        assert f'"prev":"{previous}"' in leaf.decode()
        previous = bytes(one.fact.leaf_hash).hex()
    states = [(one.data["from"], one.data["to"]) for one in told if "to" in one.data]
    assert states[0][0] == "new" and states[-1][1] == case.state
    assert all(before[1] == after[0] for before, after in pairwise(states))


def check_case(case: Case, told: list[Told], open_clocks: list[RunningClock]) -> None:
    """An open case has no end, an ended one has an instant and owes nothing; it is due when its first running clock is."""
    final = case.state in FINAL[case.kind]
    assert case.is_open is not final and (case.closed_at is None) is not final
    assert (HAZARD if case.kind == "hazard" else ORDER).is_final(case.state) is final
    dues = [clock.due_at for clock in open_clocks if clock.paused_at is None]
    assert case.due_at == (None if final else min(dues, default=None))
    assert not final or {clock.name for clock in open_clocks} <= {"lookback"}
    assert case.last_at >= case.opened_at and case.last_at >= max(one.fact.at for one in told if one.verb != "overdue")


def check_owner(case: Case, told: list[Told], owners: dict[UUID, UUID]) -> None:
    """One owner, who changes only when another accepts or the committee office decides."""
    offered, owner = None, owners.get(case.id)
    for one in told:
        if one.verb == "propose_transfer":
            offered = one.data["to_post"]
        elif one.verb == "accept_transfer":
            owner = UUID(offered)
        elif one.verb == "arbitrate":
            owner = UUID(one.data["to_post"])
    assert owner is not None and case.owner_post_id == owner


def first_owner(told: list[Told]) -> UUID | None:
    """Who owned a case when it began: duty's answer, or whoever drafted the order."""
    begun = told[0]
    if "owner_post" in begun.data:
        return UUID(begun.data["owner_post"])
    return begun.fact.acting_post if begun.verb == "draft" else None


def check_clock(clock: RunningClock, case: Case, days: set[str]) -> None:
    """A clock's end is what its rule says of its start, or the end of a day that somebody gave."""
    if clock.rule and clock.name not in {"rectify", "control"}:
        due = book().deadline(clock.rule, clock.started_at, calendar(), territory=case.territory[:6]).instant
        assert clock.first_due_at == due
    else:
        day = last_day_of(clock.first_due_at)
        assert clock.first_due_at == end_of(day) or "suspend" in days
        assert day.isoformat() in days or "suspend" in days
    if clock.name not in {"rectify"}:
        assert clock.due_at == clock.first_due_at, "only rectification is ever given more time"
    assert clock.ended_at is None or clock.ended_at >= min(clock.started_at, clock.ended_at)
    assert not (clock.outcome == "met" and clock.ended_at and clock.ended_at > clock.due_at)
    assert not (clock.outcome == "late" and clock.ended_at and clock.ended_at <= clock.due_at)


def days_told(told: list[Told]) -> set[str]:
    """Every day that the facts of a case name, and "suspend" when its clocks have stood still."""
    days = {"suspend"} if any(one.verb == "suspend" for one in told) else set()
    for one in told:
        days |= {str(value) for name, value in one.data.items() if name in {"due_on", "until", "review_on"} and value}
    return days


def verbs_of(told: list[Told]) -> str:
    """A life in one line, for whoever has to find out what went wrong."""
    return ", ".join(f"{one.verb}→{one.data.get('to')}" for one in told)


# ---- endings -------------------------------------------------------------------------------------------------------


def check_ending(case: Case, told: list[Told], world: World) -> None:
    """A hazard leaves the open set in three ways only, none of them on one side's word."""
    life = told
    for index, one in enumerate(told):
        if one.verb == "reopen":
            life = told[index:]
    ended = next(one for one in life if one.data.get("to") == case.state and one.data["from"] != case.state)
    if case.state == "voided":
        _check_void(case, life, ended, world)
    elif case.state == "merged":
        assert ended.verb == "merge" and case.hazard.merged_into_id is not None
    elif ended.verb == "import":
        assert ended is told[0], "a sheet tells of ends before our time, and ends nothing itself"
    else:
        _check_closed(case, life, ended, world)


def _check_void(case: Case, life: list[Told], ended: Told, world: World) -> None:
    before = life[: life.index(ended)]
    proposed = [one for one in before if one.verb in {"propose_void", "decline_void"}][-1]
    assert ended.verb == "void" and proposed.verb == "propose_void"
    assert proposed.actor and ended.actor and proposed.actor != ended.actor
    if case.severity == 2:
        assert ended.took_part("expert") == [str(world.expert.person_id)] and ended.shown
        kind = Post.objects.get(id=ended.fact.acting_post).organization
        owner = case.owner_post.organization
        assert kind is not None and owner is not None
        assert kind.kind == "committee_office" or len(kind.territory_code) < len(owner.territory_code)


def _check_closed(case: Case, life: list[Told], ended: Told, world: World) -> None:
    before = life[: life.index(ended) + 1]
    handed = [one for one in before if one.data.get("to") == "submitted" and one.data["from"] != "submitted"][-1]
    since = before[before.index(handed) :]
    assert any(one.shown for one in since), f"nothing is closed without evidence: {verbs_of(life)}"
    assert ended.verb in {"verify", "self_close", "close"}
    verified = next(one for one in since if one.verb in {"verify", "self_close"})
    by_sheet = handed.verb in {"import", "import_update"}  # whoever brings the sheet has rectified nothing
    rectifier = None if by_sheet else handed.actor
    assert verified.actor and verified.actor != rectifier, f"not by whoever rectified: {verbs_of(life)}"
    firm = {world.safety.person_id, world.principal.person_id, world.shopkeeper.person_id, world.keeper.person_id}
    if verified.verb == "self_close":
        assert case.severity == 1 and case.hazard.self_found
    else:
        assert verified.actor not in firm
    if case.severity == 2:
        _check_major(rectifier, since, verified, ended)


def _check_major(rectifier: UUID | None, since: list[Told], verified: Told, ended: Told) -> None:
    acceptances = [one for one in since[: since.index(verified)] if one.verb == "expert_accept"]
    assert acceptances, f"two officers alone closed a major hazard: {verbs_of(since)}"
    accepted = acceptances[-1]
    assert accepted.shown and accepted.actor not in {rectifier, verified.actor}
    assert not [one for one in since[since.index(accepted) :] if one.verb == "absorb"], "the expert saw all of it"
    assert verified.shown and ended.verb == "close"
    for one in (verified, ended):
        [second] = one.took_part("second_officer")
        assert second not in {str(one.actor), str(rectifier)}


def check_orders() -> None:
    """An order has ended when all its items have, and no hazard stands on two open orders."""
    by_order: dict[UUID, list[OrderItem]] = defaultdict(list)
    for item in OrderItem.objects.select_related("order__case", "hazard__case"):
        by_order[item.order_id].append(item)
    for items in by_order.values():
        case = items[0].order.case
        everything = all(item.ended_at is not None for item in items)
        assert (case.state in {"ended", "withdrawn"}) == everything, case.state
        for item in items:
            if item.ended_at is None and case.state == "issued":
                assert item.hazard.case.is_open
    open_hazards = [item.hazard_id for items in by_order.values() for item in items if item.ended_at is None]
    assert len(open_hazards) == len(set(open_hazards))


def check_everything(world: World, owners: dict[UUID, UUID]) -> dict[UUID, Case]:
    """Check every case of the world and return them by id; `owners` remembers who owned each at first."""
    cases = list(
        Case.objects.filter(kind__in=FINAL).select_related("hazard", "owner_post__organization").order_by("id")
    )
    told = stories(cases)
    leaves: dict[UUID, list[bytes]] = defaultdict(list)
    for fact_id, leaf in OutboxRow.objects.values_list("fact_id", "leaf"):
        leaves[fact_id].append(bytes(leaf))
    clocks: dict[UUID, list[RunningClock]] = defaultdict(list)
    for clock in RunningClock.objects.order_by("id"):
        clocks[clock.case_id].append(clock)
    for case in cases:
        owners.setdefault(case.id, first_owner(told[case.id]) or case.owner_post_id)
        running = [clock for clock in clocks[case.id] if clock.ended_at is None]
        assert len({clock.name for clock in running}) == len(running), "one running clock a name"
        check_chain(case, told[case.id], leaves)
        check_case(case, told[case.id], running)
        check_owner(case, told[case.id], owners)
        if case.kind != "hazard":
            continue
        assert case.severity == {"": 0, "general": 1, "major": 2}[case.hazard.grade]
        days = set().union(*(days_told(told[one]) for one in _kin(case.id, cases)))
        for clock in clocks[case.id]:
            check_clock(clock, case, days)
        if not case.is_open:
            check_ending(case, told[case.id], world)
    check_orders()
    return {case.id: case for case in cases}


def _kin(case_id: UUID, cases: list[Case]) -> set[UUID]:
    """The case, those merged into it, the one it was split off, and so on: a deadline may come down from any of them."""
    hazards = [case.hazard for case in cases if case.kind == "hazard"]
    found, wanted = set(), {case_id}
    while wanted:
        found |= wanted
        parents = {hazard.split_from_id for hazard in hazards if hazard.case_id in wanted and hazard.split_from_id}
        merged = {hazard.case_id for hazard in hazards if hazard.merged_into_id in wanted}
        wanted = (parents | merged) - found
    return found
