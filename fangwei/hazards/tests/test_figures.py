"""What an enterprise counts in a quarter, and what a landlord reads of its tenants."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fangwei.casework.models import Case
from fangwei.hazards.queries import let_by, statistics
from fangwei.hazards.tests.factories import NOW, TODAY, County, holder_of
from fangwei.register import actions as acts
from fangwei.register.tests import factories as register
from fangwei.register.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db

BEGINS, ENDS = (
    datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=8),
    datetime(2026, 4, 1, tzinfo=UTC) - timedelta(hours=8),
)


@pytest.fixture
def county() -> County:
    return County()


def test_found_closed_open_and_overdue_are_counted_by_grade(county: County) -> None:
    closed = county.submitted()
    county.do(closed, "verify", county.second, photos=1, note="已清空")
    county.ordered(description="未张贴警示标志")
    county.ordered("major", description="储罐区未设围堰")
    county.report("应急灯损坏")
    found = statistics(Case.objects.all(), BEGINS, ENDS)
    assert dict(found.found) == {"general": 2, "major": 1, "ungraded": 1}
    assert found.closed["general"] == found.found_and_closed["general"] == 1
    assert found.open_at_end == {"general": 1, "major": 1, "ungraded": 1}
    assert found.overdue_at_end["general"] == 1
    assert [case.title for case in found.major_open] == ["储罐区未设围堰"]
    assert found.funds_fen["major"] == 5_000_000
    later = statistics(Case.objects.all(), ENDS, ENDS + timedelta(days=91))
    assert sum(later.found.values()) == 0
    assert sum(later.open_at_end.values()) == 3


def test_a_landlord_reads_the_lines_of_its_tenants_and_no_more(county: County) -> None:
    landlord = register.enterprise()
    officer = holder_of(register.post("enterprise_safety_officer", landlord))
    assert let_by(officer, TODAY) == []
    lease = acts.lease_site(site=county.site, landlord=landlord, valid_from=date(2026, 1, 1), by=SYSTEM, at=NOW)
    county.ordered(description="安全出口被货物堵塞")
    (let,) = let_by(officer, TODAY)
    assert (let.tenant, let.agreement_on, [one.title for one in let.open]) == (
        county.site.enterprise.name, None, ["安全出口被货物堵塞"],
    )  # fmt: skip
    acts.agree_on_safety(lease=lease, on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    assert let_by(officer, TODAY)[0].agreement_on == date(2026, 1, 5)
    assert let_by(county.officer, TODAY) == []
    assert let_by(county.safety, TODAY) == []
