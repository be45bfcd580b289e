"""Reading the form of service."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict

from fangwei.casework.models import Evidence
from fangwei.documents.models import Service
from fangwei.documents.refusals import DocumentRefused
from fangwei.engines.calendar import SHANGHAI
from fangwei.ui.present.typed import ids_of


def service_of(post: QueryDict, files: Sequence[Evidence]) -> dict[str, Any]:
    """Return what a form says about service, as the verb takes it. Raises: DocumentRefused (time_unreadable)."""
    try:
        served_at = datetime.fromisoformat(post.get("served_at", "")).replace(tzinfo=SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DocumentRefused("time_unreadable") from error
    return {
        "how": post.get("how", ""),
        "receiver": post.get("receiver", ""),
        "relation": post.get("relation", ""),
        "served_at": served_at,
        "second": next(iter(ids_of([post.get("second", "")])), None),
        "refused": post.get("outcome") == Service.Outcome.REFUSED,
        "witness": post.get("witness", ""),
        "note": post.get("note", ""),
        "receipt": files[0].id if files else None,
    }
