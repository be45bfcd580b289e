"""Kill writers and sequencers at random instants, hundreds of times, and look whether anything acknowledged was lost.

Two writers commit facts and two sequencers integrate them; each says on a pipe what it may promise to others: a fact once
committed, a checkpoint once published. SIGKILL comes at a random instant, to one of them or to all. Afterwards every promise
is looked up and the whole log is hashed again.
"""

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from typing import Any

WRITERS, SEQUENCERS = 2, 2


def start_django() -> None:
    """Make an empty, guarded database in a folder of its own."""
    home = tempfile.mkdtemp(prefix="fangwei-drill-")
    os.environ.update(FANGWEI_HOME=home, DJANGO_SETTINGS_MODULE="fangwei.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from fangwei.ledger import guards

    call_command("migrate", verbosity=0)
    guards.install(connection)
    connection.close()


def write(pipe: int) -> None:
    """Commit facts for ever, one or a few a transaction, and promise each."""
    from datetime import UTC, datetime

    from django.db import transaction

    from fangwei.ledger.actions import append
    from fangwei.ledger.tests.factories import new_fact

    while True:
        now = datetime.now(UTC)
        with transaction.atomic():
            facts = append([new_fact(at=now, received_at=now) for _fact in range(random.randint(1, 4))])
        os.write(pipe, "".join(f"fact {fact.id.hex}\n" for fact in facts).encode())
        time.sleep(random.random() * 0.01)


def sequence(pipe: int) -> None:
    """Integrate for ever and promise each published checkpoint."""
    from datetime import UTC, datetime

    from fangwei.ledger.actions import integrate
    from fangwei.ledger.queries import published_checkpoint

    while True:
        integrate(at=datetime.now(UTC), batch=random.choice([3, 50, 5000]))
        head = published_checkpoint()
        if head is not None:
            os.write(pipe, f"head {head.size} {bytes(head.root).hex()}\n".encode())
        time.sleep(random.random() * 0.02)


class Crew:
    """The processes that work, each with the pipe on which it promises."""

    def __init__(self) -> None:
        self.members: dict[int, tuple[Any, int]] = {}
        self.heard: dict[int, bytes] = {}
        self.facts: set[str] = set()
        self.heads: dict[int, str] = {}
        self.contradictions = 0

    def hire(self, work: Any) -> None:
        """Start one process."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                work(writing)
            except BaseException as problem:
                os.write(2, f"{work.__name__}: {problem!r}\n".encode())
            os._exit(1)
        os.close(writing)
        self.members[child] = (work, reading)
        self.heard[reading] = b""

    def listen(self, seconds: float) -> None:
        """Take down promises for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([pipe for _work, pipe in self.members.values()], [], [], left)
            for pipe in ready:
                self._read(pipe)

    def _read(self, pipe: int) -> bool:
        data = os.read(pipe, 65536)
        *lines, rest = (self.heard[pipe] + data).split(b"\n")
        self.heard[pipe] = rest
        for line in lines:
            word, *more = line.decode().split()
            if word == "fact":
                self.facts.add(more[0])
            else:
                known = self.heads.setdefault(int(more[0]), more[1])
                self.contradictions += known != more[1]
        return bool(data)

    def kill(self, victims: list[int]) -> list[Any]:
        """Kill these processes, hear what they had promised before, and return what they were doing."""
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        works = []
        for victim in victims:
            os.waitpid(victim, 0)
            work, pipe = self.members.pop(victim)
            while self._read(pipe):
                pass
            os.close(pipe)
            del self.heard[pipe]
            works.append(work)
        return works


def faults(crew: Crew) -> list[str]:
    """Return every promise that was not kept and everything that is wrong with the log."""
    from datetime import UTC, datetime
    from uuid import UUID

    from django.db import connection

    from fangwei.engines import merkle
    from fangwei.ledger.actions import integrate
    from fangwei.ledger.models import Fact, LogEntry
    from fangwei.ledger.queries import check_whole_log, nodes, reconcile

    integrate(at=datetime.now(UTC))
    logged = list(LogEntry.objects.values_list("fact_id", flat=True))
    found = [f"lost fact {fact}" for fact in crew.facts - {one.hex for one in logged if isinstance(one, UUID)}]
    found += ["a fact twice in the log"] * (len(logged) - len(set(logged)))
    found += ["facts and entries differ"] * (Fact.objects.count() != len(logged))
    tree = nodes()
    found += [f"head {size}" for size, root in crew.heads.items() if merkle.root_at(tree, size).hex() != root]
    found += ["two heads of one size"] * crew.contradictions
    found += [f"{fault.code} {fault.where}" for fault in [*check_whole_log(), *reconcile()]]
    connection.close()
    return found


def main() -> int:
    """Drill and print one line; exit code 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    random.seed(seed)
    start_django()
    from django.db import connection

    vendor = connection.vendor
    crew = Crew()
    for work in [write] * WRITERS + [sequence] * SEQUENCERS:
        crew.hire(work)
    kills, began = 0, time.monotonic()
    while kills < options.kills:
        crew.listen(random.uniform(0.01, 0.25))
        everybody = list(crew.members)
        victims = everybody if random.random() < 0.15 else [random.choice(everybody)]
        for work in crew.kill(victims):
            crew.hire(work)
        kills += len(victims)
    crew.kill(list(crew.members))
    found = faults(crew)
    for fault in found[:20]:
        print(fault)
    print(
        f"{vendor}: {kills} kills in {time.monotonic() - began:.0f} s, seed {seed}: {len(crew.facts)} facts and "
        f"{len(crew.heads)} checkpoints promised, {len(found)} broken"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
