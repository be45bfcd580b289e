"""What is written about permissions keeps up with the tables, and every command that changes something names its actor."""

import pytest

from tests.architecture.test_papers import ALL_COMMANDS
from tools import who_may_what

LOOKING = frozenset(
    {
        "doctor", "documents check", "documents templates", "duty blind-spots", "duty coverage", "duty diff", "duty list",
        "duty file list", "duty file show", "duty matrix", "duty performance", "duty who", "law check", "law explain",
        "law show", "ledger check-receipt", "ledger counts", "ledger erasures list", "ledger gaps", "ledger proof",
        "ledger verify", "witness show", "search find", "notices list", "user list", "token list",
    }
)  # fmt: skip
"""Commands that only look."""
SYSTEM = frozenset(
    {
        "setup", "up", "demo", "law load", "ledger publish", "ledger reconcile", "ledger recover", "ledger signer",
        "ledger witness", "witness serve", "witness sign", "search rebuild", "sweep", "notices send",
    }
)  # fmt: skip
"""Commands of the machine: timers, set-up and the log's own work; they act as the system."""
OPERATOR = frozenset({"user add", "user deactivate", "user password", "token create", "token revoke"})
"""Commands of whoever holds the machine, about the account or token that they name."""


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_a_command_that_changes_something_names_its_actor(command: str) -> None:
    short = command.removeprefix("fangwei ")
    if short in LOOKING | SYSTEM:
        return
    names = {parameter.name for parameter in ALL_COMMANDS[command].params}
    wanted = {"username", "prefix"} if short in OPERATOR else {"by_name"}
    assert names & wanted, f"{command}: in whose name? Give it --by, or say in this table that it only looks"


def test_the_page_says_what_the_tables_say() -> None:
    written = who_may_what.PAGE.read_text(encoding="utf-8")
    assert written == who_may_what.page(), "run `python tools/who_may_what.py`"
