"""One order for many hazards: drafted, changed, issued with a witness, re-inspected with mixed results, printed."""

from datetime import date
from typing import Any

from fangwei.casework.models import Case
from fangwei.inspections.actions import apply_for_visit, do_visit
from fangwei.inspections.queries import hazards_of
from fangwei.inspections.tests.factories import certify
from fangwei.ui.tests.visiting import Visit, photo


def graded(visit: Visit, *names: str, grade: str = "general") -> list[Case]:
    county = visit.county
    cases = [county.report(name) for name in names]
    extra = {"criterion": "chem17/4"} if grade == "major" else {}
    return [county.do(case, "grade", county.officer, grade=grade, **extra) for case in cases]


def drafted(visit: Visit, cases: list[Case], **more: Any) -> Any:
    given: dict[str, Any] = {"chosen": [str(case.id) for case in cases], "due_on_all": visit.county.day(10)}
    given |= {f"measures_{case.id}": f"整改{case.title}" for case in cases}
    return visit.client(visit.county.officer).post(f"/desk/places/{visit.county.place.id}/order/", given | more)


def issued(visit: Visit, cases: list[Case]) -> Case:
    drafted(visit, cases)
    order = Case.objects.get(kind="order")
    visit.act(
        visit.county.officer,
        order,
        "issue",
        signature="refused",
        with_second_officer=str(visit.county.second.person_id),
        with_representative="赵国强",
    )
    return Case.objects.get(id=order.id)


def visited(visit: Visit, *findings: str) -> Case:
    """A visit of the two officers that found something."""
    county = visit.county
    certify(county.officer, county.second)
    people = [county.officer.person_id, county.second.person_id]
    case = apply_for_visit(
        place=county.place, type="daily", trigger="plan", basis="年度计划", matters="消防", inspectors=people,
        planned_on=date.fromisoformat(county.day(1)), by=county.officer, at=county.tick(),
    ).case_id  # fmt: skip
    do_visit(case, verb="approve_visit", by=county.head, at=county.tick())
    for verb in ("notify_visit", "begin_visit"):
        do_visit(case, verb=verb, by=county.officer, at=county.tick())
    second = {"role": "second_officer", "person": str(county.second.person_id)}
    signing = (second, {"role": "representative", "name": "田军"})
    given: dict[str, Any] = {"checked": "消防", "findings": list(findings), "signature": "signed"}
    do_visit(case, verb="record_visit", by=county.officer, at=county.tick(), participants=signing, **given)
    return Case.objects.get(id=case)


def test_a_draft_is_kept_issued_and_orders_every_item(visit: Visit) -> None:
    cases = graded(visit, "通道堵塞", "灭火器过期")
    assert drafted(visit, cases).status_code == 302
    order = Case.objects.get(kind="order")
    assert order.state == "draft"
    shown = visit.client(visit.county.officer).get(f"/desk/cases/{order.id}/").content.decode()
    assert "下达指令" in shown
    assert "修改指令事项" in shown
    refused = visit.act(visit.county.officer, order, "issue", signature="signed")
    assert refused.status_code == 422
    assert "第二名执法人员" in refused.content.decode()
    assert issued(visit, cases).state == "issued"
    assert {case.state for case in Case.objects.filter(kind="hazard")} == {"ordered"}


def test_a_draft_is_seen_by_its_own_unit_only(visit: Visit) -> None:
    drafted(visit, graded(visit, "通道堵塞"))
    order = Case.objects.get(kind="order")
    assert visit.client(visit.county.housing_duty).get(f"/desk/cases/{order.id}/").status_code == 404
    assert visit.client(visit.county.safety).get(f"/enterprise/cases/{order.id}/").status_code == 404


def test_what_is_missing_for_a_major_item_is_named_and_nothing_typed_is_lost(visit: Visit) -> None:
    major = graded(visit, "粉尘积聚", grade="major")
    assert drafted(visit, major).status_code == 302, "a draft may be incomplete"
    order = Case.objects.get(kind="order")
    answer = visit.act(
        visit.county.officer,
        order,
        "issue",
        signature="signed",
        with_second_officer=str(visit.county.second.person_id),
        with_representative="田军",
    )
    assert answer.status_code == 422
    assert "整改资金" in answer.content.decode()
    assert "田军" in answer.content.decode()
    case = major[0]
    changed = {
        "chosen": str(case.id),
        f"due_on_{case.id}": visit.county.day(20),
        f"measures_{case.id}": "清灰",
        f"responsible_{case.id}": "田军",
        f"funds_fen_{case.id}": "186,000",
        f"contingency_{case.id}": "停机撤人",
        f"on_spot_{case.id}": ["stop", "evacuate"],
        "if_version": str(order.version),
    }
    assert visit.client(visit.county.officer).post(f"/desk/orders/{order.id}/items/", changed).status_code == 302
    assert Case.objects.get(id=order.id).order.items.get().data["funds_fen"] == 18_600_000


