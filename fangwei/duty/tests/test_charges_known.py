"""What was known of a leader's charges on a day stays as it was known, whatever is recorded afterwards."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangwei.duty import actions
from fangwei.duty.models import Portfolio
from fangwei.duty.queries import who
from fangwei.duty.refusals import DutyRefused
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County
from fangwei.engines.calendar import end_of
from fangwei.register.actions import establish_post
from fangwei.register.models import Post
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
DAYS = [make.NOW.date() + timedelta(days=n) for n in range(-10, 30, 4)]
LINES = ("fire", "housing")
step = st.tuples(st.booleans(), st.integers(0, 1), st.sampled_from(LINES), st.sampled_from(DAYS), st.integers(1, 4000))


def leaders() -> list[Post]:
    government = register.organization("government")
    return [
        establish_post(name=name, role="leader", organization=government, rank=5, by=make.SYSTEM, at=register.AT)
        for name in ("副市长甲", "副市长乙")
    ]


def now(day: date) -> set[tuple[str, str]]:
    return {(one.post.name, one.line) for one in Portfolio.objects.on(day).select_related("post")}


def known(day: date, at: datetime) -> set[tuple[str, str]]:
    return {(one.post.name, one.line) for one in Portfolio.objects.on_as_known(day, at).select_related("post")}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=1, max_size=10))
def test_an_answer_as_known_never_changes_afterwards(steps) -> None:
    with transaction.atomic():
        register.territories()
        posts, at = leaders(), make.NOW
        told: list[tuple[date, datetime, set[tuple[str, str]]]] = []
        for gives, which, line, day, minutes in steps:
            at += timedelta(minutes=minutes)
            standing = Portfolio.objects.standing().filter(post=posts[which], line=line).first()
            if gives and standing is None:
                actions.give_portfolio(post=posts[which], line=line, valid_from=day, by=make.SYSTEM, at=at)
            elif standing is not None:
                actions.end_portfolio(portfolio=standing, on=day, by=make.SYSTEM, at=at)
            told += [(one, at, now(one)) for one in DAYS]
        assert all(known(day, then) == said for day, then, said in told)
        transaction.set_rollback(True)


def test_an_end_told_late_was_not_known_before() -> None:
    county = County()
    post = leaders()[0]
    place = register.site(industry_code="4710").place
    charge = actions.give_portfolio(post=post, line="housing", valid_from=county.day, by=make.SYSTEM, at=county.at)
    tenth = county.day + timedelta(days=10)
    county.at += timedelta(days=20)
    ended = actions.end_portfolio(portfolio=charge, on=county.day - timedelta(days=15), by=make.SYSTEM, at=county.at)

    def line(at: datetime | None) -> list[str]:
        return [part.post for part in who(place, "construction", tenth, at).parts if part.rule == "duty.leaders#L4"]

    assert not line(None)
    assert line(end_of(tenth)) == ["副市长甲"]
    with pytest.raises(DutyRefused):
        actions.end_portfolio(portfolio=ended, on=tenth, by=make.SYSTEM, at=county.at)


def test_the_database_keeps_no_end_without_the_day_of_its_recording() -> None:
    register.territories()
    post = leaders()[0]
    for wrong in ({"valid_to": date(2026, 3, 3)}, {"end_recorded_at": make.NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Portfolio.objects.create(post=post, line="fire", valid_from=date(2026, 3, 1), recorded_at=make.NOW, **wrong)
