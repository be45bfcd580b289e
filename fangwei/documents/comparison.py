"""Papers as their facts tell them: what a paper says must be what was said when it was drawn up."""

import hashlib
from collections.abc import Iterator

from fangwei.documents.events import SUBJECT
from fangwei.documents.models import Document
from fangwei.engines.merkle import Fault, canonical
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told

BATCH = 500


def compare_documents() -> Iterator[Fault]:
    """Yield every paper whose values are no longer those that its fact vouches for, and papers that are gone."""
    rows = Document.objects.order_by("id")
    batch = list(rows[:BATCH])
    while batch:
        drawn = Fact.objects.filter(subject_id__in=[one.id for one in batch], verb="draw_up")
        said = {one.fact.subject_id: one.data for one in told(drawn)}
        for document in batch:
            if document.id not in said:
                yield Fault("row_without_facts", document.number)
                continue
            vouched = said[document.id]
            now = hashlib.sha256(canonical(document.content)).hexdigest()
            if vouched is not None and not (vouched.get("sha256") == document.sha256 == now):
                yield Fault("state_differs", document.number)
        batch = list(rows.filter(id__gt=batch[-1].id)[:BATCH])
    lost = Fact.objects.filter(subject_kind=SUBJECT, n=1).exclude(subject_id__in=Document.objects.values("id"))
    for subject in lost.order_by("id").values_list("subject_id", flat=True).iterator():
        yield Fault("row_missing", f"{SUBJECT} {subject}")
