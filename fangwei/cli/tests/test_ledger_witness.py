"""Having the log witnessed: a quorum publishes, another history is refused, a witness that saw more stops the log."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from fangwei.cli.checks.log import LOG_CHECKS
from fangwei.cli.witness.desk import Desk
from fangwei.cli.witness.server import server_for
from fangwei.engines import merkle
from fangwei.ledger import guards
from fangwei.ledger.actions import (
    accept_cosignatures,
    collect_cosignatures,
    integrate,
    publish,
    request_by_file,
)
from fangwei.ledger.models import Checkpoint, Cosignature, LogEntry, OutboxRow, Tile
from fangwei.ledger.queries import check_log, note_of, proven_at, published_checkpoint, receipt
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import create_key, policy, signers
from fangwei.ledger.tests.factories import AT, appended
from fangwei.ledger.tests.test_integrate import turn_back

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=1)


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    server = server_for(desk, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def desk(folder: Path, name: str) -> Desk:
    create_key(settings.FANGWEI_KEYS, name="")
    return Desk(folder / name, name=f"witness.example/{name}", logs=[str(signers()[0].key)])


def write_policy(*lines: str) -> None:
    settings.FANGWEI_LEDGER.mkdir(parents=True, exist_ok=True)
    (settings.FANGWEI_LEDGER / "policy").write_text("\n".join(lines) + "\n")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    """A witness of ours that the policy asks for."""
    made = desk(tmp_path, "procuratorate")
    with serving(made) as url:
        write_policy(f"witness procuratorate {made.signer.key} {url}", "quorum procuratorate")
        yield made


def test_the_head_is_published_once_it_is_witnessed(one: Desk) -> None:
    fact = appended()
    integrate(at=LATER)
    assert published_checkpoint() is None
    with pytest.raises(LedgerRefused) as refused:
        receipt(fact.id)
    assert refused.value.code == "not_logged"
    assert [(told.name, told.outcome) for told in collect_cosignatures(at=LATER)] == [("procuratorate", "signed")]
    head = published_checkpoint()
    assert head is not None and head.size == 1
    trusted = merkle.trust(note_of(head), policy())
    assert trusted.proven_at is not None
    assert merkle.check_receipt(receipt(fact.id), receipt(fact.id).extra, policy())
    assert list(proven_at([fact.id])) == [fact.id]
    assert collect_cosignatures(at=LATER) == [], "whoever signed is not asked again"


def test_growth_is_witnessed_from_where_the_witness_stands(one: Desk) -> None:
    for _round in range(3):
        appended()
        integrate(at=LATER)
        collect_cosignatures(at=LATER)
    assert sorted(Cosignature.objects.values_list("size", flat=True)) == [1, 2, 3]
    assert one.known(signers()[0].key.name) == merkle.parse_checkpoint(
        merkle.parse_note(published_checkpoint().note).text
    )  # type: ignore[union-attr]


def test_a_witness_that_stands_elsewhere_is_met_there(one: Desk) -> None:
    appended()
    integrate(at=LATER)
    collect_cosignatures(at=LATER)
    guards.remove(connection)
    Cosignature.objects.all().delete()
    appended()
    integrate(at=LATER)
    assert collect_cosignatures(at=LATER)[0].outcome == "signed"


def test_too_few_witnesses_publish_nothing(tmp_path: Path, one: Desk) -> None:
    other = desk(tmp_path, "discipline")
    lines = (settings.FANGWEI_LEDGER / "policy").read_text().splitlines()[0]
    write_policy(
        lines,
        f"witness discipline {other.signer.key} http://127.0.0.1:9",
        "group both all procuratorate discipline",
        "quorum both",
    )
    appended()
    integrate(at=LATER)
    outcomes = {told.name: told.outcome for told in collect_cosignatures(at=LATER)}
    assert outcomes == {"procuratorate": "signed", "discipline": "unreachable"}
    assert published_checkpoint() is None
    with pytest.raises(LedgerRefused) as refused:
        publish(tmp_path / "log", at=LATER)
    assert refused.value.code == "not_witnessed"


def test_a_witness_without_a_network_signs_by_file(tmp_path: Path) -> None:
    away = desk(tmp_path, "away")
    write_policy(f"witness away {away.signer.key}", "quorum away")
    appended()
    integrate(at=LATER)
    assert collect_cosignatures(at=LATER)[0].outcome == "waiting"
    carried = str(request_by_file(witness="away")).encode()
    appended()
    integrate(at=LATER)
    verdict, line = away.add_checkpoint(merkle.parse_request(carried), 1_772_413_300)
    assert verdict.status == 200
    assert accept_cosignatures(line.encode(), at=LATER) == ["away"]
    head = published_checkpoint()
    assert head is not None and head.size == 1, "the head that was carried, not the one since"
    with pytest.raises(LedgerRefused) as refused:
        accept_cosignatures(b"", at=LATER)
    assert refused.value.code == "cosignature_false"
    with pytest.raises(LedgerRefused) as refused:
        request_by_file(witness="nobody")
    assert refused.value.code == "witness_unknown"


def test_a_forked_history_is_not_witnessed(one: Desk) -> None:
    for _fact in range(3):
        appended()
    integrate(at=LATER)
    collect_cosignatures(at=LATER)
    turn_back(2)
    # Whoever owns the machine forgets the store too, and signs another third entry.
    (settings.FANGWEI_LEDGER / "highest").unlink()
    guards.remove(connection)
    Cosignature.objects.all().delete()
    Checkpoint.objects.all().delete()
    OutboxRow.objects.all().update(leaf=b"another")
    LogEntry.objects.all().delete()
    Tile.objects.all().delete()
    for _fact in range(3):
        appended()
    integrate(at=LATER)
    assert collect_cosignatures(at=LATER)[0].outcome == "refused"
    assert published_checkpoint() is None


def test_a_witness_that_saw_more_stops_the_log(one: Desk) -> None:
    for _fact in range(3):
        appended()
    integrate(at=LATER, batch=2)
    collect_cosignatures(at=LATER)
    older = str(note_of_size(2))
    turn_back(2)
    # The whole machine was restored, the store outside the database with it.
    (settings.FANGWEI_LEDGER / "highest").write_text(older)
    assert [(told.outcome, told.size) for told in collect_cosignatures(at=LATER)] == [("ahead", 3)]
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=LATER)
    assert refused.value.code == "log_behind"


def note_of_size(size: int) -> str:
    return Checkpoint.objects.get(size=size).note


def test_a_missing_quorum_is_told_by_the_daily_check(one: Desk) -> None:
    (settings.FANGWEI_LEDGER / "policy").rename(settings.FANGWEI_LEDGER / "policy.later")
    appended()
    integrate(at=LATER)
    (settings.FANGWEI_LEDGER / "policy.later").rename(settings.FANGWEI_LEDGER / "policy")
    assert [fault.code for fault in check_log(at=LATER)] == ["quorum_missing"]


def test_the_doctor_sees_facts_that_wait_and_witnesses_that_do_not_sign(one: Desk) -> None:
    def found(after: timedelta) -> list[str]:
        return [finding.check for check in LOG_CHECKS for finding in check(AT + after)]

    appended()
    assert found(timedelta(seconds=30)) == []
    assert found(timedelta(minutes=2)) == ["outbox"]
    integrate(at=AT)
    assert found(timedelta(minutes=9)) == ["witnesses"], "it never signed"
    assert found(timedelta(minutes=11)) == ["quorum", "witnesses"]
    collect_cosignatures(at=AT)
    assert found(timedelta(minutes=11)) == []
    assert found(timedelta(hours=27))[0] == "checkpoint"
    write_policy("nonsense")
    assert found(timedelta(minutes=1)) == ["witness_policy"]
