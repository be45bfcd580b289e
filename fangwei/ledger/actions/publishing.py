"""Writing the published log into a folder, from which any file server, stick or mirror carries it on."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from fangwei.engines import merkle
from fangwei.ledger.actions.sequencer import integrate
from fangwei.ledger.models import Checkpoint
from fangwei.ledger.queries.log import nodes, note_of, published_checkpoint, tile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import policy_text, signers, verifier_keys


def publish(folder: Path, *, at: datetime) -> Checkpoint:
    """Integrate what waits and bring `folder` up to the newest published checkpoint, which is written last.

    Raises: LedgerRefused when the folder holds another log, a longer one, or when witnesses are still missing.
    """
    integrate(at=at)
    head = published_checkpoint()
    if head is None:
        raise LedgerRefused("not_witnessed")
    _refuse_another_log(folder, head)
    folder.mkdir(parents=True, exist_ok=True)
    for name in merkle.names(head.size):
        _write_tile(folder, name, head.size)
    _write(folder / "vkeys", verifier_keys().encode())
    _write(folder / "policy", policy_text().encode())
    _write(folder / "checkpoint", str(note_of(head)).encode())
    return head


def _refuse_another_log(folder: Path, head: Checkpoint) -> None:
    try:
        note = merkle.parse_note((folder / "checkpoint").read_bytes())
        found = merkle.parse_checkpoint(note.text)
        merkle.check_note(note, [one.key for one in signers()])
    except FileNotFoundError:
        return
    except (merkle.NoteUnreadable, merkle.NoteUntrusted) as problem:
        raise LedgerRefused("folder_of_another", path=folder) from problem
    if found.size > head.size:
        raise LedgerRefused("log_behind", size=head.size, highest=found.size)
    if merkle.root_at(nodes(), found.size) != found.root:
        raise LedgerRefused("log_forked", size=found.size)


def _write_tile(folder: Path, name: merkle.TileName, size: int) -> None:
    path = folder / name.path
    # What is written once is never written again: a full tile has one content for ever.
    if path.exists():
        return
    data = tile(name, size=size)
    if data is None:
        raise LedgerRefused("tiles_broken", size=size)
    _write(path, data)
    if name.width == merkle.WIDTH:
        shutil.rmtree(path.with_name(path.name + ".p"), ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
