"""Anybody tries anything in any order: no hazard disappears, none is closed on one side's word, no fact is lost or doubled."""

import os
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Max
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fangwei.casework import sweep as sweeping
from fangwei.casework.door import act
from fangwei.casework.events import Act, Outcome
from fangwei.casework.models import Case
from fangwei.casework.refusals import Refused
from fangwei.casework.sweep import sweep
from fangwei.hazards.intake import import_hazards
from fangwei.hazards.sheet import ImportedHazard
from fangwei.hazards.tests.factories import NOW
from fangwei.hazards.tests.machine_checks import check_everything, snapshot
from fangwei.hazards.tests.machine_world import CHANNELS, Asker, World
from fangwei.ledger import consumers
from fangwei.ledger.models import Fact

DEEP = os.environ.get("FANGWEI_HYPOTHESIS") == "deep"
EFFORT = settings(
    max_examples=100 if DEEP else 14,
    stateful_step_count=60 if DEEP else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    # A step is one seed for a whole act: there is little to shrink, and minutes to lose.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
seeds = st.integers(0, 2**32)
GRADED_DOWN = {"downgrade", "decide_dispute"}


class Lives(RuleBasedStateMachine):
    """Hazards and orders of one county, driven by every role."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.owners: dict[UUID, UUID] = {}
        self.sent: list[tuple[Any, Act, str]] = []
        self.rows: dict[str, ImportedHazard] = {}
        self.told: dict[UUID, int] = {}
        self.known = check_everything(self.world, self.owners)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # ---- what anybody may try --------------------------------------------------------------------------------------

    @initialize(seed=seeds)
    def something_is_found(self, seed: int) -> None:
        for number in range(3):
            self.anything_is_opened(seed + number)

    @rule(seed=seeds)
    def anything_is_opened(self, seed: int) -> None:
        asker = self._asker(seed)
        actor, one = asker.opening(list(self.known.values()))
        self._send([one], actor, asker.random.choice(CHANNELS))

    @rule(seed=seeds)
    def anything_is_done(self, seed: int) -> None:
        for number in range(3):
            self._work_on(self._some_case, seed + number)

    @rule(seed=seeds)
    def one_case_is_worked_on(self, seed: int) -> None:
        chosen = self._some_case(Random(seed))
        for number in range(8):
            self._work_on(lambda _random: chosen and self._loaded(chosen.id), seed + number)

    def _work_on(self, choose: Callable[[Random], Case | None], seed: int) -> None:
        asker = self._asker(seed)
        if case := choose(asker.random):
            actor, one = asker.act(case, list(self.known.values()))
            self._send([one], actor, asker.random.choice(CHANNELS))

    @rule(seed=seeds)
    def an_offline_list_arrives(self, seed: int) -> None:
        asker = self._asker(seed)
        acts = []
        actor = None
        for _act in range(asker.random.randint(2, 5)):
            case = self._some_case(asker.random)
            if case is not None:
                actor, one = asker.act(case, list(self.known.values()))
                acts.append(one)
        if actor is not None:
            self._send(acts, actor, "offline")

    @rule(seed=seeds)
    def a_sheet_is_imported(self, seed: int) -> None:
        asker = self._asker(seed)
        rows = asker.rows(list(self.rows.values()))
        taken = import_hazards(rows, by=self.world.officer, at=self.now)
        assert [one.row for one in taken] == [row.row for row in rows]
        before = snapshot()
        again = import_hazards(rows, by=self.world.second, at=self.now)
        assert {one.verdict for one in again} <= {"unchanged", "moved_on"} or len({row.key for row in rows}) < len(rows)
        assert len({row.key for row in rows}) < len(rows) or snapshot() == before, (
            "the same sheet again changes nothing"
        )
        self.rows |= {row.key: row for row in rows}
        self._check(set())

    @rule(seed=seeds)
    def an_act_is_sent_again(self, seed: int) -> None:
        if not self.sent:
            return
        actor, one, channel = Random(seed).choice(self.sent)
        before = snapshot()
        [outcome] = act([one], by=actor, received_at=self.now, channel=channel)
        assert outcome.done and outcome.repeated
        assert snapshot() == before

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        sweep(at=self.now)
        assert sweep(at=self.now).climbed == 0
        self._check(set())

    # ---- and what must then be true --------------------------------------------------------------------------------

    def _asker(self, seed: int) -> Asker:
        random = Random(seed)
        self.now += timedelta(minutes=random.randint(1, 300))
        return Asker(self.world, random, self.now)

    def _some_case(self, random: Random) -> Case | None:
        cases = [case for case in self.known.values() if case.is_open or random.random() < 0.15]
        chosen = random.choice(cases).id if cases else None
        return self._loaded(chosen) if chosen else None

    def _loaded(self, case_id: UUID) -> Case:
        return Case.objects.select_related("hazard", "place__site", "owner_post__organization").get(id=case_id)

    def _send(self, acts: list[Act], actor: Any, channel: str) -> None:
        before = snapshot() if len(acts) == 1 else {}
        outcomes = act(acts, by=actor, received_at=self.now, channel=channel)
        if len(acts) == 1 and not outcomes[0].done:
            assert snapshot() == before, "a refused act changes nothing"
        for one, outcome in zip(acts, outcomes, strict=True):
            self._check_outcome(one, outcome)
            if outcome.done:
                self.sent.append((actor, one, channel))
        self._check({one.verb for one in acts})

    def _check_outcome(self, one: Act, outcome: Outcome) -> None:
        if outcome.done:
            case = Case.objects.get(id=outcome.case_id)
            fact = Fact.objects.get(id=outcome.fact_id)
            assert fact.id == one.act_id and fact.subject_id == case.id
            return
        refused = outcome.refusal
        assert isinstance(refused, Refused) and refused.reasons and all(refused.texts())
        # Nobody else is at work here: a stale view is one that the act itself declared.
        assert refused.code != "stale" or one.if_version is not None, one

    def _check(self, verbs: set[str]) -> None:
        known = check_everything(self.world, self.owners)
        assert set(self.known) <= set(known), "no case disappears"
        for case_id, was in self.known.items():
            now = known[case_id]
            if now.severity < was.severity:
                facts = Fact.objects.filter(subject_id=case_id, n__gt=self.told[case_id])
                assert GRADED_DOWN & {fact.verb for fact in facts}, "downgrading is an act of its own"
            if now.state == "merged" != was.state and verbs == {"merge"}:
                target = known[now.hazard.merged_into_id]
                assert target.is_open and target.severity >= (now.severity if now.severity == 2 else 0)
            if was.severity == 2 and was.is_open and not now.is_open:
                assert now.state in {"closed", "voided", "merged"}
        self.known = known
        self.told = dict(Fact.objects.values_list("subject_id").annotate(n=Max("n")))


@pytest.mark.slow
@pytest.mark.django_db
def test_no_sequence_of_acts_by_anybody_breaks_a_life(monkeypatch: pytest.MonkeyPatch) -> None:
    # Capabilities above hear of the facts and open cases of their own, which have tests of their own.
    monkeypatch.setattr(consumers, "_consumers", {})
    monkeypatch.setattr(sweeping, "_sweepers", {})
    Lives.world = World()
    run_state_machine_as_test(Lives, settings=EFFORT)
