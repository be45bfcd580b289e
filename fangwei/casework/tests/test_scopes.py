"""Who reads what: wide in one's territory and line, narrow for a firm; acting is narrower than reading."""

import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import case_for, may, visible
from fangwei.casework.refusals import Refused
from fangwei.casework.scopes import exclude, write_scopes
from fangwei.casework.tests.factories import County, _scopes, do, duty_actor, holder_of, later, member
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


def sees(actor: Actor, case: Case) -> bool:
    """Whether a case stands on the actor's list; the page of one case must agree."""
    listed = list(visible(actor).filter(id=case.id))
    if not listed:
        with pytest.raises(Refused, match="case_unknown"):
            case_for(actor, str(case.id))
        return False
    assert listed == [case], "a case stands on a list once"
    assert case_for(actor, str(case.id)) == case_for(actor, f" {(case.number or '').lower()} ") == case
    return True


def verbs(actor: Actor, case: Case) -> set[str]:
    return {row.verb for row in may(case, actor, at=later(hours=1)).rows}


def test_reading_is_wide(county: County) -> None:
    case = county.errand()
    township = register.organization("township", register.TOWNSHIP)
    readers = [
        county.officer,
        county.head,
        county.office_duty,
        duty_actor(register.organization("committee_office", "4116")),
        duty_actor(register.organization("emergency", "4116")),
        member(register.organization("government"), "leader"),
        member(register.organization("party_committee", "41"), "leader"),
        member(township, "grid_worker"),
        member(register.organization("discipline"), "auditor"),
    ]
    assert [sees(actor, case) for actor in readers] == [True] * len(readers)


def test_whoever_has_nothing_to_do_with_it_does_not_read_it(county: County) -> None:
    case = county.errand()
    strangers = [
        county.housing_duty,
        duty_actor(register.organization("committee_office", "411624")),
        duty_actor(register.organization("emergency", "411624")),
        member(register.organization("township", "411681101"), "township_officer"),
        holder_of(register.post("enterprise_principal", register.site().enterprise)),
        Actor(person_id=county.officer.person_id, post_id=None, role="operator"),
    ]
    assert [sees(actor, case) for actor in strangers] == [False] * len(strangers)


def test_a_firm_reads_its_own_cases_only(county: County) -> None:
    mine = county.errand()
    rival = register.site()
    theirs = county.errand(data={"place": str(rival.place_id)})
    boss = holder_of(register.post("enterprise_principal", rival.enterprise))
    assert list(visible(county.safety)) == [mine]
    assert list(visible(boss)) == [theirs]


def test_acting_is_narrower_than_reading(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    leader = member(register.organization("government"), "leader")
    assert sees(leader, case) and not verbs(leader, case)
    assert verbs(county.safety, case) == {"hand_in", "request_extension", "add_note"}
    assert "finish" in verbs(county.officer, case)
    assert "finish" not in verbs(county.head, case), "a leader reads, the officers act"
    assert verbs(county.office_duty, case) >= {"list_supervision"}
    assert not verbs(county.office_duty, case) & {"finish", "pause", "hand_in"}


def test_what_another_may_do_is_told_to_whoever_may_not(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    offered = may(case, county.safety, at=later(hours=1))
    assert offered.others["finish"] == ("owner_officer",)
    assert not set(offered.others) & verbs(county.safety, case)


def test_readers_change_with_the_owner(county: County) -> None:
    case = county.errand()
    to = {"to_post": str(county.housing_duty.post_id), "reason": "属燃气"}
    case = do(case, "propose_transfer", county.owner, later(hours=1), data=to)
    case = do(case, "accept_transfer", county.housing_duty, later(hours=2))
    assert case.owner_post_id == county.housing_duty.post_id
    assert sees(county.housing_duty, case)
    assert not sees(county.officer, case), "the former line has no part in it any more"
    assert verbs(county.housing_duty, case) >= {"pause", "finish"}


def test_an_exclusion_takes_away_what_another_row_grants(county: County) -> None:
    case = county.errand()
    assert sees(county.officer, case)
    exclude(case, audience="emergency", territory="411681001")
    assert not sees(county.officer, case), "not even the unit that answers"
    leader = member(register.organization("government"), "leader")
    assert sees(leader, case), "those of whom the row does not speak still read it"
    write_scopes(case, _scopes(case))
    assert not sees(county.officer, case), "what is written anew keeps to it"
