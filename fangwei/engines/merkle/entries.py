"""Salted field commitments and log entries of one length.

Source: RFC 8785 for canonical JSON (entries hold strings and integers only).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from fangwei.engines.merkle.hashes import leaf_hash, root_of_hashes

ENTRY_LENGTH = 384
"""Bytes of every entry: one length class, so that an entry's size tells nothing."""

_COMMITMENT = b"fangwei/c/v1\x00"
# One encoder for all: json.dumps() builds another at every call, thirty times a fact.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


class EntryTooLong(ValueError):
    """The entry's fields do not fit the one length class; shorten the verb or the division code."""


def canonical(value: object) -> bytes:
    """Return canonical JSON of strings, integers, booleans, null, lists and string-keyed objects, as UTF-8."""
    return _CANONICAL.encode(value).encode()


def salt_of(seed: bytes, field: str) -> bytes:
    """Return the 32-byte salt of one field, derived from the erasable 32-byte seed, so that one field can be opened alone."""
    return hashlib.blake2b(field.encode(), key=seed, digest_size=32).digest()


def sealed_field(salt: bytes, field: str, value: bytes) -> bytes:
    """Return SHA-256(domain, salt, field, 0, value): says nothing of the canonical value without the salt."""
    return hashlib.sha256(_COMMITMENT + salt + field.encode() + b"\x00" + value).digest()


def field_commitment(seed: bytes, field: str, value: object) -> bytes:
    """Return the commitment to one field under the salt that the seed gives it."""
    return sealed_field(salt_of(seed, field), field, canonical(value))


def commitment(seed: bytes, fields: Mapping[str, object]) -> bytes:
    """Return the RFC 6962 root over the salted field commitments in the order of the fields' names."""
    return root_of_hashes([leaf_hash(field_commitment(seed, name, fields[name])) for name in sorted(fields)])


def pseudonym(key: bytes, kind: str, identity: bytes) -> str:
    """Return 32 hex digits that name an object in the log without telling outsiders which one it is."""
    return hmac.new(key, kind.encode() + b"\x00" + identity, hashlib.sha256).hexdigest()[:32]


def entry(*, kind: str, org: str, obj: str, n: int, prev: str, at: str, c: str) -> bytes:
    """Return the log entry of one fact as canonical JSON padded to `ENTRY_LENGTH` bytes.

    `n` counts the object's facts from 1; `prev` is the hex leaf hash of the one before, empty for the first; `at` is the
    claimed instant (ISO 8601, UTC, milliseconds); `c` the hex commitment. Raises: EntryTooLong.
    """
    fields: dict[str, object] = {
        "at": at,
        "c": c,
        "k": kind,
        "n": n,
        "obj": obj,
        "org": org,
        "pad": "",
        "prev": prev,
        "v": 1,
    }
    room = ENTRY_LENGTH - len(canonical(fields))
    if room < 0:
        raise EntryTooLong(kind)
    fields["pad"] = "0" * room
    return canonical(fields)
