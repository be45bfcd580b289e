"""What I answer for: a post's list of duties with their rules, its open cases, what its quarter owes and did, its files."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import GENERAL_READERS
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.duty.queries import Duty, duty_list
from fangwei.engines.codes import is_within
from fangwei.oversight.models import DutyFile
from fangwei.oversight.performance import OWED, performance
from fangwei.oversight.quarters import Span, quarter_named, quarter_of
from fangwei.register.law import book
from fangwei.register.models import Person, Post, Tenure
from fangwei.register.queries import holders_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    ChipView,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    Figure,
    FiguresView,
    LinesView,
    LinkView,
    ListView,
    Part,
    Row,
    Tab,
    TabsView,
    TimeView,
    WhyView,
)
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.figures import figures_of
from fangwei.ui.present.keyset import page_by_deadline
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line, lang, status_of

OVERSEERS = frozenset({"committee_office", "auditor", "leader"})
"""Who may look at the duties of other posts in their territory."""

PAGE = 40
OPEN_SHOWN = 10
QUARTERS_SHOWN = 5

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


def may_look(actor: Actor, post: Post) -> bool:
    """Whether an actor may look at a post's duties: their own, or in their territory those that they oversee."""
    if actor.post_id == post.id:
        return True
    body = post.organization
    if body is None or actor.role not in OVERSEERS:
        return False
    if body.id == actor.organization_id:
        return True
    # The head of a department oversees its own posts; whoever reads across the lines, those of the territory.
    wide = actor.organization_kind in GENERAL_READERS or actor.role == "auditor"
    return wide and is_within(body.territory_code, actor.territory_code)


def may_read_file(actor: Actor, file: DutyFile) -> bool:
    """Whether an actor may read a duty file: its holder, and the committee office and the auditor of the territory."""
    if actor.person_id == file.person_id:
        return True
    return actor.role in ("committee_office", "auditor") and is_within(file.territory, actor.territory_code)


def duties_page(actor: Actor, post: Post, given: QueryDict, at: datetime) -> dict[str, Any]:
    """Return the context of the page: duties, open cases, the quarter, the files; for oneself or for one overseen."""
    today = ui_words.local(at).date()
    span = _quarter(given.get("quarter", ""), today)
    address = reverse("desk:duties") if actor.post_id == post.id else reverse("desk:duties-of", args=[post.id])
    duties = duty_list(post.id, today)
    done = performance(post.id, span, known=at)
    holders = holders_of([post.id], today).get(post.id, [])
    return {
        "post": post,
        "organization": str(post.organization or post.enterprise or ""),
        "holders": [tenure.person.name for tenure in holders],
        "mine": actor.post_id == post.id,
        "figures": _figures(actor, post, duties, at),
        "duties": _duties(duties, given.get("from", ""), address, today),
        "open": _open(actor, post),
        "quarters": _quarters(span, today, address),
        "owed": _counts(done.owed, OWED_WORDS, OWED),
        "did": _counts(done.did, DID_WORDS, tuple(DID_WORDS)),
        "acts": done.acts,
        "files": _files(actor, post),
        "waiting": _waiting(actor) if actor.role == "committee_office" and actor.post_id == post.id else None,
        "years": _years(today),
        "draws": actor.post_id == post.id or actor.role == "committee_office",
        "drawn_for": [tenure.person_id for tenure in holders][:1],
        "print_title": _("List of duties"),
    }


def _quarter(text: str, today: date) -> Span:
    try:
        return quarter_named(text)
    except ValueError:
        return quarter_of(today)


def _quarters(span: Span, today: date, address: str) -> TabsView:
    """Return this quarter and some before it; a quarter asked for by address stands among them."""
    shown = [quarter_of(today)]
    while len(shown) < QUARTERS_SHOWN:
        shown.append(quarter_of(date.fromordinal(shown[-1].first.toordinal() - 1)))
    shown = sorted({*shown, span}, key=lambda one: one.first, reverse=True)
    tabs = [
        Tab(label=quarter_name(one), href=f"{address}?quarter={one.name}#quarter", current=one == span) for one in shown
    ]
    return TabsView(tabs, label=_("Quarter"))


