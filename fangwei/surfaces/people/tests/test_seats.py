"""Establishing, amending and closing posts on screen: who may, what is shown before, and where everything goes."""

import pytest

from fangwei.casework.comparison import compare_cases
from fangwei.casework.handover import HandoverRefused, close_seat, open_handover
from fangwei.casework.models import Case, CaseScope
from fangwei.duty.actions import catch_up
from fangwei.duty.models import Portfolio
from fangwei.duty.queries import who_owns
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import history
from fangwei.register.models import Person, Place, Post, Tenure
from fangwei.register.tests import factories as make
from fangwei.surfaces.people.tests.test_people import member, text
from fangwei.ui.present import seats
from fangwei.ui.tests.visiting import Visit

GIVEN = {"name": "执法十岗", "role": "inspector", "reason": "编〔2026〕8号"}


def test_a_post_is_established_by_whoever_staffs_the_body(visit: Visit) -> None:
    county = visit.county
    address = f"/people/bodies/{county.emergency.id}/posts/new/"
    assert address in text(visit, county.head, f"/people/bodies/{county.emergency.id}/")
    for stranger in (county.officer, county.housing_duty, county.city_duty, member(visit, "discipline", "auditor")):
        wanted = 302 if stranger is county.city_duty else 404
        assert visit.client(stranger).post(address, GIVEN | {"name": stranger.role}).status_code == wanted
    assert visit.client(county.head).post(address, GIVEN | {"reason": ""}).status_code == 422
    assert visit.client(county.head).post(address, GIVEN | {"role": "auditor"}).status_code == 422
    done = visit.client(county.head).post(address, GIVEN)
    post = Post.objects.get(organization=county.emergency, name="执法十岗")
    assert done.headers["Location"] == f"/people/posts/{post.id}/"
    assert (post.role, post.is_duty_post, history(post.id)[0].data["reason"]) == ("inspector", False, "编〔2026〕8号")
    assert "空缺" in text(visit, county.head, f"/people/bodies/{county.emergency.id}/")


def test_an_enterprise_sets_up_its_own_posts_and_no_others(visit: Visit) -> None:
    county = visit.county
    own = f"/people/firms/{county.site.enterprise_id}/posts/new/"
    given = GIVEN | {"name": "安全员", "role": "enterprise_safety_officer"}
    assert visit.client(county.principal).post(own, given).status_code == 302
    assert visit.client(county.principal).post(own, GIVEN).status_code == 422, "no inspector of its own"
    other = make.site(territory_code="411681101").enterprise
    assert visit.client(county.principal).post(f"/people/firms/{other.id}/posts/new/", given).status_code == 404


def test_a_leader_gets_lines_and_loses_them(visit: Visit) -> None:
    county = visit.county
    address = f"/people/bodies/{county.emergency.id}/posts/new/"
    given = {"name": "副局长", "role": "leader", "lines": ["safety", "fire"], "reason": "分工调整"}
    assert visit.client(county.office_duty).post(address, given | {"role": "expert"}).status_code == 422
    assert visit.client(county.office_duty).post(address, given).status_code == 302
    post = Post.objects.get(name="副局长")
    assert set(Portfolio.objects.filter(post=post).values_list("line", flat=True)) == {"", "fire"}
    page = f"/people/posts/{post.id}/amend/"
    assert 'value="fire" checked' in text(visit, county.office_duty, page)
    changed = given | {"name": "常务副局长", "lines": ["safety"]}
    assert visit.client(county.office_duty).post(page, changed).status_code == 302
    post.refresh_from_db()
    assert (post.name, post.rank) == ("常务副局长", 80)
    assert Portfolio.objects.get(post=post, line="fire").valid_to is not None
    assert visit.client(county.office_duty).post(page, changed).status_code == 422, "nothing was changed"
    assert history(post.id)[0].data["name"] == ["副局长", "常务副局长"]


def test_nobody_changes_the_post_they_act_from(visit: Visit) -> None:
    county = visit.county
    for verb, given in (("amend", GIVEN | {"role": "leader"}), ("close", {"reason": "x"})):
        assert visit.client(county.head).post(f"/people/posts/{county.head.post_id}/{verb}/", given).status_code == 422
    assert not Post.objects.get(id=county.head.post_id).valid_to


