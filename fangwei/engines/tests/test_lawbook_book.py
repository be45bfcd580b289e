"""Values at a date and a place, overlays and who may make them, and the hash of it all."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fangwei.engines.calendar import Calendar
from fangwei.engines.lawbook import Lawbook, LawError, builtin_folder, install, law_paths

BOOK = Lawbook.load([builtin_folder()])
CALENDAR = Calendar(BOOK.workdays())
ON = date(2026, 3, 2)
DATED = "citation: {source: local-default, article: 1}, status: local, last_checked: 2026-01-01"


def bundle(folder: Path, rule: str, territory: str, content: str, since: str = "2026-01-01", name: str = "one") -> Path:
    """An overlay bundle of one file."""
    folder.mkdir(exist_ok=True)
    text = f'overlays: {rule}\nterritory: "{territory}"\nvalues: [{{from: {since}, {content}, {DATED}}}]\n'
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, home: Path) -> LawError:
    with pytest.raises(LawError) as refused:
        install(folder, home)
    assert not (home / "law" / folder.name).exists()
    for lang in ("zh", "en"):
        assert refused.value.message(lang)
    return refused.value


def test_a_value_carries_its_article_and_status() -> None:
    value = BOOK.value("penalty.payment", ON)
    assert (value.value, value.unit, value.status, value.since) == (15, "days", "confirmed", date(2021, 7, 15))
    assert value.citation == "《中华人民共和国行政处罚法》第六十七条"
    assert value.citation_en.endswith("Art. 67")


@pytest.mark.parametrize(
    ("rule", "on", "code"),
    [
        ("penalty.payment", date(2021, 7, 14), "law.before_rule"),
        ("hazard.selfcheck.principal", date(2027, 1, 1), "law.not_in_force"),
        ("accident.report.province_written.major", ON, "law.no_value"),
        ("penalty.paymnt", ON, "law.unknown_rule"),
    ],
)
def test_silence_has_its_reasons(rule: str, on: date, code: str) -> None:
    with pytest.raises(LawError) as refused:
        BOOK.value(rule, on)
    assert refused.value.code == code
    assert refused.value.hint("zh")


def test_near_names_are_offered() -> None:
    with pytest.raises(LawError) as refused:
        BOOK.value("penalty.paymnt", ON)
    assert "penalty.payment" in refused.value.hint("en")


def test_the_nearest_level_is_heard() -> None:
    rule = "accident.report.province_phone.major"
    assert BOOK.value(rule, ON).value == 60
    assert BOOK.value(rule, ON, "110101").value == 60
    for code in ("41", "410000", "4101", "410122", "410122001", "410122001001", "419001"):
        assert BOOK.value(rule, ON, code).value == 15
        assert BOOK.value(rule, ON, code).overlay == "41"
    assert BOOK.value(rule, date(2021, 12, 31), "410122").value == 60


@pytest.mark.parametrize("code", ["", "4", "41x", "00", "4101223", "四十一", "410122001001001"])
def test_a_code_that_is_none(code: str) -> None:
    with pytest.raises(LawError) as refused:
        BOOK.value("penalty.payment", ON, code)
    assert refused.value.code == "law.bad_territory"


def test_a_value_given_out_can_be_changed_without_harm() -> None:
    BOOK.value("reminder.ladder", ON).value.append(99)
    BOOK.value("duty.first", ON).value[0]["lead"] = "nobody"
    assert 99 not in BOOK.value("reminder.ladder", ON).value
    assert BOOK.value("duty.first", ON).value[0]["lead"] != "nobody"


def test_a_deadline_says_how_it_was_counted() -> None:
    answer = BOOK.deadline("penalty.hearing_request", date(2026, 9, 28), CALENDAR)
    assert answer.value == "2026-10-10"
    assert answer.instant == datetime(2026, 10, 10, 16, tzinfo=UTC)
    told = " ".join(answer.reasons("en"))
    assert "2026-10-01..2026-10-07" in told and "2026-10-10" in told and "Art. 85" in told
    asked = BOOK.explain(
        "period.deadline",
        {"rule": "penalty.hearing_request", "from": "2026-09-28"},
        date(2026, 9, 28),
        calendar=CALENDAR,
    )
    assert asked.value == answer.value
    assert asked.as_json()["inputs"] == {"rule": "penalty.hearing_request", "from": "2026-09-28"}


def test_hours_need_a_time_and_other_kinds_have_no_deadline() -> None:
    answer = BOOK.deadline("accident.report.unit", datetime(2026, 3, 2, 2, 30, tzinfo=UTC), CALENDAR)
    assert answer.value == "2026-03-02T11:30:00+08:00"
    with pytest.raises(LawError) as refused:
        BOOK.deadline("accident.report.unit", ON, CALENDAR)
    assert refused.value.code == "law.time_needed"
    with pytest.raises(LawError) as other:
        BOOK.deadline("accident.class", ON, CALENDAR)
    assert other.value.code == "law.not_a_period"
    with pytest.raises(LawError) as late:
        BOOK.deadline("penalty.payment", date(9999, 12, 25), CALENDAR)
    assert late.value.code == "law.date_out_of_range"


def test_a_stricter_county_is_heard_and_a_laxer_one_refused(tmp_path: Path) -> None:
    rule = "accident.report.province_phone.major"
    before = Lawbook.load(law_paths(tmp_path / "home")).bundle_hash
    digest = install(bundle(tmp_path / "county", rule, "410122", "value: 10"), tmp_path / "home")
    book = Lawbook.load(law_paths(tmp_path / "home"))
    assert digest == book.bundle_hash != before
    assert book.value(rule, ON, "410122003").value == 10
    assert book.value(rule, ON, "410123").value == 15
    refused = refusal(bundle(tmp_path / "lax", rule, "410123", "value: 20"), tmp_path / "home")
    assert refused.code == "overlay.not_stricter"
    assert "15" in refused.message("en")
    national = refusal(bundle(tmp_path / "lax2", rule, "110101", "value: 61"), tmp_path / "home")
    assert national.code == "overlay.not_stricter"


def test_loading_a_bundle_again_replaces_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = bundle(tmp_path / "county", "hazard.rectification.general", "410122", "value: 20")
    first = install(folder, home)
    assert install(folder, home) == first
    bundle(folder, "hazard.rectification.general", "410122", "value: 10")
    assert install(folder, home) != first
    book = Lawbook.load(law_paths(home))
    assert book.value("hazard.rectification.general", ON, "410122").value == 10
    assert [path.name for path in (home / "law").iterdir()] == ["county"]


@pytest.mark.parametrize(
    ("rule", "territory", "content", "code"),
    [
        ("penalty.payment", "41", "value: 10", "overlay.not_allowed"),
        ("hazard.rectification.general", "410122001", "value: 10", "overlay.not_allowed"),
        ("hazard.rectification.general", "41", "value: 91", "overlay.out_of_bounds"),
        ("hazard.no_such_rule", "41", "value: 1", "overlay.unknown_rule"),
        ("hazard.rectification.general", "4x", "value: 1", "law.bad_territory"),
        ("hazard.rectification.general", "41", "value: 1, unit: hours", "schema.unit_mismatch"),
        ("criteria.chem17", "41", "rows: [{id: '1', zh: 甲, en: a}]", "overlay.row_taken"),
    ],
)
def test_overlays_that_are_refused(tmp_path: Path, rule: str, territory: str, content: str, code: str) -> None:
    assert refusal(bundle(tmp_path / "bad", rule, territory, content), tmp_path / "home").code == code


def test_rows_are_added_for_the_territory_alone(tmp_path: Path) -> None:
    install(bundle(tmp_path / "more", "criteria.chem17", "41", "rows: [{id: HN1, zh: 甲, en: a}]"), tmp_path / "home")
    book = Lawbook.load(law_paths(tmp_path / "home"))
    assert len(book.value("criteria.chem17", ON).value) == 20
    rows = book.value("criteria.chem17", ON, "410122").value
    assert [row["id"] for row in rows[20:]] == ["HN1"]
    assert rows[20]["territory"] == "41"


def test_a_bundle_cannot_redefine_the_law(tmp_path: Path) -> None:
    folder = tmp_path / "coup"
    folder.mkdir()
    (folder / "class.yaml").write_text(
        (builtin_folder() / "parameters/accident/class.yaml").read_text("utf-8"), "utf-8"
    )
    assert refusal(folder, tmp_path / "home").code == "overlay.only_overlays"


def test_a_calendar_for_another_year_can_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "calendar2027"
    folder.mkdir()
    (folder / "calendar.yaml").write_text(
        "calendar: cn-workdays\nyears:\n  - {year: 2027, notice: {zh: 某通知, en: a notice}, status: local, "
        'last_checked: 2026-11-21, off: ["2027-01-01..2027-01-03"], work: []}\n',
        "utf-8",
    )
    install(folder, tmp_path / "home")
    calendar = Calendar(Lawbook.load(law_paths(tmp_path / "home")).workdays())
    assert calendar.years[-1] == 2027
    assert not calendar.is_working_day(date(2027, 1, 1))


def test_the_hash_changes_with_any_byte_of_law(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "law").mkdir(parents=True)
    assert Lawbook.load(law_paths(home)).bundle_hash == BOOK.bundle_hash
    folder = bundle(tmp_path / "county", "hazard.rectification.general", "410122", "value: 20")
    first = install(folder, home)
    (folder / "one.yaml").write_text((folder / "one.yaml").read_text("utf-8") + "# a word\n", "utf-8")
    assert install(folder, home) != first
