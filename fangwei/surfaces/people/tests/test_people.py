"""Looking up who is there and staffing it: who may, who may not, and what is never shown."""

from datetime import timedelta

import pytest
from django.test import Client

from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.accounts.queries import actors_of_post
from fangwei.ledger.queries import history
from fangwei.register import actions as register
from fangwei.register.models import Organization, Person, Post, Tenure
from fangwei.register.tests import factories as make
from fangwei.ui.tests.visiting import Visit

PHONE = "13912345678"


def text(visit: Visit, actor: Actor, address: str, status: int = 200) -> str:
    answer = visit.client(actor).get(address)
    assert answer.status_code == status, (actor.role, address)
    return answer.content.decode() if status == 200 else ""


@pytest.fixture
def vacant(visit: Visit) -> Post:
    return make.post("inspector", visit.county.emergency, "执法九岗")


def test_the_tree_shows_bodies_vacancies_and_terms_that_end(visit: Visit, vacant: Post) -> None:
    county = visit.county
    shown = text(visit, county.office_duty, "/people/")
    assert county.emergency.name in shown and "1 个空缺" in shown and "南顿镇" in shown
    assert "411681100" in shown, "the townships below are a link away"
    assert county.township.name in text(visit, county.office_duty, "/people/?at=411681100")
    assert county.emergency.name in text(visit, county.city_duty, "/people/?at=411681"), "the city looks down"
    assert "沈丘县" not in text(visit, county.office_duty, "/people/?at=411624"), "another county is not shown"
    found = text(visit, county.office_duty, f"/people/?q={Person.objects.get(id=county.officer.person_id).name}")
    assert str(county.officer.person_id) in found


def test_every_page_stays_within_the_territory(visit: Visit, vacant: Post) -> None:
    county = visit.county
    other = make.organization("emergency", "411624", "沈丘县应急管理局")
    seat = make.post("inspector", other)
    pages = [f"/people/bodies/{other.id}/", f"/people/posts/{seat.id}/", f"/people/posts/{seat.id}/appoint/"]
    for address in pages:
        for actor in (county.office_duty, county.head, county.officer):
            text(visit, actor, address, 404)
    for role in (county.grid, county.safety):
        text(visit, role, "/people/", 403)
    assert Client().get("/people/").status_code == 302
    own = f"/people/firms/{county.site.enterprise_id}/"
    assert visit.client(county.principal).get("/people/").headers["Location"] == own
    assert county.site.enterprise.name in text(visit, county.principal, own)
    text(visit, county.principal, f"/people/bodies/{county.emergency.id}/", 404)


def test_the_telephone_is_for_those_who_lead_or_staff(visit: Visit) -> None:
    county = visit.county
    register.change_telephone(
        person=Person.objects.get(id=county.officer.person_id), phone=PHONE, by=make.SYSTEM, at=county.at
    )
    address = f"/people/persons/{county.officer.person_id}/"
    for actor in (county.head, county.office_duty, county.second, county.city_duty):
        assert PHONE in text(visit, actor, address), actor.role
    assert PHONE not in text(visit, member(visit, "police", "inspector"), address)
    auditor = member(visit, "discipline", "auditor")
    assert PHONE not in text(visit, auditor, address)


def member(visit: Visit, kind: str, role: str) -> Actor:
    """Somebody of another body of the county."""
    body = Organization.objects.filter(kind=kind, territory_code="411681").first() or make.organization(kind)
    held = make.tenure(make.post(role, body))
    return actors_of_post(held.post_id, visit.county.at.date())[0]


def test_the_head_appoints_and_others_do_not(visit: Visit, vacant: Post) -> None:
    county, person = visit.county, make.person("新人甲", PHONE)
    address = f"/people/posts/{vacant.id}/appoint/"
    given = {"start": county.day(), "until": "", "reason": "任〔2026〕3号"}
    for stranger in (county.officer, county.housing_duty, county.clerk):
        assert visit.client(stranger).post(f"{address}?person={person.id}", given).status_code in (403, 404)
    assert "新人甲" in text(visit, county.head, f"{address}?q=新人")
    assert visit.client(county.head).post(f"{address}?person={person.id}", {**given, "reason": ""}).status_code == 422
    done = visit.client(county.head).post(f"{address}?person={person.id}", given)
    assert done.headers["Location"] == f"/people/posts/{vacant.id}/"
    tenure = Tenure.objects.get(post=vacant)
    assert (tenure.person, tenure.reason, tenure.acting) == (person, "任〔2026〕3号", False)
    assert history(tenure.id)[0].data["reason"] == "任〔2026〕3号"
    again = visit.client(county.head).post(f"{address}?person={make.person('新人乙').id}", given)
    assert again.status_code == 422 and "新人甲" in again.content.decode(), "it says who holds it"


