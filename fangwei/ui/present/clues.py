"""Clues as whoever receives them sees them: what they are about, how far they are, and the bundle of evidence."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.casework.queries import visible
from fangwei.oversight.models import Form, Letter
from fangwei.ui.parts import Column, EmptyView, LinesView, LinkView, ListView, Row, TimeView
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import NOBODY

SHOWN = 20


def clues_received(request: Asked) -> ListView | None:
    """Return the clues handed over to the actor's body, the newest first; None for a body that receives none."""
    if request.actor.role != "auditor":
        return None
    mine = Letter.objects.filter(
        form=Form.CLUE, addressee_id=request.actor.organization_id or NOBODY, issued_at__isnull=False
    )
    readable = mine.filter(case__in=visible(request.actor).filter(kind="letter"))
    return ListView(
        caption=_("Clues received"),
        columns=[
            Column(key="what", label=_("Clue"), width="wide", on_phone="title"),
            Column(key="at", label=_("When"), kind="time", width="fit"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="bundle", label=_("Bundle of evidence"), width="fit"),
        ],
        rows=[_row(letter) for letter in readable.select_related("case", "about").order_by("-issued_at")[:SHOWN]],
        empty=EmptyView(
            title=_("No clue was handed over to your body."),
            how=_("A committee office hands a clue over together with its evidence; the inquiry itself stays outside."),
        ),
    )


def _row(letter: Letter) -> Row:
    return Row(
        key=str(letter.case_id),
        href=case_href("desk", letter.case_id),
        cells={
            "what": LinesView(
                f"{letter.case.number or ''} {letter.case.title}".strip(),
                _("about %(what)s") % {"what": letter.about.number or letter.about.title},
            ),
            "at": TimeView(letter.issued_at) if letter.issued_at else None,
            "state": state_chip(letter.case),
            "bundle": LinkView(_("Open the bundle"), reverse("desk:clue", args=[letter.case_id])),
        },
    )
