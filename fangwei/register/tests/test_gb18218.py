"""The judgement of an installation is exact at its boundaries and shows its working."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.register.gb18218 import Held, Substance, Tables, judge
from fangwei.register.law import book
from fangwei.register.queries import gb18218_tables
from fangwei.register.refusals import RegisterRefused


def substance(name: str, critical: str, beta: str | None, hazard_class: str = "") -> Substance:
    return Substance(name, (), Decimal(critical), Decimal(beta) if beta else None, hazard_class)


TABLES = Tables(
    substances={
        "氯": substance("氯", "5", "4"),
        "氨": substance("氨", "10", "2"),
        "甲醇": substance("甲醇", "500", None),
    },
    critical_of_class={"W5.3": Decimal(1000), "J1": Decimal(5)},
    beta_of_class={"W5.3": Decimal(1), "J1": Decimal(4), "W5.1": Decimal("1.5")},
    alpha_bands=[
        (Decimal(people), Decimal(alpha))
        for people, alpha in ((100, "2.0"), (50, "1.5"), (30, "1.2"), (1, "1.0"), (0, "0.5"))
    ],
    level_bands=[(Decimal(low), level) for low, level in ((100, 1), (50, 2), (10, 3), (0, 4))],
    threshold=Decimal(1),
    citation="GB 18218-2018",
)


@pytest.mark.parametrize(
    ("tonnes", "people", "level"),
    [
        ("4.999999", 0, None),  # S just below the threshold
        ("5", 0, 4),  # S = 1, R = 0.5 · 4 = 2
        ("12.5", 1, 3),  # R = 1 · 4 · 2.5 = 10
        ("12.499999", 1, 4),
        ("62.5", 29, 2),  # R = 50
        ("62.5", 30, 2),  # R = 60
        ("41.666667", 49, 3),
        ("125", 29, 1),  # R = 100
        ("62.5", 100, 1),  # R = 100
        ("62.5", 99, 2),  # R = 75
    ],
)
def test_levels_at_their_boundaries(tonnes: str, people: int, level: int | None) -> None:
    assert judge([Held("氯", tonnes)], people, TABLES).level == level


def test_the_working_adds_up() -> None:
    judged = judge(
        [Held("氯", "2.5"), Held("氨", "10"), Held("甲醇", "250", "W5.1"), Held("某油", "100", "w5.3")], 60, TABLES
    )
    assert judged.s == Decimal("2.1")
    assert judged.r == Decimal("1.5") * (4 * Decimal("0.5") + 2 + Decimal("1.5") * Decimal("0.5") + Decimal("0.1"))
    *lines, sums = judged.working()
    assert [line["critical_from"] for line in lines] == ["substance", "substance", "substance", "W5.3"]
    assert [line["beta_from"] for line in lines] == ["substance", "substance", "W5.1", "W5.3"]
    assert sums == {
        "S": "2.1",
        "alpha": "1.5",
        "exposed": "60",
        "R": "7.275",
        "level": "4",
        "citation": "GB 18218-2018",
    }


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (Held("某物", "1"), "substance_unknown"),
        (Held("甲醇", "1"), "class_missing"),
        (Held("氯", "-1"), "quantity_invalid"),
        (Held("氯", "NaN"), "quantity_invalid"),
        (Held("氯", "很多"), "quantity_invalid"),
    ],
)
def test_what_cannot_be_judged_is_refused(held: Held, code: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        judge([held], 0, TABLES)
    assert refused.value.code == code and refused.value.message
    with pytest.raises(RegisterRefused):
        judge([], -1, TABLES)


amounts = st.decimals("0", "500", places=3).map(str)


@given(st.lists(amounts, min_size=1, max_size=5), amounts, st.integers(0, 500))
def test_more_of_a_substance_or_more_people_never_lowers_the_danger(many: list[str], more: str, people: int) -> None:
    held = [Held("氯", amount) for amount in many]
    less, greater = judge(held, people, TABLES), judge([*held, Held("氨", more)], people + 1, TABLES)
    assert greater.s >= less.s and greater.r >= less.r
    assert less.level is None or (greater.level or 9) <= less.level


def test_the_tables_of_the_lawbook_are_the_standards() -> None:
    tables = gb18218_tables(book(), date(2025, 3, 20))
    assert len({one.name for one in tables.substances.values()}) == 85
    assert tables.substances["7782-50-5"] is tables.substances["氯"]
    assert judge([Held("氯", "62.5")], 100, tables).level == 1
    assert judge([Held("氯", "62.5")], 29, tables).level == 2
    assert judge([Held("某液体", "1000", "W5.3")], 0, tables).level == 4
