"""RFC 6962 tree hashes. Source: RFC 6962 section 2.1."""

import hashlib
from collections.abc import Sequence

_sha256 = hashlib.sha256

HASH_LENGTH = 32
EMPTY_ROOT = _sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the 32-byte RFC 6962 hash of a leaf."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte RFC 6962 hash of an inner node."""
    return _sha256(b"\x01" + left + right).digest()


def row_of(entries: Sequence[bytes]) -> bytes:
    """Return the hashes of these leaves side by side."""
    return b"".join([_sha256(b"\x00" + entry).digest() for entry in entries])


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """Return the tree head over leaf hashes; the empty tree is SHA-256 of nothing."""
    return root_of_row(b"".join(hashes)) if hashes else EMPTY_ROOT


def root_of_row(row: bytes) -> bytes:
    """Return the head of the tree whose leaf hashes stand side by side in `row`, at least one of them."""
    # Pairing neighbours and carrying an odd last one up equals splitting at the largest power of two below n.
    while len(row) > HASH_LENGTH:
        even = len(row) - len(row) % 64
        row = b"".join([_sha256(b"\x01" + row[i : i + 64]).digest() for i in range(0, even, 64)]) + row[even:]
    return row
