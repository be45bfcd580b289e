"""A visit's life: lawful bodies, lawful causes, certified inspectors, another's approval, the cap, the record."""

from datetime import date
from typing import Any

import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.casework.refusals import Refused
from fangwei.documents.models import Document
from fangwei.hazards.tests.factories import holder_of, member
from fangwei.inspections.models import Visit
from fangwei.inspections.queries import counters, hazards_of, own_counter, visit_by_code
from fangwei.inspections.tests.factories import County, certify
from fangwei.ledger.queries import history
from fangwei.register.models import Jurisdiction, JurisdictionKind, Person
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


def refused(call: Any, *args: Any, **given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value


def test_from_application_to_record_with_hazards() -> None:
    county = County()
    case = county.recorded("罐区消防栓无水压", "动火作业票未签字")
    assert case.state == "inspected"
    found = hazards_of(case)
    assert [one.title for one in found] == ["罐区消防栓无水压", "动火作业票未签字"]
    assert {one.state for one in found} == {"registered"}
    assert visible(county.safety).filter(id=case.id).exists()
    done = county.go(case, "confirm_exit", county.safety)
    assert done.visit.exit_confirmed_at is not None
    assert refused(county.go, case, "confirm_exit", county.safety).code == "condition"


def test_nobody_outside_the_unit_sees_a_visit_before_the_enterprise_is_told() -> None:
    county = County()
    case = county.approved()
    outside = (county.safety, county.grid, county.housing_duty, county.office_duty)
    assert not any(visible(actor).filter(id=case.id).exists() for actor in outside)
    assert visible(county.head).filter(id=case.id).exists()
    county.go(case, "notify_visit", county.officer)
    assert all(visible(actor).filter(id=case.id).exists() for actor in (county.safety, county.grid, county.office_duty))


def test_an_unannounced_visit_is_told_at_the_door() -> None:
    county = County()
    case = county.approved(unannounced=True)
    assert refused(county.go, case, "notify_visit", county.officer).code == "not_from_this_state"
    assert not visible(county.safety).filter(id=case.id).exists()
    case = county.go(case, "begin_visit", county.officer)
    assert visible(county.safety).filter(id=case.id).exists()
    assert case.visit.notified_at == case.visit.entered_at
    assert county.go(case, "confirm_entry", county.principal).visit.entry_confirmed_at is not None


def test_an_announced_visit_begins_after_the_notice_only() -> None:
    county = County()
    case = county.approved()
    assert refused(county.go, case, "begin_visit", county.officer).code == "not_from_this_state"


def test_who_is_on_the_visit_does_not_approve_it() -> None:
    county = County()
    certify(county.head)
    case = county.applied(inspectors=[county.officer.person_id, county.second.person_id])
    assert refused(county.go, case, "approve_visit", county.officer).code == "not_yours"
    register.tenure(register.post("inspector", county.emergency), Person.objects.get(id=county.head.person_id))
    other = county.applied(inspectors=[county.officer.person_id, county.head.person_id])
    assert refused(county.go, other, "approve_visit", county.head).code == "own_word"


@pytest.mark.parametrize("who", ["office_duty", "grid", "expert", "safety", "head", "city_duty"])
def test_bodies_and_people_that_may_not_inspect_cannot_apply(who: str) -> None:
    county = County()
    actor: Actor = getattr(county, who)
    assert refused(county.applied, by=actor).code in {"not_yours", "condition"}
    assert not Visit.objects.exists()


def test_a_line_without_a_duty_there_cannot_apply() -> None:
    county = County()
    forestry = register.organization("forestry")
    first, other = member(forestry, "inspector"), member(forestry, "inspector")
    certify(first, other)
    error = refused(county.applied, by=first, inspectors=[first.person_id, other.person_id])
    assert error.reasons[0].params["condition"] == "line_answers_here"


def test_another_county_cannot_apply() -> None:
    county = County()
    neighbour = register.organization("emergency", "411624")
    first = holder_of(register.post("inspector", neighbour))
    assert refused(county.applied, by=first).code == "not_yours"


def test_a_township_visits_only_what_is_delegated_to_it() -> None:
    county = County()
    other = member(county.township, "township_officer")
    certify(county.township_officer, other)
    people = [county.township_officer.person_id, other.person_id]
    error = refused(county.applied, by=county.township_officer, inspectors=people)
    assert error.reasons[0].params["condition"] == "inspection_delegated"
    Jurisdiction.objects.create(
        territory_code=register.TOWNSHIP,
        kind=JurisdictionKind.DELEGATED,
        line="emergency",
        organization=county.township,
        valid_from=date(2025, 1, 1),
    )
    case = county.applied(by=county.township_officer, inspectors=people)
    assert case.visit.line == "emergency"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"inspectors": []}, "field_missing"),
        ({"inspectors": ["officer"]}, "too_few_inspectors"),
        ({"inspectors": ["officer", "head"]}, "choice_unknown"),
        ({"inspectors": ["officer", "housing_duty"]}, "choice_unknown"),
        ({"inspectors": ["officer", "owner"]}, "not_certified"),
        ({"type": "daily", "trigger": "tip"}, "condition"),
        ({"type": "special", "trigger": "plan"}, "condition"),
        ({"type": "individual", "trigger": "reinspection"}, "field_missing"),
        ({"trigger": "score"}, "field_bad"),
        ({"planned_on": date(2026, 3, 1)}, "date_past"),
        ({"basis": " "}, "field_missing"),
    ],
)
def test_what_an_application_must_hold(change: dict[str, Any], code: str) -> None:
    county = County()
    if "inspectors" in change:
        change = {"inspectors": [getattr(county, name).person_id for name in change["inspectors"]]}
    assert refused(county.applied, **change).code == code


