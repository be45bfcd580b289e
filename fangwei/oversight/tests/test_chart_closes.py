"""A chart that closes a department: what it owned is a blind spot of its own kind until somebody takes it over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.sweep import sweep
from fangwei.duty.queries import who_owns
from fangwei.duty.sheet import CHART
from fangwei.hazards.tests.factories import County
from fangwei.ledger.consumers import drain
from fangwei.oversight.models import BlindSpot
from fangwei.register.queries import holders_of
from fangwei.register.tests import factories as register
from fangwei.sheets.actions import import_sheet
from fangwei.sheets.tests.factories import table

pytestmark = pytest.mark.django_db


def standing() -> set[str]:
    return set(BlindSpot.objects.filter(case__is_open=True).values_list("gap", flat=True))


def test_a_closed_department_leaves_its_cases_to_be_taken_over(county_home: County, tmp_path: Path) -> None:
    county = county_home
    case = county.report()
    owner = case.owner_post
    drain(at=county.tick())
    sweep(at=county.tick())
    today = date.fromisoformat(county.day())
    row = {"organization": county.emergency.name, "kind": "emergency", "abolished": today}
    file = table(tmp_path / "名册.xlsx", CHART, [row], "项城市机构人员名册")
    at = county.tick()
    found = import_sheet("organizations", file=file, by=Actor.system(), at=at, territory=register.COUNTY, on=today)
    assert found.counts["updated"] == 1, found.errors
    drain(at=county.tick())
    sweep(at=county.tick())
    assert {"no_organization", "case_owner_left"} <= standing()
    case.refresh_from_db()
    assert case.owner_post == owner and not holders_of([owner.id], today)
    fresh = who_owns(county.place, "general", today)
    assert fresh.owner_post != owner and fresh.owner_post.holds_on(today), "what comes up now has an owner at once"
    assert county.report("消防通道堵塞", by=county.grid).owner_post.holds_on(today)
    county.do(case, "propose_transfer", county.office_duty, to_post=str(fresh.owner_post.id), reason="机构改革")
    county.do(case, "accept_transfer", county.clerk)
    drain(at=county.tick())
    sweep(at=county.tick())
    assert "case_owner_left" not in standing()


@pytest.fixture
def county_home(settings: Any, tmp_path: Path) -> County:
    settings.FANGWEI_HOME = tmp_path
    return County()
