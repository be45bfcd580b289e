"""Lists walked by an index show just what the definition of reading grants, in order, each case once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import scope_of
from fangwei.casework.comparison import compare_cases
from fangwei.casework.lists import Mark, Walk, cases_of, counted_later, heads, marks, of_body, own, page, walk
from fangwei.casework.models import Case, CaseScope
from fangwei.casework.queries import audience_of_enterprise, visible
from fangwei.casework.scopes import exclude, rank_of, rebuild_scopes, shelf_of, write_scopes
from fangwei.casework.tests.factories import NOW, County, do, duty_actor, later, member
from fangwei.engines.codes import subtree_bounds
from fangwei.register.models import Post
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db

Pair = tuple[str, str]
CODES = ("41", "4116", "411681", "411681001", "411681100", "411681100205", "411624", "419001", "419001001")
LINES = ("*", "emergency", "housing")


def granted(actor: Actor, case: Case, shown: set[Pair], hidden: set[Pair]) -> bool:
    """What reading means: some pair lies in the actor's reach, or the unit answers, and no excluding pair lies there."""

    def reached(pairs: set[Pair]) -> bool:
        for scope in scope_of(actor):
            if scope.enterprise_id is not None:
                if any(audience == audience_of_enterprise(scope.enterprise_id) for audience, _code in pairs):
                    return True
                continue
            low, high = subtree_bounds(scope.territory)
            if any(audience == scope.audience and low <= code < high for audience, code in pairs):
                return True
        return False

    owned = actor.organization_id is not None and case.owner_post.organization_id == actor.organization_id
    return (reached(shown) or owned) and not reached(hidden)


def everything(actor: Actor, walks: list[Walk], **more: Any) -> list[Case]:
    """All pages of a list, three cases a page."""
    after: Mark | None = None
    found: list[Case] = []
    while True:
        shown, after = page(actor, walks, limit=3, after=after, **more)
        found += shown
        if after is None:
            return found
        assert len(shown) == 3
        assert Mark.read(str(after)) == after


def readers(county: County) -> Iterator[Actor]:
    yield from (county.owner, county.housing_duty, county.office_duty, county.safety)
    yield member(register.organization("discipline"), "auditor")
    yield member(register.organization("township", register.TOWNSHIP), "township_officer")
    for code in ("41", "4116", "411624"):
        yield duty_actor(register.organization("emergency", code))
        yield duty_actor(register.organization("committee_office", code))


def scattered(county: County, chance: Random, number: int) -> list[tuple[Case, set[Pair], set[Pair]]]:
    """Cases with readers, exclusions, owners, deadlines and grades as they fall."""
    made = []
    firm = audience_of_enterprise(county.site.enterprise_id)
    for n in range(number):
        due = NOW + timedelta(days=chance.randrange(5)) if chance.random() < 0.6 else None
        closed = NOW + timedelta(days=chance.randrange(9)) if due is None and chance.random() < 0.4 else None
        case = Case.objects.create(
            id=uuid7(), kind="errand", state="done" if closed else "open", title=f"{n}", territory="411681100",
            is_open=closed is None, closed_at=closed, due_at=due, severity=chance.randrange(3),
            owner_post_id=chance.choice([county.owner.post_id, county.housing_duty.post_id, county.office_duty.post_id]),
            owned_since=NOW, opened_at=NOW, last_at=NOW + timedelta(days=9),
        )  # fmt: skip
        shown = {(chance.choice(LINES), chance.choice(CODES)) for _pair in range(chance.randrange(4))}
        shown |= {(firm, "411681")} if chance.random() < 0.3 else set()
        hidden = {(chance.choice(LINES), chance.choice(CODES))} if chance.random() < 0.3 else set()
        write_scopes(case, shown)
        for audience, code in hidden:
            exclude(case, audience=audience, territory=code)
        made.append((case, shown, hidden))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_the_index_grants_what_the_definition_grants(county: County, seed: int) -> None:
    made = scattered(county, Random(seed), 40)
    for actor in readers(county):
        wanted = {case.id for case, shown, hidden in made if granted(actor, case, shown, hidden)}
        assert {case.id for case in visible(actor)} == wanted
        every = walk(actor, kinds=("errand",), ended=None)
        for order in ("due", "newest"):
            listed = everything(actor, [every], order=order)
            assert [case.id for case in listed] == list(dict.fromkeys(case.id for case in listed)), "each once"
            assert {case.id for case in listed} == wanted
        assert {case.id for case in cases_of(actor, [every])} == wanted
        for post in (county.owner.post_id, county.housing_duty.post_id):
            body = Post.objects.get(id=post).organization_id
            answering = {case.id for case, _shown, _hidden in made if case.owner_post_id == post} & wanted
            for order in ("due", "newest"):
                listed = everything(actor, [of_body(every, body)], order=order)
                assert {case.id for case in listed} == answering and len(listed) == len(answering)
            graver = everything(actor, [replace(of_body(every, body), major=True)])
            assert {case.id for case in graver} == {case.id for case in listed if case.severity == 2}


