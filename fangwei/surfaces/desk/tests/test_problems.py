"""Problem lists and clues on the desk: declared in one form, read by those it concerns, opened by giver and receiver."""

from typing import Any

from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import duty_actor, member
from fangwei.oversight.models import ClueBundle, ProblemList
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def form(visit: Visit, **more: str) -> dict[str, str]:
    county = visit.county
    return {
        "title": "明查暗访问题清单",
        "inspection": "unannounced",
        "territory": register.COUNTY,
        "team": "市第二暗访组",
        "began_on": county.day(-3),
        "ended_on": county.day(-1),
        "to_post-1": str(county.owner.post_id),
        "description-1": "危化企业底数不清",
        "requirement-1": "一月内建立台账",
        "to_post-3": str(county.housing_duty.post_id),
        "description-3": "自建房排查走过场",
        **more,
    }


def declared(visit: Visit) -> ProblemList:
    answer = visit.client(visit.county.city_duty).post("/desk/problems/new/", form(visit))
    assert answer.status_code == 302, answer.content.decode()
    return ProblemList.objects.get()


def test_a_list_is_handed_over_and_each_line_is_a_case(visit: Visit) -> None:
    county = visit.county
    shown = text(visit.client(county.city_duty).get("/desk/problems/new/"))
    assert county.emergency.name in shown and f">{county.city_office.name}</option>" not in shown
    listed = declared(visit)
    assert [one.line for one in listed.problems.order_by("line")] == [1, 2]
    page = text(visit.client(county.city_duty).get(f"/desk/problems/{listed.id}/"))
    assert "危化企业底数不清" in page and "自建房排查走过场" in page
    case = listed.problems.get(line=1).case
    desk = text(visit.client(county.owner).get(f"/desk/cases/{case.id}/"))
    assert "提交整改方案" in desk and "明查暗访问题清单" in desk
    plan = {"measures": "建账", "responsible": "副局长", "finish_on": county.day(20)}
    assert visit.act(county.owner, case, "commit_plan", **plan).status_code == 302
    assert Case.objects.get(id=case.id).state == "planned"


def test_what_is_wrong_with_a_list_is_said_and_nothing_is_handed_over(visit: Visit) -> None:
    client = visit.client(visit.county.city_duty)
    for wrong in (
        {"title": ""},
        {"began_on": "昨天"},
        {"to_post-2": "", "description-2": "没有责任单位"},
        {"ended_on": "2030-01-01"},
    ):
        answer = client.post("/desk/problems/new/", form(visit, **wrong))
        assert answer.status_code == 422
        assert "危化企业底数不清" in answer.content.decode(), "what was typed is kept"
    assert not ProblemList.objects.exists() and not Case.objects.filter(kind="problem").exists()


def test_who_reads_and_who_declares(visit: Visit) -> None:
    county = visit.county
    listed = declared(visit)
    address = f"/desk/problems/{listed.id}/"
    assert "明查暗访" in text(visit.client(county.owner).get("/desk/problems/"))
    assert visit.client(county.market_duty).get(address).status_code == 404
    elsewhere = duty_actor(register.organization("committee_office", "411624", "沈丘县安委办"))
    assert visit.client(elsewhere).get(address).status_code == 404
    for stranger in (county.officer, county.safety):
        assert visit.client(stranger).get("/desk/problems/new/").status_code == 403
    assert visit.client(county.safety).get(address).status_code == 403
    assert visit.client(county.office_duty).post(f"{address}publish/").status_code == 302
    assert ProblemList.objects.get().published_at is None, "only the office that inspected publishes"
    visit.client(county.city_duty).post(f"{address}publish/")
    assert "危化企业底数不清" not in text(visit.client(county.market_duty).get(address)), "each case stays with its own"


def the_clue(visit: Visit) -> Case:
    case = visit.county.report()
    sweep(at=visit.county.tick(days=70))
    return Case.objects.get(letter__about=case, letter__form="clue")


def test_the_bundle_is_made_by_a_press_and_opened_by_giver_and_receiver_only(visit: Visit) -> None:
    county = visit.county
    auditor = duty_actor(register.organization("discipline"))
    clue = the_clue(visit)
    address = f"/desk/clues/{clue.id}/"
    assert "生成材料包" in text(visit.client(county.office_duty).get(address))
    assert visit.client(county.office_duty).get(f"{address}bundle.zip").status_code == 404
    assert visit.client(county.office_duty).post(f"{address}make/").status_code == 302
    assert address in text(visit.client(county.office_duty).get(f"/desk/cases/{clue.id}/"))
    for reader in (county.office_duty, auditor):
        answer = visit.client(reader).get(f"{address}bundle.zip")
        assert answer.status_code == 200 and b"".join(answer.streaming_content)[:2] == b"PK"
    assert visit.client(auditor).post(f"{address}make/").status_code == 302
    assert ClueBundle.objects.count() == 1, "who receives it does not make it"
    second = member(county.emergency, "auditor")
    for stranger, status in ((county.officer, 403), (county.city_duty, 404), (second, 404), (county.safety, 403)):
        assert visit.client(stranger).get(f"{address}bundle.zip").status_code == status
        assert visit.client(stranger).get(address).status_code == status
