"""`fangwei ledger recover`: the runbook's three steps after a loss."""

from datetime import UTC, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from fangwei.cli import json_option, refuse, say
from fangwei.cli.ledger.words import copy_at, spoken
from fangwei.engines import merkle
from fangwei.ledger.actions import adopt_checkpoint, rebuild_tiles, refill


@click.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="任何人手中最新的检查点，用来恢复最高检查点记录。 / The newest checkpoint anybody holds: puts back the highest record.",
)
@click.option(
    "--from",
    "place",
    metavar="URL|DIR",
    help="从副本补回恢复旧备份后缺少的条目。 / A copy to take back the entries that an older backup lacks.",
)
@click.option("--tiles", is_flag=True, help="由条目重新生成全部瓦片。 / Make every tile again from the entries.")
@json_option
def recover(checkpoint: Path | None, place: str | None, tiles: bool, as_json: bool) -> None:
    """按手册修复账本；先读 docs/operate/ledger.md。 / Mend the log by the runbook; read docs/operate/ledger.md first."""
    with spoken(as_json):
        if checkpoint is not None:
            found = adopt_checkpoint(checkpoint.read_bytes())
            told = _("The highest signed checkpoint is known again: {size} entries.").format(size=found.size)
            say(as_json, {"highest": found.size}, told)
        elif place is not None:
            try:
                count = refill(copy_at(place), at=datetime.now(UTC))
            except (merkle.Missing, merkle.TileUnreadable) as problem:
                told = _("The copy lacks {name}: take another one.").format(name=problem)
                refuse(as_json, "copy_incomplete", told)
            say(as_json, {"refilled": count}, _("{count} entries were taken back.").format(count=count))
        elif tiles:
            size = rebuild_tiles()
            say(as_json, {"size": size}, _("The tiles of {size} entries were made again.").format(size=size))
        else:
            refuse(as_json, "nothing_chosen", _("Give --checkpoint, --from or --tiles: docs/operate/ledger.md."))
