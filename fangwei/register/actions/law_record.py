"""Telling the ledger which law this deployment works by, each time it changes."""

from datetime import datetime

from django.db import transaction

from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.queries.law_record import LAW_SUBJECT, recorded_bundle


@transaction.atomic
def record_bundle(*, bundle: str, overlays: list[str], by: Author, at: datetime) -> bool:
    """Record the hash of the law files now in force, with the names of the overlays; return whether it had changed."""
    if recorded_bundle() == bundle:
        return False
    data = {"bundle": bundle, "overlays": overlays}
    append([told("law", LAW_SUBJECT, "load", data, territory="", by=by, at=at)])
    return True
