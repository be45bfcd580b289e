"""What the interface's tests share: a county whose people have programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from fangwei.surfaces.api.tests.programs import Programs
    from fangwei.ui.tests.visiting import Visit


@pytest.fixture
def programs(visit: "Visit", monkeypatch: pytest.MonkeyPatch) -> Iterator["Programs"]:
    """The county's programs; none of them waits for a rate unless the test wants it."""
    from fangwei.surfaces.api import asking  # Django is set up only after the tests' own settings
    from fangwei.surfaces.api.rates import RATES
    from fangwei.surfaces.api.tests.programs import Programs

    monkeypatch.setattr(asking, "clock", visit.county.tick)
    monkeypatch.setattr(settings, "FANGWEI_API_RATE", 0)
    yield Programs(visit)
    RATES.forget()