def test_a_list_is_in_the_order_of_deadlines_then_the_latest_first(county: County) -> None:
    made = scattered(county, Random(7), 40)
    listed = everything(county.office_duty, [walk(county.office_duty, ended=None)])
    dated = [case.due_at for case in listed if case.due_at]
    assert dated == sorted(dated)
    assert all(case.due_at for case in listed[: len(dated)]), "what has no deadline comes after"
    newest = [case.id for case in everything(county.office_duty, [walk(county.office_duty)], order="newest")]
    assert newest == sorted(newest, reverse=True)
    major = everything(county.office_duty, [replace(walk(county.office_duty), major=True)])
    assert {case.severity for case in major} == {2}
    ours = everything(county.owner, [own(walk(county.owner))])
    assert {case.owner_post_id for case in ours} == {county.owner.post_id}
    assert len(made) == 40


def test_counting_ends_at_its_cap(county: County) -> None:
    scattered(county, Random(3), 40)
    every = walk(county.office_duty, ended=None)
    number = len({mark.case_id for mark in heads([[every]], 100)[0]})
    assert number > 5
    assert counted_later([every], 100)() == (number, False)
    assert counted_later([every], 5)() == (5, True)
    assert counted_later([Walk((), ())], 5)() == (0, False)


@pytest.mark.parametrize("seed", range(4))
def test_a_case_with_several_rows_for_one_reader_counts_once(county: County, seed: int) -> None:
    for case, _shown, _hidden in scattered(county, Random(seed), 20):
        write_scopes(case, {("*", "411681"), ("*", "419001"), ("*", "411624")})
    for actor in readers(county):
        every = walk(actor, ended=None)
        number = len(marks([every], limit=100))
        for cap in {1, 7, max(1, number - 1), max(1, number), number + 1}:
            assert counted_later([every], cap)() == (min(number, cap), number > cap)


def test_rows_follow_their_case_and_can_be_written_anew(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    before = set(case.scopes.values_list("audience", "territory", "shelf", "rank"))
    case = do(case, "pause", county.officer, later(hours=1))
    rows = set(case.scopes.values_list("audience", "territory", "shelf", "rank"))
    assert {row[2:] for row in rows} == {(shelf_of(case), rank_of(case))}
    assert {row[:2] for row in rows} == {row[:2] for row in before}
    CaseScope.objects.filter(case=case).delete()
    CaseScope.objects.create(case=case, audience="x", territory="", shelf="y", rank=0)
    assert rebuild_scopes() == 1
    assert set(case.scopes.values_list("audience", "territory", "shelf", "rank")) == rows


def test_a_case_kept_off_its_lists_is_found(county: County) -> None:
    case = county.errand()
    assert not list(compare_cases())
    CaseScope.objects.filter(case=case, audience="*").update(rank=1)
    assert [(fault.code, fault.where) for fault in compare_cases()] == [("listed_wrongly", case.number)]
    rebuild_scopes()
    assert not list(compare_cases())
    CaseScope.objects.all().delete()
    assert [fault.code for fault in compare_cases()] == ["listed_wrongly"]


def test_the_rows_of_an_older_database_become_the_same(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    wanted = set(case.scopes.values_list("audience", "territory", "shelf", "severity", "rank"))
    exclude(case, audience="*", territory="411681")
    rewritten = import_module("fangwei.casework.migrations.0002_lists_walk_an_index")
    key = f"'{case.id.hex}'" if connection.vendor == "sqlite" else f"'{case.id}'::uuid"
    yes, no = ("1", "0") if connection.vendor == "sqlite" else ("true", "false")
    older = [("*", case.territory, yes), ("emergency", "411681", yes), ("*", "411681", no)]
    older.append((audience_of_enterprise(UUID(str(county.site.enterprise_id))), "411681", yes))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_casescope")
        cursor.execute("DELETE FROM casework_caseexclusion")
        cursor.execute(
            "CREATE TEMPORARY TABLE casework_formerscope"
            f" (case_id {'char(32)' if connection.vendor == 'sqlite' else 'uuid'},"
            f" audience varchar(48), territory varchar(12), shown {'bool' if connection.vendor == 'sqlite' else 'boolean'})"
        )
        for audience, territory, shown in older:
            cursor.execute(f"INSERT INTO casework_formerscope VALUES ({key}, '{audience}', '{territory}', {shown})")
    rewritten._rewrite(apps, SimpleNamespace(connection=connection))
    found = set(case.scopes.values_list("audience", "territory", "shelf", "severity", "rank"))
    assert found == {row for row in wanted if row[:2] not in {("*", "411681"), ("*", "4116")}}
    assert list(case.exclusions.values_list("audience", "territory")) == [("*", "411681")]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE casework_formerscope")
