"""What an enterprise can show and must count: good faith, the quarter's statistics, internal rewards, its tenants."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.hazards.actions import RewardRefused, pay_reward, record_reward, strike_reward
from fangwei.ui.present.asked import ENTERPRISE, Asked, for_roles, page
from fangwei.ui.present.good_faith import good_faith_page, statistics_page, tenants_page
from fangwei.ui.present.rewards import Rewarding, rewards_page
from fangwei.ui.present.typed import day_of


@require_safe
@for_roles(ENTERPRISE)
def records(request: HttpRequest) -> HttpResponse:
    """Show what the enterprise found, reported and removed by itself."""
    return page(request, "enterprise/records.html", good_faith_page(cast(Asked, request)))


@require_safe
@for_roles(ENTERPRISE)
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the sheet of a quarter, ready to be signed."""
    return page(request, "enterprise/statistics.html", statistics_page(cast(Asked, request)))


@require_safe
@for_roles(ENTERPRISE)
def tenants(request: HttpRequest) -> HttpResponse:
    """Show a landlord the sites it lets."""
    return page(request, "enterprise/tenants.html", tenants_page(cast(Asked, request)))


@require_http_methods(["GET", "POST"])
@for_roles(ENTERPRISE)
def rewards(request: HttpRequest) -> HttpResponse:
    """Show the register of internal rewards and take in a new line."""
    asked = cast(Asked, request)
    if request.method != "POST":
        return page(request, "enterprise/rewards.html", rewards_page(asked))
    form = Rewarding.read(request.POST)
    values = form.values(asked)
    if values is not None:
        try:
            record_reward(**values, by=asked.actor, at=asked.at)
            messages.success(request, _("Recorded."))
            return redirect("enterprise:rewards")
        except RewardRefused as refused:
            form.refusal = str(refused)
    return page(request, "enterprise/rewards.html", rewards_page(asked, form), status=422)


@require_POST
@for_roles(ENTERPRISE)
def pay(request: HttpRequest, reward_id: UUID) -> HttpResponse:
    """Note that a reward was paid."""
    asked = cast(Asked, request)
    day = day_of(request.POST.get("paid_on", "")) or asked.today
    try:
        pay_reward(reward_id, paid_on=day, by=asked.actor, at=asked.at)
        messages.success(request, _("Noted as paid."))
    except RewardRefused as refused:
        messages.error(request, str(refused))
    return redirect("enterprise:rewards")


@require_POST
@for_roles(ENTERPRISE)
def strike(request: HttpRequest, reward_id: UUID) -> HttpResponse:
    """Strike a mistaken line out."""
    asked = cast(Asked, request)
    try:
        strike_reward(reward_id, reason=request.POST.get("reason", "")[:200], by=asked.actor, at=asked.at)
        messages.success(request, _("Struck out."))
    except RewardRefused as refused:
        messages.error(request, str(refused))
    return redirect("enterprise:rewards")
