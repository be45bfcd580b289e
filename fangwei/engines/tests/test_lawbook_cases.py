"""The project's own law: sound by its schema, and right in every case written for it."""

import time
from datetime import date
from pathlib import Path

import pytest

from fangwei.engines.calendar import Calendar
from fangwei.engines.lawbook import Lawbook, builtin_folder, run_cases
from fangwei.engines.lawbook.cases import read_cases, rules_without_boundaries
from fangwei.engines.lawbook.texts import HINTS, MESSAGES

BOOK = Lawbook.load([builtin_folder()])
CASES = read_cases(builtin_folder())


def test_the_schema_refuses_nothing() -> None:
    assert [str(problem) for problem in BOOK.problems()] == []


def test_every_case_gets_its_verdict() -> None:
    results = run_cases(BOOK, Calendar(BOOK.workdays()), CASES)
    assert [(result.case.label, result.found) for result in results if not result.passed] == []


def test_every_computation_has_a_boundary_value_and_a_boundary_date() -> None:
    assert rules_without_boundaries(BOOK, CASES) == []


def test_loading_all_of_the_law_is_fast() -> None:
    began = time.perf_counter()
    fresh = Lawbook.load([builtin_folder()])
    assert fresh.problems() == []
    assert time.perf_counter() - began < 1.5  # measured at 0.1 s; the limit leaves room for a busy machine


def test_nothing_marked_local_pretends_to_be_law() -> None:
    for name in BOOK.rules():
        assert all(
            dated.status != "local" or name in {"domains", "domains.words"} for dated in BOOK.rule(name).values
        ), name
        for overlay in BOOK.overlays_of(name):
            if overlay.territory == "*":
                assert all(dated.status == "local" for dated in overlay.values), name


def test_every_sentence_is_said_in_both_languages() -> None:
    for code, (chinese, english) in (MESSAGES | HINTS).items():
        assert chinese.strip() and english.strip(), code


def test_the_first_duty_table_speaks_of_known_domains_and_trades() -> None:
    domains = {row["id"] for row in BOOK.value("domains", date(2026, 1, 1)).value}
    for row in BOOK.value("duty.first", date(2026, 1, 1)).value:
        assert row["domain"] in domains
        assert row["citation"] and row["citation_en"]
        assert all(BOOK.industry(trade) is not None for trade in row["trades"]), row


def test_the_words_of_texts_name_known_domains_and_each_word_one() -> None:
    domains = {row["id"] for row in BOOK.value("domains", date(2026, 1, 1)).value}
    rows = BOOK.value("domains.words", date(2026, 1, 1)).value
    # Under general stand words that belong to no domain and hide a shorter word within them.
    assert {row["id"] for row in rows} <= domains
    words = [word for row in rows for word in row["words"]]
    assert len(words) == len(set(words))


def test_the_register_of_criteria_names_registered_sources_and_domains() -> None:
    domains = {row["id"] for row in BOOK.value("domains", date(2026, 1, 1)).value}
    rows = BOOK.value("criteria.register", date(2026, 1, 1)).value
    assert len(rows) == len({row["id"] for row in rows})
    for row in rows:
        assert row["domain"] in domains
        assert BOOK.source(row["source"]) is not None


def test_gb18218_has_its_eighty_five_substances() -> None:
    rows = BOOK.value("gb18218.substances", date(2026, 1, 1)).value
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 86)]
    classes = {row["class"] for row in BOOK.value("gb18218.classes", date(2026, 1, 1)).value}
    assert {row["class"] for row in BOOK.value("gb18218.beta", date(2026, 1, 1)).value} == classes
    assert {row["class"] for row in rows if "class" in row} <= classes
    for row in rows:
        assert all(_cas_is_sound(cas) for cas in row.get("cas", "").split(",") if cas), row


def _cas_is_sound(cas: str) -> bool:
    digits = cas.replace("-", "")
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])


@pytest.mark.parametrize("folder", ["overlays/default", "overlays/henan"])
def test_the_shipped_overlays_are_there(folder: str) -> None:
    assert list(Path(builtin_folder() / folder).glob("*.yaml"))
