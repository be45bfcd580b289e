"""`fangwei ledger`: publish the tamper-evident log, check it and anybody's copy of it, hand out proofs."""

import click

from fangwei.cli import start_django

start_django()

from fangwei.cli.ledger.erasures import erasures  # noqa: E402
from fangwei.cli.ledger.proofs import check_receipt, proof  # noqa: E402 Django is loaded above
from fangwei.cli.ledger.publish import publish  # noqa: E402
from fangwei.cli.ledger.reconcile import reconcile  # noqa: E402
from fangwei.cli.ledger.recover import recover  # noqa: E402
from fangwei.cli.ledger.signer import signer  # noqa: E402
from fangwei.cli.ledger.verify import verify  # noqa: E402
from fangwei.cli.ledger.watch import counts, gaps  # noqa: E402
from fangwei.cli.ledger.witness import witness  # noqa: E402


@click.group(name="ledger", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """防篡改账本：发布、核验、出具证明。 / The tamper-evident ledger: publish, verify, prove."""


for one in (publish, verify, proof, check_receipt, witness, reconcile, recover, erasures, signer, gaps, counts):
    command.add_command(one)
