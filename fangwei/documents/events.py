"""The facts of papers: the paper is their subject, the hash of what it says is part of the first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.documents.models import Document
from fangwei.ledger.events import NewFact

SUBJECT = "document"


def document_fact(
    document: Document,
    verb: str,
    by: Actor,
    at: datetime,
    channel: str,
    said: Mapping[str, Any],
    *,
    participants: Sequence[Mapping[str, Any]] = (),
    cause: UUID | None = None,
) -> NewFact:
    """Return the fact of one verb done to a paper."""
    return NewFact(
        subject_kind=SUBJECT,
        subject_id=document.id,
        verb=verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel=channel,
        territory=document.case.territory,
        data=dict(said),
        participants=participants,
        cause=cause,
    )
