"""The register of internal rewards on a screen: its lines with what may be done to each, and the form of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.hazards.models import Hazard, InternalReward
from fangwei.hazards.queries import rewards_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import Choice, ErrorsView, FieldView
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.good_faith import record_tabs
from fangwei.ui.present.links import case_href
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.typed import day_of, fen_of, id_of

PAGE = 60
CHOICES = 40


@dataclass(slots=True)
class Rewarding:
    """The form of a new line: what was typed, and what is wrong with it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    refusal: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> "Rewarding":
        """Read a sent form."""
        return cls({name: (post.get(name) or "").strip()[:200] for name in post})

    def values(self, request: Asked) -> dict[str, Any] | None:
        """Return the new line's values; None when something is missing, which is then said at its field."""
        day, fen = day_of(self.typed.get("reported_on", "")), fen_of(self.typed.get("amount", ""))
        if day is None:
            self.errors["reported_on"] = [_("Write the day like 2026-03-01.")]
        if not isinstance(fen, int) or fen <= 0:
            self.errors["amount"] = [_("Write an amount in yuan like 200 or 199.50.")]
        for name in ("reporter", "what"):
            if not self.typed.get(name):
                self.errors[name] = [_("Please fill this in.")]
        if self.errors or day is None:
            return None
        return {
            "reporter": self.typed["reporter"],
            "what": self.typed["what"],
            "reported_on": day,
            "amount_fen": fen,
            "hazard": self._hazard(request),
        }

    def _hazard(self, request: Asked) -> Hazard | None:
        wanted = id_of(self.typed.get("hazard", ""))
        if wanted is None:
            return None
        case = visible(request.actor).filter(kind="hazard", id=wanted).select_related("hazard").first()
        return case.hazard if case else None


def rewards_page(request: Asked, typed: Rewarding | None = None) -> dict[str, Any]:
    """Return the context of the register."""
    form = typed or Rewarding()
    lines = rewards_of(request.actor)
    last = request.GET.get("after", "")
    shown = list(_after(lines.select_related("hazard__case"), last)[: PAGE + 1])
    paid = lines.filter(struck_at=None, paid_on__isnull=False).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    fields = _fields(request, form)
    return {
        "tabs": record_tabs(request.actor, "enterprise:rewards"),
        "print": paper_head(request, _("Register of internal rewards")),
        "lines": [_line(one) for one in shown[:PAGE]],
        "next": f"?after={shown[PAGE - 1].id}" if len(shown) > PAGE else "",
        "paid": ui_words.yuan(paid),
        "fields": fields,
        "errors": ErrorsView(fields=fields, general=[form.refusal] if form.refusal else []),
        "opened": bool(form.errors or form.refusal),
        "today": request.today.isoformat(),
    }


def _after(lines: Any, last: str) -> Any:
    mark = lines.filter(id=id_of(last)).values_list("reported_on", "id").first()
    if mark is None:
        return lines
    return lines.filter(reported_on__lt=mark[0]) | lines.filter(reported_on=mark[0], id__lt=mark[1])


def _line(one: InternalReward) -> dict[str, Any]:
    case = one.hazard.case if one.hazard else None
    return {
        "id": one.id,
        "reporter": one.reporter,
        "what": one.what,
        "reported_on": one.reported_on,
        "amount": ui_words.yuan(one.amount_fen),
        "paid_on": one.paid_on,
        "struck": one.struck_because,
        "number": case.number if case else "",
        "href": case_href("enterprise", case.id) if case else "",
    }


def _fields(request: Asked, form: Rewarding) -> list[FieldView]:
    def asked(name: str, label: str, **more: Any) -> FieldView:
        return FieldView(
            name=name, label=label, value=form.typed.get(name, ""), errors=form.errors.get(name, ()), **more
        )

    today = request.today.isoformat()
    day = form.typed.get("reported_on", today)
    return [
        asked(
            "reporter", _("Who reported"), max_length=60, help=_("The name is sealed; only your enterprise reads it.")
        ),
        asked("what", _("What was reported"), max_length=200),
        FieldView(
            name="reported_on",
            label=_("Reported on"),
            kind="date",
            value=day,
            maximum=today,
            errors=form.errors.get("reported_on", ()),
        ),
        asked("amount", _("Reward"), unit=_("yuan"), inputmode="decimal"),
        asked("hazard", _("Hazard it became"), kind="select", required=False, choices=_own_hazards(request, form)),
    ]


def _own_hazards(request: Asked, form: Rewarding) -> list[Choice]:
    chosen = form.typed.get("hazard", "")
    own = visible(request.actor).filter(kind="hazard").order_by("-id")[:CHOICES]
    choices = [Choice(value="", label=_("none yet"))]
    return choices + [_choice(case, chosen) for case in own]


def _choice(case: Case, chosen: str) -> Choice:
    return Choice(value=str(case.id), label=f"{case.number} {case.title[:40]}", chosen=str(case.id) == chosen)
