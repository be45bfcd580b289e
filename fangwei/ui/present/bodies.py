"""Who is there: the bodies of a territory level by level, a body's posts with who holds them, a post with all its holders."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff, may_staff_post, may_telephone
from fangwei.casework.handover import belongings, under_way
from fangwei.casework.models import Case
from fangwei.engines.codes import chain_of, is_within, subtree_bounds
from fangwei.register.models import Enterprise, Organization, OrganizationKind, Person, Post, Role, Tenure, Territory
from fangwei.register.queries import duty_posts_of, holders_of, names_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    ChipView,
    Column,
    EmptyView,
    FieldView,
    FilterView,
    LinesView,
    LinkView,
    ListView,
    MarksView,
    OwnerView,
    Part,
    Row,
    TimeView,
)
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.duties import may_look
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line, last_moment
from fangwei.ui.present.seats import charges_of
from fangwei.ui.present.typed import id_or_nothing

PAGE = 50
PERSONS = 20
CASES = 10
SOON = timedelta(days=60)
"""From how many days before its planned end on a term is marked."""

_RANKS = {kind: place for place, kind in enumerate(OrganizationKind.values)}


def bodies_page(actor: Actor, given: QueryDict, at: datetime) -> dict[str, Any]:
    """Return the context of one level of the tree: the bodies of a territory, the territories below it, what was searched."""
    code = given.get("at", "")
    code = code if code.isdecimal() and is_within(code, actor.territory_code) else actor.territory_code
    words = given.get("q", "").strip()[:40]
    on = ui_words.local(at).date()
    names = names_of(chain_of(code))
    return {
        "where": names.get(code, code),
        "above": [
            LinkView(names.get(one, one), _at(one))
            for one in reversed(chain_of(code)[1:])
            if is_within(one, actor.territory_code)
        ],
        "below": [
            LinkView(name, _at(below))
            for below, name in Territory.objects.on(on)
            .filter(parent_code=code)
            .order_by("code")
            .values_list("code", "name")
        ],
        "list": _bodies(code, actor.territory_code, words, given.get("after", ""), on),
        "persons": _found(actor, words, on) if words else None,
    }


def _at(code: str) -> str:
    return f"{reverse('people:bodies')}?at={code}"


def _bodies(code: str, within: str, words: str, after: str, on: date) -> ListView:
    standing = Organization.objects.on(on)
    if words:
        low, high = subtree_bounds(within)
        found = _from(standing.filter(territory_code__gte=low, territory_code__lt=high, name__contains=words), after)
    else:
        found = _by_kind(standing.filter(territory_code=code), after)
    shown, more = found[:PAGE], len(found) > PAGE
    standings = _standings(shown, on)
    query = {"at": code, **({"q": words} if words else {})}
    following = urlencode(query | {"after": f"{_RANKS[shown[-1].kind]}~{shown[-1].id}"}) if more else ""
    return ListView(
        caption=_("Bodies"),
        filter=FilterView(
            action=reverse("people:bodies"),
            search=FieldView(name="q", label=_("Body or person"), kind="search", value=words, required=False),
        ),
        columns=[
            Column(key="body", label=_("Body"), width="wide", on_phone="title"),
            Column(key="who", label=_("Duty post")),
            Column(key="posts", label=_("Posts"), kind="number", width="fit"),
            Column(key="marks", label=_("State"), width="fit", on_phone="bare"),
        ],
        rows=[_body_row(body, standings[body.id]) for body in shown],
        empty=EmptyView(
            title=_("No body here."),
            how=_("Bodies come with the organization chart, or when a case first needs the committee office."),
        ),
        next=f"?{following}" if following else "",
        first=f"?{urlencode(query)}" if after else "",
    )


def _by_kind(bodies: QuerySet[Organization], after: str) -> list[Organization]:
    """Return a page of a territory's bodies in the order of their kinds, each kind by its index."""
    rank, _bar, last = after.partition("~")
    first = int(rank) if rank.isdecimal() else 0
    found: list[Organization] = []
    for kind in sorted(set(bodies.order_by().values_list("kind", flat=True).distinct()), key=_RANKS.__getitem__):
        if _RANKS[kind] < first or len(found) > PAGE:
            continue
        alike = bodies.filter(kind=kind)
        if _RANKS[kind] == first and last:
            alike = alike.filter(id__gt=id_or_nothing(last))
        found += alike.order_by("id")[: PAGE + 1 - len(found)]
    return found


