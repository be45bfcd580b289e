import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines.reader.spec import Column
from fangwei.engines.reader.values import (
    Unreadable,
    as_text,
    read_choice,
    read_code,
    read_count,
    read_date,
    read_decimal,
    read_money,
    read_text,
    read_tick,
)

DAYS = st.dates(min_value=dt.date(1955, 1, 1), max_value=dt.date(2100, 12, 31))
WIDE = str.maketrans("0123456789-./", "０１２３４５６７８９－．／")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STYLES = [
    lambda d: d,
    lambda d: dt.datetime(d.year, d.month, d.day, 14, 30),
    lambda d: float((d - dt.date(1899, 12, 30)).days),
    lambda d: str((d - dt.date(1899, 12, 30)).days),
    lambda d: f"{d:%Y%m%d}",
    lambda d: float(f"{d:%Y%m%d}"),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f" {d.year}.{d.month}.{d.day} ",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 号",
    lambda d: f"{d.year}-{d.month}-{d.day}".translate(WIDE),
    lambda d: f"{d:%Y-%m-%d} 08:05:00",
    lambda d: f"{d:%Y-%m-%d}T08:05:00Z",
    lambda d: f"{d:%Y%m%d} 0:00",
    lambda d: f"{d.year}年{d.month}月{d.day}日 9时",
    lambda d: f"{d:%Y-%m-%d}前",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
]


@pytest.mark.parametrize("style", range(len(STYLES)))
@given(day=DAYS)
def test_every_style_of_writing_a_day_means_that_day(style: int, day: dt.date) -> None:
    assert read_date(STYLES[style](day)) == day


@pytest.mark.parametrize(
    "cell",
    [
        "去年底",
        "2025-02-30",
        "2025.13.40",
        "2025",
        "2025.3",
        "3月10日",
        "25.3.10",
        "10/03/2025",
        "立即",
        2025.0,
        12.0,
        1e300,
        "2025-3-10-12",
        "20250230",
        "99999",
        float("nan"),
        "二〇二五年十三月一日",
        "0001-01-01",
        True,
        "2025-03-10至2025-03-12",
    ],
)
def test_a_day_is_never_guessed(cell: object) -> None:
    with pytest.raises(Unreadable):
        read_date(cell)


@pytest.mark.parametrize("cell", ["", "  ", None, "无", "/", "——", "－", "N/A", "\u200b"])
def test_an_empty_mark_is_no_date(cell: object) -> None:
    assert read_date(cell) is None


def test_a_date_in_chinese_numerals() -> None:
    assert read_date("二〇二五年三月二十一日") == dt.date(2025, 3, 21)
    assert read_date("二○二四年十二月三十号") == dt.date(2024, 12, 30)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_no_cell_breaks_a_reader(cell: object) -> None:
    column = Column("grade", ("隐患等级",), "choice", choices={"一般": "general"})
    for read in (read_date, read_count, read_money, read_decimal, read_tick, lambda c: read_choice(c, column)):
        with contextlib.suppress(Unreadable):
            read(cell)
    assert isinstance(as_text(cell), str)
    read_text(cell)
    read_code(cell)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("约93", 93),
        ("150人", 150),
        (854.0, 854),
        ("１２０", 120),
        ("1,200", 1200),
        ("1.2万", 12000),
        ("三十", 30),
        ("近百人", None),
        ("十二人", 12),
        ("200余人", 200),
        ("无", None),
        ("", None),
        ("一百零五", 105),
        ("8 people", 8),
    ],
)
def test_counts(cell: object, count: int | None) -> None:
    if cell == "近百人":
        with pytest.raises(Unreadable):
            read_count(cell)
    else:
        assert read_count(cell) == count


@given(st.integers(min_value=0, max_value=10**9))
def test_counts_survive_commas_and_units(number: int) -> None:
    assert read_count(f"约{number:,}人") == number
    assert read_count(float(number)) == number


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        ("3万元", "万元", 3_000_000),
        (1.2, "万元", 1_200_000),
        (10.0, "万元", 10_000_000),
        ("5000", None, 500_000),
        ("5000元", "万元", 500_000),
        ("￥1,200.50", None, 120_050),
        ("0.5", "万元", 500_000),
        ("2千元", None, 200_000),
        ("无", None, None),
    ],
)
def test_money(cell: object, unit: str | None, fen: int | None) -> None:
    assert read_money(cell, unit) == fen


@pytest.mark.parametrize(
    ("cell", "tick"),
    [
        ("√", True),
        ("Y", True),
        ("是", True),
        ("×", False),
        ("否", False),
        ("", None),
        ("Ｙ", True),
        (True, True),
        (0.0, False),
        ("无", False),
    ],
)
def test_ticks(cell: object, tick: bool | None) -> None:
    assert read_tick(cell) is tick


def test_a_doubtful_tick_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_tick("也许")


def test_codes_and_telephones_lose_what_a_spreadsheet_added() -> None:
    assert read_code(13807799334.0) == "13807799334"
    assert read_code(" 914116 81MAJC4L6Q3D ") == "91411681MAJC4L6Q3D"
    assert read_code("９１４１１６８１ma") == "91411681MA"
    assert read_code(2672.0) == "2672"


def test_decimals_with_signs() -> None:
    assert read_decimal("东经114.98°") == 114.98
    assert read_decimal("33.5N") == 33.5
    assert read_decimal(" ") is None
