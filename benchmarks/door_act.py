"""What an act through the door costs against two bare inserts: `python -m benchmarks.door_act [LIVES]`.

Each life is five acts, from the report to the verified end: decision, rights, evidence, compare-and-set, clocks, fact,
payload and final log entry. The measure beside it inserts one case row and one event row in a transaction, in the same
run on the same database.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.measure import circumstances, milliseconds, with_postgresql
from benchmarks.sheets_county import AT, fresh_home


def run(lives: int = 120) -> dict[str, Any]:
    """Live that many whole lives of a hazard, then insert as many bare pairs of rows as there were acts."""
    fresh_home()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from fangwei.hazards.tests.factories import County

    measured = Measured(County())
    measured.live()  # the first of everything loads law, keys and plans
    measured.times.clear()
    for _life in range(lives):
        measured.live()
    with CaptureQueriesContext(connection) as asked:
        measured.live()
    acts = [seconds for times in measured.times.values() for seconds in times]
    bare = _bare(measured.county, len(acts))
    return {
        "benchmark": "door_act",
        **circumstances(),
        "acts": len(acts),
        **milliseconds(acts),
        "bare": milliseconds(bare),
        "ratio": round(sorted(bare)[len(bare) // 2] / sorted(acts)[len(acts) // 2], 3),
        "statements_a_life_of_five": len(asked) - 1,  # without storing the photo
        "verbs": {verb: milliseconds(times)["median_ms"] for verb, times in measured.times.items()},
    }


@dataclass
class Measured:
    """One county's hazards, and how long each act on them took."""

    county: Any
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def live(self) -> None:
        """Live one hazard's life."""
        from fangwei.hazards import actions
        from fangwei.hazards.tests.factories import photo

        county = self.county
        place, found_on = county.site.place, county.at.date()
        opened = self._timed(
            "report",
            lambda at: actions.report(
                place=place,
                description="配电箱未接地",
                how_found="inspection",
                found_on=found_on,
                by=county.officer,
                at=at,
            ),
        )
        case = opened.case_id

        def do(verb: str, by: Any, **given: Any) -> None:
            self._timed(verb, lambda at: actions.do(case, verb=verb, by=by, at=at, **given))

        do("grade", county.officer, grade="general")
        do("order", county.officer, **county.treatment())
        do("submit", county.safety, evidence=(photo(county.safety, county.at),), note="已接地")
        do("verify", county.officer, note="合格")

    def _timed(self, verb: str, act: Callable[[Any], Any]) -> Any:
        at = self.county.tick()
        start = time.perf_counter()
        outcome = act(at)
        self.times[verb].append(time.perf_counter() - start)
        return outcome


def _bare(county: Any, number: int) -> list[float]:
    from django.db import transaction
    from uuid_utils.compat import uuid7

    from fangwei.casework.models import Case
    from fangwei.ledger.models import Fact

    times = []
    for _pair in range(number):
        start = time.perf_counter()
        with transaction.atomic():
            case = Case(
                id=uuid7(),
                kind="hazard",
                state="registered",
                title="配电箱未接地",
                place_id=county.site.place_id,
                territory="411681100",
                owner_post_id=county.owner.post_id,
                owned_since=AT,
                opened_at=AT,
                last_at=AT,
            )
            case.save(force_insert=True)
            Fact(
                id=uuid7(),
                subject_kind="hazard",
                subject_id=case.id,
                n=1,
                verb="report",
                at=AT,
                received_at=AT,
                channel="web",
                territory="411681100",
                digest=b"",
                leaf_hash=b"\0" * 32,
            ).save(force_insert=True)
        times.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    words = sys.argv[1:2]
    print(json.dumps(with_postgresql("benchmarks.door_act", run(*map(int, words)), *words)))
