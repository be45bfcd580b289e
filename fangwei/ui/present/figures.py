"""Five numbers for those who coordinate and lead; each opens the cases behind it, none counts beyond its cap."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.ui.parts import Figure, FiguresView
from fangwei.ui.present.keyset import capped
from fangwei.ui.present.needs import BY_NAME, READING_ROLES


def figures_of(actor: Actor, at: datetime) -> FiguresView | None:
    """Return the five numbers of an actor's territory; None for a role that works on single cases."""
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
    return FiguresView([_figure(actor, at, label, need, href) for label, need, href in named])


def _figure(actor: Actor, at: datetime, label: str, need: str, href: str) -> Figure:
    cases = visible(actor).filter(BY_NAME[need].cases(actor, at)) if need else _all_open(actor)
    count, beyond = capped(cases)
    return Figure(label=label, value=count, href=href, note=_("and more") if beyond else "")


def _all_open(actor: Actor) -> QuerySet[Case]:
    return visible(actor).filter(kind="hazard", is_open=True)
