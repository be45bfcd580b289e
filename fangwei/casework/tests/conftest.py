"""The errand is a kind of case here and nowhere else."""

from typing import Any

import pytest

# Our own code is imported inside: this file is read before Django knows its applications.


@pytest.fixture(autouse=True)
def _errands(monkeypatch: pytest.MonkeyPatch) -> None:
    from fangwei.casework import kinds, sweep
    from fangwei.casework.tests.factories import ERRANDS
    from fangwei.ledger import consumers

    monkeypatch.setattr(kinds, "_kinds", {"errand": ERRANDS})
    # Capabilities above have their own reasons to open cases; here nobody hears of anything.
    monkeypatch.setattr(sweep, "_sweepers", {})
    monkeypatch.setattr(consumers, "_consumers", {})


@pytest.fixture
def county(db: None) -> Any:
    from fangwei.casework.tests.factories import County

    return County()
