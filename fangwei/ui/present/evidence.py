"""Evidence as thumbnails, and the pair of before and after."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.casework.models import Evidence
from fangwei.ui.parts import BeforeAfterView, EvidenceView
from fangwei.ui.present import words

FOUND = ("report", "self_report", "grade", "order", "stop_works")
REMOVED = ("submit", "verify", "self_close", "reinspect", "look_back", "expert_accept")


def evidence_view(evidence: Evidence, names: Mapping[UUID, str] | None = None) -> EvidenceView:
    """Return one file as a thumbnail with where and when it was taken."""
    photo = evidence.media_type.startswith("image/")
    by = (names or {}).get(evidence.uploaded_by, "") if evidence.uploaded_by else ""
    return EvidenceView(
        name=evidence.name,
        href=reverse("evidence", args=[evidence.id]),
        thumb=reverse("evidence-thumb", args=[evidence.id]) if photo else "",
        kind="photo" if photo else "document",
        caption=words.happened(evidence.stage) if evidence.stage else "",
        taken_at=evidence.taken_at,
        place=f"{evidence.lat:.5f}, {evidence.lon:.5f}" if evidence.lat is not None else "",
        by=by,
        size=None if photo else evidence.size,
    )


def before_after(files: Iterable[Evidence]) -> BeforeAfterView | None:
    """Return the first photo of the danger beside the last one of its removal; None while either is missing."""
    photos = [file for file in files if file.media_type.startswith("image/")]
    before = next((file for file in photos if file.stage in FOUND), None)
    after = next((file for file in reversed(photos) if file.stage in REMOVED), None)
    if before is None or after is None:
        return None
    return BeforeAfterView(before=evidence_view(before), after=evidence_view(after))


def claimed_only() -> EvidenceView:
    """Return the placeholder of evidence that a sheet speaks of and nobody holds."""
    return EvidenceView(name=_("Evidence named by the sheet"), held=False)
