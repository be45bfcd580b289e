"""Staffing a body: appointing, letting somebody stand in, ending a term, registering a person, changing a telephone."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fangwei.accounts.actions import (
    AccountRefused,
    appoint_acting_holder,
    appoint_holder,
    change_contact,
    enrol_person,
)
from fangwei.accounts.administering import may_staff_post, staffs_somebody
from fangwei.casework.handover import HandoverRefused, leave_post
from fangwei.casework.refusals import Refused
from fangwei.register.models import Post, Tenure
from fangwei.register.refusals import RegisterRefused
from fangwei.surfaces.people.forms import AppointForm, LeaveForm, PersonForm, StandInForm
from fangwei.surfaces.people.views import LOOKERS, person_in_reach, post_in_reach
from fangwei.ui.parts import FieldView
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.bodies import persons_list
from fangwei.ui.present.persons import alike, candidates
from fangwei.ui.present.seats import said
from fangwei.ui.present.typed import ids_of

FORM = "people/form.html"
REFUSED = (AccountRefused, RegisterRefused, HandoverRefused, Refused)


def staffed(request: Asked, post_id: UUID) -> Post:
    """Return a post that the actor staffs. Raises: Http404."""
    post = post_in_reach(request, post_id)
    if not may_staff_post(request.actor, post):
        raise Http404
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def appoint(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Appoint the ordinary holder: first find the person, then say from when and why."""
    return _name(cast(Asked, request), post_id, AppointForm, _appoint, _("Appoint"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def stand_in(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Let somebody stand in for the holder, from a day until another."""
    return _name(cast(Asked, request), post_id, StandInForm, _stand_in, _("Let somebody stand in"))


def _appoint(given: dict[str, Any], **who: Any) -> Tenure:
    return appoint_holder(start=given["start"], planned_end=given["until"], reason=given["reason"], **who)


def _stand_in(given: dict[str, Any], **who: Any) -> Tenure:
    return appoint_acting_holder(start=given["start"], until=given["until"], reason=given["reason"], **who)


def _name(
    request: Asked, post_id: UUID, form_of: type[forms.Form], act: Callable[..., Tenure], title: str
) -> HttpResponse:
    post = staffed(request, post_id)
    chosen = ids_of([request.GET.get("person", "")])
    as_what = request.resolver_match.url_name if request.resolver_match else ""
    context = {
        "post": post,
        "title": title,
        "as_what": as_what,
        "lead": f"{post.body} · {post.name}",
    }
    if not chosen:
        return page(request, "people/find.html", context | _finding(request))
    person = person_in_reach(request, chosen[0])
    form = form_of(request.POST or None, initial={"start": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data, person=person, post=post, by=request.actor, at=request.at)
            messages.success(request, _("%(name)s: recorded.") % {"name": person.name})
            return redirect("people:post", post.id)
        except REFUSED as refused:
            form.add_error(None, said(refused))
    context |= {"form": form, "person": person, "button": title, "back": post}
    return page(request, FORM, context, status=422 if form.errors else 200)


def _finding(request: Asked) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()[:40]
    found = [
        (person.id, person.name, f"{post.body} · {post.name}" if post else "")
        for person, post in candidates(request.actor, words)
    ]
    return {
        "found": found,
        "words": words,
        "field": FieldView(name="q", label=_("Name of the person"), kind="search", value=words),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def end(request: HttpRequest, tenure_id: UUID) -> HttpResponse:
    """End somebody's term; what the post has open is handed over."""
    asked = cast(Asked, request)
    loaded = Tenure.objects.select_related("person", "post__organization", "post__enterprise")
    tenure = get_object_or_404(loaded, id=tenure_id)
    post = staffed(asked, tenure.post_id)
    form = LeaveForm(request.POST or None, initial={"end": asked.today})
    if request.method == "POST" and form.is_valid():
        try:
            begun = leave_post(
                tenure=tenure,
                end=form.cleaned_data["end"],
                reason=form.cleaned_data["reason"],
                by=asked.actor,
                at=asked.at,
            )
            messages.success(request, _("The term is ended."))
            return redirect("people:handover", begun.id) if begun else redirect("people:post", post.id)
        except REFUSED as refused:
            form.add_error(None, said(refused))
    note = _("When the post has open cases, their handover begins at once; both persons confirm it.")
    context = {"form": form, "post": post, "person": tenure.person, "back": post, "said": note}
    context |= {"title": _("End the term"), "button": _("End the term"), "lead": f"{post.name} · {tenure.person.name}"}
    return page(request, FORM, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def new_person(request: HttpRequest) -> HttpResponse:
    """Register a person; whoever may be meant already is shown first."""
    asked = cast(Asked, request)
    if not staffs_somebody(asked.actor):
        raise Http404
    wanted = ids_of([request.GET.get("post", "")])
    post = staffed(asked, wanted[0]) if wanted else None
    form = PersonForm(request.POST or None, initial={"name": request.GET.get("name", "")[:60]})
    known = alike(form.cleaned_data["name"], form.cleaned_data["phone"]) if request.POST and form.is_valid() else []
    if request.method == "POST" and form.is_valid() and (not known or "another" in request.POST):
        try:
            given = {
                "certificate_number" if name == "certificate" else name: text
                for name, text in form.cleaned_data.items()
            }
            person = enrol_person(**given, by=asked.actor, at=asked.at)
            messages.success(request, _("%(name)s is registered.") % {"name": person.name})
            place = request.GET.get("as") if request.GET.get("as") in ("appoint", "stand-in") else "appoint"
            address = redirect(f"people:{place}", post.id) if post else redirect("people:person", person.id)
            address["Location"] += f"?person={person.id}" if post else ""
            return address
        except REFUSED as refused:
            form.add_error(None, said(refused))
    twins = persons_list(known, _("Is it one of these?"), "") if known else None
    context = {"form": form, "twins": twins, "post": post, "title": _("Register a person")}
    return page(request, "people/new_person.html", context, status=422 if form.errors or known else 200)


@require_POST
@for_roles(LOOKERS)
def contact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Record a person's telephone anew."""
    asked = cast(Asked, request)
    person = person_in_reach(asked, person_id)
    try:
        change_contact(person=person, phone=request.POST.get("phone", "").strip()[:20], by=asked.actor, at=asked.at)
        messages.success(request, _("The telephone is recorded."))
    except REFUSED as refused:
        messages.error(request, said(refused))
    return redirect("people:person", person.id)
