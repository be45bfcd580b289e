"""A changed rule is followed: where it speaks and nowhere else, and `changes` tells beforehand what it would do."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from fangwei.duty import actions, queries
from fangwei.duty.models import DutyClass
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County
from fangwei.engines.lawbook import Lawbook, builtin_folder
from fangwei.register.law import book
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
Speak = Callable[..., Path]

TEXT = """overlays: duty.first
territory: '{territory}'
unit: rows
values:
  - from: 2020-01-01
    rows:
{rows}
    citation: {{source: local-default, article: {{zh: 三定规定, en: local division of tasks}}}}
    status: local
    last_checked: 2026-03-01
"""


@pytest.fixture
def speak(tmp_path: Path, settings) -> Iterator[Speak]:
    """Let a territory say something in the deployment's own law."""
    settings.FANGWEI_LAW = [builtin_folder(), tmp_path]

    def say(*rows: str, territory: str = register.COUNTY) -> Path:
        text = TEXT.format(territory=territory, rows="\n".join(f"      - {row}" for row in rows))
        (tmp_path / "duty.yaml").write_text(text, encoding="utf-8")
        book.cache_clear()
        return tmp_path

    yield say
    book.cache_clear()


@pytest.fixture
def county() -> County:
    county = County()
    for code in ("2614", "6210", "9610", "9610"):
        register.site(industry_code=code)
    return county


def test_an_overlay_repairs_a_missing_rule_and_touches_what_it_speaks_of(county: County, speak: Speak) -> None:
    assert county.run().blind_spots == {"no_rule": 2}
    untouched = set(DutyClass.objects.exclude(gap="no_rule").values_list("id", flat=True))
    speak("{id: X1, domain: general, trades: [S96], lead: market, assisting: [], status: local}")
    assert county.run().blind_spots == {}
    assert untouched <= set(DutyClass.objects.values_list("id", flat=True))
    before = make.picture()
    actions.rebuild(at=county.at)
    assert make.picture() == before


def test_two_rows_equally_exact_are_two_leads_and_the_nearer_territory_is_not(county: County, speak: Speak) -> None:
    speak(
        "{id: X1, domain: general, trades: [S96], lead: market, assisting: [], status: local}",
        "{id: X2, domain: general, trades: [S96], lead: commerce, assisting: [], status: local}",
    )
    assert county.run().blind_spots == {"two_leads": 2} and len(county.causes("two_leads")) == 1
    speak("{id: X1, domain: general, trades: ['6210'], lead: market, assisting: [], status: local}")
    assert county.run().blind_spots == {"no_rule": 2}
    assert DutyClass.objects.filter(rule="duty.first#X1", lead=county.bodies["market"]).count() == 1


def test_a_row_that_begins_on_a_day_is_followed_on_that_day(county: County, speak: Speak) -> None:
    speak("{id: X1, domain: general, trades: [S96], lead: market, assisting: [], status: local, from: 2026-03-05}")
    assert county.run().blind_spots == {"no_rule": 2}
    assert county.run(days=2).blind_spots == {"no_rule": 2}
    assert county.run(days=1).blind_spots == {}


def test_what_a_rule_would_change_is_told_beforehand(county: County, speak: Speak) -> None:
    county.run()
    folder = speak("{id: X1, domain: general, trades: [S96], lead: market, assisting: [], status: local}")
    law = Lawbook.load([builtin_folder(), folder])
    (folder / "duty.yaml").unlink()
    book.cache_clear()
    (change,) = queries.changes(register.COUNTY, before=county.day, after=county.day, law_after=law)
    assert (change.places, change.domain) == (2, "general")
    assert "no_rule" in change.before and county.bodies["market"].name in change.after


def test_between_two_days_only_what_changed_is_told(county: County) -> None:
    county.run()
    assert list(queries.changes(register.COUNTY, before=date(2026, 1, 1), after=county.day)) == []
    found = list(queries.changes(register.COUNTY, before=date(2021, 8, 31), after=county.day))
    assert found == [], "the trades of this county have no row of nearest business"
