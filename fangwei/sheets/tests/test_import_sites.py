import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings

from fangwei.accounts.actor import Actor
from fangwei.engines.reader import open_sheet
from fangwei.ledger.models import Fact
from fangwei.register.actions import load_divisions
from fangwei.register.models import Enterprise, Organization, Place, Site
from fangwei.register.sheet import SITES
from fangwei.sheets.actions import export_sheet, import_sheet, remember_matching, try_sheet
from fangwei.sheets.models import ImportJob, JobState
from fangwei.sheets.queries import signature_of
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.tests.factories import AT, COUNTY, code, county, table, write
from fangwei.sheets.verdicts import ImportResult

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def bring(file: Path, **options: Any) -> ImportResult:
    return import_sheet("sites", file=file, by=SYSTEM, at=AT, **options)


def codes(result: ImportResult) -> dict[int, str]:
    return {row: faults[0].code for row, faults in result.errors}


def doubts(result: ImportResult) -> set[tuple[int, str]]:
    return {(row, doubt.code) for row, doubt in result.warnings}


def firm(serial: int, **other: object) -> dict[str, object]:
    row = {
        "name": f"试山县第{serial}化工有限公司",
        "uscc": code(serial),
        "town": "白河镇",
        "address": f"试山县白河镇工业路{serial}号",
        "lon": 114.9 + serial / 1000,
        "lat": 33.5,
        "employees": 10,
    }
    return row | other


def test_the_shared_sheet_gets_the_expected_verdict_on_every_row(shared: Path) -> None:
    load_divisions(Path(settings.ROOT) / "law" / "divisions", by=SYSTEM, at=AT)
    folder = shared / "data" / "register-sheets"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["sites"]
    result = bring(folder / "sites.xlsx")
    assert codes(result) == {row["row"]: row["rejected"] for row in expected if row["rejected"]}
    assert doubts(result) == {(row["row"], row["warning"]) for row in expected if row["warning"]}
    assert result.given == len(expected)
    assert result.territory == "411681"
    found = set(Enterprise.objects.values_list("uscc", "name"))
    assert found == {(row["uscc"], row["name"]) for row in expected if not row["rejected"]}
    again = bring(folder / "sites.xlsx")
    assert again.counts == {"imported": 0, "updated": 0, "unchanged": 243, "rejected": 17}
    completed = bring(Path(again.error_workbook))
    assert completed.counts == {"imported": 0, "updated": 0, "unchanged": 0, "rejected": 17}
    assert completed.territory == "411681"


def test_a_county_without_any_organization(tmp_path: Path) -> None:
    county()
    result = bring(table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2)]))
    assert result.counts["imported"] == 2
    office = Organization.objects.get(territory_code=COUNTY)
    assert (office.kind, office.placeholder) == ("committee_office", True)
    place = Place.objects.get(name="试山县第1化工有限公司")
    assert (place.territory_code, place.county_code) == ("990101100", COUNTY)


def test_every_fault_and_every_doubt(tmp_path: Path) -> None:
    county()
    wrong = code(3)[:-1] + ("0" if code(3)[-1] != "0" else "1")
    rows = [
        firm(1, name=""),
        firm(2, uscc=wrong, town="不存在镇"),
        firm(3, uscc="91990101OAFLAF6WYH"),
        firm(4, uscc="12345"),
        firm(5, town="不存在镇"),
        firm(6),
        firm(7, uscc=code(6)),
        firm(8, lon=33.5, lat=114.9),
        firm(9, lon=None, lat=None),
        firm(10, lon=1149, lat=33),
        firm(11, town=None, address="某路1号"),
        firm(12, employees="好多人"),
        firm(13, uscc=None, phone="明天再补"),
        firm(14, town="白河", uscc=f" {code(14)[:6]} {code(14)[6:].lower()} "),
        firm(15, town="青石街道办事处"),
        firm(16, town=None),
    ]
    result = bring(table(tmp_path / "a.xlsx", SITES, rows))
    assert codes(result) == {
        3: "name_missing",
        4: "uscc_check_digit",
        5: "uscc_characters",
        6: "uscc_length",
        7: "territory_unknown",
        9: "uscc_duplicate",
    }
    assert [fault.code for fault in dict(result.errors)[4]] == ["uscc_check_digit", "territory_unknown"]
    assert doubts(result) == {
        (10, "coordinates_swapped"),
        (11, "coordinates_missing"),
        (12, "coordinates_implausible"),
        (13, "township_missing"),
        (14, "number_unreadable"),
        (15, "phone_odd"),
    }
    swapped = Place.objects.get(name="试山县第8化工有限公司")
    assert (swapped.lat, swapped.lon, swapped.warnings[0]["code"]) == (33.5, 114.9, "coordinates_swapped")
    towns = dict(Place.objects.order_by("id").values_list("site__enterprise__uscc", "territory_code"))
    assert [towns[code(serial)] for serial in (14, 15, 16)] == ["990101100", "990101001", "990101100"]
    assert all(row["message"] and row["message"] != row["code"] for row in result.as_json()["errors"])


