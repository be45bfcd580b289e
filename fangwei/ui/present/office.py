"""The committee office's first page: what it must decide, who is late by body, what lies open, which lists run."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.handover import readable
from fangwei.casework.lists import Walk, cases_of, own, walk
from fangwei.casework.models import Case
from fangwei.duty.models import Gap
from fangwei.oversight.lifecycle import ANSWERED, DUE
from fangwei.oversight.models import BlindSpot
from fangwei.oversight.queries import problem_lists, progress_of, standing_blind_spots
from fangwei.register.queries import names_of, seats_of
from fangwei.situation.queries import spread_of
from fangwei.ui.parts import Column, EmptyView, LinesView, LinkView, ListView, ProgressView, Row
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.bodies import handover_rows
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.command import map_of, regions_list
from fangwei.ui.present.figures import figures_of
from fangwei.ui.present.keyset import page_of_walk
from fangwei.ui.present.links import case_href
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.people import owner_lines
from fangwei.ui.present.reasons import due_line, due_words

SHOWN = 6
BODIES = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Some cases that wait for the same decision; `href` opens all of them."""

    title: str
    list: ListView
    href: str


def office_page(request: Asked) -> dict[str, Any]:
    """Return the context of the page."""
    actor, at = request.actor, request.at
    groups = [(title, _cases(title, walks, request), href) for title, walks, href in _decisions(actor, at)]
    spread = spread_of(actor, at)
    return {
        "name": names_of([actor.territory_code]).get(actor.territory_code, actor.organization_name),
        "figures": figures_of(actor, at),
        "groups": [Group(title, shown, href) for title, shown, href in groups if shown.rows],
        "quiet": [title for title, shown, _href in groups if not shown.rows],
        "bodies": _late_bodies(request),
        "listed": _narrow(_cases(_("Listed for supervision"), BY_NAME["listed"].walks(actor, at), request)),
        "spots": _blind_spots(actor),
        "problems": _problems(actor),
        "handovers": handover_rows(
            readable(actor, at).filter(ended_at=None).order_by("due_at", "id")[:SHOWN], _("Handovers under way")
        ),
        "map": map_of(spread),
        "regions": regions_list(spread),
    }


def _decisions(actor: Actor, at: datetime) -> list[tuple[str, tuple[Walk, ...], str]]:
    listed = reverse("desk:hazards")
    named = [
        (str(BY_NAME[name].label), BY_NAME[name].walks(actor, at), f"{listed}?need={name}")
        for name in ("arbitrate", "second", "transfer")
    ]
    letters = [(_("Papers to issue"), DUE), (_("Answers to weigh"), ANSWERED)]
    return named + [
        (
            title,
            (own(walk(actor, kinds=("letter",), states=(state,))),),
            f"{listed}?kind=letter&state={state}&whose=unit",
        )
        for title, state in letters
    ]


def _cases(caption: str, walks: tuple[Walk, ...], request: Asked) -> ListView:
    cases = page_of_walk(request.actor, walks, "", limit=SHOWN).cases
    owners = owner_lines(cases, request.today)
    return ListView(
        caption=caption,
        columns=[
            Column(key="what", label=_("Case"), width="wide", on_phone="title"),
            Column(key="owner", label=_("Who answers")),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="clock", label=_("Deadline"), width="fit"),
        ],
        rows=[
            Row(
                key=str(case.id),
                href=case_href("desk", case.id),
                cells={
                    "what": LinesView(case.title, case.number or ""),
                    "owner": owners[case.id],
                    "state": state_chip(case),
                    "clock": due_line(case),
                },
            )
            for case in cases
        ],
        empty=EmptyView(title=_("Nothing is listed.")),
    )


def _narrow(shown: ListView) -> ListView:
    """Return a list for half a page: what it is and by when."""
    return replace(shown, columns=[column for column in shown.columns if column.key in ("what", "clock")])


def _late_bodies(request: Asked) -> ListView:
    """Return the posts with overdue cases, those with most first, and the telephone of who holds them."""
    late = cases_of(request.actor, BY_NAME["overdue"].walks(request.actor, request.at)).order_by()
    counted = list(
        late.values("owner_post_id").annotate(n=Count("id"), first=Min("due_at")).order_by("-n", "first")[:BODIES]
    )
    seats = seats_of([row["owner_post_id"] for row in counted], request.today)
    rows = []
    for row in counted:
        seat = seats[row["owner_post_id"]]
        post, holder = seat.post, next(iter(seat.holders), None)
        phone = holder.person.phone if holder else ""
        rows.append(
            Row(
                key=str(post.id),
                href=reverse("desk:duties-of", args=[post.id]) + "#open",
                cells={
                    "body": LinesView(str(post.body or ""), post.name),
                    "n": row["n"],
                    "longest": due_words(row["first"], request.at),
                    "call": _call(holder.person.name, phone) if holder else _("Post vacant"),
                },
            )
        )
    return ListView(
        caption=_("Overdue by who answers"),
        columns=[
            Column(key="body", label=_("Who answers"), width="wide", on_phone="title"),
            Column(key="n", label=_("Overdue"), kind="number", width="fit"),
            Column(key="longest", label=_("The longest"), width="fit"),
            Column(key="call", label=_("Call"), width="fit"),
        ],
        rows=rows,
        empty=EmptyView(title=_("Nothing is overdue.")),
    )


def _call(name: str, phone: str) -> LinkView | str:
    return LinkView(f"{name} {phone}", f"tel:{phone}") if phone else name


def _blind_spots(actor: Actor) -> ListView:
    """Return the causes for which nobody answers, those with most pairs first; the case says how to repair each."""
    return ListView(
        caption=_("Where nobody answers"),
        columns=[
            Column(key="what", label=_("Cause"), width="wide", on_phone="title"),
            Column(key="pairs", label=_("places × dangers"), kind="number", width="fit"),
            Column(key="clock", label=_("Deadline"), width="fit"),
        ],
        rows=[_spot(one, one.case) for one in standing_blind_spots(actor)[:SHOWN]],
        empty=EmptyView(title=_("Somebody answers for every place and every danger.")),
    )


def _spot(spot: BlindSpot, case: Case) -> Row:
    return Row(
        key=str(case.id),
        href=case_href("desk", case.id),
        cells={
            "what": LinesView(case.title, str(Gap(spot.gap).label)),
            "pairs": spot.pairs,
            "clock": due_line(case),
        },
    )


def _problems(actor: Actor) -> ListView:
    shown = list(problem_lists(actor).order_by("-id")[:SHOWN])
    progress = progress_of(one.id for one in shown)
    return ListView(
        caption=_("Problem lists"),
        columns=[
            Column(key="what", label=_("List"), width="wide", on_phone="title"),
            Column(key="done", label=_("Progress")),
        ],
        rows=[
            Row(
                key=str(one.id),
                href=reverse("desk:problem-list", args=[one.id]),
                cells={
                    "what": LinesView(one.title, one.inspecting.name),
                    "done": ProgressView(
                        label=_("Closed"), done=progress.get(one.id, (0, 0))[0], total=progress.get(one.id, (0, 0))[1]
                    ),
                },
            )
            for one in shown
        ],
        empty=EmptyView(title=_("There is no problem list.")),
    )
