"""Leaving the house: hours, one message of several, what fails and is tried again, who is not reached any more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangwei.engines.calendar import SHANGHAI
from fangwei.gateways.fakes import LOST_AND_SILENT, NOT_SENT, OK, SENT_BUT_SILENT
from fangwei.notices.actions import Gates, forget_address, keep_address, keep_preference, mark_read, send
from fangwei.notices.actions.wishing import NoticeRefused
from fangwei.notices.models import Delivery, Notice, NoticeAddress
from fangwei.notices.queries import on_the_way
from fangwei.notices.tests.factories import Told, set_up_channels
from fangwei.register import actions as register
from fangwei.register.models import Tenure
from fangwei.register.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    """A county with channels."""
    made = Told()
    set_up_channels(monkeypatch, tmp_path)
    return made


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_a_mail_says_what_and_until_when_and_names_nobody(county: Told) -> None:
    county.reached(county.owner)
    case = county.report("配电箱起火，张三受伤")
    done = county.send()
    assert (done.sent, states()) == (1, ["sent"])
    letter = county.mail.arrived[0]
    assert letter.subject == "防微：新案件归您负责，请定级"
    notice = Notice.objects.get()
    assert case.number in letter.text and "还剩" in letter.text
    assert f"https://safety.example.cn/notices/{notice.id}/" in letter.text
    assert "张三" not in letter.text and "配电箱" not in letter.text
    assert county.send().sent == 0


def test_a_chat_gets_it_in_the_users_language(county: Told) -> None:
    county.reached(county.owner, "dingtalk", language="en")
    county.report()
    county.send()
    [(chat, token, text)] = county.chat.arrived
    assert (chat, token) == ("dingtalk", "0123456789abcdef0123")
    assert "New case for you: grade it" in text


def test_the_night_gathers_one_message_and_a_major_hazard_passes(county: Told) -> None:
    county.reached(county.safety)
    county.at = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
    for _case in range(2):
        county.do(county.report(), "grade", county.officer, grade="general")
    for case in {one.case for one in Notice.objects.filter(code="to_order")}:
        county.do(case, "order", county.officer, **county.treatment())  # type: ignore[arg-type]
    assert county.send().sent == 0
    county.ordered("major")
    county.drain()
    assert county.send().sent == 1
    assert county.send(datetime(2026, 3, 3, 7, 1, tzinfo=SHANGHAI)).sent == 1
    assert [letter.subject for letter in county.mail.arrived] == ["防微：责令整改：请消除隐患", "防微：您有 2 条通知"]


def test_one_message_a_day(county: Told) -> None:
    user = county.reached(county.owner)
    keep_preference(user=user, quiet_from=0, quiet_until=0, daily_at=17, major_passes=True, overdue_passes=True)
    for _case in range(3):
        county.report()
    assert county.send().sent == 0
    assert county.send(datetime(2026, 3, 2, 17, 0, tzinfo=SHANGHAI)).sent == 1
    assert county.mail.arrived[0].subject == "防微：您有 3 条通知"


def test_what_surely_failed_is_tried_until_it_arrives_once(county: Told) -> None:
    county.reached(county.owner)
    county.report()
    county.mail.plan = iter([NOT_SENT] * 3)
    _run(county, hours=2)
    assert states() == ["sent"]
    assert len(county.mail.arrived) == 1


def test_what_arrived_in_silence_comes_at_most_twice_with_the_same_key(county: Told) -> None:
    county.reached(county.owner)
    county.report()
    county.mail.plan = iter([SENT_BUT_SILENT] * 9)
    _run(county, hours=72)
    assert states() == ["unsure"]
    assert len(county.mail.arrived) == 2 and len({letter.key for letter in county.mail.arrived}) == 1
    assert on_the_way(late=county.at, since=county.at - timedelta(days=9)).unsure == 1


def test_it_is_given_up_in_the_end_and_the_operator_sees_it(county: Told) -> None:
    county.reached(county.owner)
    county.report()
    county.mail.plan = iter([NOT_SENT] * 99)
    _run(county, hours=24 * 4)
    assert states() == ["failed"]
    assert on_the_way(late=county.at, since=county.at - timedelta(days=9)).failed == 1
    assert county.standing(county.owner) == [("owned", "grade")], "on the screen it stands all the same"


def test_a_machine_that_dies_while_it_sends_loses_nothing(county: Told) -> None:
    county.reached(county.owner)
    county.report()

    class Dead(BaseException):
        pass

    def die(*_given: Any) -> None:
        raise Dead

    with pytest.raises(Dead):
        send(at=county.at, gates=Gates(die, die))
    assert county.send(county.at + timedelta(minutes=5)).sent == 0
    assert county.send(county.at + timedelta(minutes=11)).sent == 1


plans = st.lists(st.sampled_from([OK, NOT_SENT, SENT_BUT_SILENT, LOST_AND_SILENT]), max_size=8)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plan=plans)
def test_whatever_fails_at_most_one_duplicate_and_no_silent_loss(county: Told, plan: list[str]) -> None:
    user = county.reached(county.owner)
    Delivery.objects.all().delete()
    county.report()
    county.mail.arrived.clear()
    county.mail.plan = iter(plan)
    _run(county, hours=24 * 5)
    arrived, [state] = len(county.mail.arrived), Delivery.objects.filter(user=user).values_list("state", flat=True)
    assert arrived <= 2
    assert arrived >= 1 or state in ("unsure", "failed"), "what did not arrive is in the operator's list"
    assert state == "sent" or state in ("unsure", "failed")


def _run(county: Told, hours: int) -> None:
    """Send at each instant at which something is due, as a ticker would."""
    at, end = county.at, county.at + timedelta(hours=hours)
    while at < end:
        county.send(at)
        upcoming = Delivery.objects.filter(next_at__isnull=False).order_by("next_at").first()
        if upcoming is None or upcoming.next_at is None:
            return
        at = max(upcoming.next_at, at + timedelta(minutes=1))


def test_a_stale_notice_is_not_sent(county: Told) -> None:
    user = county.reached(county.owner)
    keep_preference(user=user, quiet_from=0, quiet_until=0, daily_at=17, major_passes=True, overdue_passes=True)
    case = county.report()
    county.do(case, "grade", county.officer, grade="general")
    county.do(case, "order", county.officer, **county.treatment())
    done = county.send(datetime(2026, 3, 2, 17, 0, tzinfo=SHANGHAI))
    assert (done.sent, done.dropped) == (0, 1)
    assert set(states()) == {"dropped"}


def test_who_left_the_post_gets_nothing_further(county: Told) -> None:
    county.reached(county.owner)
    county.report()
    tenure = Tenure.objects.get(person_id=county.owner.person_id)
    register.end_tenure(tenure=tenure, end=county.at.date(), by=SYSTEM, at=county.at)
    assert county.send(county.at + timedelta(days=1)).dropped == 1
    assert not county.mail.arrived


def test_what_was_read_meanwhile_is_not_sent(county: Told) -> None:
    county.reached(county.owner)
    county.report()
    assert mark_read(Notice.objects.get().id, by=county.owner, at=county.at)
    assert county.send().dropped == 1


def test_addresses_are_sealed_checked_and_forgotten(county: Told) -> None:
    user = county.reached(county.owner, "mail")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM notices_noticeaddress")
        assert "example" not in cursor.fetchone()[0]
    keep_address(
        user=user, channel="feishu", groups=["task"], value="https://open.feishu.cn/open-apis/bot/v2/hook/1f2e3d4c-aaaa"
    )
    assert NoticeAddress.objects.get(channel="feishu").value == "1f2e3d4c-aaaa"
    for channel, value, code in [
        ("mail", "nobody", "mail_unreadable"),
        ("mail", "a@b.cn\nBcc: c@d.cn", "mail_unreadable"),
        ("feishu", "https://evil.example/x", "robot_unreadable"),
        ("wecom", "0123456789", "channel_off"),
    ]:
        with pytest.raises(NoticeRefused) as refused:
            keep_address(user=user, channel=channel, value=value, groups=[])
        assert refused.value.code == code
    county.report()
    forget_address(user=user, channel="mail", at=county.at)
    assert county.send().sent == 1, "only the chat is left"