def _from(bodies: QuerySet[Organization], after: str) -> list[Organization]:
    last = after.partition("~")[2]
    return list((bodies.filter(id__gt=id_or_nothing(last)) if last else bodies).order_by("id")[: PAGE + 1])


class _Standing:
    """How a body's posts stand: how many, how many vacant, how many terms end soon, who holds the duty post."""

    def __init__(self) -> None:
        self.posts = self.vacant = self.ending = 0
        self.duty: OwnerView | None = None


def _standings(bodies: Iterable[Organization], on: date) -> dict[UUID, _Standing]:
    found = {body.id: _Standing() for body in bodies}
    posts = list(Post.objects.on(on).filter(organization__in=list(found)))
    held = holders_of([post.id for post in posts], on)
    duty = duty_posts_of(found, on)
    for post in posts:
        standing = found[post.organization_id]  # type: ignore[index]
        holders = held.get(post.id, [])
        standing.posts += 1
        standing.vacant += not holders
        standing.ending += any(_ends_soon(tenure, on) for tenure in holders)
    for body, post in duty.items():
        holders = held.get(post.id, [])
        found[body].duty = OwnerView(
            post=post.name,
            holder=holders[0].person.name if holders else _("vacant"),
            organization="",
            size="line",
        )
    return found


def _ends_soon(tenure: Tenure, on: date) -> bool:
    return tenure.end is not None and tenure.end <= on + SOON


def _body_row(body: Organization, standing: _Standing) -> Row:
    marks: list[Part] = []
    if body.placeholder:
        marks.append(ChipView(_("Not confirmed"), "strong"))
    if standing.vacant:
        marks.append(ChipView(_("%(n)s vacant") % {"n": standing.vacant}, "dark"))
    if standing.ending:
        marks.append(
            ChipView(
                ngettext("%(n)s term ends soon", "%(n)s terms end soon", standing.ending) % {"n": standing.ending},
                "strong",
            )
        )
    return Row(
        key=str(body.id),
        href=reverse("people:body", args=[body.id]),
        cells={
            "body": LinesView(body.name, str(OrganizationKind(body.kind).label)),
            "who": standing.duty or ChipView(_("Nobody"), "dark"),
            "posts": standing.posts,
            "marks": MarksView(marks) if marks else ChipView(_("All held"), "done"),
        },
    )


def _found(actor: Actor, words: str, on: date) -> ListView:
    """Return the persons of that name who hold a post in the actor's territory."""
    low, high = subtree_bounds(actor.territory_code)
    within = Q(post__organization__territory_code__gte=low, post__organization__territory_code__lt=high)
    within |= Q(post__enterprise__territory_code__gte=low, post__enterprise__territory_code__lt=high)
    held = Tenure.objects.on(on).filter(within, person__name__startswith=words)
    rows = held.select_related("person", "post__organization", "post__enterprise").order_by("person__name", "id")
    return persons_list(
        [(one.person, one.post) for one in rows[:PERSONS]], _("Persons"), _("Nobody of this name holds a post here.")
    )


def persons_list(found: Iterable[tuple[Person, Post | None]], caption: str, nobody: str, query: str = "") -> ListView:
    """Return persons with a post of theirs; `query` is put behind the address of each person's page."""
    return ListView(
        caption=caption,
        columns=[
            Column(key="name", label=_("Name"), width="fit", on_phone="title"),
            Column(key="post", label=_("Post"), width="wide"),
        ],
        rows=[
            Row(
                key=str(person.id),
                href=reverse("people:person", args=[person.id]) + query,
                cells={
                    "name": person.name,
                    "post": f"{post.body} · {post.name}" if post else _("no post"),
                },
            )
            for person, post in found
        ],
        empty=EmptyView(title=nobody),
    )


