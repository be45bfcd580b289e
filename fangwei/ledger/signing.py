"""Who the log is and whom it trusts: its signing keys and its witness policy, both files of the data folder."""

import os
import secrets
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings

from fangwei.engines import merkle
from fangwei.gateways.signer import SignerUnreachable, ask
from fangwei.ledger.refusals import LedgerRefused

KEY_FILE = "ledger.key"
POLICY_FILE = "policy"


def create_key(folder: Path, *, name: str) -> bool:
    """Make the log's key where it is missing, readable by its owner alone; tell whether it was made.

    `name` is the log's origin for ever; empty takes a random one.
    """
    path = folder / KEY_FILE
    if path.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = merkle.make_secret(name or f"fangwei.local/{secrets.token_hex(4)}", merkle.LOG, secrets.token_bytes(32))
    beside = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Unlike a rename, a link never replaces the key that another process made meanwhile.
        os.link(beside, path)
    except FileExistsError:
        return False
    finally:
        beside.unlink()
    return True


@lru_cache(maxsize=8)
def _read_signers(path: Path, _changed: int) -> tuple[merkle.Signer, ...]:
    try:
        lines = path.read_text(encoding="utf-8").split()
        return tuple(merkle.signer_from_secret(line) for line in lines)
    except merkle.NoteUnreadable as problem:
        raise LedgerRefused("key_unreadable", path=path) from problem


def signers() -> tuple[merkle.Signer, ...]:
    """Return the log's signers, the first one first; during a change of keys there are two. Raises: LedgerRefused."""
    if settings.FANGWEI_LEDGER_SIGNER:
        return _signers_elsewhere(Path(settings.FANGWEI_LEDGER_SIGNER))
    return own_signers()


def _signers_elsewhere(socket: Path) -> tuple[merkle.Signer, ...]:
    try:
        keys = [merkle.parse_key(line) for line in ask(socket, b"").decode().split()]
    except (SignerUnreachable, merkle.NoteUnreadable) as problem:
        raise LedgerRefused("signer_unreachable", path=socket) from problem
    return tuple(merkle.Signer(key, partial(_sign_elsewhere, socket, key)) for key in keys)


def _sign_elsewhere(socket: Path, key: merkle.Key, text: bytes) -> bytes:
    try:
        lines = merkle.parse_cosignatures(ask(socket, text))
    except (SignerUnreachable, merkle.NoteUnreadable) as problem:
        raise LedgerRefused("signer_unreachable", path=socket) from problem
    found = next((one.body for one in lines if (one.name, one.key_id) == (key.name, key.id)), None)
    if found is None:
        raise LedgerRefused("signer_refuses", path=socket)
    return found


def own_signers() -> tuple[merkle.Signer, ...]:
    """Return the signers whose keys lie in this data folder. Raises: LedgerRefused."""
    path = settings.FANGWEI_KEYS / KEY_FILE
    try:
        found = _read_signers(path, path.stat().st_mtime_ns)
    except OSError as problem:
        raise LedgerRefused("key_missing", path=path) from problem
    if not found or len({one.key.name for one in found}) > 1:
        raise LedgerRefused("key_unreadable", path=path)
    return found


@lru_cache(maxsize=8)
def _read_policy(path: Path, _changed: int) -> merkle.Policy:
    try:
        return merkle.parse_policy(path.read_bytes())
    except merkle.PolicyUnreadable as problem:
        raise LedgerRefused("policy_unreadable", path=path, line=problem.line, reason=problem.code) from problem


def policy() -> merkle.Policy:
    """Return whom this log's readers shall believe: its own keys, with the witnesses and quorum of the policy file."""
    path = settings.FANGWEI_LEDGER / POLICY_FILE
    own = tuple(merkle.Party(one.key.name, one.key) for one in signers())
    try:
        given = _read_policy(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return merkle.Policy(logs=own)
    return merkle.Policy(own, given.witnesses, given.groups, given.quorum)


def policy_text() -> str:
    """Return the policy as outsiders need it: the log's own keys and, where there is a policy file, its other lines."""
    path = settings.FANGWEI_LEDGER / POLICY_FILE
    own = [f"log {one.key}" for one in signers()]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = ["quorum none"]
    kept = [line for line in lines if not line.split() or line.split()[0] != "log"]
    return "\n".join([*own, *kept]) + "\n"


def verifier_keys() -> str:
    """Return the keys to check the log with, one a line: the log's first, then its witnesses'."""
    keys = [one.key for one in signers()] + [witness.key for witness in policy().witnesses]
    return "".join(f"{key}\n" for key in keys)
