"""The database itself refuses what must never be true; these tests go past the verbs and try."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction

from fangwei.register.models import (
    Enterprise,
    Jurisdiction,
    Lease,
    MajorInstallation,
    Organization,
    Person,
    Place,
    Post,
    Secondment,
    Site,
    Tenure,
    Territory,
    TerritorySuccession,
)
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2024, 1, 1), date(2025, 1, 1)

Broken = Callable[[], models.Model]


def _territory() -> models.Model:
    return Territory(code="42", name="湖北省", level="province", valid_from=LATE, valid_to=EARLY)


def _orphan_county() -> models.Model:
    return Territory(code="420101", name="某区", level="county", parent_code="")


def _self_successor() -> models.Model:
    make.territories()
    return TerritorySuccession(old_id="411681", new_id="411681", on=EARLY)


def _jurisdiction_of_nobody() -> models.Model:
    return Jurisdiction(territory_code="419001", kind="answers_to")


def _delegated_to_nobody() -> models.Model:
    return Jurisdiction(territory_code="411671", kind="delegated", superior_code="4116")


def _second_office() -> models.Model:
    make.organization("committee_office")
    return Organization(name="又一个", kind="committee_office", territory_code=make.COUNTY)


def _nameless_body() -> models.Model:
    return Organization(name="", kind="fire", territory_code=make.COUNTY)


def _post_of_two() -> models.Model:
    return Post(organization=make.organization(), enterprise=make.enterprise(), name="岗", role="inspector")


def _post_of_none() -> models.Model:
    return Post(name="岗", role="inspector")


def _second_duty_post() -> models.Model:
    return Post(organization=make.organization(), name="岗", role="regulator", is_duty_post=True)


def _second_holder() -> models.Model:
    held = make.tenure()
    return Tenure(person=make.person(), post=held.post, start=LATE, recorded_at=make.AT)


def _ends_before_start() -> models.Model:
    return Tenure(person=make.person(), post=make.post(), start=LATE, end=EARLY, planned_end=EARLY, recorded_at=make.AT)


def _ended_by_nobody() -> models.Model:
    return Tenure(person=make.person(), post=make.post(), start=EARLY, end=LATE, recorded_at=make.AT)


def _end_recorded_first() -> models.Model:
    before = make.AT - timedelta(days=1)
    return Tenure(
        person=make.person(), post=make.post(), start=EARLY, end=LATE, recorded_at=make.AT, end_recorded_at=before
    )


def _lent_twice() -> models.Model:
    lent = Secondment.objects.create(
        person=make.person(), task_force=make.organization("task_force"), start=EARLY, recorded_at=make.AT
    )
    return Secondment(person=lent.person, task_force=lent.task_force, start=LATE, recorded_at=make.AT)


def _same_identity() -> models.Model:
    Person.objects.create(name="甲", identity_digest="d" * 64)
    return Person(name="乙", identity_digest="d" * 64)


def _short_code() -> models.Model:
    return Enterprise(name="某厂", uscc="9141168")


def _same_code() -> models.Model:
    return Enterprise(name="另一厂", uscc=make.enterprise().uscc)


def _half_a_point() -> models.Model:
    return Place(kind="road", name="路", lat=33.4)


def _point_without_cell() -> models.Model:
    return Place(kind="road", name="路", lat=33.4, lon=114.9)


def _point_off_the_earth() -> models.Model:
    return Place(kind="road", name="路", lat=133.4, lon=14.9, cell="88")


def _county_elsewhere() -> models.Model:
    return Place(kind="road", name="路", territory_code="411624100", county_code="411681")


def _own_landlord() -> models.Model:
    site = make.site()
    site.landlord = site.enterprise
    return site


def _lease_from_nobody() -> models.Model:
    return Lease(site=make.site())


def _lease_from_itself() -> models.Model:
    site = make.site()
    return Lease(site=site, landlord_name="某人", let_from=site)


def _level_zero() -> models.Model:
    return MajorInstallation(
        site=make.site(), name="罐区", exposed_people=0, s=Decimal(2), r=Decimal(2), alpha=Decimal(1), level=0
    )


def _negative_r() -> models.Model:
    return MajorInstallation(
        site=make.site(), name="罐区", exposed_people=0, s=Decimal(2), r=Decimal(-2), alpha=Decimal(1), level=4
    )


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        (_territory, "register_territory_valid_to_order"),
        (_orphan_county, "territory_below_a_parent"),
        (_self_successor, "succession_of_another"),
        (_jurisdiction_of_nobody, "jurisdiction_of_somebody"),
        (_delegated_to_nobody, "jurisdiction_given_to_somebody"),
        (_second_office, "organization_one_of_its_kind"),
        (_nameless_body, "organization_has_a_name"),
        (_post_of_two, "post_of_one_body"),
        (_post_of_none, "post_of_one_body"),
        (_second_duty_post, "post_one_duty_post_of_an_organization"),
        (_second_holder, "tenure_one_open_ordinary_holder"),
        (_ends_before_start, "register_tenure_end_order"),
        (_ended_by_nobody, "tenure_end_recorded_or_planned"),
        (_end_recorded_first, "register_tenure_end_recorded_at_order"),
        (_lent_twice, "secondment_once_open"),
        (_same_identity, "person_identity_once"),
        (_short_code, "enterprise_uscc_of_18"),
        (_same_code, "uscc"),
        (_half_a_point, "place_point_is_whole"),
        (_point_without_cell, "place_point_is_whole"),
        (_point_off_the_earth, "place_point_on_earth"),
        (_county_elsewhere, "place_county_holds_territory"),
        (_own_landlord, "site_landlord_is_another"),
        (_lease_from_nobody, "lease_has_a_landlord"),
        (_lease_from_itself, "lease_from_another_site"),
        (_level_zero, "installation_level_counts_from_one"),
        (_negative_r, "installation_values_sane"),
    ],
)
def test_the_database_refuses(broken: Broken, constraint: str) -> None:
    row = broken()
    declared = {one.name for one in type(row)._meta.constraints} | {field.name for field in row._meta.fields}
    assert constraint in declared
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_enterprises_without_a_code_may_be_many() -> None:
    Enterprise.objects.create(name="甲", uscc=None)
    Enterprise.objects.create(name="乙", uscc=None)
    assert Site.objects.count() == 0
