"""Evidence opens for whoever may read its case, and never runs in a browser."""

from django.http import HttpResponseBase

from fangwei.casework.models import Evidence
from fangwei.hazards.tests.factories import member
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit, photo


def status(answer: HttpResponseBase) -> int:
    for close in answer._resource_closers:  # closing the answer itself would close the test's database
        close()
    return answer.status_code


def test_whoever_reads_the_case_sees_its_photo_and_nobody_else(visit: Visit) -> None:
    county = visit.county
    case = county.submitted()
    file = case.evidence.get()
    stranger = member(register.site().enterprise, "enterprise_safety_officer")  # type: ignore[arg-type]
    for actor in (county.officer, county.safety, county.township_officer):
        assert status(visit.client(actor).get(f"/evidence/{file.id}/")) == 200
        assert status(visit.client(actor).get(f"/evidence/{file.id}/small/")) == 200
    assert status(visit.client(stranger).get(f"/evidence/{file.id}/")) == 404
    assert status(visit.client(stranger).get(f"/evidence/{file.id}/small/")) == 404


def test_the_bytes_come_without_a_chance_to_run(visit: Visit) -> None:
    file = visit.county.submitted().evidence.get()
    answer = visit.client(visit.county.officer).get(f"/evidence/{file.id}/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert "private" in answer.headers["Cache-Control"]
    assert status(answer) == 200


def test_a_file_without_a_case_is_its_uploaders_alone(visit: Visit) -> None:
    county = visit.county
    case = county.ordered()
    visit.act(county.safety, case, "submit", "enterprise", note="", files=photo())
    file = Evidence.objects.get(case=None)
    assert status(visit.client(county.safety).get(f"/evidence/{file.id}/")) == 200
    assert status(visit.client(county.officer).get(f"/evidence/{file.id}/")) == 404
