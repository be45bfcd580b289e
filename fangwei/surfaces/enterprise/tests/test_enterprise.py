"""The enterprise: what is due and why, own findings and their closing, more time, a disputed grade; never a rank."""

from typing import Any

from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import member
from fangwei.ui.tests.visiting import Visit, photo


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_due_stands_first_with_its_article(visit: Visit) -> None:
    county = visit.county
    county.ordered(description="清空安全通道")
    shown = text(visit.client(county.safety).get("/enterprise/"))
    assert "清空安全通道" in shown
    assert "还剩" in shown
    assert "hazard.rectification.general" in shown
    assert "提交整改结果" in shown


def test_nothing_due_says_how_it_would_come(visit: Visit) -> None:
    assert "没有待办事项" in text(visit.client(visit.county.safety).get("/enterprise/"))


def test_submitting_with_a_photo(visit: Visit) -> None:
    case = visit.county.ordered()
    answer = visit.act(visit.county.safety, case, "submit", "enterprise", note="已清空", files=photo())
    assert answer.status_code == 302
    assert Case.objects.get(id=case.id).state == "submitted"
    assert "等待监管部门办理" in text(visit.client(visit.county.safety).get("/enterprise/"))


def test_more_time_and_a_disputed_grade_are_asked_from_the_page(visit: Visit) -> None:
    case = visit.county.ordered()
    asked = {"until": visit.county.day(30), "reason": "配件未到"}
    assert visit.act(visit.county.safety, case, "request_extension", "enterprise", **asked).status_code == 302
    other = visit.county.ordered("major", description="等级有争议")
    answer = visit.act(visit.county.safety, other, "dispute_grade", "enterprise", reason="不符合判定标准")
    assert answer.status_code == 302
    assert Case.objects.get(id=other.id).state == "disputed"


def own_finding(visit: Visit, **more: Any) -> Any:
    county = visit.county
    given = {"description": "砂光机护罩松动", "grade": "general", "due_on": county.day(5), "measures": "加固护罩"}
    return visit.client(county.safety).post("/enterprise/report/", given | {"found_on": county.day()} | more)


def test_an_own_general_finding_is_closed_by_another_of_the_enterprise(visit: Visit) -> None:
    county = visit.county
    assert own_finding(visit).status_code == 302
    case = Case.objects.get()
    assert (case.state, case.severity, case.hazard.self_found) == ("ordered", 1, True)
    visit.act(county.safety, case, "submit", "enterprise", note="已加固", files=photo())
    mine = visit.act(county.safety, case, "self_close", "enterprise", note="确认")
    assert mine.status_code == 403, "not by the one who handed it in"
    assert "自查隐患销号" in text(visit.client(county.principal).get("/enterprise/"))
    assert visit.act(county.principal, case, "self_close", "enterprise", note="现场确认").status_code == 302
    assert Case.objects.get().state == "closed"


def test_an_own_finding_without_deadline_comes_back_whole(visit: Visit) -> None:
    answer = own_finding(visit, due_on="")
    assert answer.status_code == 422
    assert "加固护罩" in text(answer)
    assert "整改期限" in text(answer)
    assert not Case.objects.exists()


def test_an_own_major_finding_waits_for_the_officer(visit: Visit) -> None:
    answer = own_finding(visit, grade="major", criterion="chem17/2", due_on="", measures="")
    assert answer.status_code == 302, text(answer)
    assert Case.objects.get().state == "registered"


def test_the_own_file_shows_no_rank_no_score_and_nobody_elses(visit: Visit) -> None:
    county = visit.county
    county.ordered(description="自己的隐患")
    from fangwei.register.tests import factories as register

    rival = register.site()
    stranger = member(rival.enterprise, "enterprise_safety_officer")  # type: ignore[arg-type]
    shown = text(visit.client(county.safety).get("/enterprise/file/"))
    assert "自己的隐患" in shown
    for word in ("排名", "得分", "评分", "下次检查"):
        assert word not in shown
    assert "自己的隐患" not in text(visit.client(stranger).get("/enterprise/file/"))
    assert county.place.name not in text(visit.client(stranger).get(f"/enterprise/file/?site={county.place.id}"))


def test_resumption_is_asked_after_acceptance(visit: Visit) -> None:
    county = visit.county
    case = county.submitted("major")
    county.do(case, "expert_accept", county.expert, photos=1, note="符合要求")
    county.do(case, "verify", county.officer, photos=1, note="已复查", **county.with_second())
    assert "申请恢复作业" in text(visit.client(county.safety).get("/enterprise/"))
    answer = visit.act(county.safety, case, "request_resumption", "enterprise", note="请求恢复", files=photo())
    assert answer.status_code == 302
