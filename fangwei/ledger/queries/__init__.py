"""Reading facts and the log."""

from fangwei.ledger.queries.facts import Told, history, told
from fangwei.ledger.queries.log import (
    entries,
    fetch_tile,
    newest_checkpoint,
    nodes,
    note_of,
    published_checkpoint,
    tile,
)

__all__ = [
    "Told",
    "entries",
    "fetch_tile",
    "history",
    "newest_checkpoint",
    "nodes",
    "note_of",
    "published_checkpoint",
    "tile",
    "told",
]
