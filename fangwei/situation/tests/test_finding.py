"""Finding by words: what is found, by whom, and that the rows follow what changed."""

import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County, member
from fangwei.ledger.consumers import drain
from fangwei.register.tests import factories as register
from fangwei.situation import queries
from fangwei.situation.actions import rebuild
from fangwei.situation.models import SearchRow
from fangwei.situation.queries import candidates, find_cases, find_places
from fangwei.situation.tests.factories import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("配电箱未接地", "电箱"),
        ("瀍河储罐阀门渗漏", "瀍河"),
        ("渑池加油站无静电释放", "渑池"),
        ("LNG储罐液位计失灵", "lng"),
        ("１２号泵房无防护罩", "12号"),
        ("焊割作业无人监护", "焊"),
    ],
)
def test_a_hazard_is_found_by_a_part_of_its_words(county: County, text: str, typed: str) -> None:
    county.report(text)
    county.report("消防通道被堆物占用")
    assert found(county, county.officer, typed) == [text]


def test_words_must_all_be_found_and_the_newest_comes_first(county: County) -> None:
    county.report("一号储罐阀门渗漏")
    county.report("二号储罐阀门渗漏")
    county.report("二号储罐围堰有裂缝")
    assert found(county, county.officer, "储罐 渗漏") == ["二号储罐阀门渗漏", "一号储罐阀门渗漏"]


def test_a_case_is_found_by_its_number_and_by_the_end_of_it(county: County) -> None:
    case = county.report("配电箱未接地")
    number = Case.objects.get(id=case.id).number
    assert number is not None
    assert found(county, county.officer, number) == ["配电箱未接地"]
    assert found(county, county.officer, number.rpartition("-")[2].lstrip("0")) == ["配电箱未接地"]


def test_reading_is_wide_but_ends_at_the_county(county: County) -> None:
    county.report("配电箱未接地")
    elsewhere = register.organization("emergency", "411624", "沈丘县应急管理局")
    assert found(county, county.township_officer, "电箱") == ["配电箱未接地"]
    assert found(county, county.city_duty, "电箱") == ["配电箱未接地"]
    assert found(county, county.safety, "电箱") == ["配电箱未接地"]
    assert found(county, member(elsewhere, "inspector"), "电箱") == []


def test_who_may_not_read_a_case_does_not_find_it(county: County) -> None:
    county.report("配电箱未接地")
    assert found(county, member(register.organization("culture_tourism"), "inspector"), "电箱") == []
    assert found(county, Actor(person_id=None, post_id=None, role="operator"), "电箱") == []


def test_a_place_is_found_by_name_code_and_initials(county: County) -> None:
    place = county.site.place
    drain(at=county.tick())
    rebuild(at=county.at)
    for typed in (place.name[2:4], place.name[:2]):
        assert place.id in find_places(county.officer, typed, limit=5).ids
    elsewhere = register.organization("emergency", "411624", "沈丘县应急管理局")
    assert find_places(member(elsewhere, "inspector"), place.name[:4], limit=5).ids == ()


def test_pages_follow_each_other_without_gap_or_overlap(county: County) -> None:
    for number in range(7):
        county.report(f"第{number}号配电箱未接地")
    drain(at=county.tick())
    first = find_cases(county.officer, "电箱", kinds={"hazard"}, limit=4)
    second = find_cases(county.officer, "电箱", kinds={"hazard"}, limit=4, below=first.after)
    assert len(first.ids) == 4 and len(second.ids) == 3 and not set(first.ids) & set(second.ids)


@pytest.mark.parametrize("few", [1, 2, 6, 120])
def test_what_is_rare_here_and_common_elsewhere_is_found_at_once(
    county: County, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queries, "FEW", few)
    monkeypatch.setattr(queries, "ROUNDS", 1)
    monkeypatch.setattr(queries, "NARROW", few)
    ours = county.report("配电箱未接地")
    other = register.site(register.enterprise("项城市二号纸箱有限公司"))
    for number in range(5):
        county.report(f"第{number}号配电箱无门", place=other.place)
    drain(at=county.tick())
    assert find_cases(county.safety, "电箱", kinds={"hazard"}, limit=5).ids == (ours.id,)
    assert ours.id in candidates(county.safety, "电箱", kinds={"hazard"})
    assert find_cases(county.safety, "电箱", kinds={"order"}, limit=5).ids == ()


def test_rows_kept_by_the_queue_are_those_of_a_rebuilding(county: County) -> None:
    case = county.report("配电箱未接地")
    county.do(case, "grade", county.officer, grade="general")
    county.report("储罐阀门渗漏")
    drain(at=county.tick())
    kept = set(SearchRow.objects.values_list("subject_kind", "subject_id", "words"))
    rebuild(at=county.tick())
    assert set(SearchRow.objects.values_list("subject_kind", "subject_id", "words")) >= kept
    assert found(county, county.officer, "电箱") == ["配电箱未接地"]


def test_what_changed_is_found_by_its_new_words_only(county: County) -> None:
    case = county.report("配电箱未接地")
    drain(at=county.tick())
    Case.objects.filter(id=case.id).update(title="储罐阀门渗漏")
    case.hazard.description = "储罐阀门渗漏"
    case.hazard.save()
    county.do(case, "grade", county.officer, grade="general")
    assert found(county, county.officer, "电箱") == []
    assert found(county, county.officer, "阀门") == ["储罐阀门渗漏"]


def test_nothing_typed_finds_nothing(county: County) -> None:
    county.report("配电箱未接地")
    assert found(county, county.officer, " 、。") == []
    assert candidates(county.officer, "", kinds={"hazard"}) == []
