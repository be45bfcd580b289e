"""Rows of cases rewritten behind the door’s back: each is found by the check that is named for it."""

from collections.abc import Callable
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from fangwei.casework.comparison import compare_cases
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County

pytestmark = pytest.mark.django_db


def found() -> set[str]:
    return {fault.code for fault in compare_cases()}


def test_an_honest_county_agrees_with_its_facts() -> None:
    county = County()
    county.report()
    county.ordered("general", description="配电箱未接地")
    assert found() == set()


@pytest.mark.parametrize(
    ("rewrite", "check"),
    [
        (lambda case, county: Case.objects.filter(id=case.id).update(state="graded"), "state_differs"),
        (lambda case, county: Case.objects.filter(id=case.id).update(version=case.version + 1), "version_differs"),
        (
            lambda case, county: Case.objects.filter(id=case.id).update(owner_post_id=county.housing_duty.post_id),
            "owner_differs",
        ),
        (
            lambda case, county: Case.objects.create(
                id=uuid7(),
                kind="hazard",
                state="registered",
                title="伪造",
                territory=case.territory,
                owner_post_id=case.owner_post_id,
                owned_since=case.owned_since,
                opened_at=case.opened_at,
                last_at=case.last_at,
            ),
            "row_without_facts",
        ),
    ],
)
def test_each_rewriting_is_found_by_its_check(rewrite: Callable[[Case, County], Any], check: str) -> None:
    county = County()
    case = county.ordered()
    rewrite(case, county)
    assert found() == {check}


def test_a_case_that_is_gone_is_found() -> None:
    county = County()
    case = county.report()
    Case.objects.filter(id=case.id).update(kind="other")
    gone = Case.objects.get(id=case.id)
    gone.hazard.delete()
    gone.clocks.all().delete()
    gone.scopes.all().delete()
    gone.delete()
    assert found() == {"row_missing"}
