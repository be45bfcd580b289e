"""What pages read: the matrix by cell and page, what a post answers for, and sums that follow what changed."""

from collections import Counter
from datetime import timedelta

import pytest

from fangwei.duty import actions, queries
from fangwei.duty.models import DutyClass, DutyTally, GapTally, Placement
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County, hold
from fangwei.register import actions as register_actions
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
BY = make.SYSTEM


@pytest.fixture
def county() -> County:
    county = County()
    for code in ("2614", "2614", "6210", "1711", "9610"):
        register.site(industry_code=code)
    register.place("road")
    county.run()
    return county


def test_the_sums_are_those_of_the_classes(county: County) -> None:
    expected: Counter[tuple[str, str, str, str]] = Counter()
    for one in DutyClass.objects.select_related("place_class"):
        here = one.place_class
        expected[here.territory_code[:6], here.trade[:2], one.domain, one.rule] += here.places
    told: Counter[tuple[str, str, str, str]] = Counter()
    for row in DutyTally.objects.all():
        told[row.county, row.division, row.domain, row.rule] += row.pairs
    assert told == expected
    (gap,) = GapTally.objects.all()
    assert (gap.kind, gap.pairs) == ("no_keeper", county.coverage().blind_spots["no_keeper"])


def test_the_matrix_is_cut_to_the_next_level_and_its_pairs_are_the_same_at_each(county: County) -> None:
    pairs = county.coverage().pairs
    for code, length in (("", 2), ("41", 4), ("4116", 6), (register.COUNTY, 9)):
        cells = queries.matrix(code, county.day)
        assert sum(cell.pairs for cell in cells) == pairs
        assert {len(cell.territory) for cell in cells} == {length}


def test_the_matrix_is_read_a_page_or_a_slice_at_a_time(county: County) -> None:
    whole = queries.matrix(register.COUNTY, county.day)
    paged, after = [], None
    while page := queries.matrix(register.COUNTY, county.day, after=after, limit=2):
        assert len(page) <= 2
        paged, after = [*paged, *page], page[-1].key
    assert paged == whole
    assert {cell.trade for cell in queries.matrix("41", county.day, trade="26")} == {"26"}
    assert {cell.domain for cell in queries.matrix("41", county.day, domain="fire")} == {"fire"}


def test_a_cell_says_what_is_empty_double_and_stale(county: County) -> None:
    def cell(trade: str, domain: str = "general") -> queries.Cell:
        (found,) = queries.matrix("4116", county.day, trade=trade, domain=domain)
        return found

    assert (cell("96").empty, cell("26").answered, cell("26").stale) == (1, 2, 0)
    county.establish("emergency")
    county.run()
    assert (cell("26").double, cell("26").answered) == (2, 0)
    tenure = make.duty_post(county.bodies["fire"]).tenures.get()
    register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)
    assert cell("26", "fire").empty == 2
    hold(tenure.post, start=county.day, planned_end=county.day + timedelta(days=1))
    county.run(days=1)
    assert cell("26", "fire").stale == 2
    county.at += timedelta(days=1)
    assert cell("62").stale == cell("62").pairs, "nothing has been resolved for this day"
    assert queries.resolved(county.day).behind
    county.run()
    assert cell("62").stale == 0 and not queries.resolved(county.day).behind


def test_an_office_sees_what_it_leads_and_where_it_assists_a_page_at_a_time(county: County) -> None:
    post = make.duty_post(county.bodies["emergency"])
    whole = queries.answers_for(post.id, county.day)
    led = DutyClass.objects.filter(lead_post=post).values_list("place_class__places", flat=True)
    assert whole.pairs["lead"] == sum(led) and whole.pairs["assist"] > 0 and "charge" not in whole.pairs
    assert whole.pairs == {
        part: sum(one.pairs for one in whole.shares if one.part == part) for part in ("lead", "assist")
    }
    assert all(one.citation and one.rule for one in whole.shares)
    paged, after = [], None
    while (page := queries.answers_for(post.id, county.day, limit=1, after=after)).shares:
        paged, after = [*paged, *page.shares], page.following
        if after is None:
            break
    assert paged == whole.shares and whole.following is None


def test_assisting_is_what_the_answers_say(county: County) -> None:
    for line in ("emergency", "market", "fire"):
        body = county.bodies[line]
        told = queries.answers_for(make.duty_post(body).id, county.day).pairs.get("assist", 0)
        expected = 0
        for placed in Placement.objects.select_related("place__site"):
            for domain in queries.domains_of(placed.place, county.day):
                answer = queries.who_owns(placed.place, domain, county.day)
                expected += line in answer.assisting and answer.lead_kind != line
        assert told == expected


def test_a_leader_sees_the_lines_in_charge_and_the_first_one_everything(county: County) -> None:
    government = county.establish("government")
    first = register_actions.establish_post(
        name="县长", role="leader", organization=government, rank=9, by=BY, at=county.at
    )
    deputy = register_actions.establish_post(
        name="副县长", role="leader", organization=government, rank=3, by=BY, at=county.at
    )
    assert queries.answers_for(deputy.id, county.day).shares == []
    actions.give_portfolio(post=deputy, line="fire", valid_from=county.day, by=BY, at=county.at)
    county.run()
    mine = queries.answers_for(deputy.id, county.day)
    assert {one.domain for one in mine.shares} == {"fire"} and {one.part for one in mine.shares} == {"charge"}
    assert {one.territory for one in mine.shares} == {register.COUNTY}
    assert queries.answers_for(first.id, county.day).pairs["charge"] == county.coverage().pairs
    assert queries.answers_for(first.id, county.day).open["charge"] == 1, "a trade without a rule"


def test_what_is_read_costs_as_many_statements_however_many_places(
    county: County, django_assert_max_num_queries
) -> None:
    for n in range(30):
        register.site(industry_code=("2614", "6210", "5211")[n % 3])
    county.run()
    with django_assert_max_num_queries(6):
        queries.coverage(register.COUNTY, on=county.day)
    with django_assert_max_num_queries(5):
        queries.matrix(register.COUNTY, county.day)
    assert len(queries.causes(register.COUNTY, on=county.day, limit=1)) == 1
