"""The sequencer: every fact gets one place, the signed head never goes back, a crash anywhere loses nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from fangwei.engines import merkle
from fangwei.ledger import guards, highest
from fangwei.ledger.actions import Integrated, integrate
from fangwei.ledger.models import Checkpoint, Fact, LogEntry, OutboxRow, Tile
from fangwei.ledger.queries import entries, fetch_tile, newest_checkpoint, note_of, published_checkpoint, tile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import signers
from fangwei.ledger.tests.factories import AT, appended, together

LATER = AT + timedelta(minutes=1)


def sound() -> None:
    """The log is what it must be: whole, its head computed a second way, signed, known to the store, nothing twice."""
    head = newest_checkpoint()
    assert head is not None
    logged = entries(0, head.size + 1)
    assert len(logged) == head.size == LogEntry.objects.count()
    assert merkle.root_of_hashes([merkle.leaf_hash(one) for one in logged]) == bytes(head.root)
    assert merkle.check_note(note_of(head), [one.key for one in signers()])
    assert (settings.FANGWEI_LEDGER / "highest").read_text() == head.note
    for checkpoint in Checkpoint.objects.all():
        assert merkle.root_at(merkle.TileNodes(fetch_tile), checkpoint.size) == bytes(checkpoint.root)
        assert checkpoint.published_at is not None
    facts = list(LogEntry.objects.values_list("fact_id", flat=True))
    assert len(set(facts)) == len(facts) == Fact.objects.count() - OutboxRow.objects.count()


@pytest.mark.django_db
def test_facts_get_their_place_in_the_order_they_came() -> None:
    facts = [appended(verb=f"step{number}") for number in range(7)]
    assert integrate(at=LATER) == Integrated(entries=7, checkpoints=1, size=7)
    assert [json.loads(entry)["k"] for entry in entries(0, 7)] == [f"thing.step{number}" for number in range(7)]
    assert list(LogEntry.objects.order_by("number").values_list("fact_id", flat=True)) == [fact.id for fact in facts]
    assert not OutboxRow.objects.exists()
    sound()


@pytest.mark.django_db
def test_nothing_new_signs_nothing_new() -> None:
    assert integrate(at=LATER) == Integrated(entries=0, checkpoints=1, size=0), "an empty log has a head too"
    assert integrate(at=LATER) == Integrated(entries=0, checkpoints=0, size=0)
    appended()
    assert integrate(at=LATER).size == 1
    assert integrate(at=LATER) == Integrated(entries=0, checkpoints=0, size=1)
    sound()


@pytest.mark.django_db
def test_small_batches_make_the_same_log() -> None:
    for _fact in range(11):
        appended()
    assert integrate(at=LATER, batch=4) == Integrated(entries=11, checkpoints=3, size=11)
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [4, 8, 11]
    sound()


@pytest.mark.django_db
def test_published_tiles_are_those_of_the_published_size() -> None:
    for _fact in range(5):
        appended()
    integrate(at=LATER)
    head = published_checkpoint()
    assert head is not None
    assert tile(merkle.parse_name("0/000.p/5"), size=head.size) == b"".join(map(merkle.leaf_hash, entries(0, 5)))
    assert tile(merkle.parse_name("0/000.p/3"), size=head.size) == b"".join(map(merkle.leaf_hash, entries(0, 3)))
    assert tile(merkle.parse_name("entries/000.p/5"), size=head.size) == merkle.encode_bundle(entries(0, 5))
    for beyond in ("0/000.p/6", "0/000", "0/001.p/1", "1/000.p/1", "entries/000"):
        assert tile(merkle.parse_name(beyond), size=head.size) is None


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_take_turns() -> None:
    for _fact in range(60):
        appended()
    done = together(*[lambda: integrate(at=LATER, batch=7)] * 4)
    assert sum(one.entries for one in done) == 60
    sound()


@pytest.mark.django_db(transaction=True)
def test_writers_and_the_sequencer_at_once_lose_nothing() -> None:
    def write() -> None:
        for _fact in range(15):
            appended()

    def sequence() -> None:
        for _run in range(8):
            integrate(at=LATER, batch=5)

    assert together(write, write, sequence, sequence) == [None] * 4
    integrate(at=LATER)
    assert LogEntry.objects.count() == Fact.objects.count() == 30
    sound()


# ---- crashes: not stored, and stored but reported failed ------------------------------------------------------------


class PowerCut(BaseException):
    """Whatever ends a process between two of its steps."""


def breaking(real: Callable[..., Any], error: BaseException, *, after: bool, nth: int = 1) -> Callable[..., Any]:
    """Return `real`, failing at its nth call: before it did anything, or after it did everything."""
    calls = [0]

    def broken(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] != nth:
            return real(*args, **kwargs)
        if after:
            real(*args, **kwargs)
        raise error

    return broken


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True], ids=["not stored", "stored but reported failed"])
@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("step", ["commit", "highest", "publish"])
def test_a_crash_at_any_step_is_made_good(monkeypatch: pytest.MonkeyPatch, step: str, nth: int, after: bool) -> None:
    for _fact in range(3):
        appended()
    integrate(at=LATER)
    for _fact in range(4):
        appended()
    with monkeypatch.context() as patch:
        if step == "commit":
            patch.setattr(
                connection, "commit", breaking(connection.commit, DatabaseError("gone"), after=after, nth=nth)
            )
        elif step == "highest":
            patch.setattr(
                highest.Highest, "advance", breaking(highest.Highest.advance, PowerCut(), after=after, nth=nth)
            )
        else:
            target = "fangwei.ledger.actions.sequencer._publish"
            real = integrate.__globals__["_publish"]
            patch.setattr(target, breaking(real, PowerCut(), after=after, nth=nth))
        with pytest.raises((DatabaseError, PowerCut)):
            integrate(at=LATER, batch=2)
    assert newest_checkpoint() is not None
    appended()
    integrate(at=LATER)
    assert LogEntry.objects.count() == 8
    sound()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_at_the_very_first_checkpoint_is_made_good(monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    appended()
    with monkeypatch.context() as patch:
        patch.setattr(highest.Highest, "advance", breaking(highest.Highest.advance, PowerCut(), after=after))
        with pytest.raises(PowerCut):
            integrate(at=LATER)
    integrate(at=LATER)
    sound()


# ---- what is never signed -------------------------------------------------------------------------------------------


def turn_back(size: int) -> None:
    """Do what restoring an older backup does: the log ends earlier, and what followed waits in the outbox again."""
    guards.remove(connection)
    for row in LogEntry.objects.filter(number__gte=size).order_by("number"):
        OutboxRow.objects.create(fact_id=row.fact_id, kind="", leaf=row.leaf)
    LogEntry.objects.filter(number__gte=size).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    Tile.objects.all().delete()
    growth = merkle.grow(0, lambda *_: b"", [merkle.leaf_hash(one) for one in entries(0, size)])
    for (level, number), data in growth.tiles.items():
        Tile.objects.create(level=level, number=number, data=data)
    guards.install(connection)


@pytest.mark.django_db
def test_a_restored_older_backup_is_not_signed() -> None:
    for _fact in range(3):
        appended()
    integrate(at=LATER, batch=2)
    turn_back(2)
    appended()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "log_behind"
    assert refused.value.params == {"size": 2, "highest": 3}
    assert LogEntry.objects.count() == 2 and OutboxRow.objects.count() == 2, "nothing was touched"


@pytest.mark.django_db
def test_an_emptied_log_is_not_begun_again() -> None:
    appended()
    integrate(at=LATER)
    turn_back(0)
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "log_behind"


@pytest.mark.django_db
def test_another_history_of_the_same_size_is_not_signed() -> None:
    appended()
    integrate(at=LATER)
    guards.remove(connection)
    growth = merkle.grow(0, lambda *_: b"", [merkle.leaf_hash(b"another")])
    Checkpoint.objects.update(root=growth.root)
    Tile.objects.update(data=growth.tiles[0, 0])
    guards.install(connection)
    appended()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "log_forked"


@pytest.mark.django_db
def test_a_longer_history_that_does_not_continue_the_signed_one_is_not_signed() -> None:
    appended()
    integrate(at=LATER)
    before = (settings.FANGWEI_LEDGER / "highest").read_text()
    appended()
    integrate(at=LATER)
    (settings.FANGWEI_LEDGER / "highest").write_text(before)
    guards.remove(connection)
    Tile.objects.update(data=merkle.leaf_hash(b"x") + merkle.leaf_hash(b"y"))
    guards.install(connection)
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "log_forked"


@pytest.mark.django_db
def test_without_the_store_a_published_log_is_not_continued() -> None:
    appended()
    integrate(at=LATER)
    (settings.FANGWEI_LEDGER / "highest").unlink()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "highest_missing"
    assert "recover" in refused.value.hint


@pytest.mark.django_db
def test_a_lost_key_is_not_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    appended()
    integrate(at=LATER)
    monkeypatch.setattr(settings, "FANGWEI_KEYS", tmp_path)
    appended()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "key_missing"
    assert OutboxRow.objects.count() == 1


@pytest.mark.django_db
def test_during_a_change_of_keys_both_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    old = merkle.make_secret("county.example/log", merkle.LOG, bytes(32))
    new = merkle.make_secret("county.example/log", merkle.LOG, bytes([1]) * 32)
    monkeypatch.setattr(settings, "FANGWEI_KEYS", tmp_path)
    (tmp_path / "ledger.key").write_text(f"{new}\n{old}\n")
    appended()
    integrate(at=LATER)
    head = newest_checkpoint()
    assert head is not None
    for secret in (old, new):
        assert merkle.check_note(note_of(head), [merkle.signer_from_secret(secret).key])
