"""What a log asks of a witness and what a witness answers. Source: c2sp.org/tlog-witness.

A witness remembers the last checkpoint it cosigned of each log and cosigns only what continues it. Who keeps that memory
must look at it and replace it in one step, before anything is answered.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fangwei.engines.merkle.checkpoints import Checkpoint, parse_checkpoint
from fangwei.engines.merkle.hashes import EMPTY_ROOT, HASH_LENGTH
from fangwei.engines.merkle.notes import (
    Key,
    Note,
    NoteUnreadable,
    NoteUntrusted,
    Signature,
    check_note,
    decode,
    encode,
    parse_note,
    parse_signature,
)
from fangwei.engines.merkle.proofs import consistency_holds

MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class RequestUnreadable(ValueError):
    """The bytes are no request to a witness."""


@dataclass(frozen=True, slots=True)
class Request:
    """A log's request: cosign this note, which continues the tree of `old` as the proof shows."""

    old: int
    proof: Sequence[bytes]
    note: Note

    def __str__(self) -> str:
        return "\n".join([f"old {self.old}", *[encode(one) for one in self.proof], "", str(self.note)])


def parse_request(data: bytes) -> Request:
    """Return the request in `data`; nothing is verified. Raises: RequestUnreadable."""
    try:
        head, blank, note = data.decode().partition("\n\n")
        lines = head.split("\n")
        old = _OLD.fullmatch(lines[0])
        proof = tuple(decode(line) for line in lines[1:])
        if old is None or not blank or len(proof) > MOST_HASHES or any(len(one) != HASH_LENGTH for one in proof):
            raise RequestUnreadable("not a request")
        return Request(int(old[1]), proof, parse_note(note))
    except (NoteUnreadable, UnicodeDecodeError) as problem:
        raise RequestUnreadable(str(problem)) from problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a witness answers: an HTTP status; the checkpoint to remember and cosign when the status is 200."""

    status: int
    checkpoint: Checkpoint | None = None
    known: int = 0


def judge(request: Request, *, keys: Collection[Key], known: Checkpoint | None) -> Verdict:
    """Return what a witness answers who trusts these logs' keys and last cosigned `known` of this log."""
    try:
        head = parse_checkpoint(request.note.text)
    except NoteUnreadable:
        return Verdict(400)
    trusted = [key for key in keys if key.name == head.origin]
    if not trusted:
        return Verdict(404)
    try:
        check_note(request.note, trusted)
    except NoteUntrusted:
        return Verdict(403)
    size, root = (known.size, known.root) if known is not None else (0, EMPTY_ROOT)
    if request.old > head.size:
        return Verdict(400)
    if request.old != size:
        return Verdict(409, known=size)
    if not consistency_holds(size, root, head.size, head.root, request.proof):
        return Verdict(422)
    return Verdict(200, head)


def parse_cosignatures(data: bytes) -> list[Signature]:
    """Return the signature lines that a witness answered with. Raises: NoteUnreadable."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError as problem:
        raise NoteUnreadable("not UTF-8") from problem
    return [parse_signature(line) for line in lines if line]
