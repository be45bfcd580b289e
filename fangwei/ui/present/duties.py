"""What I answer for: a post's list of duties with their rules, its open cases, what its quarter owes and did, its files."""

from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import GENERAL_READERS
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.duty.queries import answers_for
from fangwei.engines.codes import is_within
from fangwei.oversight.performance import OWED, performance
from fangwei.oversight.quarters import Span, quarter_named, quarter_of
from fangwei.register.models import Person, Post, Tenure
from fangwei.register.queries import holders_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    Column,
    EmptyView,
    FieldView,
    Figure,
    FiguresView,
    LinesView,
    ListView,
    Row,
    Tab,
    TabsView,
)
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.duty_files import files_of, waiting_for
from fangwei.ui.present.duty_lines import DID_WORDS, OWED_WORDS, PAGE, PARTS, counts_of, duty_lines, quarter_name
from fangwei.ui.present.figures import figures_of
from fangwei.ui.present.keyset import bare, page_by_deadline
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line

OVERSEERS = frozenset({"committee_office", "auditor", "leader"})
"""Who may look at the duties of other posts in their territory."""

OPEN_SHOWN = 10
QUARTERS_SHOWN = 5


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


def duties_page(actor: Actor, post: Post, given: QueryDict, at: datetime) -> dict[str, Any]:
    """Return the context of the page: duties, open cases, the quarter, the files; for oneself or for one overseen."""
    today = ui_words.local(at).date()
    span = _quarter(given.get("quarter", ""), today)
    address = reverse("desk:duties") if actor.post_id == post.id else reverse("desk:duties-of", args=[post.id])
    duties = answers_for(post.id, today, limit=PAGE, after=_key(given.get("after", "")))
    done = performance(post.id, span, known=at)
    holders = holders_of([post.id], today).get(post.id, [])
    return {
        "post": post,
        "organization": str(post.body or ""),
        "holders": [tenure.person.name for tenure in holders],
        "mine": actor.post_id == post.id,
        "figures": _figures(actor, post, at, today),
        "duties": duty_lines(
            duties.shares,
            today,
            following=f"{address}?after={quote(_text(duties.following))}#duties" if duties.following else "",
            first=f"{address}#duties" if given.get("after") else "",
        ),
        "open": _open(actor, post),
        "quarters": _quarters(span, today, address),
        "owed": counts_of(done.owed, OWED_WORDS, OWED),
        "did": counts_of(done.did, DID_WORDS, tuple(DID_WORDS)),
        "acts": done.acts,
        "files": files_of(actor, post),
        "waiting": waiting_for(actor) if actor.role == "committee_office" and actor.post_id == post.id else None,
        "years": _years(today),
        "draws": actor.post_id == post.id or actor.role == "committee_office",
        "drawn_for": [tenure.person_id for tenure in holders][:1],
        "print_title": _("List of duties"),
    }


def _text(key: tuple[object, ...]) -> str:
    return "|".join(map(str, key))


def _key(text: str) -> tuple[str, int, str, str, str, str] | None:
    """Read where the list goes on; whatever is no such mark begins it anew."""
    parts = text[:200].split("|")
    if len(parts) != 6 or not parts[1].isdecimal() or parts[0] not in PARTS:
        return None
    return parts[0], int(parts[1]), parts[2], parts[3], parts[4], parts[5]


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


def _figures(actor: Actor, post: Post, at: datetime, today: date) -> FiguresView:
    if post.role in OVERSEERS and actor.post_id == post.id and (found := figures_of(actor, at)) is not None:
        return found
    mine = Case.objects.filter(owner_post=post, is_open=True)
    listed = reverse("desk:home")
    return FiguresView(
        [
            Figure(
                label=_("places × dangers"),
                value=sum(answers_for(post.id, today, limit=1).pairs.values()),
                href="#duties",
            ),
            Figure(label=_("open, mine"), value=mine.count(), href="#open"),
            Figure(label=_("overdue"), value=mine.filter(due_at__lt=at).count(), href=listed),
        ]
    )


def _open(actor: Actor, post: Post) -> ListView:
    mine = actor.post_id == post.id
    readable = Case.objects.all() if mine else visible(actor)
    cases = page_by_deadline(bare(readable.filter(owner_post=post, is_open=True)), "", OPEN_SHOWN).cases
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


def _years(today: date) -> FieldView:
    return FieldView(
        name="year",
        label=_("Year"),
        kind="number",
        value=str(today.year),
        minimum=str(today.year - 20),
        maximum=str(today.year),
    )


def post_for(actor: Actor, post_id: UUID) -> Post | None:
    """Return a post whose duties the actor may look at."""
    post = Post.objects.select_related("organization", "enterprise").filter(id=post_id).first()
    return post if post is not None and may_look(actor, post) else None


def holder_of(post: Post, person_id: UUID) -> Person | None:
    """Return somebody who holds or held a post."""
    tenure = Tenure.objects.filter(post=post, person_id=person_id).select_related("person").first()
    return tenure.person if tenure else None
