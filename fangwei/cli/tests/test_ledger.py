"""`fangwei ledger`: published, verified and proved from the command line, in both languages."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from fangwei.cli.ledger import command
from fangwei.engines import merkle
from fangwei.ledger import guards
from fangwei.ledger.actions import integrate
from fangwei.ledger.models import LogEntry, Tile
from fangwei.ledger.tests.factories import AT, appended

pytestmark = pytest.mark.django_db


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def said(*words: object, code: int = 0) -> dict[str, object]:
    done = run(*words, "--json")
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_what_is_published_is_verified_anywhere(tmp_path: Path) -> None:
    for _fact in range(300):
        appended()
    folder = tmp_path / "log"
    assert said("publish", folder)["size"] == 300, "the outbox is drained first"
    keys = (folder / "vkeys").read_text()
    assert said("verify", "--from", folder, "--policy", folder / "vkeys")["ok"]
    assert said("verify", "--from", folder, "--policy", folder / "policy")["ok"]
    alone = said("verify", "--from", folder)
    assert alone["ok"] and alone["keys_from_copy"]
    assert said("verify")["ok"] and said("verify", "--full")["ok"]
    kept = tmp_path / "kept"
    kept.write_bytes((folder / "checkpoint").read_bytes())
    appended()
    assert said("publish", folder)["size"] == 301
    assert said("verify", "--from", folder, "--policy", folder / "policy", "--known", kept)["ok"]
    assert (folder / "vkeys").read_text() == keys
    assert not (folder / "tile/0/000.p").exists(), "a tile that is full has no narrower copies"


@pytest.mark.parametrize(
    ("name", "check"),
    [("tile/entries/000", "entry_differs"), ("tile/0/000", "entry_differs"), ("tile/1/000.p/1", "tile_differs")],
)
def test_a_changed_copy_is_found_out(tmp_path: Path, name: str, check: str) -> None:
    for _fact in range(260):
        appended()
    run("publish", tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) - 1] ^= 1
    (tmp_path / name).write_bytes(data)
    told = said("verify", "--from", tmp_path, "--policy", tmp_path / "policy", code=1)
    assert check in [fault["check"] for fault in told["faults"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("tile/entries/000.p/3", "bundle_missing"),
        ("tile/0/000.p/3", "tile_missing"),
        ("checkpoint", "checkpoint_missing"),
    ],
)
def test_a_copy_with_holes_is_found_out(tmp_path: Path, name: str, check: str) -> None:
    for _fact in range(3):
        appended()
    run("publish", tmp_path)
    (tmp_path / name).unlink()
    told = said("verify", "--from", tmp_path, "--policy", tmp_path / "policy", code=1)
    assert [fault["check"] for fault in told["faults"]] == [check]  # type: ignore[attr-defined]


def test_another_log_s_copy_is_not_taken_for_ours(tmp_path: Path) -> None:
    appended()
    run("publish", tmp_path)
    stranger = merkle.signer_from_secret(merkle.make_secret("x.example", merkle.LOG, bytes(32)))
    (tmp_path / "keys").write_text(f"{stranger.key}\n")
    told = said("verify", "--from", tmp_path, "--policy", tmp_path / "keys", code=1)
    assert told["faults"][0]["check"] == "signature_false"  # type: ignore[index]
    text = merkle.Checkpoint("x.example", 0, merkle.EMPTY_ROOT).text
    (tmp_path / "checkpoint").write_text(str(merkle.sign_note(text, [stranger])))
    told = said("publish", tmp_path, code=2)
    assert told["error"]["code"] == "folder_of_another"  # type: ignore[index]


def test_a_history_that_does_not_continue_the_known_one_is_found_out(tmp_path: Path) -> None:
    for _fact in range(5):
        appended()
    run("publish", tmp_path / "log")
    other = merkle.Checkpoint("o", 3, bytes(32))
    signer = merkle.signer_from_secret(merkle.make_secret("o", merkle.LOG, bytes(32)))
    (tmp_path / "known").write_text(str(merkle.sign_note(other.text, [signer])))
    told = said("verify", "--from", tmp_path / "log", "--known", tmp_path / "known", code=1)
    assert told["faults"][0]["check"] == "history_differs"  # type: ignore[index]


def test_a_changed_database_is_found_out() -> None:
    for _fact in range(300):
        appended()
    integrate(at=AT)
    guards.remove(connection)
    LogEntry.objects.filter(number=7).update(leaf=b"doctored")
    assert said("verify", "--full", code=1)["faults"][0]["where"] == "7"  # type: ignore[index]
    LogEntry.objects.filter(number=8).delete()
    assert said("verify", "--full", code=1)["faults"][0]["check"] == "bundle_short"  # type: ignore[index]
    Tile.objects.filter(level=0, number=1).update(data=bytes(44 * 32))
    assert {fault["check"] for fault in said("verify", code=1)["faults"]} == {"root_differs", "entry_differs"}  # type: ignore[attr-defined]


def test_a_receipt_is_written_and_checked(tmp_path: Path) -> None:
    fact, other = appended(), appended()
    run("publish", tmp_path / "log")
    file = tmp_path / "a.tlog-proof"
    assert said("proof", fact.id, "--out", file)["kind"] == "receipt"
    policy = ("--policy", tmp_path / "log" / "policy")
    told = said("check-receipt", file, *policy)
    assert told["ok"] and told["index"] == 0
    assert said("check-receipt", file)["ok"], "our own keys serve by default"
    (tmp_path / "entry").write_bytes(bytes(LogEntry.objects.get(fact_id=other.id).leaf))
    told = said("check-receipt", file, *policy, "--entry", tmp_path / "entry", code=1)
    assert told["faults"][0]["check"] == "receipt_false"  # type: ignore[index]
    file.write_text("x")
    assert said("check-receipt", file, *policy, code=2)["error"]["code"] == "receipt_unreadable"  # type: ignore[index]


def test_a_whole_life_is_written_and_checked(tmp_path: Path) -> None:
    first = appended()
    for verb in ("order", "submit"):
        appended(first.subject_id, verb=verb)
    integrate(at=AT)
    file = tmp_path / "life.json"
    assert said("proof", first.subject_id, "--out", file)["facts"] == 3
    assert said("check-receipt", file)["facts"] == 3
    told = json.loads(file.read_text())
    for change, check in [
        (lambda told: told["facts"].pop(1), "chain_broken"),
        (lambda told: told["facts"][0]["opened"][1].update(value="0"), "opened_differs"),
        (lambda told: told["facts"][2].update(index=0), "not_in_log"),
    ]:
        bent = json.loads(json.dumps(told))
        change(bent)
        file.write_text(json.dumps(bent))
        found = [fault["check"] for fault in said("check-receipt", file, code=1)["faults"]]  # type: ignore[attr-defined]
        assert check in found
    file.write_text('{"format": "fangwei-life@v1"}')
    assert said("check-receipt", file, code=2)["error"]["code"] == "receipt_unreadable"  # type: ignore[index]


def test_what_is_unknown_or_not_logged_yet_is_said() -> None:
    assert said("proof", "nonsense", code=2)["error"]["code"] == "unknown"  # type: ignore[index]
    fact = appended()
    assert said("proof", fact.id, code=2)["error"]["code"] == "not_logged"  # type: ignore[index]


def test_facts_that_wait_too_long_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    integrate(at=AT)
    appended(received_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert said("verify", code=1)["faults"][0]["check"] == "outbox_waits"  # type: ignore[index]


def test_every_fault_is_said_in_chinese_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FANGWEI_LANG", "zh")
    done = run("verify", "--from", tmp_path)
    assert done.exit_code == 1 and "没有检查点" in done.output


def test_gaps_and_counts_are_told_to_scripts() -> None:
    assert said("gaps")["gaps"] == []
    now = datetime.now(UTC)
    late = appended(at=now - timedelta(hours=30), received_at=now, channel="phone", territory="411681")
    integrate(at=now)
    assert said("reconcile")["ok"], "a late call is a gap and no disagreement"
    (gap,) = said("gaps", "--territory", "4116", "--channel", "phone")["gaps"]  # type: ignore[misc]
    assert gap["fact"] == str(late.id) and gap["kind"] == "thing.happen"
    assert said("gaps", "--territory", "13")["gaps"] == []
    assert run("gaps").exit_code == 0 and "thing.happen" in run("counts").output
    counted = said("counts", "--days", 2)["counts"]
    assert {"region": "411681", "kind": "thing.happen", "facts": 1}.items() <= counted[0].items()  # type: ignore[index]
