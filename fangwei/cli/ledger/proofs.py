"""`fangwei ledger proof` and `fangwei ledger check-receipt`: evidence that outlives us."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.cli import json_option, refuse, say
from fangwei.cli.ledger.words import as_rows, read_policy, spoken
from fangwei.engines import merkle
from fangwei.ledger.faults import fault_text
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import life, receipt
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import policy as own_policy


def _subject(given: str) -> UUID:
    """Return the case of this number or id, or any other object that facts speak of. Raises: LedgerRefused."""
    found = Case.objects.filter(number=given.strip().upper()).values_list("id", flat=True).first()
    try:
        return found or UUID(given)
    except ValueError as problem:
        raise LedgerRefused("unknown", given=given) from problem


@click.command()
@click.argument("fact_or_case")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写入的文件。 / File to write.")
@json_option
def proof(fact_or_case: str, out: Path | None, as_json: bool) -> None:
    """出具一条事实的回执（.tlog-proof），或一个案件全过程的证明。 / A fact's receipt, or the proof of a case's whole life."""
    with spoken(as_json):
        subject = _subject(fact_or_case)
        if Fact.objects.filter(id=subject).exists():
            made = receipt(subject)
            text, kind, count = str(made), "receipt", 1
        else:
            told = life(subject)
            text, kind, count = json.dumps(told, ensure_ascii=False, indent=1) + "\n", "life", len(told["facts"])
        if out is not None:
            out.write_text(text, encoding="utf-8")
        result = {"kind": kind, "facts": count, "file": str(out) if out else None, "proof": None if out else text}
        say(as_json, result, _("Written: {file}").format(file=out) if out else text.rstrip("\n"))


@click.command("check-receipt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="信任策略或公钥清单，默认为本机账本。 / Whom to believe: a policy or a list of keys; this machine's log by default.",
)
@click.option(
    "--entry",
    "entry_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="条目文件，默认取回执自带的条目。 / The entry's file; by default the entry that the receipt carries.",
)
@json_option
def check_receipt(file: Path, policy_file: Path | None, entry_file: Path | None, as_json: bool) -> None:
    """核验回执或案件全过程证明。 / Check a receipt, or the proof of a case's whole life."""
    with spoken(as_json):
        policy = read_policy(policy_file) if policy_file is not None else own_policy()
        text = file.read_bytes()
        try:
            if text.lstrip()[:1] == b"{":
                result, faults = _check_life(text, policy)
            else:
                result, faults = _check_receipt(text, policy, entry_file)
        except (merkle.NoteUnreadable, merkle.ReceiptUnreadable, json.JSONDecodeError, UnicodeDecodeError):
            refuse(as_json, "receipt_unreadable", _("{file} is neither a receipt nor a proof.").format(file=file))
        except merkle.NoteUntrusted:
            result, faults = {}, [merkle.Fault("signature_false", file.name)]
        except merkle.QuorumMissing as problem:
            result, faults = {}, [merkle.Fault("quorum_missing", str(problem))]
        lines = [fault_text(fault) for fault in faults] or [_told(result)]
        say(as_json, {"ok": not faults, **result, "faults": as_rows(faults)}, "\n".join(lines))
    if faults:
        sys.exit(1)


def _told(result: dict[str, Any]) -> str:
    lines = [_("True: {facts} facts stand in the log of {origin}, {size} entries.").format(**result)]
    if result["proven_at"]:
        lines.append(_("Witnessed at {at}.").format(at=result["proven_at"]))
    return "\n".join(lines)


def _result(trusted: merkle.Trusted, facts: int) -> dict[str, Any]:
    seen = trusted.proven_at
    head = trusted.checkpoint
    at = datetime.fromtimestamp(seen, UTC).isoformat(timespec="seconds") if seen is not None else None
    return {"facts": facts, "origin": head.origin, "size": head.size, "proven_at": at}


def _check_life(text: bytes, policy: merkle.Policy) -> tuple[dict[str, Any], list[merkle.Fault]]:
    told = json.loads(text)
    faults = merkle.check_life(told, policy)
    return _result(merkle.trust(merkle.parse_note(told["checkpoint"]), policy), len(told["facts"])), faults


def _check_receipt(
    text: bytes, policy: merkle.Policy, entry_file: Path | None
) -> tuple[dict[str, Any], list[merkle.Fault]]:
    found = merkle.parse_receipt(text)
    entry = entry_file.read_bytes() if entry_file is not None else found.extra
    try:
        trusted = merkle.check_receipt(found, entry, policy)
    except merkle.ReceiptFalse:
        return {}, [merkle.Fault("receipt_false", str(found.index))]
    said = {"index": found.index, "entry": entry.decode("utf-8", "replace")}
    return _result(trusted, 1) | said, []
