"""The form by which a danger is registered at a place: by an officer, a grid worker, or the enterprise itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from fangwei.casework.events import Act
from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Transition
from fangwei.engines.lifecycle.decide import holds
from fangwei.hazards.lifecycle import HAZARD
from fangwei.hazards.queries import alike, opening_truths
from fangwei.register.models import Place
from fangwei.ui.parts import ErrorsView, FieldView, LinkView, NoticeView
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.fields import Asking, CriterionField, fields_of
from fangwei.ui.present.links import case_href
from fangwei.ui.present.typed import NOTHING, Typed, data_of, typed_back
from fangwei.ui.present.uploads import Received, receive

_NOT_ASKED = ("place", "origin_kind", "origin_id")
_NOTHING_SENT = Received((), ())


@dataclass(frozen=True)
class Opening:
    """A form for one place, as it stands: not sent yet, sent, or sent back."""

    request: Asked
    verb: str
    place: Place
    surface: str
    fixed: Mapping[str, str]
    received: Received = _NOTHING_SENT
    typed: Typed = NOTHING
    twins: Sequence[LinkView] = ()

    @property
    def ready(self) -> bool:
        """Whether the form was sent whole and its sender has seen what looks alike."""
        return self.request.method == "POST" and not self.received.errors and not self.twins

    @property
    def act(self) -> Act:
        """The act that the form asks for."""
        data = {**data_of(self._row(), self.request.POST), **self.fixed, "place": str(self.place.id)}
        known = {asked.name for asked in self._row().fields}
        return Act(
            act_id=uuid7(),
            case_id=uuid7(),
            verb=self.verb,
            at=self.request.at,
            data={name: value for name, value in data.items() if name in known},
            kind="hazard",
            evidence=tuple(file.id for file in self.received.files),
        )

    def _row(self) -> Transition:
        truths = opening_truths(self.request.POST.dict(), self.request.actor)
        rows = HAZARD.rows(self.verb)
        return next((row for row in rows if not holds(row.when, truths)), rows[0])

    def refused(self, refusal: Refused) -> "Opening":
        """Return the form as it comes back after a refusal."""
        back = typed_back(self.verb, self.request.POST, self.received.files, refusal, self.received.by_field)
        return replace(self, typed=back)

    def context(self) -> dict[str, Any]:
        """Return what the form's template draws."""
        asking = Asking(None, self.place, self.request.actor, self.request.at, frozenset(), self.typed)
        rows = HAZARD.rows(self.verb)
        fields = fields_of(rows[0], asking, leave_out=(*_NOT_ASKED, *self.fixed))
        shown = {field.name for field in fields}
        for other in rows[1:]:
            more = fields_of(other, asking, leave_out=(*_NOT_ASKED, *self.fixed, *shown))
            fields[-1:-1] = [field for field in more if isinstance(field, CriterionField)]
        return {
            "place": self.place,
            "fields": fields,
            "errors": self._wrong(fields),
            "kept": [str(file.id) for file in self.typed.kept],
            "twins": _twins_notice(self.twins) if self.twins else None,
            "draft": f"{self.verb}:{self.place.id}",
        }

    def _wrong(self, fields: Sequence[FieldView]) -> ErrorsView | None:
        general = self.typed.above(fields)
        wrong = bool(general) or any(field.errors for field in fields)
        return ErrorsView(fields=fields, general=general) if wrong else None


def _twins_notice(twins: Sequence[LinkView]) -> NoticeView:
    return NoticeView(
        title=_("This danger may be known already."),
        text=_("Nothing was registered yet. Look at these first:"),
        todo=_("If yours is another danger, send the form again."),
        tone="note",
        links=twins,
    )


def read_opening(
    request: Asked, verb: str, place: Place, surface: str, fixed: Mapping[str, str] | None = None
) -> Opening:
    """Return the form for a place; on a POST its files are stored and what looks alike is found once."""
    opening = Opening(request, verb, place, surface, fixed or {})
    if request.method != "POST":
        return opening
    received = receive(request)
    twins: list[LinkView] = []
    description = request.POST.get("description", "").strip()
    if description and "anyway" not in request.POST:
        found = alike(place.id, description, by=request.actor)
        twins = [LinkView(f"{case.number} {case.title[:40]}", case_href(surface, case.id)) for case, _score in found]
    back = typed_back(verb, request.POST, received.files, None, received.by_field)
    return replace(opening, received=received, typed=back, twins=twins)