def body_page(actor: Actor, body: Organization | Enterprise, given: QueryDict, at: datetime) -> dict[str, Any]:
    """Return the context of a body's page: its posts, who holds them, what is vacant, which terms end."""
    on = ui_words.local(at).date()
    posts = Post.objects.on(on).filter(**_of(body))
    rank, _bar, last = given.get("after", "").partition("~")
    if rank.isdecimal() and len(last) == 36:
        posts = posts.filter(Q(rank__lt=int(rank)) | Q(rank=int(rank), id__gt=id_or_nothing(last)))
    found = list(posts.order_by("-rank", "id")[: PAGE + 1])
    shown, more = found[:PAGE], len(found) > PAGE
    held = holders_of([post.id for post in shown], on)
    owned = dict(
        Case.objects.filter(owner_post__in=[post.id for post in shown], is_open=True)
        .order_by()
        .values_list("owner_post")
        .annotate(n=Count("id"))
    )
    return {
        "body": body,
        "kind": str(OrganizationKind(body.kind).label) if isinstance(body, Organization) else _("Enterprise"),
        "territory": names_of([body.territory_code]).get(body.territory_code, body.territory_code),
        "staffs": may_staff(actor, body),
        "hazards": _hazards(actor, body),
        "new_post": _new_post(body) if may_staff(actor, body) else "",
        "above": LinkView(_("Bodies"), _at(body.territory_code)) if isinstance(body, Organization) else None,
        "list": ListView(
            caption=_("Posts"),
            columns=[
                Column(key="post", label=_("Post"), width="wide", on_phone="title"),
                Column(key="who", label=_("Holder")),
                Column(key="until", label=_("Term"), width="fit"),
                Column(key="cases", label=_("Open cases"), kind="number", width="fit"),
            ],
            rows=[_post_row(post, held.get(post.id, []), owned, on) for post in shown],
            empty=EmptyView(title=_("This body has no post.")),
            next=f"?after={shown[-1].rank}~{shown[-1].id}" if more else "",
            first="?" if rank else "",
        ),
    }


def _hazards(actor: Actor, body: Organization | Enterprise) -> str:
    if actor.organization_id is None or not isinstance(body, Organization):
        return ""
    return f"{reverse('desk:hazards')}?body={body.id}"


def _new_post(body: Organization | Enterprise) -> str:
    return reverse("people:new-post" if isinstance(body, Organization) else "people:new-post-of-firm", args=[body.id])


def _of(body: Organization | Enterprise) -> dict[str, Any]:
    return {"organization": body} if isinstance(body, Organization) else {"enterprise": body}


def _post_row(post: Post, holders: list[Tenure], owned: Mapping[UUID, int], on: date) -> Row:
    name = f"{post.name} · {_('duty post')}" if post.is_duty_post else post.name
    return Row(
        key=str(post.id),
        href=reverse("people:post", args=[post.id]),
        cells={
            "post": LinesView(name, str(Role(post.role).label)),
            "who": MarksView([_holder(tenure) for tenure in holders]) if holders else ChipView(_("Vacant"), "dark"),
            "until": _term(holders, on),
            "cases": owned.get(post.id, 0),
        },
    )


def _holder(tenure: Tenure) -> Part:
    name = tenure.person.name
    return ChipView(_("%(name)s (acting)") % {"name": name}, "strong") if tenure.acting else ChipView(name)


def _term(holders: list[Tenure], on: date) -> Part | str | None:
    end = next((tenure.end for tenure in holders if tenure.end is not None), None)
    if end is None:
        return None
    if any(_ends_soon(tenure, on) for tenure in holders):
        return ChipView(_("ends %(day)s") % {"day": ui_words.day(end)}, "strong")
    return TimeView(end, "day")


def post_page(actor: Actor, post: Post, at: datetime) -> dict[str, Any]:
    """Return the context of a post's page: who holds it, all who did, what lies open, what is being handed over."""
    on = ui_words.local(at).date()
    body = post.body
    holders = holders_of([post.id], on).get(post.id, [])
    telephone = may_telephone(actor, post)
    staffs = may_staff_post(actor, post) and post.valid_to is None
    return {
        "post": post,
        "body": body,
        "back": LinkView(str(body), body_href(body)),
        "role": str(Role(post.role).label),
        "holders": [_owner(tenure, telephone) for tenure in holders],
        "staffs": staffs,
        "own": actor.post_id == post.id,
        "closed": ui_words.day(post.valid_to) if post.valid_to else "",
        "charges": charges_of(post, on),
        "history": _history(post),
        "open": _open(post, actor),
        "open_count": belongings(post).count(),
        "hazards": f"{reverse('desk:hazards')}?post={post.id}"
        if actor.organization_id and post.organization_id
        else "",
        "handovers": handover_rows(under_way(post)),
        "ends": [
            LinkView(_("End the term of %(name)s") % {"name": one.person.name}, reverse("people:end", args=[one.id]))
            for one in Tenure.objects.filter(post=post, end_recorded_at=None)
            .filter(Q(end=None) | Q(end__gt=on))
            .select_related("person")
            .order_by("acting", "start", "id")
            if staffs and one.person_id != actor.person_id
        ],
        "duties": reverse("desk:duties-of", args=[post.id]) if post.organization_id and may_look(actor, post) else "",
    }


