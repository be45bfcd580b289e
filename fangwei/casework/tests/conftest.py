"""The errand is a kind of case here and nowhere else."""

from typing import Any

import pytest

# Our own code is imported inside: this file is read before Django knows its applications.


@pytest.fixture(autouse=True)
def _errands(monkeypatch: pytest.MonkeyPatch) -> None:
    from fangwei.casework import kinds
    from fangwei.casework.tests.factories import ERRANDS

    monkeypatch.setattr(kinds, "_kinds", kinds._kinds | {"errand": ERRANDS})


@pytest.fixture
def county(db: None) -> Any:
    from fangwei.casework.tests.factories import County

    return County()