def test_closing_a_post_shows_and_moves_everything(visit: Visit) -> None:
    county = visit.county
    case, offered = county.report(), county.report("配电箱无门")
    post, heir = Post.objects.get(id=case.owner_post_id), Post.objects.get(id=county.officer.post_id)
    wanted = Post.objects.get(id=county.housing_duty.post_id)
    county.do(offered, "propose_transfer", county.owner, to_post=str(wanted.id), reason="属住建")
    page = f"/people/posts/{post.id}/close/"
    shown = text(visit, county.head, page)
    holder = Person.objects.get(id=county.owner.person_id)
    assert holder.name in shown and "2 件未办结案件" in shown and case.title in shown
    assert visit.client(county.head).post(page, {"reason": "机构改革", "heir": ""}).status_code == 422
    assert visit.client(county.head).post(page, {"reason": "机构改革", "heir": str(wanted.id)}).status_code == 422
    done = visit.client(county.head).post(page, {"reason": "机构改革", "heir": str(heir.id)})
    assert done.status_code == 302
    post.refresh_from_db()
    case.refresh_from_db()
    assert post.valid_to == county.at.date() and case.owner_post_id == heir.id
    assert not Case.objects.filter(owner_post=post, is_open=True).exists()
    assert Tenure.objects.get(post=post).end_reason == "机构改革"
    last = history(case.id)[0]
    assert (last.fact.verb, last.fact.actor, last.data["owner_post"]) == ("follow_post", None, str(heir.id))
    assert Fact.objects.get(id=last.fact.cause).verb == "close"
    assert CaseScope.objects.filter(case=case, audience=f"unit:{county.emergency.id}").exists()
    assert not list(compare_cases()), "the facts tell the same as the rows"
    catch_up(at=county.tick())
    answer = who_owns(Place.objects.get(id=county.place.id), "general", county.at.date())
    assert answer.owner_post.id != post.id, "new cases come to the post that took over"
    assert "岗位撤销，由其他岗位接收" in text(visit, county.officer, f"/desk/cases/{case.id}/")
    assert "已于" in text(visit, county.head, f"/people/posts/{post.id}/")
    text(visit, county.head, page, 404)
    county.do(case, "add_note", county.officer, note="接手")


def test_more_cases_than_are_shown_lead_on_to_the_list(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "SHOWN", 1)
    first, second = visit.county.report(), visit.county.report("配电箱无门")
    page = f"/people/posts/{first.owner_post_id}/close/"
    shown = text(visit, visit.county.head, page)
    assert "共 2 件，列出 1 件" in shown and f'href="/desk/hazards/?post={first.owner_post_id}"' in shown
    listed = text(visit, visit.county.head, f"/desk/hazards/?post={first.owner_post_id}")
    assert first.title in listed and second.title in listed


def test_what_was_offered_or_given_to_a_closed_post_goes_along(visit: Visit) -> None:
    county = visit.county
    case = county.report()
    wanted, heir = Post.objects.get(id=county.housing_duty.post_id), make.post("regulator", county.housing, "安监二岗")
    county.do(case, "propose_transfer", county.owner, to_post=str(wanted.id), reason="属住建")
    close_seat(post=wanted, heir=heir, reason="合并", by=county.office_duty, at=county.tick())
    assert case.transfers.get().to_post_id == heir.id
    heir.refresh_from_db()
    assert heir.is_duty_post


def test_the_last_post_of_a_body_and_one_being_handed_over_stay(visit: Visit) -> None:
    county = visit.county
    alone = Post.objects.get(id=county.housing_duty.post_id)
    page = f"/people/posts/{alone.id}/close/"
    assert "请先设立另一个岗位" in text(visit, county.office_duty, page)
    assert visit.client(county.office_duty).post(page, {"reason": "x"}).status_code == 422
    case = county.report()
    post = Post.objects.get(id=case.owner_post_id)
    person = Person.objects.get(id=county.owner.person_id)
    open_handover(post=post, person=person, leaves_on=county.at.date(), reason="调离", by=county.head, at=county.tick())
    with pytest.raises(HandoverRefused) as refused:
        close_seat(
            post=post,
            heir=Post.objects.get(id=county.officer.post_id),
            reason="x",
            by=county.head,
            at=county.tick(),
        )
    assert refused.value.code == "handover_first"
