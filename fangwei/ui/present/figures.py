"""Five numbers for those who coordinate and lead; each opens the cases behind it, none counts beyond its cap."""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.lists import before, counts, own, walk
from fangwei.ui.parts import Figure, FiguresView
from fangwei.ui.present.keyset import CAP
from fangwei.ui.present.needs import BY_NAME, READING_ROLES


def figures_of(actor: Actor, at: datetime) -> FiguresView | None:
    """Return the five numbers of an actor's territory; None for a role that works on single cases."""
    if actor.role == "township_officer":
        return _here(actor, at)
    if actor.role not in READING_ROLES:
        return None
    listed = reverse("desk:hazards")
    named = [
        (_("open hazards"), "", listed),
        (_("major, open"), "major", f"{listed}?need=major"),
        (_("overdue"), "overdue", f"{listed}?need=overdue"),
        (_("listed"), "listed", f"{listed}?need=listed"),
        (_("baseline to confirm"), "inherited", f"{listed}?need=inherited"),
    ]
    walks = [
        BY_NAME[need].walks(actor, at) if need else (walk(actor, kinds=("hazard",)),) for _label, need, _href in named
    ]
    found = counts(walks, CAP)
    return FiguresView(
        [
            Figure(label=label, value=min(count, CAP), href=href, note=_("and more") if count > CAP else "")
            for (label, _need, href), count in zip(named, found, strict=True)
        ]
    )


def _here(actor: Actor, at: datetime) -> FiguresView:
    """Return the numbers of a township or zone: whatever is open there, whoever answers for it, and what is its own."""
    there = f"{reverse('desk:hazards')}?township={actor.territory_code}"
    everything = walk(actor, kinds=("hazard",))
    late = replace(walk(actor, kinds=("hazard",)), until=before(at))
    named = [
        (_("open hazards here"), everything, there),
        (_("major, open"), replace(everything, major=True), f"{there}&grade=major"),
        (_("overdue"), late, f"{there}&due=overdue"),
        (_("ours to see through"), own(everything), f"{reverse('desk:hazards')}?whose=unit"),
    ]
    found = counts([(one,) for _label, one, _href in named], CAP)
    return FiguresView(
        [
            Figure(label=label, value=min(count, CAP), href=href, note=_("and more") if count > CAP else "")
            for (label, _walk, href), count in zip(named, found, strict=True)
        ]
    )
