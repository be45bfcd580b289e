"""Acting through the page of a case: done, refused with everything kept, too late, and never beyond one's right."""

from typing import Any

import pytest

from fangwei.casework.models import Case, Evidence
from fangwei.ui.tests.visiting import Visit, photo


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_grading_through_the_page(visit: Visit) -> None:
    case = visit.county.report()
    shown = text(visit.client(visit.county.officer).get(f"/desk/cases/{case.number}/"))
    assert f"/desk/cases/{case.id}/acts/grade/" in shown
    assert visit.act(visit.county.officer, case, "grade", grade="general").status_code == 302
    assert Case.objects.get(id=case.id).state == "graded"


def test_a_refusal_keeps_what_was_typed_and_names_every_reason(visit: Visit) -> None:
    case = visit.county.ordered("general")
    answer = visit.act(
        visit.county.officer, case, "control", reason="设备需进口", interim="专人看守", review_on="2026-13-40"
    )
    shown = text(answer)
    assert answer.status_code == 422
    assert "专人看守" in shown
    assert "设备需进口" in shown
    assert "第二名执法人员" in shown
    assert "复核日期" in shown
    assert "至少" in shown or "照片" in shown
    assert Case.objects.get(id=case.id).state == "ordered"


def test_uploaded_photos_survive_a_refusal_and_are_attached_later(visit: Visit) -> None:
    case = visit.county.ordered()
    first = visit.act(visit.county.safety, case, "submit", "enterprise", note="", files=photo())
    kept = Evidence.objects.get(case=None)
    assert first.status_code == 422
    assert f'name="kept" value="{kept.id}"' in text(first)
    assert "已上传并保留" in text(first)
    second = visit.act(visit.county.safety, case, "submit", "enterprise", note="已清空", kept=str(kept.id))
    assert second.status_code == 302
    assert Evidence.objects.get(id=kept.id).case_id == case.id


def test_a_wrong_file_is_refused_by_name_and_the_good_one_stays(visit: Visit) -> None:
    case = visit.county.ordered()
    bad = photo("账本.exe")
    bad.file.seek(0)
    bad.file.write(b"MZ this is no picture")
    answer = visit.act(visit.county.safety, case, "submit", "enterprise", note="已清空", files=[photo(), bad])
    assert answer.status_code == 422
    assert "账本.exe" in text(answer)
    assert Evidence.objects.filter(case=None).count() == 1
    assert "已清空" in text(answer)


def test_a_file_far_too_large_is_left_out_and_the_rest_is_kept(visit: Visit, settings: Any) -> None:
    settings.FANGWEI_UPLOAD_LIMIT = settings.FANGWEI_SHEET_LIMIT = 100_000
    case, huge = visit.county.ordered(), photo("大照片.png")
    huge.file.seek(0)
    huge.file.write(b"\x89PNG\r\n\x1a\n" + b"0" * 1_000_000)
    huge.size = 1_000_008
    answer = visit.act(visit.county.safety, case, "submit", "enterprise", note="已清空", files=[huge, photo()])
    assert answer.status_code == 422
    assert "大照片.png" in text(answer)
    assert "已清空" in text(answer)
    assert Evidence.objects.filter(case=None).count() == 1


def test_a_stale_page_is_told_kindly_with_the_new_state(visit: Visit) -> None:
    case = visit.county.report()
    seen = case.version
    visit.county.do(case, "grade", visit.county.officer, grade="general")
    answer = visit.act(visit.county.second, case, "grade", grade="general", reason="我的理由", if_version=str(seen))
    assert answer.status_code in {409, 422}
    assert "已有他人办理了这条隐患" in text(answer)
    assert "我的理由" in text(answer)
    assert "待下令整改" in text(answer)


def test_the_same_form_sent_twice_acts_once(visit: Visit) -> None:
    case = visit.county.report()
    same = {"act_id": "01934f5e-0000-7000-8000-000000000001", "note": "已电话通知企业"}
    visit.act(visit.county.officer, case, "add_note", **same)
    again = visit.act(visit.county.officer, case, "add_note", **same)
    assert again.status_code in {302, 409}
    assert Case.objects.get(id=case.id).version == case.version + 1


def test_an_enterprise_cannot_verify_even_by_hand(visit: Visit) -> None:
    case = visit.county.submitted()
    answer = visit.act(visit.county.safety, case, "verify", "enterprise", note="已整改")
    assert answer.status_code == 403
    assert Case.objects.get(id=case.id).state == "submitted"


def test_another_enterprise_sees_nothing_of_it(visit: Visit) -> None:
    from fangwei.hazards.tests.factories import member
    from fangwei.register.tests import factories as register

    case = visit.county.submitted()
    stranger = member(register.site().enterprise, "enterprise_safety_officer")  # type: ignore[arg-type]
    assert visit.client(stranger).get(f"/enterprise/cases/{case.id}/").status_code == 404
    assert visit.act(stranger, case, "add_note", "enterprise", note="x").status_code == 404


@pytest.mark.parametrize("surface", ["enterprise", "grid"])
def test_a_case_has_its_page_under_ones_own_address_only(visit: Visit, surface: str) -> None:
    case = visit.county.report()
    assert visit.client(visit.county.officer).get(f"/{surface}/cases/{case.id}/").status_code == 404


def test_who_can_is_one_tap_away_and_the_clock_says_why(visit: Visit) -> None:
    case = visit.county.ordered("major")
    shown = text(visit.client(visit.county.office_duty).get(f"/desk/cases/{case.number}/"))
    assert "其他操作谁可以做" in shown
    assert "hazard.rectification.major" in shown
    assert "“五到位”落实情况" in shown
    assert "生产副总" in shown


def test_the_criterion_is_found_by_words(visit: Visit) -> None:
    shown = text(visit.client(visit.county.officer).get("/criteria/?criterion_search=特种作业"))
    assert 'name="criterion"' in shown
    assert "特种作业人员未持证上岗" in shown
    assert "没有包含这些词" in text(visit.client(visit.county.officer).get("/criteria/?criterion_search=绝无此词"))


def test_english_speaks_english(visit: Visit) -> None:
    case = visit.county.ordered()
    client = visit.client(visit.county.officer)
    shown = text(client.get(f"/desk/cases/{case.number}/", headers={"Accept-Language": "en"}))
    assert "What you may do now" in shown
    assert "Being rectified" in shown
    answer = client.post(f"/desk/cases/{case.id}/acts/control/", {}, headers={"Accept-Language": "en"})
    assert "Please fill in “Interim measures”" in text(answer)
