"""Establishing, amending and closing posts: what a post is now, and what closing it would end and move."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.handover import Closing
from fangwei.casework.models import Case
from fangwei.casework.refusals import Refused
from fangwei.duty.models import Portfolio
from fangwei.register.models import OrganizationKind, Post
from fangwei.register.queries import holders_of
from fangwei.ui.parts import Column, EmptyView, LinesView, ListView, Row
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line

SHOWN = 20


def kept(post: Post, on: date) -> dict[str, Any]:
    """Return what a post is now, as its form asks for it."""
    lines = Portfolio.objects.on(on).filter(post=post, valid_to=None).order_by("line")
    return {
        "name": post.name,
        "role": post.role,
        "lines": [line or ALL for line in lines.values_list("line", flat=True)],
        "takes_cases": post.is_duty_post,
    }


ALL = "safety"
"""What stands in a form for a leader's charge of work safety as a whole."""


def line_name(line: str) -> str:
    """Return what a leader's charge is called."""
    return str(OrganizationKind(line).label) if line else _("Work safety as a whole")


def charges_of(post: Post, on: date) -> str:
    """Return the lines that a post is in charge of, in words."""
    lines = Portfolio.objects.on(on).filter(post=post, valid_to=None).order_by("line").values_list("line", flat=True)
    return _(", ").join(line_name(line) for line in lines)


def said(refused: Exception) -> str:
    """Return why something was refused, in one paragraph."""
    return " ".join(refused.texts()) if isinstance(refused, Refused) else str(refused)


def heir_choices(heirs: Sequence[Post], on: date) -> list[tuple[str, str]]:
    """Return the posts that may take over, each with who holds it."""
    held = holders_of([post.id for post in heirs], on)
    return [
        (str(post.id), f"{post.name} · {held[post.id][0].person.name if post.id in held else _('vacant')}")
        for post in heirs
    ]


def closing_page(actor: Actor, post: Post, ending: Closing) -> dict[str, Any]:
    """Return the context of closing a post: the terms and lines that end, the cases that go to another post."""
    count = ending.owned.count()
    return {
        "tenures": [(one.person.name, reverse("people:person", args=[one.person_id])) for one in ending.tenures],
        "lines": [line_name(one.line) for one in ending.lines],
        "takes_cases": ending.takes_cases,
        "count": count,
        "offered": ending.naming.distinct().count(),
        "stuck": ending.needs_heir and not ending.heirs,
        "cases": _cases(actor, post, ending, count) if count else None,
    }


def _cases(actor: Actor, post: Post, ending: Closing, count: int) -> ListView:
    surface = "enterprise" if actor.enterprise_id else "desk"
    # Beyond the first few one goes on in the list of hazards, narrowed to this post.
    narrowed = "" if actor.enterprise_id else f"?{urlencode({'post': post.id})}"
    shown = list(ending.owned.order_by(F("due_at").asc(nulls_last=True), "id")[:SHOWN])
    return ListView(
        caption=_("Open cases that go along"),
        columns=[
            Column(key="what", label=_("Open cases that go along"), width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="clock", label=_("Deadline"), width="fit"),
        ],
        rows=[_case(case, surface) for case in shown],
        empty=EmptyView(title=_("This post has no open case.")),
        count=_("%(shown)s of %(count)s") % {"shown": len(shown), "count": f"{count:,}"},
        next=reverse(f"{surface}:hazards") + narrowed if count > len(shown) else "",
    )


def _case(case: Case, surface: str) -> Row:
    return Row(
        key=str(case.id),
        href=case_href(surface, case.id),
        cells={"what": LinesView(case.title, case.number or ""), "state": state_chip(case), "clock": due_line(case)},
    )