def body_href(body: Organization | Enterprise | None) -> str:
    """Return the page of a body."""
    if isinstance(body, Organization):
        return reverse("people:body", args=[body.id])
    return reverse("people:firm", args=[body.id]) if body is not None else ""


def _owner(tenure: Tenure, telephone: bool) -> OwnerView:
    return OwnerView(
        label=_("Stands in") if tenure.acting else _("Holder"),
        post=_("The person’s page"),
        href=reverse("people:person", args=[tenure.person_id]),
        holder=tenure.person.name,
        organization=" · ".join(text for text in (_until(tenure), tenure.reason) if text),
        phone=tenure.person.phone if telephone else "",
        since=tenure.start,
        acting=tenure.acting,
    )


def _until(tenure: Tenure) -> str:
    return _("until %(day)s") % {"day": ui_words.day(tenure.end)} if tenure.end else _("no end set")


def _history(post: Post) -> ListView:
    tenures = Tenure.objects.filter(post=post).select_related("person").order_by("-start", "-id")[:PAGE]
    return ListView(
        caption=_("Who held it"),
        columns=[
            Column(key="who", label=_("Who"), width="wide", on_phone="title"),
            Column(key="from", label=_("Held from"), width="fit"),
            Column(key="until", label=_("until"), width="fit"),
            Column(key="known", label=_("Known here since"), width="fit"),
            Column(key="end_known", label=_("End known since"), width="fit"),
        ],
        rows=[
            Row(
                key=str(one.id),
                href=reverse("people:person", args=[one.person_id]),
                cells={
                    "who": _with_reasons(one),
                    "from": TimeView(one.start, "day"),
                    "until": TimeView(one.end, "day") if one.end else _("no end set"),
                    "known": TimeView(one.recorded_at),
                    "end_known": TimeView(one.end_recorded_at) if one.end_recorded_at else None,
                },
            )
            for one in tenures
        ],
        empty=EmptyView(title=_("Nobody ever held this post.")),
    )


def _with_reasons(one: Tenure) -> Part | str:
    name = _("%(name)s (acting)") % {"name": one.person.name} if one.acting else one.person.name
    reasons = " · ".join(text for text in (one.reason, one.end_reason) if text)
    return LinesView(name, reasons) if reasons else name


def _open(post: Post, actor: Actor) -> ListView | None:
    if not (actor.post_id == post.id or may_look(actor, post)):
        return None
    cases = belongings(post).order_by(F("due_at").asc(nulls_last=True), "id")[:CASES]
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
                href=case_href("enterprise" if actor.enterprise_id else "desk", case.id),
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


def handover_rows(handovers: Iterable[Any], caption: str = "", nobody: str = "") -> ListView:
    """Return handovers as a list: whose post, from whom to whom, how far, until when."""
    return ListView(
        caption=caption or _("Handovers under way"),
        columns=[
            Column(key="post", label=_("Post"), width="wide", on_phone="title"),
            Column(key="from", label=_("Leaver"), width="fit"),
            Column(key="to", label=_("Successor"), width="fit"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="due", label=_("To be confirmed by"), width="fit"),
        ],
        rows=[
            Row(
                key=str(one.id),
                href=reverse("people:handover", args=[one.id]),
                cells={
                    "post": LinesView(one.post.name, str(one.post.body or "")),
                    "from": one.from_person.name,
                    "to": one.to_person.name if one.to_person else _("not named yet"),
                    "state": handover_chip(one),
                    "due": TimeView(last_moment(one.due_at)) if one.ended_at is None else TimeView(one.ended_at, "day"),
                },
                quiet=one.ended_at is not None,
            )
            for one in handovers
        ],
        empty=EmptyView(title=nobody or _("No handover is under way.")),
    )


def handover_chip(one: Any) -> ChipView:
    """Return how far a handover is."""
    if one.ended_at is not None:
        return ChipView(one.get_state_display(), "done")
    if one.escalated_at is not None:
        return ChipView(_("unanswered: gone to the leader"), "dark")
    return ChipView(_("sent back") if one.returned_at else one.get_state_display(), "strong")
