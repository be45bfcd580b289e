"""Receipt files (`.tlog-proof`): an entry's place, its proof and the checkpoint, readable without us.

Source: c2sp.org/tlog-proof.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fangwei.engines.merkle.hashes import HASH_LENGTH, leaf_hash
from fangwei.engines.merkle.notes import Note, NoteUnreadable, decode, encode, parse_note
from fangwei.engines.merkle.policies import Policy, Trusted, trust
from fangwei.engines.merkle.proofs import inclusion_holds

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class ReceiptUnreadable(ValueError):
    """The file is no receipt."""


class ReceiptFalse(ValueError):
    """The checkpoint is believed, but the entry is not in its tree at that place."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt. `extra` is carried along and proves nothing by itself."""

    index: int
    proof: Sequence[bytes]
    note: Note
    extra: bytes = b""

    def __str__(self) -> str:
        lines = [HEADER, *([f"extra {encode(self.extra)}"] if self.extra else []), f"index {self.index}"]
        return "\n".join([*lines, *[encode(one) for one in self.proof], "", str(self.note)])


def parse_receipt(data: str | bytes) -> Receipt:
    """Return the receipt in `data`; nothing is verified. Raises: ReceiptUnreadable."""
    try:
        text = data if isinstance(data, str) else data.decode()
        head, blank, note = text.partition("\n\n")
        lines = head.split("\n")
        extra = decode(lines.pop(1)[6:]) if len(lines) > 1 and lines[1].startswith("extra ") else b""
        index = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
        if lines[0] != HEADER or not blank or index is None:
            raise ReceiptUnreadable("not a receipt")
        proof = tuple(decode(line) for line in lines[2:])
        if any(len(one) != HASH_LENGTH for one in proof):
            raise ReceiptUnreadable("not a receipt")
        return Receipt(int(index[1]), proof, parse_note(note), extra)
    except (NoteUnreadable, UnicodeDecodeError) as problem:
        raise ReceiptUnreadable(str(problem)) from problem


def check_receipt(receipt: Receipt, entry: bytes, policy: Policy) -> Trusted:
    """Return the believed checkpoint that covers `entry`.

    Raises: NoteUnreadable, NoteUntrusted, QuorumMissing, ReceiptFalse.
    """
    trusted = trust(receipt.note, policy)
    head = trusted.checkpoint
    if not inclusion_holds(leaf_hash(entry), receipt.index, head.size, receipt.proof, head.root):
        raise ReceiptFalse(f"entry {receipt.index}")
    return trusted
