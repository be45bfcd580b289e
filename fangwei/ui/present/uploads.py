"""Files sent with a form: stored first, so that a refused act loses none of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from fangwei.casework.evidence import BadFile, store
from fangwei.casework.models import Evidence
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.typed import ids_of


@dataclass(frozen=True, slots=True)
class Received:
    """The files of a form, kept from earlier tries and new ones, and what was wrong with others."""

    files: Sequence[Evidence]
    errors: Sequence[str]

    @property
    def by_field(self) -> dict[str, Sequence[str]]:
        """The errors as a form shows them."""
        return {"files": self.errors} if self.errors else {}


def receive(request: Asked) -> Received:
    """Store the files of a form and find those that an earlier try stored."""
    kept = Evidence.objects.filter(
        id__in=ids_of(request.POST.getlist("kept")), case__isnull=True, uploaded_by=request.actor.person_id
    )
    files, errors = list(kept.order_by("id")), []
    limit = str(settings.FANGWEI_UPLOAD_LIMIT // 1024 // 1024)
    for name in request.too_large:
        errors.append(_("%(name)s: %(why)s") % {"name": name, "why": BadFile("file_too_large", limit=limit)})
    for file in request.FILES.getlist("files"):
        try:
            files.append(store(file, name=file.name or "", by=request.actor, at=request.at))
        except BadFile as bad:
            errors.append(_("%(name)s: %(why)s") % {"name": file.name, "why": bad})
    return Received(files, errors)
