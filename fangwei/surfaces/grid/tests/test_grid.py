"""The grid: a danger reported in a minute, what became of it, and a small place confirmed by its township."""

from typing import Any

from fangwei.casework.models import Case
from fangwei.register.models import Place
from fangwei.ui.tests.visiting import Visit, photo


def text(answer: Any) -> str:
    return str(answer.content.decode())


def report(visit: Visit, **more: Any) -> Any:
    client = visit.client(visit.county.grid)
    given = {"description": "灶间燃气软管老化", "spot": "后厨", "category": "gas", "files": photo()}
    return client.post(f"/grid/report/{visit.county.place.id}/", given | more)


def test_a_danger_is_reported_with_a_photo_and_followed(visit: Visit) -> None:
    assert report(visit).status_code == 302
    case = Case.objects.get()
    assert (case.hazard.how_found, case.hazard.spot, case.evidence.count()) == ("grid", "后厨", 1)
    shown = text(visit.client(visit.county.grid).get("/grid/"))
    assert "灶间燃气软管老化" in shown
    assert "待定级" in shown


def test_the_emergency_numbers_stand_on_top(visit: Visit) -> None:
    shown = text(visit.client(visit.county.grid).get("/grid/report/"))
    assert shown.index("tel:119") < shown.index("place-search")


def test_places_are_found_by_name_and_near_a_point(visit: Visit) -> None:
    place = Place.objects.get(id=visit.county.place.id)
    client = visit.client(visit.county.grid)
    assert place.name in text(client.get("/grid/report/", {"q": place.name[:5]}))
    assert "没有符合" in text(client.get("/grid/report/", {"q": "绝无此名"}))
    text(client.get("/grid/report/", {"near": "33.47,114.90"}))
    text(client.get("/grid/report/", {"near": "abc"}))


def test_a_place_in_no_list_is_registered_on_the_way(visit: Visit) -> None:
    client = visit.client(visit.county.grid)
    answer = client.post("/grid/report/new-place/", {"name": "村口坑塘", "kind": "water"})
    made = Place.objects.get(name="村口坑塘")
    assert answer.headers["Location"] == f"/grid/report/{made.id}/"
    assert made.territory_code == visit.county.grid.territory_code
    assert client.post("/grid/report/new-place/", {"name": "", "kind": "water"}).status_code == 422
    assert client.post("/grid/report/new-place/", {"name": "x", "kind": "site"}).status_code == 422


def test_a_grid_worker_finds_and_reports_but_never_orders(visit: Visit) -> None:
    report(visit)
    case = Case.objects.get()
    assert (
        "责令限期整改" not in text(visit.client(visit.county.grid).get(f"/grid/cases/{case.id}/")).split("其他操作")[0]
    )
    assert visit.act(visit.county.grid, case, "grade", "grid", grade="general").status_code == 403


def test_the_noodle_shop_is_confirmed_by_its_township(visit: Visit) -> None:
    county = visit.county
    county.site.employees = 3
    county.site.save()
    report(visit)
    case = Case.objects.get()
    assert visit.act(county.township_officer, case, "grade", grade="general").status_code == 302
    ordered = visit.act(county.township_officer, case, "order", due_on=county.day(3), measures="更换软管")
    assert ordered.status_code == 302
    assert visit.act(county.safety, case, "submit", "enterprise", note="换了", files=photo()).status_code == 302
    assert Case.objects.get().state == "submitted", "the owner's photo alone does not close it"
    assert "待我确认" in text(visit.client(county.township_officer).get("/grid/"))
    assert visit.act(county.township_officer, case, "verify", "grid", note="现场看过").status_code == 302
    assert Case.objects.get().state == "closed"
