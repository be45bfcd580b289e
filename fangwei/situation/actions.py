"""Keeping the search rows: one batch of the queue at a time, or all of them anew. The only writer of search rows."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from fangwei.casework.models import Case
from fangwei.ledger.models import QueueRow
from fangwei.ledger.rows import insert
from fangwei.register.models import Place, Site
from fangwei.situation import index
from fangwei.situation.models import SearchRow
from fangwei.situation.subjects import PLACE, case_words, kinds, place_words

BATCH = 1000
_ROW = ("subject_kind", "subject_id", "words")


def digest_facts(rows: list[QueueRow], *, at: datetime) -> int:
    """Write anew the rows of the subjects that some facts are about; return how many subjects that were."""
    places = {row.subject_id for row in rows if row.subject_kind == PLACE}
    firms = {row.subject_id for row in rows if row.subject_kind == "enterprise"}
    if firms:
        places |= set(Site.objects.filter(enterprise_id__in=firms).values_list("place_id", flat=True))
    own = kinds() - {PLACE}
    cases = {row.subject_id for row in rows if row.subject_kind in own}
    return _write(cases, case_words(cases)) + _write(places, place_words(places))


@transaction.atomic
def _write(subjects: Collection[UUID], words: dict[tuple[str, UUID], str]) -> int:
    """Replace the rows of some subjects; what is unchanged keeps its row, what is gone loses it."""
    kept: list[tuple[int, str]] = []
    stands: dict[tuple[str, UUID], int] = {}
    for row in SearchRow.objects.filter(subject_id__in=subjects).order_by("id"):
        key = (row.subject_kind, row.subject_id)
        if words.get(key) == row.words:
            words.pop(key)
            continue
        kept.append((row.id, row.words))
        stands[key] = row.id
    index.forget(kept)
    gone = [row for key, row in stands.items() if key not in words]
    SearchRow.objects.filter(id__in=gone).delete()
    changed = [SearchRow(id=row, words=words[key]) for key, row in stands.items() if key in words]
    SearchRow.objects.bulk_update(changed, ["words"], batch_size=200)
    index.learn([(row.id, row.words) for row in changed])
    _insert([(kind, subject, text) for (kind, subject), text in words.items() if (kind, subject) not in stands])
    return len(subjects)


def _insert(rows: list[tuple[str, UUID, str]]) -> None:
    if not rows:
        return
    if not index.is_told():
        insert(SearchRow, _ROW, rows)
        return
    last = SearchRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    insert(SearchRow, _ROW, rows)
    index.learn(list(SearchRow.objects.filter(id__gt=last).order_by("id").values_list("id", "words")))


def rebuild(*, at: datetime, progress: Callable[[int], None] = lambda done: None) -> int:
    """Drop every row and write all anew, the oldest first; return how many. `progress` hears how many are written."""
    with transaction.atomic():
        SearchRow.objects.all().delete()
        index.empty()
    done = 0
    for model, words in ((Place, place_words), (Case, case_words)):
        for ids in _batches(model):
            with transaction.atomic():
                found = words(ids)
                _insert([(kind, subject, text) for (kind, subject), text in found.items()])
            done += len(found)
            progress(done)
    return done


def _batches(model: type[Model]) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        rows = model._default_manager.order_by("pk")
        ids = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]
