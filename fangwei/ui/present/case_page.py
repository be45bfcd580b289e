"""The page of one case: header, what may be done, what is known, evidence, what happened."""

from typing import Any

from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.hazards.models import OrderItem
from fangwei.hazards.queries import alike
from fangwei.ui.parts import EvidenceListView, LinkView, NoticeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import five_settled, header, particulars
from fangwei.ui.present.documents import documents_view
from fangwei.ui.present.evidence import before_after, claimed_only, evidence_view
from fangwei.ui.present.handovers import handed_over
from fangwei.ui.present.items import items_list
from fangwei.ui.present.links import case_href, diligence_href, print_href, who_href
from fangwei.ui.present.may import may_view
from fangwei.ui.present.oversight import oversight_facts
from fangwei.ui.present.people import names_of_persons
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.timeline import timeline
from fangwei.ui.present.typed import NOTHING, Typed
from fangwei.ui.present.visits import visit_facts


def case_page(
    request: Asked,
    case: Case,
    surface: str,
    *,
    back: LinkView | None = None,
    return_to: str = "",
    typed: Typed = NOTHING,
    moved_on: bool = False,
) -> dict[str, Any]:
    """Return the context of a case's page; `typed` is a form that came back, `moved_on` says that somebody else acted."""
    actor, at = request.actor, request.at
    before = request.GET.get("before", "")
    panel = may_view(case, actor, at=at, surface=surface, typed=typed, back=return_to)
    shown = {verb.name for verb in (*panel.verbs, *panel.rare)}
    page: dict[str, Any] = {
        "case": case,
        "header": header(case, actor, at=at, surface=surface, back=back),
        "may": panel,
        "documents": documents_view(case, request),
        "handed_over": handed_over(case),
        "timeline": timeline(
            case, before=int(before) if before.isdecimal() else None, address=case_href(surface, case.id)
        ),
        "print": paper_head(request, words.said(words.CHOICES, case.kind), case.number or ""),
        "diligence_href": diligence_href(surface, case.number or str(case.id)),
        "who_href": who_href(surface, case.place_id, case.hazard.category if case.kind == "hazard" else ""),
        "notice": _moved_on(typed) if moved_on or (typed.verb and typed.verb not in shown) else None,
    }
    if case.kind == "hazard":
        return page | _hazard(case, request, surface)
    return page | (_order(case, surface) if case.kind == "order" else _plain(case, request, surface))


_NOT_YOURS = frozenset({"not_yours", "own_word"})


def _moved_on(typed: Typed) -> NoticeView:
    said = [values[0] for name, values in typed.values.items() if _is_text(name, values)]
    kept = _("You had typed: %(text)s") % {"text": " / ".join(said)} if said else ""
    if typed.code in _NOT_YOURS:
        return NoticeView(
            title=_("You may read this case, but this act is not yours."),
            text=_("Nothing was carried out."),
            kept=kept,
            todo=" ".join(typed.general),
            tone="problem",
        )
    return NoticeView(
        title=_("Somebody else acted on this case meanwhile."),
        text=_("Below is how it stands now. Nothing of yours was carried out."),
        kept=kept,
        todo=" ".join(typed.general) or _("Look at it again, then decide."),
        tone="problem",
    )


def _is_text(name: str, values: Any) -> bool:
    hidden = {"csrfmiddlewaretoken", "act_id", "if_version", "back", "kept"}
    return name not in hidden and not name.startswith("with_") and bool(values and values[0].strip())


def _hazard(case: Case, request: Asked, surface: str) -> dict[str, Any]:
    files = list(case.evidence.order_by("id"))
    names = names_of_persons({file.uploaded_by for file in files if file.uploaded_by})
    shown = [evidence_view(file, names) for file in files]
    if case.provenance != "acted" and not case.hazard.evidence_held and not files:
        shown = [claimed_only()]
    item = OrderItem.objects.filter(hazard_id=case.id).select_related("order__case").order_by("-id").first()
    order = visible(request.actor).filter(id=item.order_id).first() if item else None
    twins = (
        alike(case.place_id, case.hazard.description, by=request.actor, but=case.id)
        if case.place_id and case.is_open
        else []
    )
    return {
        "facts": particulars(case, request.at),
        "five": five_settled(case, request.at),
        "before_after": before_after(files),
        "evidence": EvidenceListView(shown) if shown else None,
        "order_link": LinkView(order.number or "", case_href(surface, order.id)) if order else None,
        "alike": [LinkView(f"{twin.number} {twin.title[:40]}", case_href(surface, twin.id)) for twin, _score in twins],
        "items": None,
        "merged_into": _merged(case, surface),
    }


def _merged(case: Case, surface: str) -> LinkView | None:
    into = case.hazard.merged_into
    return LinkView(into.number or "", case_href(surface, into.id)) if into is not None else None


def _plain(case: Case, request: Asked, surface: str) -> dict[str, Any]:
    """Return what any case has: its files; its head, its verbs and its timeline are shown beside them."""
    files = [evidence_view(file) for file in case.evidence.order_by("id")]
    nothing = dict.fromkeys(("items", "five", "before_after", "order_link", "merged_into"))
    facts = oversight_facts(case, request.at, surface)
    if case.kind == "visit":
        facts = visit_facts(case, request, surface)
    return nothing | {"evidence": EvidenceListView(files) if files else None, "alike": [], "facts": facts}


def _order(case: Case, surface: str) -> dict[str, Any]:
    files = [evidence_view(file) for file in case.evidence.order_by("id")]
    return {
        "items": items_list(case, surface),
        "order_note": case.order.note,
        "print_href": print_href(surface, case.id),
        "evidence": EvidenceListView(files) if files else None,
        "facts": None,
        "five": None,
        "before_after": None,
        "alike": [],
        "order_link": None,
        "merged_into": None,
    }