def test_a_draft_without_items_says_so(visit: Visit) -> None:
    graded(visit, "通道堵塞")
    answer = drafted(visit, [])
    assert answer.status_code == 422
    assert "事项" in answer.content.decode()


def test_each_ticked_line_needs_measures_and_a_deadline_and_nothing_typed_is_lost(visit: Visit) -> None:
    whole, without, plain = graded(visit, "通道堵塞", "灭火器过期", "电线老化")
    given = {f"measures_{without.id}": "", f"responsible_{without.id}": "", "due_on_all": ""}
    given |= {f"due_on_{whole.id}": visit.county.day(7), f"measures_{plain.id}": "更换线路"}
    answer = drafted(visit, [whole, without, plain], **given)
    shown = answer.content.decode()
    assert answer.status_code == 422 and not Case.objects.filter(kind="order").exists()
    for case, field in ((without, "整改措施"), (without, "整改期限"), (plain, "整改期限")):
        assert f"“{case.title}”（{case.number}）：请填写“{field}”" in shown, (case.title, field)
    assert f"“{whole.title}”" not in shown
    assert "更换线路" in shown and visit.county.day(7) in shown, "what was typed is kept"
    assert drafted(visit, [whole, plain], **(given | {"due_on_all": visit.county.day(9)})).status_code == 302


def test_an_order_from_a_visit_ticks_the_hazards_of_this_visit_alone(visit: Visit) -> None:
    county = visit.county
    older = graded(visit, "通道堵塞")[0]
    found = visited(visit, "灭火器过期", "应急灯损坏")
    cases = [county.do(case, "grade", county.officer, grade="general") for case in hazards_of(found)]
    client = visit.client(county.officer)
    for address in (f"?visit={found.id}", ""):
        shown = client.get(f"/desk/places/{county.place.id}/order/{address}").content.decode()
        ticked = [case.title for case in (*cases, older) if f'value="{case.id}" checked' in shown]
        assert ticked == ["灭火器过期", "应急灯损坏"], address
    assert f"?visit={found.id}" in client.get(f"/desk/cases/{found.id}/").content.decode()
    drafted(visit, cases[:1])
    shown = client.get(f"/desk/places/{county.place.id}/order/?visit={found.id}").content.decode()
    assert f'value="{cases[0].id}"' not in shown and f'value="{cases[1].id}" checked' in shown


def test_a_mixed_reinspection_closes_one_and_sends_the_other_back(visit: Visit) -> None:
    county = visit.county
    one, other, third = graded(visit, "通道堵塞", "灭火器过期", "电线老化")
    order = issued(visit, [one, other, third])
    for case in (one, other):
        county.do(case, "submit", county.safety, photos=1, note="已整改")
    shown = visit.client(county.officer).get(f"/desk/cases/{order.id}/").content.decode()
    assert f'name="result_{one.id}"' in shown
    assert f'name="result_{third.id}"' not in shown
    answer = visit.act(
        county.officer,
        order,
        "reinspect",
        with_second_officer=str(county.second.person_id),
        files=photo(),
        **{
            f"result_{one.id}": "pass",
            f"note_{one.id}": "现场确认畅通",
            f"result_{other.id}": "fail",
            f"note_{other.id}": "仍有2具过期",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert Case.objects.get(id=one.id).state == "closed"
    assert Case.objects.get(id=other.id).state == "ordered"
    assert Case.objects.get(id=order.id).state == "issued"


def test_an_order_prints_with_officers_and_witness(visit: Visit) -> None:
    order = issued(visit, graded(visit, "通道堵塞"))
    paper = visit.client(visit.county.officer).get(f"/desk/cases/{order.id}/print/").content.decode()
    for words in ("责令限期整改指令书", "通道堵塞", "赵国强", "见证人", order.number):
        assert str(words) in paper
    assert visit.client(visit.county.safety).get(f"/enterprise/cases/{order.id}/print/").status_code == 200
    hazard = Case.objects.filter(kind="hazard").first()
    assert hazard is not None
    assert visit.client(visit.county.officer).get(f"/desk/cases/{hazard.id}/print/").status_code == 404


def test_only_ones_own_graded_hazards_may_stand_on_an_order(visit: Visit) -> None:
    case = graded(visit, "通道堵塞")[0]
    visit.county.report("未定级的另一条")
    shown = visit.client(visit.county.officer).get(f"/desk/places/{visit.county.place.id}/order/").content.decode()
    assert f'value="{case.id}"' in shown
    assert "须先定级" in shown
    other = visit.client(visit.county.housing_duty).get(f"/desk/places/{visit.county.place.id}/order/")
    assert f'value="{case.id}"' not in other.content.decode()
