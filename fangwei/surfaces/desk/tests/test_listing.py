"""The list as people want it: its order and columns, kept views, what is taken out, and one act on many."""

import re
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from fangwei.casework.models import Case, SavedView
from fangwei.ledger.models import Fact
from fangwei.register.tests import factories as register
from fangwei.surfaces.desk.tests.test_desk import text
from fangwei.ui.tests.visiting import Visit


def marks(shown: str, verb: str) -> list[str]:
    """The hidden marks of the form that offers a verb."""
    form = next(part for part in shown.split("<form")[1:] if f'value="{verb}"' in part)
    return re.findall(r'name="mark" value="([^"]+)"', form)


def test_the_gravest_come_first_page_after_page(visit: Visit, monkeypatch: Any) -> None:
    from fangwei.ui.present import keyset

    county = visit.county
    for number in range(3):
        county.ordered(description=f"一般隐患{number}")
        county.ordered("major", description=f"重大隐患{number}")
    more = {"limit": 2, "order": "due", "loaded": ()}
    monkeypatch.setattr(keyset.page_of_walk, "__kwdefaults__", more)
    client, address, seen = visit.client(county.officer), "/desk/hazards/?sort=gravest", []
    while address:
        shown = text(client.get(address))
        seen += re.findall(r"(重大|一般)隐患(\d)", shown)
        following = shown.split('rel="next"')[0].rpartition('href="')[2].rpartition('"')[0]
        address = f"/desk/hazards/{following}".replace("&amp;", "&") if 'rel="next"' in shown else ""
    assert [grade for grade, _number in seen] == ["重大"] * 3 + ["一般"] * 3
    assert len(set(seen)) == 6
    newest = text(client.get("/desk/hazards/?sort=newest"))
    assert newest.index("重大隐患2") < newest.index("一般隐患2")


def test_columns_are_chosen_and_a_view_keeps_them(visit: Visit) -> None:
    county = visit.county
    case = county.report("通道堵塞")
    client = visit.client(county.officer)
    shown = text(client.get("/desk/hazards/?cols=number&cols=township&cols=opened"))
    assert f">{case.number}<" in shown and "登记日期" in shown
    assert 'data-label="责任单位"' not in shown
    given = {"query": "state=registered&cols=number,township", "name": "我的视图"}
    kept = text(client.post("/desk/hazards/views/", given, follow=True))
    assert "我的视图" in kept and "移除视图" in kept
    view = SavedView.objects.get()
    assert view.query == "state=registered&cols=number%2Ctownship"
    stranger = visit.client(county.housing_duty)
    assert "我的视图" not in text(stranger.get("/desk/hazards/"))
    stranger.post("/desk/hazards/views/", {"drop": str(view.id)})
    assert SavedView.objects.exists(), "nobody forgets another's view"
    client.post("/desk/hazards/views/", {"drop": str(view.id)})
    assert not SavedView.objects.exists()


def test_a_list_is_narrowed_to_the_body_that_answers_and_a_view_keeps_it(visit: Visit) -> None:
    county = visit.county
    case = county.report("通道堵塞")
    ours, theirs = county.emergency, county.housing
    for actor in (county.officer, county.office_duty, county.city_duty):
        client = visit.client(actor)
        assert "通道堵塞" in text(client.get(f"/desk/hazards/?body={ours.id}")), actor.role
        assert "通道堵塞" in text(client.get(f"/desk/hazards/?post={case.owner_post_id}"))
        for other in (f"body={theirs.id}", f"post={county.officer.post_id}", "body=x", "post=x", f"body={case.id}"):
            assert "通道堵塞" not in text(client.get(f"/desk/hazards/?{other}")), other
    assert "通道堵塞" not in text(visit.client(county.housing_duty).get(f"/desk/hazards/?body={ours.id}"))
    client = visit.client(county.office_duty)
    shown = text(client.get(f"/desk/hazards/?body={ours.id}"))
    assert f'<option value="{theirs.id}">' in shown and f'<option value="{ours.id}" selected>' in shown
    assert "承办单位" in shown
    client.post("/desk/hazards/views/", {"query": f"body={ours.id}&grade=major", "name": "应急重大"})
    assert SavedView.objects.get().query == f"grade=major&body={ours.id}"


def test_density_is_remembered(visit: Visit) -> None:
    client = visit.client(visit.county.officer)
    visit.county.report("通道堵塞")
    assert "is-dense" not in text(client.get("/desk/hazards/"))
    client.post("/preferences/", {"density": "toggle", "next": "/desk/hazards/"})
    assert "is-dense" in text(client.get("/desk/hazards/"))


def test_what_is_seen_is_taken_out_and_told(visit: Visit) -> None:
    county = visit.county
    county.report("=1+1 配电箱未接地")
    county.ordered(description="消防通道占用")
    client = visit.client(county.officer)
    answer = client.post("/desk/hazards/export/", {"query": "cols=number,state", "format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any(line.startswith("'=1+1") for line in lines), "a text stays a text in a spreadsheet"
    answer = client.post("/desk/hazards/export/", {"query": "state=ordered", "format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["消防通道占用"]
    told = Fact.objects.filter(subject_kind="sheet_export")
    assert told.count() == 2
    stranger = visit.client(county.housing_duty)
    other = stranger.post("/desk/hazards/export/", {"query": "", "format": "csv"})
    assert len(b"".join(other.streaming_content).decode().splitlines()) == 1, "only what one may read"


def test_many_are_graded_at_once_after_a_look(visit: Visit) -> None:
    county = visit.county
    fresh = [county.report(f"通道堵塞{number}") for number in range(2)]
    done = county.ordered(description="已下令的隐患")
    client = visit.client(county.officer)
    chosen = {"chosen": [str(case.id) for case in (*fresh, done)]}
    shown = text(client.post("/desk/hazards/chosen/", chosen))
    assert "可办 2 条" in shown and "谁会看到" in shown and "不能办理" in shown
    assert {case.state for case in Case.objects.filter(id__in=[one.id for one in fresh])} == {"registered"}
    given = {"verb": "grade", "mark": marks(shown, "grade"), "grade": "general"}
    told = text(client.post("/desk/hazards/chosen/act/", given))
    assert "已办理 2 条" in told and "未办理 1 条" in told
    assert {case.state for case in Case.objects.filter(id__in=[one.id for one in fresh])} == {"graded"}
    client.post("/desk/hazards/chosen/act/", given)
    assert Fact.objects.filter(verb="grade").count() == 3, "the same form sent twice is one act a case"


def test_nobody_acts_on_what_they_may_not_read(visit: Visit) -> None:
    county = visit.county
    case = county.report("通道堵塞")
    stranger = visit.client(county.housing_duty)
    assert case.title not in text(stranger.post("/desk/hazards/chosen/", {"chosen": [str(case.id)]}))
    mark = f"{case.id}~{case.version}~{case.id}"
    stranger.post("/desk/hazards/chosen/act/", {"verb": "grade", "mark": [mark], "grade": "general"})
    case.refresh_from_db()
    assert case.state == "registered"
    auditor = visit.client(county.township_officer)
    assert auditor.get("/desk/hazards/chosen/").status_code == 405
    reader = visit.client(register_auditor(visit))
    assert reader.post("/desk/hazards/chosen/", {"chosen": [str(case.id)]}).status_code == 403


def register_auditor(visit: Visit) -> Any:
    """Somebody who reads and does not act."""
    from fangwei.hazards.tests.factories import member

    return member(register.organization("discipline"), "auditor")
