"""The words of duties: lines of a list with rule and article, what a performance counts, how a quarter is called."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.duty.queries import Share
from fangwei.oversight.performance import OWED
from fangwei.oversight.quarters import Span
from fangwei.register.law import book
from fangwei.register.queries import names_of
from fangwei.ui.parts import ChipView, Column, EmptyView, FactsView, ListView, Row, WhyView
from fangwei.ui.present.reasons import domain_names, lang, status_of

PAGE = 40
PARTS = {"lead": gettext_lazy("leads"), "charge": gettext_lazy("in charge"), "assist": gettext_lazy("assists")}
"""The parts in which a post answers, as duty names them."""

OWED_WORDS = {
    "open_at_start": gettext_lazy("Open at the start"),
    "came_in": gettext_lazy("Came in"),
    "ended": gettext_lazy("Ended"),
    "handed_over": gettext_lazy("Handed over"),
    "open_at_end": gettext_lazy("Still open"),
    "overdue_at_end": gettext_lazy("Of these overdue"),
    "steps_in_time": gettext_lazy("Own steps taken in time"),
    "steps_late": gettext_lazy("Own steps taken late"),
    "steps_overdue": gettext_lazy("Own steps overdue"),
    "rectified_in_time": gettext_lazy("Rectified in time by the enterprise"),
    "rectified_late": gettext_lazy("Rectified late by the enterprise"),
    "letters_received": gettext_lazy("Papers of oversight received"),
    "letters_answered_in_time": gettext_lazy("Answered in time"),
    "letters_answered_late": gettext_lazy("Answered late"),
    "letters_unanswered": gettext_lazy("Not answered"),
    "blind_spots_given": gettext_lazy("Blind spots to repair"),
    "blind_spots_gone": gettext_lazy("Blind spots that are gone"),
}
DID_WORDS = {
    "found": gettext_lazy("Dangers registered"),
    "graded": gettext_lazy("Graded"),
    "ordered": gettext_lazy("Orders and deadlines"),
    "verified": gettext_lazy("Verified and closed"),
    "sent_back": gettext_lazy("Sent back"),
    "reviewed": gettext_lazy("Reviewed and confirmed"),
    "extensions_granted": gettext_lazy("Extensions granted"),
    "extensions_refused": gettext_lazy("Extensions refused"),
    "transfers_asked": gettext_lazy("Handovers proposed"),
    "transfers_taken": gettext_lazy("Handovers accepted"),
    "transfers_refused": gettext_lazy("Handovers refused"),
    "arbitrated": gettext_lazy("Disputes over the owner decided"),
    "listed": gettext_lazy("Listed for supervision"),
    "letters_issued": gettext_lazy("Papers of oversight issued"),
    "letters_answered": gettext_lazy("Papers of oversight answered"),
    "letters_weighed": gettext_lazy("Answers weighed"),
    "blind_spots_assigned": gettext_lazy("Blind spots assigned"),
    "blind_spots_repaired": gettext_lazy("Blind spots repaired"),
    "notes": gettext_lazy("Notes"),
    "other": gettext_lazy("Other acts"),
}
_ALWAYS = frozenset(
    {"open_at_start", "came_in", "ended", "open_at_end", "overdue_at_end", "found", "ordered", "verified"}
)


def counts_of(counts: Mapping[str, int], names: Mapping[str, Any], order: Sequence[str]) -> FactsView:
    """Return counts with their names: those that say something, and those that always stand."""
    shown = [name for name in order if counts.get(name) or name in _ALWAYS]
    return FactsView([(str(names[name]), counts.get(name, 0)) for name in shown])


def performance_views(done: Mapping[str, Any]) -> tuple[FactsView, FactsView]:
    """Return what a frozen performance says was owed and done."""
    return counts_of(done["owed"], OWED_WORDS, OWED), counts_of(done["did"], DID_WORDS, tuple(DID_WORDS))


def quarter_name(span: Span) -> str:
    """Return what a quarter is called in the reader's language."""
    return _("Q%(n)s %(year)s") % {"year": span.first.year, "n": (span.first.month + 2) // 3}


def duty_lines(shares: Sequence[Share], on: date, *, following: str = "", first: str = "") -> ListView:
    """Return what a post answers for as a list, each line with its rule and article."""
    names = domain_names(on)
    places = names_of({one.territory for one in shares})
    return ListView(
        caption=_("List of duties"),
        columns=[
            Column(key="danger", label=_("Danger"), on_phone="title"),
            Column(key="part", label=_("Part"), width="fit", on_phone="bare"),
            Column(key="trade", label=_("Trade")),
            Column(key="where", label=_("Division"), width="fit"),
            Column(key="pairs", label=_("Places"), kind="number", width="fit"),
            Column(key="rule", label=_("Why"), width="wide"),
        ],
        rows=[
            Row(
                key=str(number),
                cells={
                    "danger": names.get(one.domain, one.domain),
                    "part": ChipView(str(PARTS.get(one.part, one.part))),
                    "trade": trade_name(one.trade),
                    "where": places.get(one.territory, one.territory),
                    "pairs": one.pairs,
                    "rule": _why(one, on),
                },
            )
            for number, one in enumerate(shares)
        ],
        empty=EmptyView(
            title=_("No rule gives this post a place to answer for."),
            how=_(
                "Cases that are handed to it stand under open cases; a leader’s list follows from the lines in charge."
            ),
        ),
        next=following,
        first=first,
    )


def trade_name(code: str) -> str:
    """Return a trade's code with its name in the reader's language."""
    industry = book().industry(code) if code else None
    if industry is None:
        return code or _("any trade")
    return f"{code} {industry.name.en if lang() == 'en' else industry.name.zh}"


def _why(one: Share, on: date) -> WhyView:
    return WhyView(
        value=one.citation or one.rule,
        rule=one.rule,
        rule_name=_("Which line leads for a trade and a danger"),
        citation=one.citation or _("No rule names a line; the nearest body stands in."),
        status=status_of(one.status),
        on=on,
    )