def test_a_lapsed_certificate_stops_the_visit_at_every_step() -> None:
    county = County()
    case = county.go(county.approved(), "notify_visit", county.officer)
    certify(county.second, until=date(2026, 3, 1))
    assert refused(county.go, case, "begin_visit", county.officer).code == "not_certified"
    assert refused(county.applied).code == "not_certified"


def test_the_cap_refuses_the_third_daily_visit_and_lets_lawful_causes_pass() -> None:
    county = County()
    county.recorded()
    waiting = county.applied()
    county.approved()
    firm = county.site.enterprise_id
    assert own_counter(firm, "emergency", "411681", county.at)[0] == 2
    error = refused(county.applied)
    assert error.code == "cap_reached"
    assert error.reasons[0].citation
    assert refused(county.go, waiting, "approve_visit", county.head).code == "cap_reached"
    clue = county.applied(type="individual", trigger="tip", basis="12350举报第0311号")
    assert county.go(clue, "approve_visit", county.head).state == "approved"
    assert own_counter(firm, "emergency", "411681", county.at)[0] == 2


def test_a_visit_called_off_gives_its_place_back() -> None:
    county = County()
    county.approved()
    other = county.approved()
    assert refused(county.applied).code == "cap_reached"
    county.go(other, "call_off", county.officer, reason="企业停产检修")
    assert county.applied().state == "applied"


def test_each_side_counts_what_it_may_read() -> None:
    county = County()
    county.recorded()
    county.approved()
    firm = county.site.enterprise_id
    [mine] = counters(firm, "411681", county.at, county.officer)
    [theirs] = counters(firm, "411681", county.at, county.safety)
    assert (mine.done, mine.coming, mine.cap.value) == (1, 1, 2)
    assert (theirs.done, theirs.coming) == (1, 0)


def test_a_reinspection_names_an_issued_order_of_the_place() -> None:
    county = County()
    hazard = county.do(county.report(), "grade", county.officer, grade="general")
    error = refused(county.applied, type="individual", trigger="reinspection", of_order=hazard.id)
    assert error.code == "choice_unknown"


def test_the_record_needs_a_second_inspector_of_the_visit_and_a_signature() -> None:
    county = County()
    case = county.begun()
    third = member(county.emergency, "inspector")
    people = ({"role": "second_officer", "person": str(third.person_id)}, {"role": "representative", "name": "田军"})
    given: dict[str, Any] = {"checked": "罐区", "signature": "signed"}
    assert (
        refused(county.go, case, "record_visit", county.officer, participants=people, **given).code == "participant_bad"
    )
    given["signature"] = "refused"
    error = refused(county.go, case, "record_visit", county.officer, participants=county.signing(), **given)
    assert error.code == "participant_missing"
    assert refused(county.go, case, "record_visit", third, participants=county.signing(), **given).code == "not_yours"


def test_a_refused_entry_is_recorded_and_does_not_count() -> None:
    county = County()
    case = county.approved(unannounced=True)
    people = ({"role": "second_officer", "person": str(county.second.person_id)},)
    case = county.go(case, "record_no_entry", county.officer, reason="门卫拒绝放行", participants=people)
    assert case.state == "not_admitted"
    assert own_counter(county.site.enterprise_id, "emergency", "411681", county.at)[0] == 0


def test_a_code_is_given_with_the_approval_and_is_unlike_any_other() -> None:
    county = County()
    case = county.applied()
    assert case.visit.code is None
    codes = {county.go(case, "approve_visit", county.head).visit.code, county.approved().visit.code}
    assert len(codes) == 2
    assert all(len(code) >= 24 for code in codes if code)
    assert visit_by_code("") is None
    assert visit_by_code("nobody-gave-this") is None


