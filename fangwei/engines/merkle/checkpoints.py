"""Checkpoints: a log's name, size and head in three lines. Source: c2sp.org/tlog-checkpoint."""

import re
from dataclasses import dataclass

from fangwei.engines.merkle.hashes import HASH_LENGTH
from fangwei.engines.merkle.notes import NoteUnreadable, decode, encode

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits itself to: that its first `size` entries have the head `root`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in a note's text; lines after the third are left alone. Raises: NoteUnreadable."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not _SIZE.fullmatch(lines[1]):
        raise NoteUnreadable("not a checkpoint")
    root = decode(lines[2])
    if len(root) != HASH_LENGTH:
        raise NoteUnreadable("not a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), root)
