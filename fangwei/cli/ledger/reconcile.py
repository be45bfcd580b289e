"""`fangwei ledger reconcile`: live rows, facts and log compared, now."""

import sys
from datetime import UTC, datetime

import click
from django.utils.translation import gettext as _

from fangwei.cli import json_option, say
from fangwei.cli.ledger.words import as_rows, spoken
from fangwei.engines import merkle
from fangwei.ledger.actions import integrate, record_reconciliation
from fangwei.ledger.faults import fault_text


@click.command()
@json_option
def reconcile(as_json: bool) -> None:
    """比对业务数据、事实和账本，结果也记入账本。 / Compare live rows, facts and log; what is found is logged too."""
    at = datetime.now(UTC)
    with spoken(as_json):
        integrate(at=at)
        done = record_reconciliation(at=at)
        found = [merkle.Fault(one["check"], one["where"]) for one in done.first]
        result = {"ok": not done.faults, "facts": done.facts, "entries": done.entries, "faults": done.faults}
        sound = _("Sound: {facts} facts and {entries} entries tell the same story.")
        lines = [fault_text(fault) for fault in found] or [sound.format(facts=done.facts, entries=done.entries)]
        say(as_json, result | {"first": as_rows(found)}, "\n".join(lines))
    if done.faults:
        sys.exit(1)
