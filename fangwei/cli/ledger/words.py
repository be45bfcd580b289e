"""What the ledger's commands say: faults in both languages, refusals with what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from fangwei.cli import refuse, speak
from fangwei.engines import merkle
from fangwei.gateways.published import CopyUnreachable, read_file
from fangwei.ledger.faults import fault_text
from fangwei.ledger.refusals import LedgerRefused


def as_rows(faults: list[merkle.Fault]) -> list[dict[str, str]]:
    """Return faults as the commands print them with --json."""
    return [{"check": fault.code, "where": fault.where, "message": fault_text(fault)} for fault in faults]


@contextmanager
def spoken(as_json: bool) -> Iterator[None]:
    """Speak the reader's language within the block, and end it with exit code 2 and advice when the ledger refuses."""
    speak()
    try:
        yield
    except LedgerRefused as problem:
        refuse(as_json, problem.code, str(problem), problem.hint)
    except CopyUnreachable as problem:
        refuse(as_json, "copy_unreachable", _("The copy cannot be read: {problem}").format(problem=problem))
    except merkle.PolicyUnreadable as problem:
        told = _("The policy cannot be used: line {line}, {reason}.").format(line=problem.line, reason=problem.code)
        refuse(as_json, "policy_unreadable", told, _("Its format is described in docs/operate/ledger.md."))
    except DatabaseError as problem:
        told = _("The database cannot be used: {problem}").format(problem=str(problem).strip().splitlines()[0])
        refuse(as_json, "database_unusable", told, _("Run: fangwei setup"))
    except OSError as problem:
        refuse(as_json, "file_unusable", _("The file cannot be used: {problem}").format(problem=problem))


def copy_at(place: str) -> merkle.Files:
    """Return somebody's copy of a log at a folder or an address."""

    def read(name: str) -> bytes:
        data = read_file(place, name)
        if data is None:
            raise merkle.Missing(name)
        return data

    return merkle.Files(read)


def read_policy(path: Path) -> merkle.Policy:
    """Return the policy in a file, which may also be a plain list of verifier keys, the log's first.

    Raises: PolicyUnreadable, OSError.
    """
    data = path.read_bytes()
    return policy_of_keys(data) or merkle.parse_policy(data)


def policy_of_keys(data: bytes) -> merkle.Policy | None:
    """Return the policy that a list of verifier keys stands for: the log's signature, no witness; None for other text."""
    keys = []
    for line in data.decode("utf-8", "replace").split("\n"):
        if line.strip():
            try:
                keys.append(merkle.parse_key(line.strip()))
            except merkle.NoteUnreadable:
                return None
    logs = tuple(merkle.Party(key.name, key) for key in keys if key.algorithm == merkle.LOG)
    return merkle.Policy(logs=logs) if logs else None
