"""The list of facts whose times lie further apart than their channel allows."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fangwei.accounts.actor import Actor
from fangwei.ledger.queries import MarkedGap, gap_channels, gaps, gaps_by_region
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    Choice,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    FilterView,
    LinesView,
    LinkView,
    ListView,
    Row,
    TimeView,
)
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.proofs import AUDITORS, proof_href
from fangwei.ui.present.records import happened_to, kind_name
from fangwei.ui.present.regions import digits_below, region_asked, region_choices, region_names
from fangwei.ui.present.timeline import channel_name

PAGE = 40


@require_safe
@for_roles(AUDITORS)
def gap_list(request: HttpRequest) -> HttpResponse:
    """List the gaps of the auditor's territory, newest first, by region and channel."""
    actor = cast(Asked, request).actor
    region = region_asked(actor, request.GET.get("region", ""))
    channel, after = request.GET.get("channel", ""), request.GET.get("after", "")
    found = gaps(region, channel=channel, before=int(after) if after.isdecimal() else None, limit=PAGE + 1)
    context = {"list": _list(actor, found, region, channel, after), "regions": regions_view(region, channel)}
    return page(request, "audit/gaps.html", context)


def regions_view(territory: str, channel: str = "", most: int = 40) -> FactsView | None:
    """Return how many gaps each region below has; each count leads to its list. None when there is no gap."""
    counted = gaps_by_region(territory, digits=digits_below(territory), channel=channel)[:most]
    names = region_names(code for code, _count in counted)
    return (
        FactsView([(names[code] or "—", _count_link(code, count, channel)) for code, count in counted])
        if counted
        else None
    )


def _count_link(code: str, count: int, channel: str) -> LinkView:
    query = {key: value for key, value in (("region", code), ("channel", channel)) if value}
    return LinkView(ui_words.thousands(count), f"{reverse('ledger-gaps')}?{urlencode(query)}")


def _list(actor: Actor, found: list[MarkedGap], region: str, channel: str, after: str) -> ListView:
    query = {key: value for key, value in (("region", region), ("channel", channel)) if value}
    shown, more = found[:PAGE], len(found) > PAGE
    names = region_names(one.gap.territory[:6] for one in shown)
    return ListView(
        caption=_("Gaps of times"),
        columns=[
            Column(key="what", label=_("What happened"), width="wide", on_phone="title"),
            Column(key="where", label=_("Where"), width="fit"),
            Column(key="channel", label=_("Channel"), width="fit"),
            Column(key="claimed", label=_("Claimed"), kind="time"),
            Column(key="received", label=_("Received"), kind="time"),
            Column(key="seen", label=_("In the log"), kind="time"),
            Column(key="apart", label=_("Apart"), width="fit"),
        ],
        rows=[_row(one, names) for one in shown],
        empty=EmptyView(
            title=_("No times lie further apart than their channel allows."),
            how=_("How late each channel may bring what it claims is law data: channel.tolerance."),
        ),
        next="?" + urlencode({**query, "after": str(shown[-1].gap.id)}) if more else "",
        first="?" + urlencode(query) if after else "",
        filter=FilterView(
            fields=[field for field in (_region(actor, region), _channel(actor, channel)) if field is not None]
        ),
    )


def _region(actor: Actor, chosen: str) -> FieldView | None:
    below = region_choices(actor)
    choices = [Choice(value="", label=_("All")), *below]
    return (
        FieldView(name="region", label=_("Region"), kind="select", required=False, value=chosen, choices=choices)
        if below
        else None
    )


def _channel(actor: Actor, chosen: str) -> FieldView:
    channels = [Choice(value=one, label=channel_name(one)) for one in gap_channels(actor.territory_code)]
    choices = [Choice(value="", label=_("All")), *channels]
    return FieldView(name="channel", label=_("Channel"), kind="select", required=False, value=chosen, choices=choices)


def _row(one: MarkedGap, names: dict[str, str]) -> Row:
    gap, fact = one.gap, one.fact
    what = (
        LinesView(happened_to(fact.subject_kind, fact.verb), kind_name(fact.subject_kind))
        if fact
        else _("The fact is gone.")
    )
    return Row(
        key=str(gap.id),
        href=proof_href(fact.subject_kind, fact.subject_id) if fact else "",
        cells={
            "what": what,
            "where": names.get(gap.territory[:6]) or None,
            "channel": channel_name(gap.channel),
            "claimed": TimeView(gap.claimed_at),
            "received": TimeView(gap.received_at),
            "seen": TimeView(gap.seen_at),
            "apart": ui_words.span(max(gap.seen_at - gap.claimed_at, gap.seen_at - gap.received_at)),
        },
    )
