"""Evidence opens for whoever may read its case, and never runs in a browser."""

from fangwei.casework.models import Evidence
from fangwei.hazards.tests.factories import member
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit, photo


def test_whoever_reads_the_case_sees_its_photo_and_nobody_else(visit: Visit) -> None:
    county = visit.county
    case = county.submitted()
    file = case.evidence.get()
    stranger = member(register.site().enterprise, "enterprise_safety_officer")  # type: ignore[arg-type]
    for actor in (county.officer, county.safety, county.township_officer):
        assert visit.client(actor).get(f"/evidence/{file.id}/").status_code == 200
        assert visit.client(actor).get(f"/evidence/{file.id}/small/").status_code == 200
    assert visit.client(stranger).get(f"/evidence/{file.id}/").status_code == 404
    assert visit.client(stranger).get(f"/evidence/{file.id}/small/").status_code == 404


def test_the_bytes_come_without_a_chance_to_run(visit: Visit) -> None:
    file = visit.county.submitted().evidence.get()
    answer = visit.client(visit.county.officer).get(f"/evidence/{file.id}/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert "private" in answer.headers["Cache-Control"]


def test_a_file_without_a_case_is_its_uploaders_alone(visit: Visit) -> None:
    county = visit.county
    case = county.ordered()
    visit.act(county.safety, case, "submit", "enterprise", note="", files=photo())
    file = Evidence.objects.get(case=None)
    assert visit.client(county.safety).get(f"/evidence/{file.id}/").status_code == 200
    assert visit.client(county.officer).get(f"/evidence/{file.id}/").status_code == 404
