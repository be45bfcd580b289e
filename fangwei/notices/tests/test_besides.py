"""Word about handovers, visits, oversight's papers and imports."""

from datetime import timedelta

import pytest

from fangwei.accounts.queries import actors_of_post, local_day
from fangwei.casework import handover as hand
from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import member
from fangwei.inspections.tests.factories import County as VisitedCounty
from fangwei.inspections.tests.factories import certify
from fangwei.ledger.models import Fact, QueueRow
from fangwei.notices.actions import tell_of_facts
from fangwei.notices.models import Notice
from fangwei.notices.tests.factories import Told
from fangwei.oversight.models import Letter
from fangwei.register import actions as register
from fangwei.register.models import Tenure
from fangwei.register.tests import factories as make
from fangwei.sheets.models import ImportJob

pytestmark = pytest.mark.django_db


def test_a_handover_tells_whose_turn_it_is() -> None:
    county = Told()
    case = county.ordered()
    tenure = Tenure.objects.get(post=case.owner_post)
    end = local_day(county.at) + timedelta(days=5)
    begun = hand.leave_post(tenure=tenure, end=end, reason="调任", by=county.head, at=county.tick())
    assert begun is not None
    county.drain()
    assert ("handover_give", "") in county.standing(county.owner)
    seen = hand.digest_of(hand.belongings(begun.post).values_list("id", flat=True))
    hand.confirm_given(handover=begun, seen=seen, notes={}, note="", by=county.owner, at=county.tick())
    county.at += timedelta(days=6)
    person = make.person("接任者")
    register.appoint(person=person, post=begun.post, start=local_day(county.at), by=make.SYSTEM, at=county.tick())
    county.drain()
    assert ("handover_give", "") not in county.standing(county.owner)
    told = Notice.objects.get(code="handover_take", superseded_at=None)
    assert told.params == {"handover": str(begun.id)} and told.due_at is not None
    follower = next(
        one for one in actors_of_post(begun.post_id, local_day(county.at)) if one.person_id == told.person_id
    )
    hand.confirm_taken(handover=begun, note="", by=follower, at=county.tick())
    county.drain()
    assert not Notice.objects.filter(code="handover_take", superseded_at=None).exists()


def test_a_visit_is_told_to_who_approves_it_and_to_the_enterprise_when_it_is_announced() -> None:
    county = VisitedCounty()
    case = county.applied()
    sweep(at=county.at)
    assert _of(case) == {("visit_asked", "approve_visit", county.head.person_id)}
    case = county.go(case, "approve_visit", county.head)
    sweep(at=county.at)
    assert _of(case) == {("visit_approved", "notify_visit", county.officer.person_id)}
    county.go(case, "notify_visit", county.officer)
    sweep(at=county.at)
    assert {(code, who) for code, _verb, who in _of(case)} >= {("visit_announced", county.safety.person_id)}


def test_who_comes_instead_is_told_to_the_enterprise_only_when_it_knows_of_the_visit() -> None:
    county = VisitedCounty()
    third = member(county.emergency, "inspector")
    certify(county.officer, county.second, third)
    swap = {"leaves": str(county.second.person_id), "comes": str(third.person_id), "reason": "回避"}
    for unannounced in (True, False):
        case = county.approved(unannounced=unannounced, planned_on=county.at.date() + timedelta(days=3))
        if not unannounced:
            county.go(case, "notify_visit", county.officer)
        county.go(case, "replace_inspector", county.head, **swap)
        sweep(at=county.at)
        told = {who for code, _verb, who in _of(case) if code == "visit_changed"}
        assert (county.safety.person_id in told) is not unannounced
        assert county.officer.person_id in told


def _of(case: Case) -> set[tuple[str, str, object]]:
    rows = Notice.objects.filter(case=case, superseded_at=None)
    return set(rows.values_list("code", "verb", "person_id"))


def test_a_paper_of_oversight_is_asked_for_and_its_answer_weighed() -> None:
    county = Told()
    case = county.report()
    county.at = case.due_at + timedelta(days=40)  # type: ignore[operator]
    sweep(at=county.at)
    county.at += timedelta(minutes=1)
    sweep(at=county.at)
    letter = Letter.objects.filter(about=case).latest("case_id").case
    assert ("letter_due", "issue_letter") in county.standing(county.office_duty)
    if letter.letter.form in {"interview", "clue"}:
        return
    county.do(letter, "issue_letter", county.office_duty)
    assert ("letter_came", "answer") in county.standing(county.owner)
    county.do(letter, "answer", county.owner, note="已安排")
    assert ("letter_came", "answer") not in county.standing(county.owner)
    assert ("letter_answered", "accept_answer") in county.standing(county.office_duty)


def test_the_end_of_an_import_is_told_to_who_brought_it_and_its_cases_to_nobody() -> None:
    county = Told()
    job = ImportJob.objects.create(
        spec="hazards", file_name="台账.xlsx", file_sha256="0" * 64, person_id=county.officer.person_id,
        post_id=county.officer.post_id, at=county.at, given=8, imported=7, rejected=1,
    )  # fmt: skip
    case = county.report()
    Notice.objects.all().delete()
    fact = Fact.objects.filter(subject_id=case.id).latest("n")
    rows = []
    for n, (kind, subject, verb) in enumerate([("sheet_import", job.id, "finish"), ("hazard", case.id, "import")], 5):
        made = Fact.objects.create(
            id=make.person().id, subject_kind=kind, subject_id=subject, n=n, verb=verb, at=fact.at, received_at=fact.at,
            channel="web", territory="411681", digest=fact.digest, leaf_hash=fact.leaf_hash,
        )  # fmt: skip
        rows.append(QueueRow(consumer="notices", fact_id=made.id, subject_kind=kind, subject_id=subject))
    assert tell_of_facts(rows, at=county.at) == 1
    assert county.standing(county.officer) == [("imported", "")]
