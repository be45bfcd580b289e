"""The log's key in a process of its own: it signs what goes on, and nothing else."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from fangwei.cli.ledger.signer import answer, serve_one
from fangwei.engines import merkle
from fangwei.ledger.actions import integrate
from fangwei.ledger.highest import locked
from fangwei.ledger.queries import check_whole_log
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import create_key, own_signers, signers
from fangwei.ledger.tests.factories import AT, appended


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANGWEI_KEYS", tmp_path)
    create_key(tmp_path, name="county.example/log")


def head(size: int, root: bytes = bytes(32)) -> str:
    return merkle.Checkpoint("county.example/log", size, root).text


@pytest.mark.usefixtures("keys")
def test_a_signer_never_goes_back() -> None:
    assert merkle.parse_cosignatures(answer(head(5)).encode())
    assert answer(head(5)), "the same head again, after an answer that was lost"
    assert answer(head(9))
    for refused in (head(5), head(9, bytes([1]) * 32), head(9) + "more\n", "nonsense", head(10).replace("county", "x")):
        assert answer(refused) == ""


@pytest.fixture
def elsewhere(keys: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A signer that serves beside the test, with a folder of its own."""
    monkeypatch.setattr(sys.modules[answer.__module__], "locked", lambda _folder: locked(tmp_path / "signer"))
    path = tmp_path / "s"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            serve_one(listening)

    thread = threading.Thread(target=serve)
    thread.start()
    monkeypatch.setattr(settings, "FANGWEI_LEDGER_SIGNER", str(path))
    yield
    stop.set()
    with socket.socket(socket.AF_UNIX) as last:
        last.connect(str(path))
    thread.join()
    listening.close()


@pytest.mark.django_db
@pytest.mark.usefixtures("elsewhere")
def test_the_log_is_signed_elsewhere() -> None:
    appended()
    assert integrate(at=AT).size == 1
    appended()
    assert integrate(at=AT).size == 2
    assert [one.key for one in signers()] == [one.key for one in own_signers()]
    assert list(check_whole_log()) == []


@pytest.mark.django_db
def test_without_the_signer_facts_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANGWEI_LEDGER_SIGNER", str(tmp_path / "nobody"))
    appended()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=AT)
    assert refused.value.code == "signer_unreachable"
