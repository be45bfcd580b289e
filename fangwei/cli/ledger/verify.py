"""`fangwei ledger verify`: our own log, or anybody's copy of one."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click
from django.utils.translation import gettext as _

from fangwei.cli import json_option, refuse, say
from fangwei.cli.ledger.words import as_rows, copy_at, policy_of_keys, read_policy, spoken
from fangwei.engines import merkle
from fangwei.gateways.published import read_file
from fangwei.ledger.faults import fault_text
from fangwei.ledger.queries import check_log, check_whole_log, newest_checkpoint


@click.command()
@click.option("--full", is_flag=True, help="逐条重算整个账本。 / Hash every entry of the log again.")
@click.option(
    "--from",
    "place",
    metavar="URL|DIR",
    help="核验别人手中的副本，逐条重算。 / Check anybody's copy, every entry hashed again.",
)
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="信任策略或公钥清单；须从可信渠道取得。 / Whom to believe: a policy or a list of keys, got from where you trust.",
)
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="以前保存的检查点，核验副本是否由它延续而来。 / A checkpoint kept from before, which the copy must continue.",
)
@json_option
def verify(full: bool, place: str | None, policy_file: Path | None, known: Path | None, as_json: bool) -> None:
    """核验账本是否被改动。 / Check that nothing in the log was changed."""
    begun = time.monotonic()
    with spoken(as_json):
        if place is None:
            if policy_file or known:
                refuse(as_json, "needs_from", _("--policy and --known need --from."))
            faults = check_whole_log() if full else check_log(at=datetime.now(UTC))
            found = list(islice(faults, merkle.MOST_FAULTS))
            head = newest_checkpoint()
            size, root = (head.size, bytes(head.root).hex()) if head is not None else (0, "")
            trusted = True
        else:
            found, checkpoint, trusted = _check_copy(place, policy_file, known)
            size, root = (checkpoint.size, checkpoint.root.hex()) if checkpoint else (0, "")
        result = {
            "ok": not found,
            "size": size,
            "root": root,
            "full": full or place is not None,
            "keys_from_copy": not trusted,
            "faults": as_rows(found),
            "seconds": round(time.monotonic() - begun, 3),
        }
        say(as_json, result, _told(found, size, trusted))
    if found:
        sys.exit(1)


def _told(found: list[merkle.Fault], size: int, trusted: bool) -> str:
    if found:
        return "\n".join(fault_text(fault) for fault in found)
    lines = [_("Sound: {size} entries, nothing was changed.").format(size=size)]
    if not trusted:
        lines.append(_("The keys came with the copy, so this shows only that it agrees with itself: give --policy."))
    return "\n".join(lines)


def _check_copy(
    place: str, policy_file: Path | None, known: Path | None
) -> tuple[list[merkle.Fault], merkle.Checkpoint | None, bool]:
    """Return a copy's faults, its checkpoint when it can be believed, and whether the keys came from elsewhere."""
    data = read_file(place, "checkpoint")
    if data is None:
        return [merkle.Fault("checkpoint_missing", place)], None, True
    policy = read_policy(policy_file) if policy_file is not None else None
    trusted = policy is not None
    if policy is None:
        own = read_file(place, "policy") or read_file(place, "vkeys") or b""
        policy = policy_of_keys(own) or merkle.parse_policy(own)
    try:
        head = merkle.trust(merkle.parse_note(data), policy).checkpoint
    except merkle.NoteUnreadable:
        return [merkle.Fault("checkpoint_unreadable", place)], None, trusted
    except merkle.NoteUntrusted:
        return [merkle.Fault("signature_false", place)], None, trusted
    except merkle.QuorumMissing as problem:
        return [merkle.Fault("quorum_missing", str(problem))], None, trusted
    return list(islice(_faults(place, head, known), merkle.MOST_FAULTS)), head, trusted


def _faults(place: str, head: merkle.Checkpoint, known: Path | None) -> Iterator[merkle.Fault]:
    copy = copy_at(place)
    yield from merkle.check_copy(copy, head)
    if known is not None:
        before = merkle.parse_checkpoint(merkle.parse_note(known.read_bytes()).text)
        if before.size > head.size or merkle.root_at(_nodes(copy, head.size), before.size) != before.root:
            yield merkle.Fault("history_differs", str(before.size))


def _nodes(copy: merkle.Copy, size: int) -> merkle.TileNodes:
    def fetch(level: int, number: int) -> bytes:
        return copy.tile(merkle.TileName(level, number, merkle.width_at(size, level, number)))

    return merkle.TileNodes(fetch)
