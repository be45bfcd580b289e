"""What tests of every surface share: a county and browsers for its people."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fangwei.ui.tests.visiting import Visit


@pytest.fixture
def visit(db: None, monkeypatch: pytest.MonkeyPatch) -> "Visit":
    """A county with people who can sign in."""
    from fangwei.ui.tests.visiting import Visit  # Django is set up only after the tests' own settings

    return Visit(monkeypatch)
