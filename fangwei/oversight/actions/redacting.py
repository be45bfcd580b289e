"""When what facts said is lawfully erased, the bundles that hold it are rewritten without it; their hash stays in the log."""

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fangwei.casework.evidence import drop_content, keep_content, open_content
from fangwei.ledger.actions import append
from fangwei.ledger.erasers import Erased
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import LogEntry
from fangwei.oversight.models import ClueBundle
from fangwei.oversight.redaction import Gone, redact

SUBJECT = "clue_bundle"


def forget_in_bundles(erased: Sequence[Erased], *, by: UUID, at: datetime) -> None:
    """Take what erased facts said out of every bundle that tells it, inside the erasure's transaction.

    The file as it was handed over goes when the transaction holds; what its receiver copied elsewhere is out of reach.
    Law: Personal Information Protection Law, Art. 47.
    """
    subjects = {one.subject for one in erased}
    about = Q(letter__about_id__in=subjects) | Q(letter__about__letters__case_id__in=subjects)
    if any(one.subject_kind == "person" for one in erased):
        about = Q()  # a name may stand in any of them, and there are few
    numbers = LogEntry.objects.filter(fact_id__in=[one.fact for one in erased]).values_list("number", flat=True)
    gone = Gone.of(erased, set(numbers))
    for bundle in ClueBundle.objects.filter(about).distinct().select_related("letter__case").order_by("id"):
        _rewrite(bundle, gone, by, at)


def _rewrite(bundle: ClueBundle, gone: Gone, by: UUID, at: datetime) -> None:
    old = bundle.content
    with tempfile.TemporaryFile() as file:
        with open_content(old) as source:
            if not redact(source, file, gone, sha256=bundle.sha256, at=at):
                return
        file.seek(0)
        kept = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        keep_content(file, kept)
    bundle.kept_sha256, bundle.redacted_at = kept, at
    bundle.save(update_fields=["kept_sha256", "redacted_at"])
    data = {"sha256": bundle.sha256, "before": old, "kept": kept, "facts": sorted(gone.facts)}
    told = NewFact(
        subject_kind=SUBJECT,
        subject_id=bundle.id,
        verb="redact",
        actor=by,
        acting_post=None,
        authority=None,
        at=at,
        received_at=at,
        channel="system",
        territory=bundle.letter.case.territory,
        data=data,
    )
    append([told])
    transaction.on_commit(partial(drop_content, old))
