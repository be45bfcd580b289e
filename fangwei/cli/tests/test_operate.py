"""Setting up, serving, sweeping and examining, from the outside: a folder of its own, commands as an operator types them."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
FANGWEI = Path(sys.executable).with_name("fangwei")


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("FANGWEI_") and name != "DATABASE_URL"
    }
    return {**kept, "FANGWEI_HOME": str(home), "FANGWEI_LANG": "en", **more}


def run(home: Path, *words: str, **more: str) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [FANGWEI, *words, "--json"], env=environment(home, **more), capture_output=True, text=True, timeout=120
    )
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    code, told, _errors = run(home, "setup")
    assert code == 0
    assert told["changed"]
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    """A data folder that has been set up, to be spoiled at will."""
    return Path(shutil.copytree(template, tmp_path / "home"))


def test_a_second_set_up_changes_nothing_and_is_quick(home: Path) -> None:
    before = (home / "fangwei.sqlite3").read_bytes()
    code, told, _errors = run(home, "setup")
    assert code == 0
    assert not told["changed"]
    assert told["seconds"] < 2
    assert (home / "fangwei.sqlite3").read_bytes() == before


def test_set_up_makes_keys_for_their_owner_alone(template: Path) -> None:
    keys = list((template / "keys").glob("*.key"))
    assert len(keys) >= 5
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}


def test_an_unreachable_database_is_one_sentence(tmp_path: Path) -> None:
    address = "postgresql://somebody:secret-word@127.0.0.1:9/nowhere"
    code, told, errors = run(tmp_path, "setup", DATABASE_URL=address)
    assert code == 2
    assert told["error"]["code"] == "database_unreachable"
    assert "secret-word" not in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("address", ["nonsense", "mysql://x@y/z"])
def test_an_address_of_no_known_database_is_refused(tmp_path: Path, address: str) -> None:
    code, told, errors = run(tmp_path, "setup", DATABASE_URL=address)
    assert code == 2
    assert told["error"]["code"] == "settings_unreadable"
    assert "Traceback" not in errors


def test_a_sound_installation_passes_the_doctor(home: Path) -> None:
    code, told, _errors = run(home, "doctor")
    assert code == 0, told
    assert told["ok"]
    assert not [one for one in told["findings"] if one["severity"] == "error"]


def test_the_doctor_sees_a_dropped_guard_and_set_up_puts_it_back(home: Path) -> None:
    with sqlite3.connect(home / "fangwei.sqlite3") as database:
        database.execute("DROP TRIGGER guard_fact_delete")
    code, told, _errors = run(home, "doctor")
    assert code == 1
    assert any(one["check"] == "guards" and "guard_fact_delete" in one["message"] for one in told["findings"])
    assert run(home, "setup")[1]["changed"]
    assert run(home, "doctor")[0] == 0


def test_the_doctor_sees_open_and_missing_keys(home: Path) -> None:
    (home / "keys" / "pseudonym.key").chmod(0o644)
    (home / "keys" / "sampling.key").unlink()
    code, told, _errors = run(home, "doctor")
    assert code == 1
    assert sum(one["check"] == "keys" for one in told["findings"]) == 2


def test_the_doctor_of_an_empty_folder_says_set_up(tmp_path: Path) -> None:
    code, told, errors = run(tmp_path, "doctor")
    assert code == 1
    assert any(one["check"] == "migrations" for one in told["findings"])
    assert "Traceback" not in errors


def test_a_sweep_of_nothing_does_nothing_twice(home: Path) -> None:
    for _again in range(2):
        code, told, _errors = run(home, "sweep", "--at", "2026-12-01T08:00")
        assert code == 0
        assert (told["clocks"], told["climbed"]) == (0, 0)
        assert told["at"] == "2026-12-01T00:00:00+00:00"


def test_an_unreadable_instant_is_refused(home: Path) -> None:
    code, told, _errors = run(home, "sweep", "--at", "tomorrow")
    assert code == 2
    assert told["error"]["code"] == "instant_unreadable"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(home: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    server = subprocess.Popen(
        [FANGWEI, "up", "--port", str(port), "--json"], env=environment(home), stdout=subprocess.PIPE, text=True
    )
    try:
        yield port, server
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def test_up_serves_refuses_a_busy_port_and_stops_when_asked(
    served: tuple[int, subprocess.Popen[str]], home: Path
) -> None:
    port, server = served
    assert server.stdout is not None
    told = json.loads(server.stdout.readline())
    assert told["tick"]
    with urllib.request.urlopen(f"{told['url']}static/ui/tokens.css", timeout=20) as page:
        assert page.status == 200
    code, refused, _errors = run(home, "up", "--port", str(port))
    assert code == 2
    assert refused["error"]["code"] == "port_busy"
    begun = time.monotonic()
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    assert time.monotonic() - begun < 20


def test_up_before_set_up_is_one_sentence(tmp_path: Path) -> None:
    code, told, errors = run(tmp_path, "up", "--port", str(free_port()))
    assert code == 2
    assert told["error"]["code"] == "not_set_up"
    assert "Traceback" not in errors
