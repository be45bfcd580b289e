"""What acts cost over HTTP against a bare Django view of two inserts: `python -m benchmarks.api_http [HAZARDS] [SECONDS]`.

A throw-away PostgreSQL with that many hazards, two gunicorn workers of the real application and two of the bare one in turn,
eight clients with connections kept alive. The acts bring a bearer token and go through the whole door: permission, lifecycle,
evidence, clocks, fact, payload, final log entry, queue rows, list rows. Rounds of each alternate, so that what else the machine
does falls on all of them.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import ROOT, circumstances, milliseconds
from benchmarks.sheets_county import fresh_home
from tools.postgres import free_port

CLIENTS = 8
ROUNDS = 5
WORKERS = 2
LIVES = 6000
"""Hazards that are handed in and verified; a round that runs out of them ends early."""


@dataclass
class Measured:
    """What one kind of request took, over all rounds."""

    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def said(self) -> dict[str, float]:
        """The middle round's requests a second, and the durations."""
        return {
            "requests_per_second": round(median(self.rates), 1),
            **milliseconds(self.times),
            "busy": round(median(self.busy), 2),
        }

    def beside(self, other: "Measured") -> float:
        """The middle of the ratios to another kind, round by round, so that a slower minute slows both."""
        return round(median(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True)), 3)


@dataclass
class County:
    """What the clients need to know of the loaded county."""

    place: str
    officer: str
    safety: str
    ordered: list[tuple[str, str]]


def run(hazards: int = 100_000, seconds: float = 6.0) -> dict[str, Any]:
    """Measure creating, handing in and verifying in turns with the bare view."""
    here = load(hazards)
    with _served("fangwei.wsgi:application") as real, _served("benchmarks.bare_view:application") as bare:
        found: dict[str, Measured] = {name: Measured() for name in ("ceiling", "bare", "create", "submit", "verify")}
        lives = iter(here.ordered)
        for number in range(ROUNDS + 1):
            handed_in: list[str] = []
            turns: dict[str, tuple[int, Callable[[], tuple[str, str, dict[str, Any]] | None]]] = {
                "ceiling": (bare.port, lambda: ("/nothing", "", {})),
                "bare": (bare.port, lambda: ("/add", "", creation(here, datetime.now(UTC)))),
                "create": (real.port, lambda: ("/api/v1/hazard", here.officer, creation(here, datetime.now(UTC)))),
                "submit": (real.port, lambda handed=handed_in: handing_in(here, lives, handed)),
                "verify": (real.port, lambda handed=handed_in: verifying(here, handed)),
            }
            for name, (port, ask) in turns.items():
                before = _worked()
                rate, times = _round(port, ask, seconds / 3 if number == 0 else seconds)
                busy = _share(before, _worked())
                if number:  # the first round loads law, keys and plans
                    found[name].rates.append(rate)
                    found[name].busy.append(busy)
                    found[name].times += times
        memory = {"real": real.memory(), "bare": bare.memory()}
    return {
        "benchmark": "api_http",
        **circumstances(),
        "hazards": hazards,
        "workers": WORKERS,
        "clients": CLIENTS,
        **{name: one.said() for name, one in found.items()},
        **{f"ratio_{name}": found[name].beside(found["bare"]) for name in ("create", "submit", "verify")},
        "memory_mb_of_two_workers": memory,
    }


# -- what is asked ------------------------------------------------------------------------------------------------


def creation(here: County, now: datetime) -> dict[str, Any]:
    """Return a report of a danger."""
    from uuid_utils.compat import uuid7

    data = {
        "place": here.place,
        "description": "配电箱未接地且私拉乱接电线",
        "how_found": "inspection",
        "found_on": (now - timedelta(days=1)).date().isoformat(),
    }
    return {"act_id": str(uuid7()), "id": str(uuid7()), "verb": "report", "at": now.isoformat(), "data": data}


def handing_in(
    here: County, lives: Iterator[tuple[str, str]], handed: list[str]
) -> tuple[str, str, dict[str, Any]] | None:
    """Return the act by which an enterprise hands in one more rectified hazard with its photo."""
    from uuid_utils.compat import uuid7

    case, photo = next(lives, ("", ""))
    if not case:
        return None
    handed.append(case)
    act = {"act_id": str(uuid7()), "verb": "submit", "at": datetime.now(UTC).isoformat(), "evidence": [photo]}
    return f"/api/v1/hazard/{case}/acts", here.safety, {**act, "data": {"note": "已接地"}}


def verifying(here: County, handed: list[str]) -> tuple[str, str, dict[str, Any]] | None:
    """Return the act by which an officer verifies one of those handed in."""
    from uuid_utils.compat import uuid7

    try:
        case = handed.pop()
    except IndexError:
        return None
    act = {"act_id": str(uuid7()), "verb": "verify", "at": datetime.now(UTC).isoformat()}
    return f"/api/v1/hazard/{case}/acts", here.officer, {**act, "data": {"note": "合格"}}


def _worked() -> tuple[int, int]:
    """Return how long all processors have worked and idled since the machine began, in its ticks."""
    user, nice, system, idle, wait, *more = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return user + nice + system + sum(more[:2]), idle + wait


def _share(before: tuple[int, int], after: tuple[int, int]) -> float:
    worked, idle = after[0] - before[0], after[1] - before[1]
    return worked / max(1, worked + idle)


