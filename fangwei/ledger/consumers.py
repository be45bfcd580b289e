"""Who wants to hear of facts: each consumer gets queue rows of its own in the transaction of the fact."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from fangwei.ledger.models import QueueRow

Digest = Callable[[list[QueueRow], datetime], None]
_consumers: dict[str, tuple[frozenset[str], Digest]] = {}


def register_consumer(name: str, subject_kinds: frozenset[str], digest: Digest) -> None:
    """Declare that `digest(rows, at)` wants the facts about these kinds of subject; called from an app's `ready()` only."""
    _consumers[name] = (subject_kinds, digest)


def interested(subject_kind: str) -> list[str]:
    """Return the consumers that want a fact about this kind of subject."""
    return [name for name, (kinds, _digest) in _consumers.items() if subject_kind in kinds]


def drain(*, at: datetime, batch: int = 1000) -> dict[str, int]:
    """Let every consumer digest its waiting rows and return how many each took.

    Each batch is taken and deleted in one transaction, so a crash loses nothing; two machines never take the same row.
    """
    taken = dict.fromkeys(_consumers, 0)
    for name, (_kinds, digest) in _consumers.items():
        # Looked at without a transaction first: on SQLite each takes the one write lock.
        while QueueRow.objects.filter(consumer=name).exists():
            with transaction.atomic():
                waiting = QueueRow.objects.filter(consumer=name).order_by("id")
                if connection.features.has_select_for_update_skip_locked:
                    waiting = waiting.select_for_update(skip_locked=True)
                rows = list(waiting[:batch])
                if rows:
                    digest(rows, at)
                    QueueRow.objects.filter(id__in=[row.id for row in rows]).delete()
            taken[name] += len(rows)
            if len(rows) < batch:
                break
    return taken
