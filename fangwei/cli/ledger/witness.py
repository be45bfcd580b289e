"""`fangwei ledger witness`: have the newest head cosigned, over the network or by file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fangwei.cli import json_option, say
from fangwei.cli.ledger.words import spoken
from fangwei.ledger.actions import accept_cosignatures, collect_cosignatures, integrate, request_by_file
from fangwei.ledger.queries import newest_checkpoint, published_checkpoint

_OUTCOMES = {
    "signed": gettext_noop("{name}: signed."),
    "waiting": gettext_noop("{name}: no address; carry it a request: --request {name} --out FILE."),
    "unreachable": gettext_noop("{name}: cannot be reached."),
    "refused": gettext_noop("{name}: refused. If it says 422, our history is not the one it saw."),
    "ahead": gettext_noop("{name}: has seen more of this log than we have. Our database is older than the log."),
}
_BAD = {"refused", "ahead"}


@click.command()
@click.option(
    "--request", "name", metavar="WITNESS", help="为离线见证人生成请求文件。 / Make the file to carry to a witness."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="请求写入的文件。 / File for the request.")
@click.option(
    "--accept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="收下离线见证人带回的签名文件。 / Take in the file that a witness sent back.",
)
@json_option
def witness(name: str | None, out: Path | None, accept: Path | None, as_json: bool) -> None:
    """请见证人为最新检查点签名。 / Ask the witnesses to cosign the newest checkpoint."""
    at = datetime.now(UTC)
    bad = False
    with spoken(as_json):
        if name is not None:
            integrate(at=at)
            text = str(request_by_file(witness=name))
            if out is not None:
                out.write_text(text, encoding="utf-8")
            shown = _("Carry {file} to the witness.").format(file=out) if out else text.rstrip("\n")
            say(as_json, {"request": None if out else text, "file": str(out) if out else None}, shown)
        elif accept is not None:
            kept = accept_cosignatures(accept.read_bytes(), at=at)
            say(as_json, {"signed": kept}, _("Taken in: {names}").format(names=", ".join(kept)))
        else:
            integrate(at=at)
            told = collect_cosignatures(at=at)
            bad = any(one.outcome in _BAD for one in told)
            head, published = newest_checkpoint(), published_checkpoint()
            sizes = {"size": head.size if head else 0, "published": published.size if published else 0}
            lines = [_(_OUTCOMES[one.outcome]).format(name=one.name) for one in told]
            lines.append(_("Signed: {size} entries. Published: {published}.").format(**sizes))
            rows = [{"witness": one.name, "outcome": one.outcome, "size": one.size} for one in told]
            say(as_json, {"witnesses": rows, **sizes}, "\n".join(lines))
    if bad:
        sys.exit(1)