def quarter_name(span: Span) -> str:
    """Return what a quarter is called in the reader's language."""
    return _("Q%(n)s %(year)s") % {"year": span.first.year, "n": (span.first.month + 2) // 3}


def _figures(actor: Actor, post: Post, duties: Sequence[Duty], at: datetime) -> FiguresView:
    if post.role in OVERSEERS and actor.post_id == post.id and (found := figures_of(actor, at)) is not None:
        return found
    mine = Case.objects.filter(owner_post=post, is_open=True)
    listed = reverse("desk:home")
    return FiguresView(
        [
            Figure(label=_("places × dangers"), value=sum(one.places for one in duties), href="#duties"),
            Figure(label=_("open, mine"), value=mine.count(), href="#open"),
            Figure(label=_("overdue"), value=mine.filter(due_at__lt=at).count(), href=listed),
        ]
    )


def _duties(duties: Sequence[Duty], start: str, address: str, on: date) -> ListView:
    first = int(start) if start.isdecimal() and len(start) < 6 else 0
    shown = duties[first : first + PAGE]
    names = {str(row["id"]): str(row[lang()]) for row in book().value("domains", on).value}
    more = f"{address}?from={first + PAGE}#duties" if first + PAGE < len(duties) else ""
    return ListView(
        caption=_("List of duties"),
        columns=[
            Column(key="danger", label=_("Danger"), on_phone="title"),
            Column(key="trade", label=_("Trade"), width="wide"),
            Column(key="places", label=_("Places"), kind="number", width="fit"),
            Column(key="rule", label=_("Why"), width="wide"),
        ],
        rows=[
            Row(
                key=str(first + number),
                cells={
                    "danger": names.get(one.domain, one.domain),
                    "trade": trade_name(one.trade),
                    "places": one.places,
                    "rule": _why(one, on),
                },
            )
            for number, one in enumerate(shown)
        ],
        empty=EmptyView(
            title=_("No rule gives this post a place to answer for."),
            how=_(
                "Cases that are handed to it stand under open cases; a leader’s list follows from the lines in charge."
            ),
        ),
        next=more,
        first=f"{address}#duties" if first else "",
    )


def trade_name(code: str) -> str:
    """Return a trade's code with its name in the reader's language."""
    industry = book().industry(code) if code else None
    if industry is None:
        return code or _("any trade")
    return f"{code} {industry.name.en if lang() == 'en' else industry.name.zh}"


def _why(one: Duty, on: date) -> WhyView:
    return WhyView(
        value=one.citation or one.rule,
        rule=one.rule,
        rule_name=_("Which line leads for a trade and a danger"),
        citation=one.citation or _("No rule names a line; the nearest body stands in."),
        status=status_of(one.status),
        on=on,
    )


def _open(actor: Actor, post: Post) -> ListView:
    mine = actor.post_id == post.id
    cases = page_by_deadline(
        (Case.objects if mine else visible(actor)).filter(owner_post=post, is_open=True), "", OPEN_SHOWN
    ).cases
    return ListView(
        caption=_("Open cases of this post"),
        columns=[
            Column(key="what", label=_("Open cases of this post"), width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="clock", label=_("Deadline"), width="fit"),
        ],
        rows=[
            Row(
                key=str(case.id),
                href=case_href("desk", case.id),
                cells={
                    "what": LinesView(case.title, case.number or ""),
                    "state": state_chip(case),
                    "clock": due_line(case),
                },
            )
            for case in cases
        ],
        empty=EmptyView(title=_("This post has no open case.")),
    )


def _counts(counts: Mapping[str, int], names: Mapping[str, Any], order: Sequence[str]) -> FactsView:
    shown = [name for name in order if counts.get(name) or name in _ALWAYS]
    return FactsView([(str(names[name]), counts.get(name, 0)) for name in shown])


def performance_views(done: Mapping[str, Any]) -> tuple[FactsView, FactsView]:
    """Return what a frozen performance says was owed and done."""
    return _counts(done["owed"], OWED_WORDS, OWED), _counts(done["did"], DID_WORDS, tuple(DID_WORDS))


def _years(today: date) -> FieldView:
    return FieldView(
        name="year",
        label=_("Year"),
        kind="number",
        value=str(today.year),
        minimum=str(today.year - 20),
        maximum=str(today.year),
    )


def _files(actor: Actor, post: Post) -> ListView:
    files = DutyFile.objects.filter(post=post).select_related("person").order_by("-year", "person_id", "-edition")
    return file_list([file for file in files[:40] if may_read_file(actor, file)], _("Duty files"))


def _waiting(actor: Actor) -> ListView:
    return file_list(_to_countersign(actor)[:40], _("Duty files to countersign"))


def _to_countersign(actor: Actor) -> QuerySet[DutyFile]:
    files = DutyFile.objects.filter(
        territory__startswith=actor.territory_code, signed_at__isnull=False, countersigned_at=None
    )
    return files.exclude(person_id=actor.person_id).select_related("person", "post").order_by("signed_at", "id")


def file_list(files: Sequence[DutyFile] | QuerySet[DutyFile], caption: str) -> ListView:
    """Return duty files as a list."""
    return ListView(
        caption=caption,
        columns=[
            Column(key="file", label=caption, width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="at", label=_("Drawn up"), width="fit"),
        ],
        rows=[
            Row(
                key=str(file.id),
                href=reverse("desk:duty-file", args=[file.id]),
                cells={
                    "file": LinesView(file_name(file), file.person.name),
                    "state": file_chip(file),
                    "at": TimeView(file.drawn_up_at),
                },
            )
            for file in files
        ],
        empty=EmptyView(title=_("There is no duty file here yet.")),
    )


def file_name(file: DutyFile) -> str:
    """Return what an edition is called."""
    return _("%(year)s, edition %(edition)s") % {"year": file.year, "edition": file.edition}


def file_chip(file: DutyFile) -> ChipView:
    """Return how far an edition is."""
    if file.countersigned_at:
        return ChipView(_("countersigned"), "done")
    return ChipView(_("signed"), "plain") if file.signed_at else ChipView(_("to be signed"), "strong")


def file_page(actor: Actor, file: DutyFile) -> dict[str, Any]:
    """Return the context of one duty file: as it was drawn up, who signed, what may be done with it now."""
    content = file.content
    newest = not DutyFile.objects.filter(
        person=file.person_id, post=file.post_id, year=file.year, edition__gt=file.edition
    ).exists()
    office = actor.role == "committee_office" and is_within(file.territory, actor.territory_code)
    reviewer = Person.objects.filter(id=file.countersigned_by).first() if file.countersigned_by else None
    return {
        "file": file,
        "name": file_name(file),
        "chip": file_chip(file),
        "newest": newest,
        "facts": FactsView(_head(file)),
        "year_owed": performance_views(content["year_total"])[0],
        "year_did": performance_views(content["year_total"])[1],
        "quarters": [_quarter_of_file(one) for one in content["quarters"]],
        "duties": _frozen_duties(content["duties"], file.until),
        "duty_lines": content["duties"]["lines"],
        "reviewer": reviewer.name if reviewer else "",
        "signs": newest and not file.signed_at and actor.person_id == file.person_id,
        "countersigns": bool(
            office and file.signed_at and not file.countersigned_at and actor.person_id != file.person_id
        ),
        "statement": FieldView(
            name="statement",
            label=_("Statement"),
            kind="textarea",
            required=False,
            help=_("In your own words, if you wish."),
        ),
        "review": FieldView(name="review", label=_("What the review found"), kind="textarea"),
    }


def _head(file: DutyFile) -> list[tuple[str, Part | str | int | None]]:
    content = file.content
    held = "; ".join(f"{one['start']} – {one['end'] or '…'}" for one in content["tenures"])
    return [
        (_("Holder"), content["person"]["name"]),
        (_("Post"), f"{content['post']['organization']} · {content['post']['name']}"),
        (_("In office"), held),
        (_("Days it speaks of"), f"{content['from']} – {content['until']}"),
        (_("Own facts in the ledger"), content["facts"]["count"]),
        (_("Drawn up"), TimeView(file.drawn_up_at)),
        (_("Hash of the content"), file.sha256),
    ]


def _quarter_of_file(one: Mapping[str, Any]) -> dict[str, Any]:
    owed, did = performance_views(one)
    return {"name": quarter_name(quarter_named(one["quarter"])), "owed": owed, "did": did}


def _frozen_duties(duties: Mapping[str, Any], on: date) -> ListView:
    listed = [Duty(**one) for one in duties["listed"]]
    return _duties(listed[:PAGE], "", "", on)


def post_for(actor: Actor, post_id: UUID) -> Post | None:
    """Return a post whose duties the actor may look at."""
    post = Post.objects.select_related("organization", "enterprise").filter(id=post_id).first()
    return post if post is not None and may_look(actor, post) else None


def holder_of(post: Post, person_id: UUID) -> Person | None:
    """Return somebody who holds or held a post."""
    tenure = Tenure.objects.filter(post=post, person_id=person_id).select_related("person").first()
    return tenure.person if tenure else None


def link_to_diligence(case: Case) -> LinkView:
    """Return the way from a case to the record of one's own diligence in it."""
    return LinkView(_("My diligence record"), reverse("desk:diligence") + f"?case={case.number or case.id}")
