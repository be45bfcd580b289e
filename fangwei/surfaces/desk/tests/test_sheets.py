"""Register sheets on the desk: looked at first, matched, imported, confirmed, taken out."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fangwei.casework.models import Case
from fangwei.register.models import Tenure
from fangwei.sheets.models import ImportJob
from fangwei.surfaces.desk import uploads
from fangwei.ui.tests.visiting import Visit


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Import within the request, so that the test's own transaction sees it."""
    settings.FANGWEI_HOME = tmp_path
    monkeypatch.setattr(uploads, "begin", lambda work: work())


def workbook(*rows: tuple[object, ...], name: str = "台账.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def hazards(visit: Visit, *descriptions: str) -> SimpleUploadedFile:
    name, code = visit.county.place.name, visit.county.site.enterprise.uscc
    heads = ("企业名称", "统一社会信用代码", "隐患描述", "排查时间", "隐患等级", "整改期限", "是否销号")
    rows = [(name, code, words, "2026-02-10", "一般", "2026-03-10", "否") for words in descriptions]
    return workbook(("项城市事故隐患排查治理台账",), heads, *rows)


def look(visit: Visit, file: Any, spec: str = "hazards") -> Any:
    return visit.client(visit.county.officer).post("/desk/import/", {"spec": spec, "sheet": file})


def token_of(shown: str) -> str:
    return shown.partition("/desk/import/")[2].partition("/desk/import/")[2].partition("/")[0]


def bring(visit: Visit, file: Any) -> Any:
    shown = look(visit, file).content.decode()
    token = shown.partition('action="/desk/import/')[2].partition("/")[0]
    client = visit.client(visit.county.officer)
    running = client.post(f"/desk/import/{token}/run/", {})
    return client.get(running.headers["Location"], follow=True)


def test_a_sheet_is_looked_at_before_anything_is_written(visit: Visit) -> None:
    answer = look(visit, hazards(visit, "操作规程缺失", "班前会未记录"))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "试读结果" in shown
    assert "隐患描述" in shown
    assert not Case.objects.exists()
    assert not ImportJob.objects.exists()


def test_an_import_ends_with_its_counts_and_waits_for_confirmation(visit: Visit) -> None:
    shown = bring(visit, hazards(visit, "操作规程缺失", "班前会未记录", "")).content.decode()
    assert "退回" in shown
    assert "存量确认" in shown or "确认" in shown
    job = ImportJob.objects.get()
    assert (job.imported, job.rejected) == (2, 1)
    workbook_of_errors = visit.client(visit.county.officer).get(f"/desk/import/jobs/{job.id}/errors/")
    assert workbook_of_errors.status_code == 200
    for close in workbook_of_errors._resource_closers:
        close()
    assert Case.objects.filter(inherited=True).count() == 2
    listed = visit.client(visit.county.officer).get("/desk/inherited/").content.decode()
    assert "操作规程缺失" in listed
    assert visit.client(visit.county.housing_duty).get(f"/desk/import/jobs/{job.id}/").status_code == 404


def test_the_chosen_are_confirmed_and_nobody_elses(visit: Visit) -> None:
    bring(visit, hazards(visit, "操作规程缺失", "班前会未记录"))
    one, other = Case.objects.order_by("number")
    stranger = visit.client(visit.county.housing_duty)
    stranger.post("/desk/inherited/confirm/", {"chosen": [str(one.id)], "verb": "confirm_baseline"})
    assert Case.objects.filter(inherited=True).count() == 2
    client = visit.client(visit.county.officer)
    answer = client.post("/desk/inherited/confirm/", {"chosen": [str(one.id)], "verb": "confirm_baseline"}, follow=True)
    assert "已确认 1 条" in answer.content.decode()
    assert not Case.objects.get(id=one.id).inherited
    assert Case.objects.get(id=other.id).inherited


def test_a_whole_township_is_confirmed_at_once(visit: Visit) -> None:
    bring(visit, hazards(visit, "操作规程缺失", "班前会未记录"))
    given = {"verb": "confirm_township", "township": visit.county.place.territory_code}
    visit.client(visit.county.township_officer).post("/desk/inherited/confirm/", given)
    assert not Case.objects.filter(inherited=True).exists()


def test_heads_of_ones_own_are_matched_once_and_remembered(visit: Visit) -> None:
    name = visit.county.place.name
    heads = ("企业名称", "问题说明文字", "排查时间", "隐患等级")
    sheet = workbook(heads, (name, "操作规程缺失", "2026-02-10", "一般"))
    shown = look(visit, sheet).content.decode()
    assert "问题说明文字" in shown
    token = shown.partition('action="/desk/import/')[2].partition("/")[0]
    given = {"heads": heads, "head_0": "site_name", "head_1": "description", "head_2": "found_on", "head_3": "grade"}
    client = visit.client(visit.county.officer)
    assert "试读结果" in client.post(f"/desk/import/{token}/preview/", given).content.decode()
    client.post(f"/desk/import/{token}/run/", given)
    assert Case.objects.get().title == "操作规程缺失"
    again = look(visit, workbook(heads, (name, "灭火器过期", "2026-02-11", "一般")))
    assert again.status_code == 200, "remembered for the unit"


@pytest.mark.parametrize(
    ("name", "content"),
    [("图片.xlsx", b"\x89PNG not a sheet at all"), ("空.xlsx", b""), ("文本.csv", b"nothing here")],
)
def test_what_is_no_sheet_is_refused_in_words(visit: Visit, name: str, content: bytes) -> None:
    answer = look(visit, SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert "还不能导入" in answer.content.decode() or "请选择" in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_a_sheet_of_more_than_the_limit_is_refused_while_it_comes_in(visit: Visit, settings: Any) -> None:
    settings.FANGWEI_SHEET_LIMIT = settings.FANGWEI_UPLOAD_LIMIT = 100_000
    answer = look(visit, SimpleUploadedFile("大.xlsx", b"PK" + b"0" * 1_000_000))
    assert answer.status_code == 422
    assert "MB" in answer.content.decode()


def test_a_kept_sheet_belongs_to_whoever_brought_it(visit: Visit) -> None:
    shown = look(visit, hazards(visit, "操作规程缺失")).content.decode()
    token = shown.partition('action="/desk/import/')[2].partition("/")[0]
    assert visit.client(visit.county.second).post(f"/desk/import/{token}/run/").status_code == 404
    assert visit.client(visit.county.officer).post("/desk/import/..%2f..%2fkeys/run/").status_code == 404


def test_the_register_sheet_goes_out_as_one_keeps_it_and_cannot_run_formulas(visit: Visit) -> None:
    visit.county.report("=1+1 处操作规程缺失")
    answer = visit.client(visit.county.officer).post("/desk/export/hazards/", {"format": "csv"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert any("操作规程缺失" in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert visit.client(visit.county.officer).get("/desk/export/hazards/").status_code == 405
    assert visit.client(visit.county.safety).post("/desk/export/hazards/").status_code == 403


def test_the_office_brings_and_takes_the_organization_chart_and_nobody_else(visit: Visit) -> None:
    client = visit.client(visit.county.office_duty)
    assert "机构人员名册" in client.get("/desk/import/").content.decode()
    file = workbook(("单位名称", "岗位名称", "姓名"), ("项城市水利局", "局长", "周一"))
    answer = client.post("/desk/import/", {"spec": "organizations", "sheet": file, "on": "2026-03-01"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and 'name="on"' in shown
    token = shown.partition('action="/desk/import/')[2].partition("/")[0]
    running = client.post(f"/desk/import/{token}/run/", {"on": "2026-02-01"})
    shown = client.get(running.headers["Location"], follow=True).content.decode()
    assert "没有标明承办岗" in shown and "0 行" not in shown
    assert Tenure.objects.get(person__name="周一").start.isoformat() == "2026-02-01"
    taken = client.post("/desk/export/organizations/", {"format": "csv"})
    assert "周一" in b"".join(taken.streaming_content).decode()
    officer = visit.client(visit.county.officer)
    assert "机构人员名册" not in officer.get("/desk/import/").content.decode()
    assert officer.post("/desk/export/organizations/", {"format": "csv"}).status_code == 403
    assert look(visit, workbook(("单位名称", "岗位名称", "姓名")), spec="organizations").status_code == 422


def test_an_office_brings_a_problem_list_as_a_sheet(visit: Visit) -> None:
    county = visit.county
    client = visit.client(county.city_duty)
    assert "?spec=problems" in client.get("/desk/problems/").content.decode()
    chosen = client.get("/desk/import/?spec=problems").content.decode()
    assert 'value="problems" checked' in chosen or "checked" in chosen.partition('value="problems"')[2][:40]
    rows = [(county.emergency.name, "危化企业底数不清"), ("不存在局", "无人负责")]
    file = workbook(("明查暗访问题清单",), ("责任单位", "存在问题"), *rows, name="问题.xlsx")
    shown = client.post("/desk/import/", {"spec": "problems", "sheet": file}).content.decode()
    assert "没有登记" in shown and not Case.objects.filter(kind="problem").exists()
    token = shown.partition('action="/desk/import/')[2].partition("/")[0]
    running = client.post(f"/desk/import/{token}/run/", {})
    done = client.get(running.headers["Location"], follow=True).content.decode()
    assert "/desk/problems/" in done and "退回" in done
    case = Case.objects.get(kind="problem")
    assert "危化企业底数不清" in visit.client(county.owner).get(f"/desk/cases/{case.id}/").content.decode()
    officer = visit.client(county.officer)
    assert "?spec=problems" not in officer.get("/desk/problems/").content.decode()
    assert "检查问题清单" not in officer.get("/desk/import/?spec=problems").content.decode()


def test_an_empty_sheet_of_each_kind_may_be_taken_as_a_pattern(visit: Visit) -> None:
    client = visit.client(visit.county.office_duty)
    for name in ("sites", "hazards", "organizations", "problems"):
        answer = client.get(f"/desk/import/template/{name}/")
        page = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        assert page.max_row == 2 and page.max_column > 8
    assert visit.client(visit.county.officer).get("/desk/import/template/organizations/").status_code == 404
    assert client.get("/desk/import/template/nothing/").status_code == 404
    assert visit.client(visit.county.safety).get("/desk/import/template/sites/").status_code == 403
