"""Times, spans and numbers in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fangwei.ui import words

AT = datetime(2026, 4, 9, 6, 20, tzinfo=UTC)  # 14:20 in Shanghai
DUE = datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def both(function, *given: object) -> tuple[str, str]:
    with override("zh-hans"):
        chinese = function(*given)
    with override("en"):
        return chinese, function(*given)


@pytest.mark.parametrize(
    ("instant", "with_year", "chinese", "english"),
    [
        (DUE, False, "4月12日 17:30", "12 Apr, 17:30"),
        (DUE, True, "2026年4月12日 17:30", "12 Apr 2026, 17:30"),
        (datetime(2025, 12, 31, 16, 5, tzinfo=UTC), False, "1月1日 00:05", "1 Jan, 00:05"),
    ],
)
def test_a_moment_is_local_time(instant: datetime, with_year: bool, chinese: str, english: str) -> None:
    assert both(words.moment, instant, None if with_year else AT) == (chinese, english)


def test_a_day() -> None:
    assert both(words.day, date(2024, 9, 1), AT) == ("2024年9月1日", "1 Sep 2024")
    assert both(words.day, date(2026, 9, 1), AT) == ("9月1日", "1 Sep")


@pytest.mark.parametrize(
    ("due", "chinese", "english"),
    [
        (AT + timedelta(days=3, hours=3), "还剩 3 天", "3 days left"),
        (AT + timedelta(hours=25), "还剩 1 天", "1 day left"),
        (AT + timedelta(hours=23, minutes=59), "还剩 23 小时", "23 hours left"),
        (AT + timedelta(minutes=40), "还剩 40 分钟", "40 minutes left"),
        (AT, "还剩 1 分钟", "1 minute left"),
        (AT + timedelta(days=1203), "还剩 1,203 天", "1,203 days left"),
    ],
)
def test_what_is_left(due: datetime, chinese: str, english: str) -> None:
    assert both(words.left, due, AT) == (chinese, english)


@pytest.mark.parametrize(
    ("due", "chinese", "english"),
    [
        (AT - timedelta(days=12), "逾期 12 天", "12 days overdue"),
        (AT - timedelta(hours=15), "逾期 1 天", "1 day overdue"),
        (AT - timedelta(hours=3), "逾期 3 小时", "3 hours overdue"),
    ],
)
def test_what_is_overdue(due: datetime, chinese: str, english: str) -> None:
    assert both(words.overdue, due, AT) == (chinese, english)


@pytest.mark.parametrize(
    ("instant", "chinese", "english"),
    [
        (AT - timedelta(seconds=20), "刚刚", "just now"),
        (AT - timedelta(minutes=5), "5 分钟前", "5 minutes ago"),
        (AT - timedelta(days=3), "3 天前", "3 days ago"),
        (AT + timedelta(hours=2), "2 小时后", "in 2 hours"),
        (AT - timedelta(days=40), "2月28日", "28 Feb"),
    ],
)
def test_how_long_ago(instant: datetime, chinese: str, english: str) -> None:
    assert both(words.ago, instant, AT) == (chinese, english)


def test_numbers() -> None:
    assert words.thousands(1234567) == "1,234,567"
    assert words.yuan(123456) == "¥1,234.56"
    assert words.yuan(-3_000_000) == "-¥30,000"
    assert [words.file_size(n) for n in (900, 348_211, 5_000_000)] == ["900 B", "340 KB", "4.8 MB"]


@given(moments, st.timedeltas(timedelta(days=1), timedelta(days=400)))
def test_days_left_never_promise_more_than_the_calendar_holds(at: datetime, gap: timedelta) -> None:
    with override("en"):
        days = int(words.left(at + gap, at).split()[0].replace(",", ""))
    assert gap / timedelta(days=1) - 1 < days < gap / timedelta(days=1) + 1
