"""`fangwei ledger gaps` and `fangwei ledger counts`: what the auditor's page lists, for scripts."""

from datetime import UTC, datetime, timedelta

import click
from django.utils.translation import gettext as _

from fangwei.cli import json_option, say
from fangwei.cli.ledger.words import spoken
from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.commitments import instant
from fangwei.ledger.queries import daily_counts
from fangwei.ledger.queries import gaps as gaps_of

_TERRITORY = click.option(
    "--territory", default="", help="行政区划代码，默认全部。 / Division code; everywhere by default."
)


@click.command()
@_TERRITORY
@click.option("--channel", default="", help="只看这个渠道。 / This channel only.")
@click.option(
    "--limit", default=200, show_default=True, help="最多几条，从最新起。 / At most so many, the newest first."
)
@json_option
def gaps(territory: str, channel: str, limit: int, as_json: bool) -> None:
    """列出超出渠道容许范围的时间差。 / List facts whose times lie further apart than their channel allows."""
    with spoken(as_json):
        found = [
            {
                "fact": str(one.gap.fact_id),
                "kind": f"{one.fact.subject_kind}.{one.fact.verb}" if one.fact else None,
                "subject": str(one.fact.subject_id) if one.fact else None,
                "territory": one.gap.territory,
                "channel": one.gap.channel,
                "claimed_at": instant(one.gap.claimed_at),
                "received_at": instant(one.gap.received_at),
                "seen_at": instant(one.gap.seen_at),
            }
            for one in gaps_of(territory, channel=channel, limit=limit)
        ]
        lines = [
            f"{one['claimed_at']}  {one['seen_at']}  {one['channel']:8}  {one['territory']:9}  {one['kind']}  {one['fact']}"
            for one in found
        ]
        say(as_json, {"gaps": found}, "\n".join(lines) or _("No times lie further apart than their channel allows."))


@click.command()
@_TERRITORY
@click.option("--days", default=30, show_default=True, help="最近几天。 / The last so many days.")
@json_option
def counts(territory: str, days: int, as_json: bool) -> None:
    """每天每县各类事实的条数。 / How many facts of each kind each day brought, county by county."""
    with spoken(as_json):
        since = datetime.now(UTC).astimezone(SHANGHAI).date() - timedelta(days=days - 1)
        rows = daily_counts(territory, digits=6, since=since, limit=1_000_000)
        found = [
            {"day": one.day.isoformat(), "region": one.region, "kind": one.kind, "facts": one.facts} for one in rows
        ]
        lines = [f"{one['day']}  {one['region']:6}  {one['facts']:>7}  {one['kind']}" for one in found]
        say(as_json, {"counts": found}, "\n".join(lines) or _("Nothing has been counted yet."))
