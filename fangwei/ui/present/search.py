"""The one box: what was found among cases, places and the law, a few of each, and all of one on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.casework.kinds import all_kinds
from fangwei.casework.models import Case
from fangwei.documents.models import Document
from fangwei.engines.lawbook import LawError
from fangwei.engines.text import fold_name
from fangwei.hazards.criteria import criteria
from fangwei.register.law import book
from fangwei.register.models import Place
from fangwei.register.queries import names_of
from fangwei.situation.queries import Found, find_cases, find_places
from fangwei.ui.parts import FieldView, LinkView, Part, WhyView
from fangwei.ui.present import words
from fangwei.ui.present.asked import ENTERPRISE, GRID, Asked
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.links import case_href, place_href
from fangwei.ui.present.reasons import criterion_text, lang, why_rule

FEW, MANY = 6, 40
GROUPS = ("cases", "places", "law")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: where it leads, its words, a quiet line below, and a mark."""

    text: Part | str
    under: str
    mark: Part | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and where the rest of it is."""

    label: str
    hits: Sequence[Hit]
    more: str


def search_page(request: Asked) -> dict[str, Any]:
    """Return the context of the page: the box with what was typed, and what was found."""
    typed, only, below = (request.GET.get(name, "").strip() for name in ("q", "in", "below"))
    typed = typed[:80]
    surface = surface_of(request)
    wanted = [only] if only in GROUPS else list(GROUPS)
    limit, mark = (MANY, int(below) if below.isdecimal() and len(below) < 19 else 0) if only in GROUPS else (FEW, 0)
    found = [_GROUP[name](request, typed, surface, limit, mark) for name in wanted] if typed else []
    return {
        "field": FieldView(
            name="q", label=_("Words, a number, initials"), kind="search", value=typed, required=False, prefix="page"
        ),
        "groups": [group for group in found if group.hits],
        "typed": typed,
        "all": _address(typed) if only in GROUPS else "",
    }


def surface_of(request: Asked) -> str:
    """Return the audience whose pages this actor is at home in."""
    if request.actor.role in ENTERPRISE:
        return "enterprise"
    return "grid" if request.actor.role in GRID - {"township_officer"} else "desk"


def _address(typed: str, **more: str) -> str:
    return reverse("search") + "?" + urlencode({"q": typed, **more})


def _more(typed: str, name: str, found: Found) -> str:
    return _address(typed, **{"in": name, "below": str(found.after)}) if found.after else ""


def _cases(request: Asked, typed: str, surface: str, limit: int, below: int) -> Group:
    found = find_cases(request.actor, typed, kinds=all_kinds(), limit=limit, below=below)
    cases = Case.objects.select_related("place").in_bulk(found.ids)
    papers = _papers(found.ids, typed)
    hits = [_case(cases[id_], papers.get(id_, ""), surface) for id_ in found.ids]
    return Group(_("Cases"), hits, _more(typed, "cases", found))


def _case(case: Case, paper: str, surface: str) -> Hit:
    where = case.place.name if case.place else ""
    kind = words.said(words.CHOICES, case.kind)
    under = " · ".join(part for part in (kind, case.number, where, paper) if part)
    return Hit(LinkView(case.title, case_href(surface, case.id)), under, state_chip(case))


def _papers(ids: Sequence[UUID], typed: str) -> dict[UUID, str]:
    """Return the number of the paper by which a case was found, so that it is seen why it stands here."""
    numbers = Document.objects.filter(case_id__in=ids).order_by("id").values_list("case_id", "number")
    return {case_id: number for case_id, number in numbers if fold_name(typed) in fold_name(number)}


def _places(request: Asked, typed: str, surface: str, limit: int, below: int) -> Group:
    found = find_places(request.actor, typed, limit=limit, below=below)
    places = Place.objects.select_related("site__enterprise").in_bulk(found.ids)
    divisions = names_of({place.territory_code for place in places.values()})
    return Group(
        _("Places"),
        [_place(places[id_], divisions, surface) for id_ in found.ids],
        _more(typed, "places", found),
    )


def _place(place: Place, divisions: dict[str, str], surface: str) -> Hit:
    site = getattr(place, "site", None)
    code = site.enterprise.uscc if site else ""
    under = " · ".join(part for part in (divisions.get(place.territory_code, ""), place.address, code) if part)
    href = place_href(surface, place.id)
    if surface == "enterprise":
        href = f"{reverse('enterprise:file')}?site={place.id}"
    elif surface == "grid":
        href = reverse("grid:report-at", args=[place.id])
    return Hit(LinkView(place.name, href) if href else place.name, under)


def _law(request: Asked, typed: str, surface: str, limit: int, below: int) -> Group:
    """Look into the law book: rules by title and name, criteria by their words; it is small and in memory."""
    on, wanted, hits = request.today, fold_name(typed), []
    for rule in book().rules():
        try:
            title = book().value(rule, on, request.actor.territory_code[:6] or None).title
        except LawError:
            continue
        if len(wanted) > 1 and wanted in fold_name(f"{title.zh} {title.en} {rule}"):
            shown = why_rule(title.en if lang() == "en" else title.zh, rule, on, request.actor.territory_code)
            if isinstance(shown, WhyView):
                hits.append(Hit(shown, shown.citation))
        if len(hits) == limit:
            break
    return Group(_("Law"), hits + _criteria(request, wanted, limit - len(hits)), "")


def _criteria(request: Asked, wanted: str, limit: int) -> list[Hit]:
    if len(wanted) < 2 or limit <= 0:
        return []
    items = criteria(request.today).items()
    fit = [
        (key, item) for key, item in items if wanted in fold_name(f"{item.get('zh', '')} {item.get('en', '')} {key}")
    ]
    return [Hit(criterion_text(item), key) for key, item in fit[:limit]]


_GROUP = {"cases": _cases, "places": _places, "law": _law}
