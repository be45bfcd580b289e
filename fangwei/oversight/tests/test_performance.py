"""What a post owes and did in a quarter, counted from its own cases and facts; quarters as officials write them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from fangwei.casework.models import Case
from fangwei.duty.tests.factories import duty_post
from fangwei.hazards.tests.factories import County
from fangwei.oversight.performance import Performance, performance
from fangwei.oversight.quarters import Span, quarter_named, quarter_of, quarters_of, year_span

Q1 = quarter_named("2026Q1")
Q2 = quarter_named("2026Q2")


def told(county: County, post, span: Span = Q1) -> Performance:
    return performance(post, span, known=county.tick())


def numbers(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@pytest.mark.django_db
def test_the_owner_of_cases_owes_them_and_the_officer_did_the_steps() -> None:
    county = County()
    county.report("未处理", found_on=date(2026, 3, 1))
    county.submitted()
    case = county.submitted(description="第二条")
    county.do(case, "verify", county.officer, photos=1, note="已清空", **county.with_second())
    owed = told(county, duty_post(county.emergency).id).owed
    assert (owed["came_in"], owed["ended"], owed["open_at_end"], owed["open_at_start"]) == (3, 1, 2, 0)
    assert owed["rectified_in_time"] == 2 and owed["steps_in_time"] >= 3
    did = told(county, county.officer.post_id).did
    assert (did["found"], did["graded"], did["ordered"], did["verified"]) == (3, 2, 2, 1)
    assert told(county, county.officer.post_id).acts == sum(
        sum(verbs.values()) for verbs in told(county, county.officer.post_id).by_kind.values()
    )
    assert not numbers(told(county, county.officer.post_id, quarter_named("2025Q4")).did)


@pytest.mark.django_db
def test_a_case_handed_over_is_owed_by_one_after_the_other() -> None:
    county = County()
    case = county.ordered()
    county.at += timedelta(days=40)
    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属房屋")
    county.do(case, "accept_transfer", county.housing_duty)
    county.at += timedelta(days=20)
    first, second = duty_post(county.emergency).id, county.housing_duty.post_id
    assert numbers(told(county, first, Q1).owed)["open_at_end"] == 1
    assert told(county, first, Q2).owed["handed_over"] == 1
    assert told(county, first, Q2).owed["open_at_end"] == 0
    assert told(county, second, Q2).owed["came_in"] == told(county, second, Q2).owed["open_at_end"] == 1
    assert told(county, second, Q2).owed["overdue_at_end"] == 1
    assert told(county, second, Q2).did["transfers_taken"] == 1


@pytest.mark.django_db
def test_it_costs_what_the_post_has_and_not_what_the_county_has() -> None:
    county = County()
    case = county.ordered()
    post = duty_post(county.market).id

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            told(county, post)
        return len(seen)

    before = statements()
    for number in range(4):
        county.report(f"又一条{number}")
    assert statements() == before
    assert Case.objects.filter(id=case.id).exists()


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_every_day_lies_in_one_quarter_of_its_year(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert [one for one in quarters_of(day.year) if one.first <= day <= one.last] == [quarter]
    assert quarter_named(quarter.name) == quarter
    assert quarters_of(day.year)[0].first == year_span(day.year).first
    assert quarters_of(day.year)[-1].last == year_span(day.year).last
    assert quarter_of(quarter.last + timedelta(days=1)).first == quarter.last + timedelta(days=1)


@pytest.mark.parametrize("text", ["2026Q5", "Q1", "26Q1", "2026", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        quarter_named(text)


def test_a_quarter_is_read_as_officials_write_it() -> None:
    assert quarter_named("2026年第3季度") == quarter_named("2026-Q3") == Span(date(2026, 7, 1), date(2026, 9, 30))
