"""Yearly duty files: frozen, signed, countersigned by another; a changed fact makes a new edition."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fangwei.hazards.tests.factories import County
from fangwei.ledger.models import Fact
from fangwei.oversight.actions.files import (
    DutyFileRefused,
    countersign_duty_file,
    draw_up_duty_file,
    sign_duty_file,
)
from fangwei.oversight.comparison import compare_duty_files
from fangwei.oversight.dossier import sha256_of
from fangwei.oversight.models import DutyFile
from fangwei.register.models import Person, Post

pytestmark = pytest.mark.django_db


def draw(county: County, year: int = 2026, **more: Any) -> DutyFile:
    who = more.pop("who", county.officer)
    given = {"by": who} | more
    person, post = Person.objects.get(id=who.person_id), Post.objects.get(id=who.post_id)
    return draw_up_duty_file(person=person, post=post, year=year, at=county.tick(), **given)


def code(problem: Any) -> str:
    return str(problem.value.code)


def test_a_file_is_drawn_up_signed_and_countersigned_each_step_a_fact() -> None:
    county = County()
    county.ordered()
    file = draw(county)
    assert file.content["year_total"]["did"]["ordered"] == 1
    assert file.content["quarters"][0]["quarter"] == "2026Q1" and file.until.isoformat() == "2026-03-02"
    assert file.sha256 == sha256_of(file.content)
    file = sign_duty_file(file, statement="情况属实", by=county.officer, at=county.tick())
    file = countersign_duty_file(file, review="已核对", by=county.office_duty, at=county.tick())
    assert file.countersigned_by == county.office_duty.person_id
    assert list(Fact.objects.filter(subject_id=file.id).order_by("n").values_list("verb", flat=True)) == [
        "draw_up", "sign", "countersign",
    ]  # fmt: skip
    assert not list(compare_duty_files())


def test_the_same_facts_make_no_new_edition_and_other_facts_do() -> None:
    county = County()
    case = county.ordered()
    first = sign_duty_file(draw(county), by=county.officer, at=county.tick())
    with pytest.raises(DutyFileRefused) as refused:
        draw(county)
    assert code(refused) == "nothing_changed", "signing and drawing up are no performance"
    county.do(case, "add_note", county.officer, note="现场看过")
    second = draw(county)
    assert (second.edition, second.signed_at) == (2, None)
    first.refresh_from_db()
    assert first.signed_at and first.sha256 != second.sha256
    with pytest.raises(DutyFileRefused) as refused:
        sign_duty_file(first, by=county.officer, at=county.tick())
    assert code(refused) == "superseded"


def test_nobody_signs_for_another_nor_countersigns_their_own() -> None:
    county = County()
    file = draw(county)
    with pytest.raises(DutyFileRefused) as refused:
        sign_duty_file(file, by=county.second, at=county.tick())
    assert code(refused) == "not_yours"
    with pytest.raises(DutyFileRefused) as refused:
        countersign_duty_file(file, review="好", by=county.office_duty, at=county.tick())
    assert code(refused) == "not_signed"
    sign_duty_file(file, by=county.officer, at=county.tick())
    for other in (county.officer, county.head, county.second):
        with pytest.raises(DutyFileRefused) as refused:
            countersign_duty_file(file, review="好", by=other, at=county.tick())
        assert code(refused) == "not_to_countersign"
    own = sign_duty_file(draw(county, who=county.office_duty), by=county.office_duty, at=county.tick())
    with pytest.raises(DutyFileRefused) as refused:
        countersign_duty_file(own, review="好", by=county.office_duty, at=county.tick())
    assert code(refused) == "not_to_countersign"
    assert countersign_duty_file(own, review="好", by=county.city_duty, at=county.tick()).countersigned_at


def test_it_is_drawn_up_by_the_holder_or_the_office_for_a_year_held() -> None:
    county = County()
    with pytest.raises(DutyFileRefused) as refused:
        draw(county, by=county.housing_duty)
    assert code(refused) == "not_the_office"
    assert draw(county, by=county.office_duty).edition == 1
    with pytest.raises(DutyFileRefused) as refused:
        draw(county, year=2020)
    assert code(refused) == "never_held"
    with pytest.raises(DutyFileRefused) as refused:
        draw(county, year=2027)
    assert code(refused) == "year_to_come"


def test_the_database_keeps_the_order_and_the_comparison_finds_a_rewritten_file() -> None:
    county = County()
    file = draw(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyFile.objects.filter(id=file.id).update(countersigned_at=county.at, countersigned_by=county.second.person_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyFile.objects.filter(id=file.id).update(
            signed_at=county.at, countersigned_at=county.at, countersigned_by=file.person_id
        )
    DutyFile.objects.filter(id=file.id).update(content=file.content | {"year": 1999})
    assert [fault.code for fault in compare_duty_files()] == ["content_differs"]
