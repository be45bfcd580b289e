"""Posts themselves: establishing one in a body, amending it, closing it with everything shown that this moves."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fangwei.accounts.actions import AccountRefused
from fangwei.accounts.administering import may_staff
from fangwei.casework.handover import HandoverRefused, close_seat, closing_of
from fangwei.casework.refusals import Refused
from fangwei.duty.actions import change_post, set_up_post
from fangwei.duty.refusals import DutyRefused
from fangwei.register.models import Enterprise, Organization, Post
from fangwei.register.refusals import RegisterRefused
from fangwei.surfaces.people.forms import ClosingForm, PostForm
from fangwei.surfaces.people.staffing import staffed
from fangwei.surfaces.people.views import LOOKERS
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.bodies import body_href
from fangwei.ui.present.seats import closing_page, kept, said

REFUSED = (AccountRefused, DutyRefused, HandoverRefused, RegisterRefused, Refused)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def new_post(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Establish a post in an organization."""
    return _establish(cast(Asked, request), get_object_or_404(Organization, id=body_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def new_post_of_firm(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """Establish a post in an enterprise."""
    return _establish(cast(Asked, request), get_object_or_404(Enterprise, id=firm_id))


def _establish(request: Asked, body: Organization | Enterprise) -> HttpResponse:
    if not may_staff(request.actor, body):
        raise Http404
    form = PostForm(body, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_up_post(body=body, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("%(name)s is established. Appoint somebody now.") % {"name": made.name})
            return redirect("people:post", made.id)
        except REFUSED as refused:
            form.add_error(None, said(refused))
    title = _("Establish a post")
    context = {"form": form, "title": title, "button": title, "lead": body.name, "away": body_href(body)}
    return page(request, "people/seat.html", context, status=422 if form.errors else 200)


def _standing(request: Asked, post_id: UUID) -> Post:
    post = staffed(request, post_id)
    if post.valid_to is not None:
        raise Http404
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def amend(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Record a post's title, role and lines anew."""
    asked = cast(Asked, request)
    post = _standing(asked, post_id)
    body = post.organization or cast(Enterprise, post.enterprise)
    form = PostForm(body, request.POST or None, initial=kept(post, asked.today))
    if request.method == "POST" and form.is_valid():
        try:
            change_post(post=post, **form.cleaned_data, by=asked.actor, at=asked.at)
            messages.success(request, _("%(name)s: recorded.") % {"name": post.name})
            return redirect("people:post", post.id)
        except REFUSED as refused:
            form.add_error(None, said(refused))
    context: dict[str, Any] = {"form": form, "title": _("Amend the post"), "button": _("Save the change")}
    context |= {"lead": f"{body} · {kept(post, asked.today)['name']}", "post": post}
    return page(request, "people/seat.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(LOOKERS)
def close(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Close a post; who stops holding it and where its open cases go is shown before."""
    asked = cast(Asked, request)
    post = _standing(asked, post_id)
    ending = closing_of(post, asked.at)
    form = ClosingForm(ending, asked.today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_seat(post=post, **form.cleaned_data, by=asked.actor, at=asked.at)
            messages.success(request, _("%(name)s is closed.") % {"name": post.name})
            return redirect("people:post", post.id)
        except REFUSED as refused:
            form.add_error(None, said(refused))
    context = {"form": form, "post": post, "lead": f"{post.organization or post.enterprise} · {post.name}"}
    return page(
        request,
        "people/closing.html",
        context | closing_page(asked.actor, post, ending),
        status=422 if form.errors else 200,
    )