def _round(
    port: int, ask: Callable[[], tuple[str, str, dict[str, Any]] | None], seconds: float
) -> tuple[float, list[float]]:
    """Let the clients ask for that long; return requests a second and each one's duration. Any refusal ends the benchmark."""
    times: list[float] = []
    faults: list[str] = []
    end = time.perf_counter() + seconds

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < end and not faults:
            asked = ask()
            if asked is None:
                break
            address, token, body = asked
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            text = json.dumps(body).encode()
            start = time.perf_counter()
            connection.request("POST", address, text, headers)
            answer = connection.getresponse()
            said = answer.read()
            times.append(time.perf_counter() - start)
            if answer.status not in (200, 201):
                faults.append(f"{address} {answer.status} {said[:500].decode(errors='replace')}")
        connection.close()

    start = time.perf_counter()
    clients = [threading.Thread(target=client) for _number in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    took = time.perf_counter() - start
    if faults:
        raise RuntimeError(faults[0])
    return len(times) / took, times


# -- who is asked -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """A gunicorn with its two workers."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> dict[str, float]:
        """Return the memory of the workers together in MB: resident, and with what they share counted once a sharer."""
        pid = self.process.pid
        found = {"rss": 0, "pss": 0}
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines():
                name = line.split(":")[0].lower()
                if name in found:
                    found[name] += int(line.split()[1])
        return {name: round(size / 1024, 1) for name, size in found.items()}


@contextmanager
def _served(application: str) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += [
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--log-level",
        "warning",
        "--no-control-socket",
        "--preload",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "FANGWEI_API_RATE": "0"})
    try:
        _wait(port, process)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _try in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/nothing")
            connection.getresponse().read()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")


# -- the county ---------------------------------------------------------------------------------------------------


def load(hazards: int) -> County:
    """Make a county in which one hazard is being rectified, and copy that hazard as often as wanted."""
    fresh_home()
    from fangwei.accounts.actions import create_token, create_user
    from fangwei.accounts.actor import Actor
    from fangwei.duty.actions import rebuild
    from fangwei.hazards.tests.factories import County as Made
    from fangwei.ledger.consumers import drain
    from fangwei.register.models import Person

    now = datetime.now(UTC)
    made = Made(at=now - timedelta(hours=2))
    secrets = {}
    for name, actor in (("officer", made.officer), ("safety", made.safety)):
        person = Person.objects.get(id=actor.person_id)
        user = create_user(username=name, password=None, person=person, by=Actor.system(), at=now)
        _token, secrets[name] = create_token(
            user=user,
            post_id=actor.post_id,
            name="bench",
            scopes=("read", "act"),
            expires_at=now + timedelta(days=1),
            by=Actor.system(),
            at=now,
        )
    template = made.ordered()
    rebuild(at=now)
    drain(at=now)
    _copy(template.id, hazards)
    _tables_of_the_bare_view()
    photos = _photos(made.safety.person_id, now)
    return County(str(made.site.place_id), secrets["officer"], secrets["safety"], photos)


def _copy(template: Any, number: int) -> None:
    """Copy a case with its noun, clocks, list rows, facts and payloads, each with keys of its own, set by set."""
    from django.db import connection

    # Keys that rise as UUIDv7 do, so that the indexes grow where real ones grow.
    key = "('0190' || lpad(to_hex(copy.number), 8, '0') || '70008000000000000000')::uuid"
    fact = "('0190' || lpad(to_hex(copy.number * 8 + f.n), 8, '0') || '70009000000000000000')::uuid"
    new = {
        "casework_case": {"id": key, "number": "'YH-' || copy.number"},
        "hazards_hazard": {"case_id": key},
        "casework_runningclock": {"case_id": key, "id": None},
        "casework_casescope": {"case_id": key},
    }
    with connection.cursor() as cursor:
        for table, replaced in new.items():
            names = [name for name in _columns(cursor, table) if replaced.get(name, name) is not None]
            values = ", ".join(replaced.get(name) or f't."{name}"' for name in names)
            own = "id" if table == "casework_case" else "case_id"
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} t, "
                f"generate_series(1, {number}) AS copy(number) WHERE t.{own} = %s",
                [template],
            )
        for table, replaced in (
            ("ledger_fact", {"id": fact, "subject_id": key}),
            ("ledger_factpayload", {"fact_id": fact}),
        ):
            values = ", ".join(replaced.get(name) or f't."{name}"' for name in _columns(cursor, table))
            own = "id" if table == "ledger_fact" else "fact_id"
            cursor.execute(
                f"INSERT INTO {table} SELECT {values} FROM {table} t JOIN ledger_fact f ON t.{own} = f.id, "
                f"generate_series(1, {number}) AS copy(number) WHERE f.subject_id = %s",
                [template],
            )
        cursor.execute("ANALYZE")


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [table]
    )
    return [row[0] for row in cursor.fetchall()]


def _photos(uploader: Any, at: datetime) -> list[tuple[str, str]]:
    """Put down an uploaded photo for each of the hazards that will be handed in."""
    from uuid_utils.compat import uuid7

    from fangwei.casework.models import Case, Evidence

    cases = Case.objects.filter(number__startswith="YH-", state="ordered").order_by("id").values_list("id", flat=True)
    files = [
        Evidence(
            id=uuid7(),
            sha256="0" * 64,
            name="photo.jpg",
            media_type="image/jpeg",
            size=1,
            uploaded_by=uploader,
            uploaded_at=at,
        )
        for _case in range(LIVES)
    ]
    Evidence.objects.bulk_create(files)
    return [(str(case), str(file.id)) for case, file in zip(cases[:LIVES], files, strict=False)]


def _tables_of_the_bare_view() -> None:
    code = "from benchmarks.bare_view import make_tables; make_tables()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:3]]
    if os.environ.get("DATABASE_URL"):
        print(json.dumps(run(*words)))
    else:
        command = [sys.executable, "tools/postgres.py", sys.executable, "-m", "benchmarks.api_http", *sys.argv[1:3]]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
