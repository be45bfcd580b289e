"""One's notices on the screen: the bell, the page, the way to the verb, and who sees nothing of them."""

import re
from uuid import uuid4

import pytest

from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import County
from fangwei.notices.actions import tell_of_facts
from fangwei.notices.models import Notice, NoticeAddress, NoticePreference
from fangwei.notices.tests.factories import set_up_channels

pytestmark = pytest.mark.django_db


def told(county: County) -> None:
    sweep(at=county.at)


def of(actor) -> Notice:
    return Notice.objects.filter(person_id=actor.person_id, superseded_at=None).latest("created_at")


def test_the_bell_counts_and_the_page_leads_to_the_verb(visit) -> None:
    county = visit.county
    case = county.report()
    told(county)
    client = visit.client(county.owner)
    assert re.search(r'class="bell-count">1<', client.get("/desk/").content.decode())
    page = client.get("/notices/").content.decode()
    assert "新案件归您负责，请定级" in page and case.number in page and "还剩" in page and "is-unread" in page
    opened = client.post(f"/notices/{of(county.owner).id}/open/")
    assert opened["Location"] == f"/desk/cases/{case.id}/#verb-grade"
    assert 'id="verb-grade"' in client.get(f"/desk/cases/{case.id}/").content.decode()
    assert "bell-count" not in client.get("/notices/").content.decode()


def test_a_link_from_outside_leads_there_and_notes_nothing(visit) -> None:
    county = visit.county
    case = county.ordered()
    told(county)
    client = visit.client(county.safety)
    answer = client.get(f"/notices/{of(county.safety).id}/")
    assert answer["Location"] == f"/enterprise/cases/{case.id}/#verb-submit"
    assert of(county.safety).read_at is None
    assert 'id="verb-submit"' in client.get(f"/enterprise/cases/{case.id}/").content.decode()


def test_all_are_read_at_once_and_stay_below(visit) -> None:
    county = visit.county
    for _case in range(3):
        county.report()
    told(county)
    client = visit.client(county.owner)
    assert client.post("/notices/read/").status_code == 302
    page = client.get("/notices/").content.decode()
    assert page.count("words-line") == 3 and "is-unread" not in page and "bell-count" not in page


def test_pages_go_on_where_the_last_one_ended(visit, monkeypatch) -> None:
    county = visit.county
    for _case in range(5):
        county.report()
        told(county)
    client = visit.client(county.owner)
    for one in Notice.objects.filter(person_id=county.owner.person_id).order_by("created_at")[:2]:
        client.post(f"/notices/{one.id}/open/")
    from fangwei.notices import queries

    seen, after = [], ""
    while True:
        page = queries.page_of(county.owner, after, limit=2)
        seen += page.notices
        after = page.after
        if not after:
            break
    assert len(seen) == len({one.id for one in seen}) == 5
    assert [one.read_at is None for one in seen] == [True] * 3 + [False] * 2


def test_a_strangers_notice_is_not_there(visit, client) -> None:
    county = visit.county
    county.report()
    told(county)
    mine = of(county.owner)
    for actor in (county.housing_duty, county.safety, county.grid, county.second):
        other = visit.client(actor)
        assert other.get(f"/notices/{mine.id}/").status_code == 404
        assert other.post(f"/notices/{mine.id}/open/").status_code == 404
        assert other.get("/notices/").status_code == 200
        other.post("/notices/read/")
    mine.refresh_from_db()
    assert mine.read_at is None
    assert client.get("/notices/").status_code == 302
    assert visit.client(county.owner).get(f"/notices/{uuid4()}/").status_code == 404


def test_what_may_not_be_read_any_more_is_left_out(visit) -> None:
    county = visit.county
    case = county.report()
    told(county)
    client = visit.client(county.owner)
    case.scopes.all().delete()
    assert "words-line" not in client.get("/notices/").content.decode()
    assert client.get(f"/notices/{of(county.owner).id}/").status_code == 404


def test_nothing_is_told_twice(visit) -> None:
    from fangwei.ledger.models import QueueRow

    county = visit.county
    county.report()
    rows = list(QueueRow.objects.filter(consumer="notices"))
    assert tell_of_facts(rows, at=county.at) == 1
    assert tell_of_facts(rows, at=county.at) == 0


def test_wishes_are_kept_and_wrong_ones_come_back(visit, monkeypatch, tmp_path) -> None:
    county = visit.county
    client = visit.client(county.safety)
    assert "系统管理员可以开通" in client.get("/preferences/notices/").content.decode()
    set_up_channels(monkeypatch, tmp_path)
    page = client.get("/preferences/notices/").content.decode()
    assert "邮件" in page and "钉钉" in page and "企业微信" not in page
    hours = {"quiet_from": "21", "quiet_until": "8", "daily_at": "17", "overdue_passes": "on"}
    assert client.post("/preferences/notices/hours/", hours).status_code == 302
    kept = NoticePreference.objects.get()
    assert (kept.quiet_from, kept.quiet_until, kept.daily_at, kept.major_passes) == (21, 8, 17, False)
    assert client.post("/preferences/notices/hours/", hours | {"quiet_from": "25"}).status_code == 422
    back = client.post("/preferences/notices/mail/", {"value": "nobody", "groups": ["task"]})
    assert back.status_code == 422 and "nobody" in back.content.decode()
    client.post("/preferences/notices/mail/", {"value": "a@example.cn", "groups": ["task", "deadline", "evil"]})
    assert NoticeAddress.objects.get().groups == "task deadline"
    client.post("/preferences/notices/mail/forget/")
    assert not NoticeAddress.objects.exists()
    assert client.post("/preferences/notices/pigeon/", {"value": "x"}).status_code == 422
    assert client.post("/preferences/notices/pigeon/forget/").status_code == 404
