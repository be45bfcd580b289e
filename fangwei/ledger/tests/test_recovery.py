"""After a loss: what was signed is found again, never signed anew."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from fangwei.engines import merkle
from fangwei.ledger import guards
from fangwei.ledger.actions import adopt_checkpoint, integrate, publish, rebuild_tiles, refill
from fangwei.ledger.models import Checkpoint, Fact, FactPayload, LogEntry, OutboxRow, Tile
from fangwei.ledger.queries import check_log, check_whole_log, reconcile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.tests.factories import AT, appended
from fangwei.ledger.tests.test_integrate import turn_back

pytestmark = pytest.mark.django_db


def copy(folder: Path) -> merkle.Files:
    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError as problem:
            raise merkle.Missing(name) from problem

    return merkle.Files(read)


def codes() -> set[str]:
    return {fault.code for fault in [*check_log(at=AT), *check_whole_log()]}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A log of five facts with a mirror, and a database restored from the backup taken at two."""
    for _fact in range(5):
        appended()
    integrate(at=AT, batch=2)
    publish(tmp_path / "mirror", at=AT)
    return tmp_path / "mirror"


def test_a_restored_database_takes_back_what_it_lost(published: Path) -> None:
    turn_back(2)
    guards.remove(connection)
    # Of the three lost entries two facts came back with the backup and wait again; one fact is gone.
    lost = OutboxRow.objects.order_by("-id").first()
    assert lost is not None
    Fact.objects.filter(id=lost.fact_id).delete()
    FactPayload.objects.filter(fact_id=lost.fact_id).delete()
    lost.delete()
    guards.install(connection)
    with pytest.raises(LedgerRefused):
        integrate(at=AT)
    assert refill(copy(published), at=AT) == 3
    assert codes() == set()
    assert [fault.code for fault in reconcile()] == ["entry_without_fact"], "the lost fact is told, not hidden"
    appended()
    assert integrate(at=AT).size == 6
    assert codes() == set()
    assert refill(copy(published), at=AT) == 0


def test_a_false_copy_is_not_believed(published: Path) -> None:
    turn_back(2)
    bundle = published / "tile/entries/000.p/5"
    entries = merkle.decode_bundle(bundle.read_bytes())
    bundle.write_bytes(merkle.encode_bundle([*entries[:4], b"another"]))
    with pytest.raises(LedgerRefused) as refused:
        refill(copy(published), at=AT)
    assert refused.value.code == "copy_differs"
    assert LogEntry.objects.count() == 2 and Checkpoint.objects.count() == 1


def test_a_lost_store_is_put_back_from_any_copy(published: Path) -> None:
    (settings.FANGWEI_LEDGER / "highest").unlink()
    appended()
    with pytest.raises(LedgerRefused):
        integrate(at=AT)
    assert adopt_checkpoint((published / "checkpoint").read_bytes()).size == 5
    assert integrate(at=AT).size == 6
    assert codes() == set()


def test_the_store_never_goes_back(published: Path) -> None:
    older = Checkpoint.objects.get(size=2).note
    with pytest.raises(LedgerRefused) as refused:
        adopt_checkpoint(older)
    assert refused.value.code == "checkpoint_lower"
    stranger = merkle.signer_from_secret(merkle.make_secret("x.example", merkle.LOG, bytes(32)))
    text = merkle.Checkpoint("x.example", 99, bytes(32)).text
    for foreign in (str(merkle.sign_note(text, [stranger])), "nonsense"):
        with pytest.raises(LedgerRefused) as refused:
            adopt_checkpoint(foreign)
        assert refused.value.code == "checkpoint_foreign"


def test_without_store_and_with_an_older_database_nothing_is_signed_until_both_are_mended(published: Path) -> None:
    turn_back(2)
    (settings.FANGWEI_LEDGER / "highest").unlink()
    with pytest.raises(LedgerRefused):
        refill(copy(published), at=AT)
    adopt_checkpoint((published / "checkpoint").read_bytes())
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=AT)
    assert refused.value.code == "log_behind"
    refill(copy(published), at=AT)
    assert integrate(at=AT).size == 5
    assert list(reconcile()) == []


def test_tiles_are_made_again_from_the_entries(published: Path) -> None:
    Tile.objects.update(data=b"")
    assert "tile_missing" in codes()
    assert rebuild_tiles() == 5
    assert codes() == set()
    guards.remove(connection)
    LogEntry.objects.filter(number=3).update(leaf=b"doctored")
    with pytest.raises(LedgerRefused) as refused:
        rebuild_tiles()
    assert refused.value.code == "log_forked"
    assert Tile.objects.count() == 1, "nothing was changed"
