"""Numbers under pressure: many officers at once, on a database that lets them, and still no gap and no double."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from fangwei.documents import actions
from fangwei.documents.models import Document
from fangwei.documents.refusals import DocumentRefused
from fangwei.hazards.tests.factories import County
from fangwei.hazards.tests.papers import graded, issued

AT_ONCE = 6


def at_once(calls: list[Any]) -> list[Any]:
    """Run calls in threads that start together; return what each gave or raised."""
    begin, given = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number: int) -> None:
        begin.wait(10)
        try:
            given[number] = calls[number]()
        except DocumentRefused as refused:
            given[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return given


@pytest.mark.django_db(transaction=True)
def test_serials_are_gapless_when_many_draw_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    county = County()
    cases = [county.report(f"第{number}处堵塞") for number in range(AT_ONCE)]
    at = county.tick()
    by = county.officer

    def drawing(case: Any) -> Any:
        return lambda: actions.draw_up(case, kind="inspection_record", by=by, at=at)

    given = at_once([drawing(case) for case in cases])
    assert all(isinstance(one, Document) for one in given), given
    assert sorted(one.serial for one in given) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_once_get_one_edition() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    county = County()
    order = issued(county, *graded(county, "通道堵塞"))
    document = Document.objects.get(case=order, kind="order")
    at = county.tick()
    by = (county.officer, county.second)
    given = at_once([lambda who=who: actions.redraw(document, reason="更正", by=who, at=at) for who in by])
    assert sorted(isinstance(one, Document) for one in given) == [False, True], given
    assert Document.objects.filter(case=order, kind="order", withdrawn_at=None).count() == 1
