"""How many facts each day brought, by region and kind: a number that falls later gives a removal away."""

from datetime import date, timedelta
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fangwei.accounts.actor import Actor
from fangwei.ledger.queries import DayCount, counted_kinds, daily_counts, facts_by_day
from fangwei.ui.parts import Choice, Column, EmptyView, FieldView, FilterView, ListView, Row, TimeView
from fangwei.ui.parts.bars import DaysView
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.proofs import AUDITORS
from fangwei.ui.present.records import happened_to, kind_name
from fangwei.ui.present.regions import digits_below, region_asked, region_choices, region_names

PAGE = 40
DAYS = 30


@require_safe
@for_roles(AUDITORS)
def count_list(request: HttpRequest) -> HttpResponse:
    """Show the last thirty days' counts of the auditor's territory."""
    asked = cast(Asked, request)
    region = region_asked(asked.actor, request.GET.get("region", ""))
    kind = request.GET.get("kind", "")
    since = asked.today - timedelta(days=DAYS - 1)
    context = {
        "days": days_view(region, asked.today, kind),
        "list": _list(asked.actor, region, kind, since, request.GET.get("after", "")),
    }
    return page(request, "audit/counts.html", context)


def days_view(territory: str, today: date, kind: str = "") -> DaysView:
    """Return the last thirty days of a territory as bars."""
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    counted = facts_by_day(territory, since=days[0], kind=kind)
    return DaysView(
        label=_("Facts received on each of the last thirty days"), days=[(day, counted.get(day, 0)) for day in days]
    )


def counted_kind_name(kind: str) -> str:
    """Return what is counted in words: the kind of record and what happened to it."""
    subject, _dot, verb = kind.partition(".")
    return f"{kind_name(subject)} · {happened_to(subject, verb)}"


def _list(actor: Actor, region: str, kind: str, since: date, after: str) -> ListView:
    digits = digits_below(region)
    found = daily_counts(region, digits=digits, since=since, kind=kind, before=_mark(after), limit=PAGE + 1)
    shown, query = found[:PAGE], {key: value for key, value in (("region", region), ("kind", kind)) if value}
    names = region_names(one.region for one in shown)
    return ListView(
        caption=_("Daily counts"),
        columns=[
            Column(key="day", label=_("Day"), kind="time", width="fit"),
            Column(key="region", label=_("Region"), width="fit"),
            Column(key="kind", label=_("What happened"), width="wide", on_phone="title"),
            Column(key="facts", label=_("Facts"), kind="number", width="fit"),
        ],
        rows=[_row(one, names) for one in shown],
        empty=EmptyView(
            title=_("Nothing has been counted yet."), how=_("It is counted every night after two o’clock.")
        ),
        next="?" + urlencode({**query, "after": _after(shown[-1])}) if len(found) > PAGE else "",
        first="?" + urlencode(query) if after else "",
        filter=FilterView(fields=_fields(actor, region, kind, since)),
    )


def _row(one: DayCount, names: dict[str, str]) -> Row:
    return Row(
        key=_after(one),
        cells={
            "day": TimeView(one.day, "day"),
            "region": names[one.region] or _("Nowhere in particular"),
            "kind": counted_kind_name(one.kind),
            "facts": one.facts,
        },
    )


def _fields(actor: Actor, region: str, kind: str, since: date) -> list[FieldView]:
    every = Choice(value="", label=_("All"))
    kinds = [
        Choice(value=one, label=counted_kind_name(one)) for one in counted_kinds(actor.territory_code, since=since)
    ]
    by_kind = FieldView(
        name="kind", label=_("What happened"), kind="select", required=False, value=kind, choices=[every, *kinds]
    )
    below = region_choices(actor)
    if not below:
        return [by_kind]
    by_region = FieldView(
        name="region", label=_("Region"), kind="select", required=False, value=region, choices=[every, *below]
    )
    return [by_region, by_kind]


def _after(one: DayCount) -> str:
    return f"{one.day.isoformat()}~{one.region}~{one.kind}"


def _mark(after: str) -> tuple[date, str, str] | None:
    day, _tilde, rest = after.partition("~")
    region, _tilde, kind = rest.partition("~")
    try:
        return (date.fromisoformat(day), region, kind)
    except ValueError:
        return None
