"""What an enterprise sees of visits: those it was told of, how often it may be visited, and its gate's poster."""

from typing import Any

from fangwei.hazards.tests.factories import holder_of
from fangwei.inspections.tests import factories
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def county_of(visit: Visit) -> factories.County:
    visit.county.__class__ = factories.County
    factories.certify(visit.county.officer, visit.county.second)
    return visit.county  # type: ignore[return-value]


def shown(visit: Visit, who: Any = None) -> str:
    return str(visit.client(who or visit.county.safety).get("/enterprise/visits/").content.decode())


def test_a_visit_is_seen_when_told_and_its_times_are_confirmed(visit: Visit) -> None:
    county = county_of(visit)
    case = county.approved()
    assert case.number not in shown(visit)
    assert visit.client(county.safety).get(f"/enterprise/cases/{case.id}/").status_code == 404
    county.go(case, "notify_visit", county.officer)
    assert str(case.number) in shown(visit)
    county.go(case, "begin_visit", county.officer)
    page = visit.client(county.safety).get(f"/enterprise/cases/{case.id}/").content.decode()
    assert "豫P16010001" in page
    assert visit.act(county.safety, case, "confirm_entry", "enterprise").status_code == 302
    assert visit.act(county.safety, case, "record_visit", "enterprise").status_code in {403, 422}
    assert "2026年已日常检查 1 次，上限 2 次" in shown(visit)


def test_who_reported_stays_unknown(visit: Visit) -> None:
    county = county_of(visit)
    case = county.begun(type="individual", trigger="tip", basis="12350举报第0311号", unannounced=True)
    page = visit.client(county.safety).get(f"/enterprise/cases/{case.id}/").content.decode()
    assert "线索核查" in page
    assert "12350举报" not in page
    assert "群众举报" not in page
    assert "12350举报第0311号" in visit.client(county.officer).get(f"/desk/cases/{case.id}/").content.decode()


def test_another_firm_and_an_officer_do_not_see_it(visit: Visit) -> None:
    county = county_of(visit)
    case = county.begun()
    stranger = register.post("enterprise_principal", register.site().enterprise)
    actor = holder_of(stranger)
    assert str(case.number) not in shown(visit, actor)
    assert visit.client(actor).get(f"/enterprise/cases/{case.id}/").status_code == 404
    assert visit.client(county.officer).get("/enterprise/visits/").status_code == 403


def test_the_poster_exists_only_where_gates_show_hazards(visit: Visit, settings: Any) -> None:
    county = county_of(visit)
    address = f"/enterprise/gate/{county.place.id}/"
    assert visit.client(county.safety).get(address).status_code == 404
    settings.FANGWEI_GATE_QR = True
    assert "data:image/svg+xml" in visit.client(county.safety).get(address).content.decode()
    assert visit.client(county.safety).get(f"/enterprise/gate/{register.site().place_id}/").status_code == 404
    assert visit.client(county.officer).get(address).status_code == 403
