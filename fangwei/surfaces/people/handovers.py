"""Handing a post's open cases over: the leaver confirms the list, whoever follows confirms receipt or sends it back."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.casework.handover import (
    HandoverRefused,
    confirm_given,
    confirm_taken,
    decline,
    handover_for,
    name_successor,
    open_handover,
    withdraw_handover,
)
from fangwei.casework.models import Handover
from fangwei.casework.refusals import Refused
from fangwei.register.models import Person, Post, Role
from fangwei.surfaces.people.forms import LeaveForm
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.handovers import handover_page, handovers_page, may_hand_over, notes_of
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.typed import ids_of

ANYBODY = frozenset({*Role.values, ""})
"""Whoever has signed in: a leaver confirms even after the last post is gone."""


def _readable(request: Asked, handover_id: UUID) -> Handover:
    found = handover_for(request.actor, handover_id, request.at)
    if found is None:
        raise Http404
    return found


@require_safe
@for_roles(ANYBODY)
def handovers(request: HttpRequest) -> HttpResponse:
    """Show what waits for one's confirmation, one's own handovers and those one oversees."""
    asked = cast(Asked, request)
    return page(request, "people/handovers.html", handovers_page(asked.actor, asked.at))


@require_safe
@for_roles(ANYBODY)
def handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Show one handover, ready to be confirmed or printed."""
    asked = cast(Asked, request)
    return _shown(asked, _readable(asked, handover_id))


def _shown(request: Asked, found: Handover, **more: Any) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    context = handover_page(request, found, typed) | more
    body = str(found.post.body)
    context["print"] = paper_head(request, _("Handover list"), organization=body)
    return page(request, "people/handover.html", context, status=422 if more.get("reasons") else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ANYBODY)
def hand_over(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Begin to hand one's own post over."""
    asked = cast(Asked, request)
    post = get_object_or_404(Post.objects.select_related("organization", "enterprise"), id=post_id)
    if not may_hand_over(asked.actor, post, asked.at):
        raise Http404
    form = LeaveForm(request.POST or None, initial={"end": asked.today})
    if request.method == "POST" and form.is_valid():
        try:
            given = {"leaves_on": form.cleaned_data["end"], "reason": form.cleaned_data["reason"]}
            person = get_object_or_404(Person, id=asked.actor.person_id)
            begun = open_handover(post=post, person=person, by=asked.actor, at=asked.at, **given)
            return redirect("people:handover", begun.id)
        except (HandoverRefused, Refused) as refused:
            form.add_error(None, str(refused) if isinstance(refused, HandoverRefused) else " ".join(refused.texts()))
    said = _("Your term ends when whoever staffs your body records it; the list of open cases is prepared now.")
    context = {"form": form, "title": _("Hand over a post"), "button": _("Prepare the list"), "said": said}
    return page(
        request, "people/form.html", context | {"lead": post.name, "post": post}, status=422 if form.errors else 200
    )


def _act(
    request: HttpRequest, handover_id: UUID, done: str, verb: Callable[..., Handover], **given: Any
) -> HttpResponse:
    asked = cast(Asked, request)
    found = _readable(asked, handover_id)
    try:
        verb(handover=found, by=asked.actor, at=asked.at, **given)
    except (HandoverRefused, Refused) as refused:
        said = [str(refused)] if isinstance(refused, HandoverRefused) else refused.texts()
        return _shown(asked, found, reasons=said)
    messages.success(request, done)
    return redirect("people:handover", found.id)


@require_POST
@for_roles(ANYBODY)
def give(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Confirm the list as complete."""
    given = {"seen": request.POST.get("seen", ""), "notes": notes_of(request.POST), "note": _note(request)}
    return _act(
        request, handover_id, _("The list is confirmed. The other side confirms receipt now."), confirm_given, **given
    )


@require_POST
@for_roles(ANYBODY)
def take(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Confirm receipt, or send the list back with what is missing."""
    if "decline" in request.POST:
        return _act(request, handover_id, _("The list is sent back."), decline, reasons=notes_of(request.POST))
    return _act(request, handover_id, _("Receipt is confirmed."), confirm_taken, note=_note(request))


@require_POST
@for_roles(ANYBODY)
def withdraw(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """End a handover that has become needless."""
    return _act(request, handover_id, _("The handover is withdrawn."), withdraw_handover, reason=_note(request))


@require_POST
@for_roles(ANYBODY)
def successor(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Say who shall confirm receipt."""
    chosen = ids_of([request.POST.get("person", "")])
    person = get_object_or_404(Person, id=chosen[0] if chosen else None)
    return _act(request, handover_id, _("Recorded."), name_successor, person=person)


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:2000]
