"""Duty files as their facts tell them: each row's content against the hash that the ledger was told when it was drawn up."""

from collections.abc import Iterator

from fangwei.engines.merkle import Fault
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told
from fangwei.oversight.dossier import sha256_of
from fangwei.oversight.models import DutyFile

_BATCH = 200


def compare_duty_files() -> Iterator[Fault]:
    """Yield every duty file whose content is not what was drawn up."""
    last = None
    while True:
        rows = DutyFile.objects.order_by("id")
        files = list((rows.filter(id__gt=last) if last else rows)[:_BATCH])
        if not files:
            return
        last = files[-1].id
        drawn = Fact.objects.filter(subject_id__in=[file.id for file in files], verb="draw_up")
        said = {one.fact.subject_id: (one.data or {}).get("sha256") for one in told(drawn)}
        for file in files:
            if file.id not in said:
                yield Fault("row_without_facts", f"duty_file {file.id}")
            elif said[file.id] and not said[file.id] == file.sha256 == sha256_of(file.content):
                yield Fault("content_differs", f"duty_file {file.id}")
