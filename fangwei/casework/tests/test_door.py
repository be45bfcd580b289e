"""The one door: once, in order, by right, whole or not at all."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from django.apps import apps
from uuid_utils.compat import uuid7

from fangwei.casework.door import act
from fangwei.casework.events import Act, Outcome
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.refusals import Refused
from fangwei.casework.tests.factories import NOW, County, do, duty_actor, later, member, photo, send
from fangwei.ledger.models import Fact, FactPayload, OutboxRow
from fangwei.ledger.tests.factories import together
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
concurrently = pytest.mark.django_db(transaction=True)


MOST_QUERIES = 15


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in a form that can be compared."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.app_label in {"ledger", "casework", "register", "accounts"}
    }


def code_of(one: Act, by: Any, received_at: Any = None, channel: str = "web") -> str:
    """The code by which the door refuses an act, having changed nothing."""
    before = snapshot()
    with pytest.raises(Refused) as refused:
        send(one, by, received_at, channel)
    assert snapshot() == before, "a refused act changes nothing"
    assert all(refused.value.texts()), "and says why in words"
    return refused.value.code


def note(case: Case, **given: Any) -> Act:
    return Act(
        **{"act_id": uuid7(), "case_id": case.id, "verb": "add_note", "at": later(hours=1), "data": {"note": "x"}}
        | given
    )


# ---- once ----------------------------------------------------------------------------------------------------------


def test_the_same_act_sent_twice_is_one_act_with_one_answer(county: County) -> None:
    opening = county.opening()
    first, again = send(opening, county.officer), send(opening, county.officer)
    assert (first.repeated, again.repeated) == (False, True)
    assert replace(first, repeated=True) == again
    case = Case.objects.get(id=first.case_id)
    noted = note(case)
    send(noted, county.officer)
    abroad = replace(noted, at=noted.at.astimezone(timezone(timedelta(hours=8))))
    assert send(abroad, county.officer).repeated, "the same instant on another clock"
    assert send(replace(noted, if_version=1), county.officer).repeated, "the version seen is no part of what was said"
    assert Fact.objects.filter(subject_id=case.id).count() == 2


def test_another_content_under_the_same_id_is_refused(county: County) -> None:
    case = county.errand()
    noted = note(case)
    send(noted, county.officer)
    assert code_of(replace(noted, data={"note": "y"}), county.officer) == "act_differs"
    assert code_of(noted, county.second) == "act_differs", "another person's act is another act"
    taken = Fact.objects.exclude(subject_kind="errand").first()
    if taken is not None:
        assert code_of(replace(noted, act_id=taken.id), county.officer) == "act_differs"


@concurrently
def test_two_machines_that_send_the_same_act_at_once_get_one_answer(county: County) -> None:
    opening = county.opening()
    outcomes = together(*[lambda: send(opening, county.officer)] * 3)
    assert all(isinstance(outcome, Outcome) for outcome in outcomes), outcomes
    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True]
    case = Case.objects.get()
    noted = note(case)
    outcomes = together(*[lambda: send(noted, county.officer)] * 3)
    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True]
    assert Case.objects.get().version == 2
    assert Fact.objects.filter(subject_id=case.id).count() == 2


# ---- in order ------------------------------------------------------------------------------------------------------


def test_an_act_on_a_stale_view_is_refused(county: County) -> None:
    case = county.errand()
    send(note(case, if_version=1), county.officer)
    assert code_of(note(case, if_version=1), county.officer) == "stale"
    assert send(note(case, if_version=2), county.officer).version == 3


@concurrently
def test_of_two_acts_on_the_same_view_one_wins(county: County) -> None:
    case = county.errand()
    first, second = note(case, if_version=1), note(case, if_version=1)
    results = together(lambda: send(first, county.officer), lambda: send(second, county.second))
    refused = [result for result in results if isinstance(result, Refused)]
    assert [error.code for error in refused] == ["stale"]
    assert Case.objects.get().version == 2


@concurrently
def test_acts_that_do_not_mind_the_view_are_all_done_one_after_another(county: County) -> None:
    case = county.errand()
    acts = [note(case) for _act in range(5)]
    results = together(*[lambda one=one: send(one, county.officer) for one in acts])
    assert all(isinstance(result, Outcome) for result in results), results
    assert sorted(result.version for result in results) == [2, 3, 4, 5, 6]
    chain = Fact.objects.filter(subject_id=case.id).order_by("n")
    assert [fact.n for fact in chain] == [1, 2, 3, 4, 5, 6]


def test_a_list_does_what_it_may_and_tells_of_each(county: County) -> None:
    case = county.errand()
    lost = note(case, verb="dance")
    acts = [note(case), lost, note(case, data={}), note(case)]
    outcomes = act(acts, by=county.officer, received_at=later(hours=1), channel="web")
    assert [outcome.done for outcome in outcomes] == [True, False, False, True]
    assert [outcome.act_id for outcome in outcomes] == [one.act_id for one in acts]
    refusals = [outcome.refusal for outcome in outcomes]
    assert [error.code for error in refusals if isinstance(error, Refused)] == ["verb_unknown", "field_missing"]
    assert Case.objects.get(id=case.id).version == 3


# ---- by the clock of whoever acted -------------------------------------------------------------------------------


def test_an_act_is_dated_when_it_was_done(county: County) -> None:
    case = county.errand()
    assert code_of(note(case, at=later(minutes=-1)), county.officer, later(hours=1)) == "at_before_last_act"
    assert code_of(note(case, at=later(minutes=6)), county.officer, NOW) == "at_in_future"
    assert send(note(case, at=later(minutes=5)), county.officer, NOW).done, "a phone's clock may run ahead a little"


@pytest.mark.parametrize(
    ("channel", "late", "outcome"),
    [
        ("offline", 71, "met"),
        ("offline", 72, "met"),
        ("offline", 73, "late"),
        ("phone", 24, "met"),
        ("phone", 25, "late"),
        ("web", 3, "late"),
    ],
)
def test_an_act_done_in_time_and_heard_later_counts_within_its_channels_tolerance(
    county: County, channel: str, late: int, outcome: str
) -> None:
    case = county.errand(data={"due_on": "2026-03-02"})
    due = case.due_at
    assert due is not None
    done = due - timedelta(hours=1)
    send(note(case, verb="finish", at=done, data={}), county.officer, done + timedelta(hours=late), channel)
    clock = RunningClock.objects.get(case=case)
    counted = done if outcome == "met" else done + timedelta(hours=late)
    assert (clock.outcome, clock.ended_at) == (outcome, counted)
    fact = Fact.objects.get(subject_id=case.id, verb="finish")
    assert (fact.at, fact.received_at) == (done, done + timedelta(hours=late)), "both instants are told"


# ---- by right ------------------------------------------------------------------------------------------------------


def test_a_stranger_learns_no_more_than_of_a_case_that_is_not_there(county: County) -> None:
    case = county.errand()
    stranger = duty_actor(register.organization("emergency", "411624"))
    rival = register.site()
    other_firm = member_of_firm(rival.enterprise)
    for who in (stranger, other_firm):
        assert code_of(note(case), who) == "case_unknown"
        assert code_of(note(case, case_id=uuid7()), who) == "case_unknown"


def member_of_firm(firm: Any) -> Any:
    from fangwei.casework.tests.factories import holder_of

    return holder_of(register.post("enterprise_safety_officer", firm))


def test_an_opening_needs_a_right_at_the_place_and_a_known_kind(county: County) -> None:
    rival = register.site()
    assert code_of(county.opening(), member_of_firm(rival.enterprise)) == "not_yours"
    assert code_of(replace(county.opening(), kind="nothing"), county.officer) == "kind_unknown"
    known = county.errand()
    assert code_of(county.opening(case_id=known.id, at=later(hours=1)), county.officer) == "not_from_this_state"


def test_who_takes_part_must_count(county: County) -> None:
    case = county.errand()
    signer = {"role": "signer", "name": "张三"}
    neighbour = duty_actor(register.organization("emergency", "411624"))

    def second(who: Any) -> tuple[dict[str, str], ...]:
        return ({"role": "second_officer", "person": str(who)}, signer)

    def check(participants: Any) -> Act:
        return note(case, verb="check", data={}, participants=participants)

    assert code_of(check(()), county.officer) == "participant_missing"
    assert code_of(check((signer,)), county.officer) == "participant_missing"
    for who in (county.officer, neighbour, county.safety, county.head):
        assert code_of(check(second(who.person_id)), county.officer) == "participant_bad"
    assert code_of(check(second("nobody")), county.officer) == "participant_bad"
    assert code_of(check(second(uuid7())), county.officer) == "participant_bad"
    unnamed = ({"role": "second_officer", "person": str(county.second.person_id)}, {"role": "signer", "name": " "})
    assert code_of(check(unnamed), county.officer) == "participant_bad"
    assert send(check(second(county.second.person_id)), county.officer).done
    fact = Fact.objects.get(verb="check")
    assert {"role": "second_officer", "person": str(county.second.person_id)} in fact.participants
    assert "张三" not in str(fact.participants), "names stand in the erasable payload"
    assert FactPayload.objects.get(fact_id=fact.id).data["participants"][0]["name"] == "张三"


def test_a_witness_stands_in_for_whoever_does_not_sign(county: County) -> None:
    case = county.errand()
    second = {"role": "second_officer", "person": str(county.second.person_id)}
    witness = {"role": "witness", "name": "村干部甲"}
    assert send(note(case, verb="check", data={}, participants=(second, witness)), county.officer).done


def test_whoever_is_barred_from_acting_is_barred_from_taking_part(county: County) -> None:
    case = county.errand()
    clerk = member(county.housing, "inspector")
    case.place.keeper_organization = county.housing  # type: ignore[union-attr]
    case.place.save()  # type: ignore[union-attr]
    given = ({"role": "second_officer", "person": str(clerk.person_id)}, {"role": "signer", "name": "张三"})
    assert code_of(note(case, verb="check", data={}, participants=given), county.officer) == "participant_bad"


# ---- whole or not at all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["a\x00b", "\ud800", float("nan"), {"deep": ["\x00"]}, {1, 2}])
def test_what_no_database_can_keep_is_refused_at_the_door(county: County, said: Any) -> None:
    case = county.errand()
    assert code_of(note(case, data={"note": said}), county.officer) == "field_bad"
    assert code_of(note(case, participants=({"role": "guest", "name": said},)), county.officer) == "field_bad"


def test_a_backslash_that_only_looks_like_it_is_kept(county: County) -> None:
    case = county.errand()
    assert send(note(case, data={"note": "C:\\u0000 and \\\\u0000"}), county.officer).done


def test_a_done_act_is_told_everywhere_at_once(county: County) -> None:
    case = county.errand()
    evidence = (photo(county.officer),)
    outcome = send(note(case, verb="hand_in", data={}, evidence=evidence), county.officer)
    fact = Fact.objects.get(id=outcome.fact_id)
    case.refresh_from_db()
    assert (case.version, case.last_at) == (2, fact.at)
    assert FactPayload.objects.get(fact_id=fact.id).data["evidence"] == [case.evidence.get().sha256]
    assert OutboxRow.objects.filter(fact_id=fact.id).count() == 1
    assert case.evidence.get().fact_id == fact.id


def test_an_ended_case_owes_nothing_any_more(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    do(
        case,
        "propose_transfer",
        county.owner,
        later(hours=1),
        data={"to_post": str(county.housing_duty.post_id), "reason": "x"},
    )
    do(case, "request_extension", county.safety, later(hours=2), data={"until": "2026-03-25", "reason": "x"})
    case = do(case, "finish", county.officer, later(hours=3))
    assert (case.state, case.is_open, case.due_at, case.closed_at) == ("done", False, None, later(hours=3))
    assert not case.clocks.filter(ended_at__isnull=True).exists()
    assert not case.transfers.filter(ended_at__isnull=True).exists()
    assert not case.extensions.filter(ended_at__isnull=True).exists()
    assert code_of(note(case, at=later(hours=4)), county.officer) == "not_from_this_state"


def test_an_act_asks_the_database_little(county: County, django_assert_max_num_queries: Any) -> None:
    case = county.errand()
    noted = note(case)
    send(note(case), county.officer)
    with django_assert_max_num_queries(MOST_QUERIES):
        send(noted, county.officer)