def test_several_sites_of_one_enterprise_and_none_twice(tmp_path: Path) -> None:
    county()
    rows = [firm(1), firm(1, address="试山县青石街道一号院"), firm(1)]
    result = bring(table(tmp_path / "a.xlsx", SITES, rows))
    assert (result.counts["imported"], result.counts["unchanged"]) == (2, 1)
    assert (Enterprise.objects.count(), Site.objects.count()) == (1, 2)


def test_a_second_import_changes_nothing_and_a_changed_cell_is_told(tmp_path: Path) -> None:
    county()
    bring(table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2)]))
    facts = Fact.objects.exclude(subject_kind="sheet_import").count()
    again = bring(table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2)]))
    assert again.counts == {"imported": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert Fact.objects.exclude(subject_kind="sheet_import").count() == facts
    changed = bring(table(tmp_path / "b.xlsx", SITES, [firm(1, employees="12人"), firm(2)]))
    assert (changed.counts["updated"], changed.counts["unchanged"]) == (1, 1)
    assert Fact.objects.exclude(subject_kind="sheet_import").count() == facts + 1


def test_the_corrected_error_workbook_adds_only_the_corrected_rows(tmp_path: Path) -> None:
    county()
    result = bring(table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2, town="白菏镇"), firm(3, name=None)]))
    assert result.counts["rejected"] == 2
    with open_sheet(Path(result.error_workbook), SITES) as opened:
        given = [(dict(record.values), record.cells[:4]) for record in opened.records()]
    assert [cells[0] for _, cells in given] == [4.0, 5.0]
    assert all(isinstance(cells[2], str) for _, cells in given)
    corrected = [given[0][0] | {"town": "白河镇"}, given[1][0]]
    second = bring(table(tmp_path / "b.xlsx", SITES, corrected))
    assert second.counts == {"imported": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    assert Site.objects.count() == 2


def test_a_try_out_writes_nothing(tmp_path: Path) -> None:
    county()
    file = table(tmp_path / "a.xlsx", SITES, [firm(1), firm(1), firm(2, name=None), firm(3)])
    before = (Fact.objects.count(), Organization.objects.count())
    result = try_sheet("sites", file=file, by=SYSTEM, at=AT)
    assert result.counts == {"imported": 2, "updated": 0, "unchanged": 1, "rejected": 1}
    assert (Fact.objects.count(), Organization.objects.count(), ImportJob.objects.count()) == (*before, 0)
    assert try_sheet("sites", file=file, by=SYSTEM, at=AT, most=2).given == 2


def test_a_sheet_that_names_no_county_is_refused_and_a_named_one_taken(tmp_path: Path) -> None:
    county()
    file = table(tmp_path / "a.xlsx", SITES, [firm(1, name="某化工", address="某路")], title="名单")
    with pytest.raises(SheetRefused) as caught:
        bring(file)
    assert caught.value.code == "territory_needed"
    assert ImportJob.objects.count() == 0
    assert bring(file, territory="990101000000").counts["imported"] == 1
    assert bring(file, territory="试山县").counts["unchanged"] == 1
    with pytest.raises(SheetRefused) as caught:
        bring(file, territory="123456")
    assert caught.value.code == "territory_unknown"


def test_a_whole_city_with_townships_of_the_same_name(tmp_path: Path) -> None:
    county()
    rows = [
        firm(1, address="别山县白河镇一路"),
        firm(2, address="一路", county="别山县"),
        firm(3, address="试州市试山县白河镇"),
    ]
    result = bring(table(tmp_path / "a.xlsx", SITES, rows, title="企业名单"), territory="99")
    assert not result.errors
    towns = dict(Place.objects.order_by("id").values_list("site__enterprise__uscc", "territory_code"))
    assert towns == {code(1): "990201100", code(2): "990201100", code(3): "990101100"}


def test_heads_matched_once_are_remembered(tmp_path: Path) -> None:
    county()
    body = Organization.objects.create(name="试山县应急管理局", kind="emergency", territory_code=COUNTY)
    officer = Actor(None, None, organization_id=body.id, organization_kind="emergency", territory_code=COUNTY)
    file = write(tmp_path / "a.xlsx", [["试山县"], ["户头", "信用代码", "镇"], ["试山县甲厂", code(1), "白河镇"]])
    with pytest.raises(SheetRefused) as caught:
        import_sheet("sites", file=file, by=officer, at=AT)
    assert caught.value.code in {"column_missing", "no_header"}
    chosen = {"户头": "name", "镇": "town"}
    with open_sheet(file, SITES, remembered=chosen) as opened:
        signature = signature_of(opened.header)
    remember_matching("sites", organization_id=body.id, signature=signature, heads=chosen, by=officer, at=AT)
    assert import_sheet("sites", file=file, by=officer, at=AT).counts["imported"] == 1
    bad = {"户头": "nonsense"}
    with pytest.raises(SheetRefused):
        remember_matching("sites", organization_id=body.id, signature=signature, heads=bad, by=officer, at=AT)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_taken_out_can_be_brought_in_again(tmp_path: Path, ending: str, language: str) -> None:
    county()
    rows = [
        firm(1, hazardous_chemicals="√", phone="13800000000", principal="=cmd|' /C calc'!A0"),
        firm(2, name="@夜市"),
    ]
    bring(table(tmp_path / "a.xlsx", SITES, rows))
    out = tmp_path / f"out.{ending}"
    count = export_sheet("sites", file=out, territory="试山县", by=SYSTEM, at=AT, language=language)
    assert count == 2
    again = bring(out, territory=COUNTY)
    assert again.counts == {"imported": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert not again.unmatched
    if ending == "csv":
        assert ",'=cmd" in out.read_text(encoding="utf-8")
    assert Fact.objects.filter(subject_kind="sheet_export").count() == 1


def test_cells_that_look_like_formulas_come_back_as_text(tmp_path: Path) -> None:
    county()
    result = bring(table(tmp_path / "a.xlsx", SITES, [firm(1, name=None, principal='=HYPERLINK("x")', address="+1")]))
    with open_sheet(Path(result.error_workbook), SITES) as opened:
        [record] = opened.records()
    assert (record.text("principal"), record.text("address")) == ('=HYPERLINK("x")', "+1")


def test_the_job_keeps_the_counts_and_tells_the_ledger(tmp_path: Path) -> None:
    county()
    seen: list[int] = []
    result = bring(
        table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2, name=None)]), on_batch=lambda done, _: seen.append(done)
    )
    job = ImportJob.objects.get()
    assert (job.state, job.given, job.imported, job.rejected) == (JobState.DONE, 2, 1, 1)
    assert (settings.FANGWEI_HOME / job.error_workbook).is_file()
    assert job.result["errors"][0]["code"] == "name_missing"
    assert seen == [2]
    facts = Fact.objects.filter(subject_id=job.id).order_by("n")
    assert [fact.verb for fact in facts] == ["begin", "finish"]
    assert result.job == job.id


