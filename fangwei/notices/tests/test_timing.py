"""Quiet hours and the daily message, for every hour and every wish."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines.calendar import SHANGHAI
from fangwei.notices.timing import Wish, is_quiet, leaves_at

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
hours = st.integers(0, 23)
wishes = st.builds(Wish, hours, hours, st.none() | hours)


@given(at=instants, wish=wishes)
def test_what_waits_leaves_within_a_day_at_an_allowed_hour(at: datetime, wish: Wish) -> None:
    when = leaves_at(at, wish, passes=False)
    assert at <= when < at + timedelta(days=1)
    if wish.daily_at is not None:
        assert when.astimezone(SHANGHAI).hour == wish.daily_at
        assert when == at or when.astimezone(SHANGHAI).minute == 0
    else:
        assert not is_quiet(when, wish)
        assert when == at or is_quiet(at, wish)


@given(at=instants, wish=wishes)
def test_what_is_urgent_leaves_at_once(at: datetime, wish: Wish) -> None:
    assert leaves_at(at, wish, passes=True) == at


@given(at=instants, wish=wishes, later=st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_nothing_overtakes(at: datetime, wish: Wish, later: timedelta) -> None:
    assert leaves_at(at, wish, passes=False) <= leaves_at(at + later, wish, passes=False)


def test_the_usual_night() -> None:
    night = datetime(2026, 3, 2, 23, 30, tzinfo=SHANGHAI)
    assert leaves_at(night, Wish(), passes=False) == datetime(2026, 3, 3, 7, tzinfo=SHANGHAI)
    assert leaves_at(night, Wish(0, 0), passes=False) == night
    morning = datetime(2026, 3, 3, 7, tzinfo=SHANGHAI)
    assert leaves_at(morning, Wish(), passes=False) == morning
