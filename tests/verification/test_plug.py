"""Pulling the plug: a program killed while it acts and imports leaves no half act and loses none that it acknowledged."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from random import Random
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

import pytest
from uuid_utils.compat import uuid7

ROOT = Path(__file__).resolve().parents[2]
WORKER = [sys.executable, "-m", "tests.verification.plug_worker"]
DEEP = os.environ.get("FANGWEI_HYPOTHESIS") == "deep"
KILLS = 200 if DEEP else 15


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data folder and a database of one's own, on the kind of database that this run is about."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("FANGWEI_", "DJANGO_"))}
    variables |= {"FANGWEI_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    address = urlsplit(variables.get("DATABASE_URL", ""))
    if not address.scheme.startswith("postgres"):
        variables.pop("DATABASE_URL", None)
        yield variables
        return
    import psycopg

    name = f"plug_{uuid7().hex}"
    with closing(psycopg.connect(urlunsplit(address), autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield variables | {"DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Program:
    """The starter of workers, with whatever it and they have said."""

    def __init__(self, world: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [*WORKER, "serve", str(world)], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.lines: Queue[str] = Queue()
        self.acknowledged: list[str] = []
        Thread(target=self._listen, daemon=True).start()
        self.wait_for("ready")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            words = line.decode().split()
            if words[0] == "ack":
                self.acknowledged.append(words[1])
            else:
                self.lines.put(" ".join(words))
        self.lines.put("ended")

    def wait_for(self, word: str) -> str:
        line = self.lines.get(timeout=60)
        assert line.startswith(word), line
        return line

    def live_and_die(self, seed: int, seconds: float) -> None:
        """Start a worker, let it work from its first acknowledged act on, and kill it wherever it then is."""
        assert self.process.stdin is not None
        before = len(self.acknowledged)
        self.process.stdin.write(f"{seed}\n".encode())
        self.process.stdin.flush()
        worker = int(self.wait_for("pid").split()[1])
        patience = time.monotonic() + 30
        while len(self.acknowledged) == before and time.monotonic() < patience and self.lines.empty():
            time.sleep(0.005)
        time.sleep(seconds)
        assert self.lines.empty(), "the worker died by itself"
        os.kill(worker, signal.SIGKILL)
        self.wait_for("gone")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.mark.slow
def test_a_program_killed_at_any_instant_leaves_no_half_act_and_loses_none(
    environment: dict[str, str], tmp_path: Path
) -> None:
    world, told = tmp_path / "world", tmp_path / "acknowledged"
    subprocess.run([*WORKER, "prepare", str(world)], cwd=ROOT, env=environment, check=True)
    random = Random(uuid7().int)
    with closing(Program(world, environment)) as program:
        for kill in range(KILLS):
            program.live_and_die(random.randrange(2**32), random.uniform(0, 0.4))
            if (kill + 1) % 50 == 0 or kill + 1 == KILLS:
                told.write_text("\n".join(program.acknowledged))
                checked = subprocess.run(
                    [*WORKER, "check", str(world), str(told)], cwd=ROOT, env=environment, capture_output=True, text=True
                )
                assert checked.returncode == 0 and checked.stdout.startswith("sound"), checked.stderr[-3000:]
        assert len(program.acknowledged) >= KILLS