def test_a_place_that_is_nobodys_site_is_not_visited() -> None:
    county = County()
    assert refused(county.applied, place=register.place()).code == "choice_unknown"
    assert not Case.objects.filter(kind="visit").exists()


def test_the_log_does_not_tell_the_enterprise_of_the_tip() -> None:
    county = County()
    case = county.begun(type="individual", trigger="tip", basis="12350举报第0311号", unannounced=True)
    told = str([one.data for one in history(case.id, before=None, limit=50)])
    assert "0311" not in told
    assert "tip" not in told
    assert "hmac-sha256:" in told
    papers = str(list(Document.objects.filter(case=case).values_list("content", flat=True)))
    assert "0311" not in papers
    assert "举报" not in papers


def test_each_step_has_its_paper() -> None:
    county = County()
    case = county.recorded("罐区消防栓无水压")
    papers = {one.kind: one for one in Document.objects.filter(case=case)}
    assert list(papers) == ["visit_approval", "visit_notice", "visit_record"]
    assert papers["visit_notice"].content["频次"].startswith("2026年本领域日常检查（含本次已批准的）1次")
    record = papers["visit_record"].content
    assert record["代表"] == "田军"
    assert [row["隐患"] for row in record["事项"]] == ["罐区消防栓无水压"]
    assert {row["证号"] for row in record["执法人员"]} == {"豫P16010001", "豫P16010002"}


def test_an_unannounced_visit_gets_its_notice_when_it_begins() -> None:
    county = County()
    case = county.approved(unannounced=True)
    assert not Document.objects.filter(case=case, kind="visit_notice").exists()
    county.go(case, "begin_visit", county.officer)
    assert Document.objects.filter(case=case, kind="visit_notice").count() == 1
    announced = county.begun(type="individual", trigger="own_request")
    assert Document.objects.filter(case=announced, kind="visit_notice").count() == 1


def replaced(county: County, case: Case, comes: Actor, by: Actor | None = None, **more: Any) -> Case:
    """A visit to which somebody else comes in place of the second officer."""
    given = {"leaves": str(county.second.person_id), "comes": str(comes.person_id), "reason": "回避"} | more
    return county.go(case, "replace_inspector", by or county.head, **given)


def test_an_inspector_is_replaced_by_the_leader_and_the_old_code_confirms_nothing() -> None:
    county = County()
    third = member(county.emergency, "inspector")
    certify(county.officer, county.second, third)
    case = county.go(county.approved(), "notify_visit", county.officer)
    code = case.visit.code
    case = replaced(county, case, third)
    assert case.state == "notified" and visit_by_code(code) is None
    assert visit_by_code(case.visit.code) == case.visit
    on_it = dict(case.visit.inspectors.values_list("person_id", "certificate_number"))
    assert on_it == {county.officer.person_id: "豫P16010001", third.person_id: "豫P16010003"}
    said = history(case.id)[0]
    assert (said.fact.verb, said.fact.actor, said.data["reason"]) == (
        "replace_inspector",
        county.head.person_id,
        "回避",
    )
    assert said.data["certificates"] == ["豫P16010002", "豫P16010003"]
    paper = Document.objects.get(case=case, kind="visit_change")
    names = [Person.objects.get(id=one.person_id).name for one in (county.second, third)]
    assert f"{names[0]}（豫P16010002）" in str(paper.content) and f"{names[1]}（豫P16010003）" in str(paper.content)
    assert refused(county.go, case, "begin_visit", county.second).code == "not_yours", (
        "who has left is not on the visit"
    )
    assert county.go(case, "begin_visit", third).state == "entered"
    assert refused(replaced, county, case, county.second, leaves=str(third.person_id)).code == "not_from_this_state"


def test_who_may_replace_whom() -> None:
    county = County()
    third, lapsed = member(county.emergency, "inspector"), member(county.emergency, "inspector")
    certify(county.officer, county.second, third)
    case = county.approved()
    for by in (county.officer, county.second, third, county.housing_duty):
        assert refused(replaced, county, case, third, by).code in {"not_yours", "case_unknown"}
    assert refused(replaced, county, case, lapsed).code == "not_certified"
    assert refused(replaced, county, case, county.officer).code == "choice_unknown", "is on it already"
    assert refused(replaced, county, case, county.head).code == "choice_unknown"
    assert refused(replaced, county, case, member(county.housing, "inspector")).code == "choice_unknown"
    assert refused(replaced, county, case, third, leaves=str(lapsed.person_id)).code == "choice_unknown"
    assert refused(replaced, county, case, third, leaves="x").code == "choice_unknown"
    assert refused(replaced, county, case, third, reason="").code == "field_missing"
    replaced(county, case, third)
    assert not Document.objects.filter(case=case, kind="visit_change").exists(), "the enterprise was not told yet"
