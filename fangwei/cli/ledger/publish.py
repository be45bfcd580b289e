"""`fangwei ledger publish`: the log as a folder of files."""

from datetime import UTC, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from fangwei.cli import json_option, say
from fangwei.cli.ledger.words import spoken
from fangwei.ledger import actions
from fangwei.ledger.signing import signers


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def publish(folder: Path, as_json: bool) -> None:
    """把账本发布到文件夹，任何人都可核验；不需要启动服务。 / Write the log to a folder anybody can check; needs no server."""
    with spoken(as_json):
        head = actions.publish(folder, at=datetime.now(UTC))
        key = signers()[0].key
        result = {"folder": str(folder), "size": head.size, "root": bytes(head.root).hex(), "origin": key.name}
        told = _("{size} entries of {origin} are in {folder}. Anybody can check them with {folder}/vkeys.")
        say(as_json, result, told.format(size=head.size, origin=key.name, folder=folder))