def test_nobody_appoints_themselves_or_the_office_its_own_auditor(visit: Visit, vacant: Post) -> None:
    county = visit.county
    given = {"start": county.day(), "until": "", "reason": "x"}
    own = visit.client(county.head).post(f"/people/posts/{vacant.id}/appoint/?person={county.head.person_id}", given)
    assert own.status_code == 422
    auditor = member(visit, "discipline", "auditor")
    text(visit, county.office_duty, f"/people/posts/{auditor.post_id}/appoint/", 404)


def test_standing_in_has_an_end_and_is_shown_as_such(visit: Visit) -> None:
    county, person = visit.county, make.person("代理者", PHONE)
    post = county.officer.post_id
    address = f"/people/posts/{post}/stand-in/?person={person.id}"
    given = {"start": county.day(), "until": "", "reason": "病假"}
    assert visit.client(county.office_duty).post(address, given).status_code == 422
    assert visit.client(county.office_duty).post(address, given | {"until": county.day(20)}).status_code == 302
    shown = text(visit, county.head, f"/people/posts/{post}/")
    assert "代理者" in shown and "代理" in shown and "病假" in shown


def test_a_new_person_is_made_only_after_the_likely_ones_were_shown(visit: Visit, vacant: Post) -> None:
    county = visit.county
    known = make.person("张伟", PHONE)
    client, given = visit.client(county.head), {"name": "张伟", "phone": "13900000001", "certificate": ""}
    address = f"/people/persons/new/?post={vacant.id}&as=stand-in"
    first = client.post(address, given)
    assert first.status_code == 422 and str(known.id) in first.content.decode()
    assert Person.objects.filter(name="张伟").count() == 1
    done = client.post(address, given | {"another": "yes"})
    made = Person.objects.filter(name="张伟").exclude(id=known.id).get()
    assert done.headers["Location"] == f"/people/posts/{vacant.id}/stand-in/?person={made.id}"
    text(visit, county.officer, "/people/persons/new/", 404)


def test_an_account_is_opened_once_shown_once_and_changed_at_the_first_sign_in(visit: Visit) -> None:
    county, person = visit.county, Person.objects.get(id=visit.county.officer.person_id)
    address = f"/people/persons/{person.id}/account/"
    assert visit.client(county.housing_duty).post(address, {"username": "chen"}).status_code == 404
    shown = visit.client(county.head).post(address, {"username": "chen"}).content.decode()
    secret = shown.split('<code class="secret">')[1].split("</code>")[0]
    user = User.objects.get(username="chen")
    assert secret not in text(visit, county.head, f"/people/accounts/{user.id}/")
    client = Client()
    assert client.post("/sign-in/", {"username": "chen", "password": secret}).status_code == 302
    assert client.get("/desk/").headers["Location"] == "/preferences/password/"
    new = {"old": secret, "new": "江边柳树青又青一年又一年", "again": "江边柳树青又青一年又一年"}
    assert client.post("/preferences/password/", new | {"again": "x"}).status_code == 422
    assert client.post("/preferences/password/", new | {"new": "12345", "again": "12345"}).status_code == 422
    assert client.post("/preferences/password/", new).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert "本设备" in client.get("/preferences/sessions/").content.decode(), "the session that goes on is still listed"


def test_a_one_time_password_does_not_last(visit: Visit) -> None:
    county, user = visit.county, visit.user(visit.county.officer)
    shown = visit.client(county.head).post(f"/people/accounts/{user.id}/reset/").content.decode()
    secret = shown.split('<code class="secret">')[1].split("</code>")[0]
    county.at += timedelta(hours=80)
    late = Client().post("/sign-in/", {"username": user.username, "password": secret})
    assert late.status_code == 200 or late.status_code == 422
    assert "一次性密码已过期" in late.content.decode()


