"""A program to be killed: it acts and imports at random on a database of its own and says which acts were acknowledged.

`prepare` makes the county; `serve` starts a worker for each seed it reads, so that a killed worker costs no new start;
`check` reads the acknowledged ids and looks whether anything is missing or half done.
"""

import itertools
import os
import pickle
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fangwei.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from fangwei.casework.door import act  # noqa: E402
from fangwei.casework.models import Case, CaseScope  # noqa: E402
from fangwei.hazards.intake import import_hazards  # noqa: E402
from fangwei.hazards.models import Hazard  # noqa: E402
from fangwei.hazards.tests.factories import NOW  # noqa: E402
from fangwei.hazards.tests.machine_checks import check_everything  # noqa: E402
from fangwei.hazards.tests.machine_world import CHANNELS, Asker, World  # noqa: E402
from fangwei.ledger import guards  # noqa: E402
from fangwei.ledger.models import Fact, FactPayload, OutboxRow  # noqa: E402

KNOWN = 40
"""Cases that one worker acts on at a time: the youngest."""


def say(line: str) -> None:
    """Tell the parent, in one piece even when a worker and its starter speak at once."""
    os.write(1, line.encode() + b"\n")


def prepare(world_file: Path) -> None:
    """Make the tables, the guards and the county, and keep the county for the workers."""
    call_command("migrate", verbosity=0)
    guards.install(connection)
    with transaction.atomic():
        world = World()
    world_file.write_bytes(pickle.dumps(world))


def serve(world_file: Path) -> None:
    """Start one worker after the other, each with the seed that comes in; a worker ends by being killed."""
    world: World = pickle.loads(world_file.read_bytes())
    say("ready")
    for line in sys.stdin:
        worker = os.fork()
        if not worker:
            work(world, int(line))
        say(f"pid {worker}")
        os.waitpid(worker, 0)
        say("gone")


def work(world: World, seed: int) -> None:
    """Act and import without end, from an instant after everything that was done before."""
    random = Random(seed)
    last = Case.objects.order_by("-last_at").values_list("last_at", flat=True).first()
    now = max(NOW, last or NOW) + timedelta(minutes=1)
    for turn in itertools.count():
        now += timedelta(minutes=random.randint(1, 90))
        asker = Asker(world, Random(seed * 100_000 + turn), now)
        known = list(
            Case.objects.select_related("hazard", "place__site", "owner_post__organization").order_by("-id")[:KNOWN]
        )
        for acknowledged in one_turn(asker, known, now):
            say(f"ack {acknowledged}")


def one_turn(asker: Asker, known: list[Case], now: Any) -> Iterator[UUID]:
    """Do one thing and yield the ids of the facts, or of the imported cases, that were acknowledged."""
    chance = asker.random.random()
    if chance < 0.15:
        rows = [row for _batch in range(asker.random.randint(1, 20)) for row in asker.rows([])]
        yield from [taken.case_id for taken in import_hazards(rows, by=asker.world.officer, at=now)]
        return
    if known and chance < 0.75:
        actor, one = asker.act(asker.random.choice(known), known)
    else:
        actor, one = asker.opening(known)
    for outcome in act([one], by=actor, received_at=now, channel=asker.random.choice(CHANNELS)):
        if outcome.fact_id is not None:
            yield outcome.fact_id


def check(world_file: Path, acknowledged_file: Path) -> None:
    """Say "sound" and how much there is, when every acknowledged act is there and none is there by half."""
    world: World = pickle.loads(world_file.read_bytes())
    facts = {fact.id: fact for fact in Fact.objects.filter(subject_kind__in=("hazard", "order"))}
    first = {fact.subject_id for fact in facts.values() if fact.n == 1}
    acknowledged = {UUID(line) for line in acknowledged_file.read_text().split()}
    assert acknowledged <= set(facts) | first, f"lost: {acknowledged - set(facts) - first}"
    everything = set(Fact.objects.values_list("id", flat=True))
    assert set(FactPayload.objects.values_list("fact_id", flat=True)) == everything
    assert Counter(OutboxRow.objects.values_list("fact_id", flat=True)) == Counter(everything)
    cases = check_everything(world, {})
    assert set(cases) == {fact.subject_id for fact in facts.values()}
    assert {case.id for case in cases.values() if case.kind == "hazard"} == set(
        Hazard.objects.values_list("case_id", flat=True)
    )
    assert set(cases) == set(CaseScope.objects.values_list("case_id", flat=True))
    numbers = [case.number for case in cases.values()]
    assert None not in numbers and len(set(numbers)) == len(numbers)
    say(f"sound {len(cases)} {len(facts)}")


if __name__ == "__main__":
    {"prepare": prepare, "serve": serve, "check": check}[sys.argv[1]](*map(Path, sys.argv[2:]))
