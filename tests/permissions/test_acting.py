"""Acting is narrow: what each person may do to each case is what the tables say of them, at every door."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from uuid_utils.compat import uuid7

from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.kinds import all_kinds
from fangwei.casework.queries import may
from fangwei.casework.refusals import Refused
from tests.permissions.cases import BUILDERS
from tests.permissions.oracle import WORDS, What, Who, applies, grants, is_word, reads, verbs
from tests.permissions.world import PEOPLE, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions to act")]
KINDS = tuple(BUILDERS)
NO_RIGHT = frozenset({"not_yours", "own_word", "case_unknown", "condition", "not_from_this_state", "verb_unknown"})
ON_OTHER_PAGES = frozenset({"change_items"})


def told_apart_cases(world: World, kind: str) -> Iterable[tuple[str, What]]:
    """One case of each sort that the table of its kind tells apart, and that different people read."""
    sorts: dict[Any, tuple[str, What]] = {}
    for name, one in world.whats(kind).items():
        sorts.setdefault((one.case.state, *sorted(one.truths), one.owner.id, *one.taken), (name, one))
    return sorts.values()


def told_apart(world: World, one: What) -> Iterable[Who]:
    """One person of each sort that the table tells apart at a case in its state."""
    table = all_kinds()[one.case.kind].lifecycle.transitions
    rows = [row for row in table if one.case.state in row.sources and not row.hidden]
    words = {word for row in rows for word in (*row.who, *row.never)} & set(WORDS)
    sorts: dict[frozenset[str], Who] = {}
    for who in world.people.values():
        sorts.setdefault(frozenset(word for word in words if is_word(word, who, one)), who)
    return sorts.values()


def test_every_kind_state_and_row_is_looked_at(world: World) -> None:
    assert set(BUILDERS) == set(all_kinds()), "a new kind of case needs its builder in tests/permissions/cases.py"
    for kind, registered in all_kinds().items():
        table, found = registered.lifecycle, world.whats(kind)
        assert {one.case.state for one in found.values()} == {state.name for state in table.states}, kind
        for row in table.transitions:
            assert {*row.who, *row.never} <= set(WORDS) | {"leader"}, (
                f"{kind}.{row.verb}: a word the oracle does not know"
            )
            if row.hidden or row.sources == ("new",):
                continue
            admitted = [
                name for name, one in found.items() if any(grants(row, who, one) for who in world.people.values())
            ]
            assert admitted, f"{kind}.{row.verb} {row.when}: no case of this world lets anybody do it"


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_may_do_follows_from_what_they_are(world: World, kind: str, person: str) -> None:
    who = world.people[person]
    for name, one in world.whats(kind).items():
        found = may(one.case, who.actor, at=world.county.at)
        assert {row.verb for row in found.rows} == verbs(who, one), name


@pytest.mark.parametrize("kind", KINDS)
def test_the_door_lets_in_whom_the_tables_name(world: World, kind: str) -> None:
    table, tried = all_kinds()[kind].lifecycle, 0
    for name, one in told_apart_cases(world, kind):
        here = {row.verb for row in table.transitions if one.case.state in row.sources and not row.hidden}
        for who in told_apart(world, one):
            mine = verbs(who, one)
            for verb in sorted(here | {"end_order", "persist", "overtake", "absorb", "follow_post"} & set(table.verbs)):
                codes = refused_by_the_door(world, one, who, verb)
                assert (verb in mine) == codes.isdisjoint(NO_RIGHT), f"{name}: {who.name} {verb} {codes}"
                assert not ("case_unknown" in codes and reads(who, one)), f"{name}: {who.name} reads it, {verb}"
                tried += 1
    assert tried > 30


def refused_by_the_door(world: World, one: What, who: Who, verb: str) -> set[str]:
    """Knock with nothing in hand: whoever may go in is told what is missing, whoever may not is told that."""
    at = max(world.county.at, one.case.last_at)
    with transaction.atomic():
        try:
            act_one(Act(uuid7(), one.case.id, verb, at), by=who.actor, received_at=at, channel="web")
        except Refused as refused:
            return {reason.code for reason in refused.reasons}
        finally:
            transaction.set_rollback(True)
    return set()


def offered(world: World, who: Who, one: What) -> tuple[int, set[str]]:
    """What the page of a case offers somebody: its status and the verbs whose forms stand on it."""
    response = world.client(who.name).get(f"/{who.surface}/cases/{one.case.id}/")
    return response.status_code, set(re.findall(rf"/cases/{one.case.id}/acts/(\w+)/", response.content.decode()))


def not_theirs(who: Who, one: What) -> list[str]:
    """The verbs that are possible now and that nothing makes this person's."""
    table = all_kinds()[one.case.kind].lifecycle
    now = [row for row in table.transitions if not row.hidden and applies(row, one)]
    theirs = {row.verb for row in now if any(is_word(word, who, one) for word in row.who)}
    return sorted({row.verb for row in now} - theirs)


def knocked(world: World, who: Who, one: What, verb: str) -> tuple[int, Any]:
    """What the page and the interface answer to somebody who sends a verb: a status and a status with its code."""
    at = max(world.county.at, one.case.last_at).isoformat()
    body = {"act_id": str(uuid7()), "verb": verb, "at": at, "data": {}}
    with transaction.atomic():
        try:
            page = world.client(who.name).post(f"/{who.surface}/cases/{one.case.id}/acts/{verb}/")
            told = world.programs.post(who.actor, f"{one.case.kind}/{one.case.id}/acts", body)
            return page.status_code, (told.status_code, told.json()["code"])
        finally:
            transaction.set_rollback(True)


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_is_told_that_an_act_is_not_theirs_and_a_stranger_that_there_is_no_case(
    world: World, kind: str
) -> None:
    seen: dict[Any, str] = {}
    for name, one in told_apart_cases(world, kind):
        for who in world.people.values():
            sort = (one.case.state, reads(who, one), who.role, who.surface)
            if sort in seen or not (foreign := not_theirs(who, one)):
                continue
            seen[sort] = name
            wanted = (403, (403, "not_yours")) if reads(who, one) else (404, (404, "case_unknown"))
            assert knocked(world, who, one, foreign[0]) == wanted, f"{name}: {who.name} {foreign[0]}"
    assert {read for _state, read, _role, _surface in seen} == {True, False}
    assert any(role == "auditor" and read for _state, read, role, _surface in seen)


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("kind", KINDS)
def test_page_and_interface_offer_what_the_tables_say(world: World, kind: str) -> None:
    seen: set[Any] = set()
    for name, one in told_apart_cases(world, kind):
        for who in world.people.values():
            # The same forms on the same sort of page are drawn once; what each may do is asked of all above.
            sort = (one.case.state, reads(who, one), frozenset(verbs(who, one)), who.surface)
            if sort in seen:
                continue
            seen.add(sort)
            status, buttons = offered(world, who, one)
            told = world.programs.get(who.actor, f"{kind}/{one.case.id}")
            where = f"{name}: {who.name}"
            if not reads(who, one):
                assert (status, told.status_code) == (404, 404), where
                continue
            assert (status, told.status_code) == (200, 200), where
            mine = verbs(who, one)
            assert {row["verb"] for row in told.json()["may"]} == mine, where
            assert buttons - {"reinspect"} == mine - ON_OTHER_PAGES - {"reinspect"}, where
            assert buttons <= mine, where