def test_shutting_an_account_ends_its_sessions_at_once(visit: Visit) -> None:
    county = visit.county
    inside, user = visit.client(county.officer), visit.user(county.officer)
    assert inside.get("/desk/").status_code == 200
    shut = f"/people/accounts/{user.id}/shut/"
    assert visit.client(county.head).post(shut, {"reason": ""}).status_code == 302
    assert inside.get("/desk/").status_code == 200, "no reason, not shut"
    assert visit.client(county.head).post(shut, {"reason": "调离"}).status_code == 302
    assert inside.get("/desk/").status_code == 302
    assert visit.client(county.housing_duty).post(shut, {"reason": "x"}).status_code == 404


def test_an_operator_keeps_accounts_and_nothing_else(visit: Visit) -> None:
    county = visit.county
    user = visit.user(county.officer)
    person = Person.objects.get(id=county.officer.person_id)
    register.change_telephone(person=person, phone=PHONE, by=make.SYSTEM, at=county.at)
    from_outside = User.objects.create(username="ops", is_operator=True)
    client = Client()
    client.force_login(from_outside, backend="fangwei.accounts.backend.PasswordBackend")
    assert user.username in client.get("/people/accounts/").content.decode()
    assert PHONE not in client.get(f"/people/persons/{person.id}/").content.decode()
    assert client.get("/people/").status_code == 403
    assert client.post(f"/people/posts/{county.officer.post_id}/appoint/?person={person.id}").status_code == 403
    assert client.post(f"/people/accounts/{user.id}/reset/").status_code == 200
    text(visit, county.office_duty, "/people/accounts/", 403)


def test_signing_out_elsewhere(visit: Visit) -> None:
    user = visit.user(visit.county.officer)
    here, there = Client(), Client()
    given = {"username": user.username, "password": "mountain-river-9"}
    there.post("/sign-in/", given, headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126"})
    here.post("/sign-in/", given)
    shown = here.get("/preferences/sessions/").content.decode()
    assert "Chrome · Android" in shown and "其他设备" in shown
    here.post("/preferences/sessions/end/", {"all": "yes"})
    assert there.get("/desk/").status_code == 302 and here.get("/desk/").status_code == 200


def test_handing_over_in_the_browser(visit: Visit) -> None:
    county = visit.county
    case = county.ordered()
    tenure = Tenure.objects.get(post=case.owner_post)
    given = {"end": county.day(3), "reason": "调任"}
    assert visit.client(county.housing_duty).post(f"/people/tenures/{tenure.id}/end/", given).status_code == 404
    address = visit.client(county.head).post(f"/people/tenures/{tenure.id}/end/", given).headers["Location"]
    leaver = text(visit, county.owner, address)
    assert case.number in leaver and "确认清单" in leaver
    text(visit, county.housing_duty, address, 404)
    seen = leaver.split('name="seen" value="')[1].split('"')[0]
    sent = {"seen": seen, f"note-{case.id}": "门钥匙在值班室"}
    assert visit.client(county.owner).post(f"{address}give/", {**sent, "seen": "x"}).status_code == 422
    assert visit.client(county.owner).post(f"{address}give/", sent).status_code == 302
    assert "门钥匙在值班室" in text(visit, county.head, address)
    refused = visit.client(county.owner).post(f"{address}take/", {})
    assert refused.status_code == 422
    assert visit.client(county.head).post(f"{address}take/", {"note": "已核对"}).status_code == 302
    page = text(visit, county.officer, f"/desk/cases/{case.number}/")
    assert "交接" in page and page.count(Person.objects.get(id=county.owner.person_id).name)
    assert "门钥匙在值班室" in page
    # Whoever has no post any more still reads and confirms their own handovers.
    county.at += timedelta(days=5)
    former = Client()
    former.force_login(visit.user(county.owner), backend="fangwei.accounts.backend.PasswordBackend")
    assert former.get("/").headers["Location"] == "/no-screen/"
    assert former.get("/people/handovers/").status_code == 200 and former.get(address).status_code == 200
    assert former.get("/people/").status_code == 403
