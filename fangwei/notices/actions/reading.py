"""Taking note that somebody has read their notices. It is no act on any case: no fact."""

from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Greatest

from fangwei.accounts.actor import Actor
from fangwei.notices.models import Notice


def mark_read(notice_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Note that the reader has opened one of their own notices; a stranger's stays as it is."""
    return bool(_mine(by).filter(id=notice_id).update(read_at=_not_before(at)))


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Note that the reader has seen all that stands unread for the post they act from, and return how many that were."""
    return _mine(by).filter(superseded_at__isnull=True).update(read_at=_not_before(at))


def _mine(by: Actor) -> QuerySet[Notice]:
    if by.person_id is None or by.post_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=by.person_id, post_id=by.post_id, read_at__isnull=True)


def _not_before(at: datetime) -> Greatest:
    return Greatest(F("created_at"), Value(at, output_field=DateTimeField()))
