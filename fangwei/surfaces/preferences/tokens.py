"""An officer's own API tokens: made, shown once, revoked."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fangwei.accounts.actions import AccountRefused, create_token, revoke_token
from fangwei.accounts.queries import tokens_of
from fangwei.ui.parts import ErrorsView
from fangwei.ui.present import words
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.tokens import token_fields, token_list
from fangwei.ui.present.typed import ids_of

_PAGE = "preferences/tokens.html"


@require_safe
@for_roles(READERS)
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens and the form for another."""
    asked = cast(Asked, request)
    return page(request, _PAGE, {"list": token_list(tokens_of(asked.user), asked.at), "fields": token_fields()})


@require_POST
@never_cache
@for_roles(READERS)
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token for the post one acts from and show its secret this once."""
    asked, posted = cast(Asked, request), request.POST
    name, scopes, days = posted.get("name", ""), posted.getlist("scopes"), posted.get("days", "")
    length = timedelta(days=int(days) if days.isdecimal() and len(days) < 5 else 0)
    secret, errors = "", []
    try:
        _token, secret = create_token(
            user=asked.user,
            post_id=asked.actor.post_id or uuid4(),
            name=name,
            scopes=scopes,
            expires_at=asked.at + length,
            by=asked.actor,
            at=asked.at,
        )
    except AccountRefused as refused:
        errors.append(str(refused))
    fields = token_fields(name, scopes, days) if errors else token_fields()
    context = {"list": token_list(tokens_of(asked.user), asked.at), "fields": fields, "secret": secret}
    return page(
        request, _PAGE, context | ({"errors": ErrorsView(general=errors)} if errors else {}), 422 if errors else 200
    )


@require_POST
@for_roles(READERS)
def revoke_tokens(request: HttpRequest) -> HttpResponse:
    """End the chosen ones of one's own tokens at once."""
    asked, chosen = cast(Asked, request), set(ids_of(request.POST.getlist("chosen")))
    mine = [one for one in tokens_of(asked.user) if one.id in chosen and one.revoked_at is None]
    for one in mine:
        revoke_token(token=one, reason=_("by its user"), by=asked.actor, at=asked.at)
    if mine:
        messages.success(request, _("Revoked: %(names)s.") % {"names": words.listing(one.name for one in mine)})
    return HttpResponseRedirect(reverse("tokens"))