def test_a_killed_import_is_completed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county()
    monkeypatch.setattr("fangwei.sheets.actions.BATCH", 2)
    file = table(tmp_path / "a.xlsx", SITES, [firm(n) for n in range(1, 8)])

    def kill(done: int, _: object) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(file, on_batch=kill)
    assert Site.objects.count() == 4
    assert ImportJob.objects.get().state == JobState.RUNNING
    assert bring(file).counts == {"imported": 3, "updated": 0, "unchanged": 4, "rejected": 0}
    assert sorted(ImportJob.objects.order_by("id").values_list("state", flat=True)) == [JobState.DONE, JobState.FAILED]


def test_a_workbook_with_a_worksheet_for_each_township_says_what_it_did_not_read(tmp_path: Path) -> None:
    county()
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name in ("白河镇", "青石街道"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, [f"试山县{name}企业名单"])
        page.write_row(1, 0, ["企业名称", "乡镇"])
        page.write_row(2, 0, [f"试山县{name}一厂", name])
    book.close()
    result = bring(tmp_path / "a.xlsx")
    assert (result.sheet, result.other_sheets, result.given) == ("白河镇", ("青石街道",), 1)
    assert bring(tmp_path / "a.xlsx", sheet="青石街道").counts["imported"] == 1


def test_old_dates_in_a_site_sheet_do_not_disturb(tmp_path: Path) -> None:
    county()
    file = write(
        tmp_path / "a.xlsx",
        [["试山县企业名单"], ["企业名称", "乡镇", "成立日期"], ["试山县乙厂", "白河镇", dt.date(2001, 2, 3)]],
    )
    result = bring(file)
    assert result.counts["imported"] == 1
    assert result.unmatched == ["成立日期"]
