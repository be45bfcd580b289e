"""Looking people up: the bodies of a territory, a body's posts, a post's holders, a person."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from fangwei.accounts.administering import OPERATOR
from fangwei.engines.codes import is_within
from fangwei.register.models import Enterprise, Organization, Person, Post
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.bodies import bodies_page, body_page, post_page
from fangwei.ui.present.persons import in_reach, person_for, person_page

LOOKERS = READERS | {"enterprise_principal"}


def post_in_reach(request: Asked, post_id: UUID) -> Post:
    """Return a post of a body in the reader's reach. Raises: Http404."""
    post = get_object_or_404(Post.objects.select_related("organization", "enterprise"), id=post_id)
    if not in_reach(request.actor, post):
        raise Http404
    return post


def person_in_reach(request: Asked, person_id: UUID) -> Person:
    """Return a person whom the reader may look at. Raises: Http404."""
    person = get_object_or_404(Person, id=person_id)
    if not person_for(request.actor, person):
        raise Http404
    return person


@require_safe
@for_roles(LOOKERS)
def bodies(request: HttpRequest) -> HttpResponse:
    """Show one level of the territory's bodies."""
    asked = cast(Asked, request)
    if asked.actor.enterprise_id is not None:
        return redirect("people:firm", asked.actor.enterprise_id)
    return page(request, "people/bodies.html", bodies_page(asked.actor, request.GET, asked.at))


@require_safe
@for_roles(LOOKERS)
def body(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Show a body's posts."""
    asked = cast(Asked, request)
    found = get_object_or_404(Organization, id=body_id)
    if not (asked.actor.territory_code and is_within(found.territory_code, asked.actor.territory_code)):
        raise Http404
    return page(request, "people/body.html", body_page(asked.actor, found, request.GET, asked.at))


@require_safe
@for_roles(LOOKERS)
def firm(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """Show an enterprise's posts."""
    asked = cast(Asked, request)
    found, actor = get_object_or_404(Enterprise, id=firm_id), asked.actor
    near = bool(actor.territory_code) and is_within(found.territory_code, actor.territory_code)
    if actor.enterprise_id != found.id and not near:
        raise Http404
    return page(request, "people/body.html", body_page(actor, found, request.GET, asked.at))


@require_safe
@for_roles(LOOKERS)
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show a post with all its holders."""
    asked = cast(Asked, request)
    return page(request, "people/post.html", post_page(asked.actor, post_in_reach(asked, post_id), asked.at))


@require_safe
@for_roles(LOOKERS | {OPERATOR})
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person's posts, contact and account, each by permission."""
    asked = cast(Asked, request)
    found = person_in_reach(asked, person_id)
    return page(request, "people/person.html", person_page(asked.actor, found, asked.at))
