"""Gaps of times are marked when the log takes a fact up; the day's facts are counted once, whatever happens."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fangwei.ledger.actions import integrate, record_reconciliation
from fangwei.ledger.models import DailyCount, Fact, TimeGap
from fangwei.ledger.queries import daily_counts, facts_by_day, gaps, gaps_by_region, history
from fangwei.ledger.tests.factories import AT, appended

pytestmark = pytest.mark.django_db

MINUTES = timedelta(minutes=1)
HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("channel", "claimed", "received", "marked"),
    [
        ("web", 0 * HOURS, 0 * HOURS, False),
        ("web", 10 * MINUTES, 0 * HOURS, False),
        ("web", 11 * MINUTES, 0 * HOURS, True),
        ("api", 1 * HOURS, 0 * HOURS, False),
        ("api", 2 * HOURS, 0 * HOURS, True),
        ("phone", 24 * HOURS, 0 * HOURS, False),
        ("phone", 25 * HOURS, 0 * HOURS, True),
        ("offline", 72 * HOURS, 0 * HOURS, False),
        ("offline", 73 * HOURS, 0 * HOURS, True),
        ("register", 11 * MINUTES, 0 * HOURS, True),
        ("offline", 2 * HOURS, 11 * MINUTES, True),
    ],
)
def test_a_fact_is_marked_beyond_its_channel_s_tolerance(
    channel: str, claimed: timedelta, received: timedelta, marked: bool
) -> None:
    fact = appended(channel=channel, at=AT - claimed, received_at=AT - received)
    integrate(at=AT)
    assert [one.fact for one in gaps("")] == ([fact] if marked else [])


def test_gaps_are_read_by_territory_and_channel_and_page_by_page() -> None:
    for territory in ("411681", "411681001", "411602", "130100"):
        appended(territory=territory, at=AT - 2 * HOURS)
    late = appended(territory="411602", channel="phone", at=AT - 30 * HOURS)
    integrate(at=AT)
    assert len(gaps("")) == 5 and len(gaps("4116")) == 4 and len(gaps("411681")) == 2
    assert [one.fact for one in gaps("4116", channel="phone")] == [late]
    first = gaps("4116", limit=3)
    assert len(gaps("4116", before=first[-1].gap.id)) == 1
    assert gaps_by_region("4116", digits=6) == [("411602", 2), ("411681", 2)]
    assert gaps_by_region("", digits=2) == [("41", 4), ("13", 1)]


def test_a_mark_stays() -> None:
    appended(at=AT - 2 * HOURS)
    integrate(at=AT)
    for change in (lambda: TimeGap.objects.update(channel="offline"), lambda: TimeGap.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert record_reconciliation(at=AT + HOURS).gaps == 1
    assert record_reconciliation(at=AT + 2 * HOURS).gaps == 0, "told once"


def test_each_fact_is_counted_once_by_day_region_and_kind() -> None:
    appended(territory="411681001")
    appended(territory="411681")
    night = AT - timedelta(hours=9, minutes=1)  # 23:59 of the day before, in Beijing
    appended(territory="411602", at=night, received_at=night)
    integrate(at=AT)
    record_reconciliation(at=AT)
    assert DailyCount.objects.count() == 2
    appended(territory="411681001", verb="close")
    appended(territory="411681001")
    integrate(at=AT)
    done = record_reconciliation(at=AT)
    counts = [
        (one.day, one.region, one.kind, one.facts) for one in daily_counts("41", digits=6, since=date(2026, 1, 1))
    ]
    today, before = date(2026, 3, 2), date(2026, 3, 1)
    assert counts == [
        (today, "411681", "thing.close", 1),
        (today, "411681", "thing.happen", 3),
        (before, "411602", "thing.happen", 1),
    ]
    page = daily_counts("41", digits=6, since=date(2026, 1, 1), before=(today, "411681", "thing.close"))
    assert [one.facts for one in page] == [3, 1]
    assert facts_by_day("4116", since=date(2026, 1, 1)) == {before: 1, today: 4}
    told = history(Fact.objects.get(id=done.fact_id).subject_id)[0].data
    assert told is not None and told["new"]["regions"]["411681"] == {"thing.close": 1, "thing.happen": 1}
