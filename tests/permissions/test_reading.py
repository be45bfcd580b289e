"""Reading is wide and ends where the tables of readers say: on pages, lists, searches, exports, files, proofs and notices."""

import json
from typing import Any

import pytest
from django.db import transaction

from fangwei.casework.models import Evidence
from fangwei.casework.queries import visible
from fangwei.documents.models import Document
from fangwei.documents.queries import document_for
from fangwei.documents.refusals import DocumentRefused
from fangwei.ledger.consumers import drain
from fangwei.notices.models import Notice
from fangwei.notices.queries import page_of
from fangwei.situation.queries import find_cases
from tests.permissions.cases import BASIS, BUILDERS, MARKER
from tests.permissions.oracle import What, Who, reads
from tests.permissions.world import PEOPLE, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions to read")]
KINDS = tuple(BUILDERS)
ALL = (*PEOPLE,)
DESK = tuple(name for name in PEOPLE if not name.split(".")[1].startswith(("enterprise", "grid")))
FIRM = ("works.enterprise_principal", "works.enterprise_safety_officer")
UNTOLD = (
    "visit: applied",
    "visit: approved",
    "visit: approved, unannounced",
    "visit: turned down",
    "visit: called off",
)
NEVER_SAID = ("排名", "得分", "评分", "风险分", "下次检查", "next_visit", '"rank"', '"score"', "risk_score", "priority")


@pytest.fixture(scope="module", autouse=True)
def drained(world: World, django_db_blocker: Any) -> None:
    """Let search rows and notices be written, as the timer does."""
    with django_db_blocker.unblock():
        drain(at=world.county.tick())


def everything(world: World) -> dict[str, What]:
    """Every case by its name."""
    return {name: one for kind in KINDS for name, one in world.whats(kind).items()}


def mine(world: World, who: Who) -> set[str]:
    """The names of the cases that somebody may read."""
    return {name for name, one in everything(world).items() if reads(who, one)}


def foreign(world: World, who: Who) -> dict[str, str]:
    """What must not stand anywhere for somebody: the numbers of the cases that they may not read."""
    return {one.case.number or name: name for name, one in everything(world).items() if not reads(who, one)}


def said(response: Any) -> str:
    """The text of an answer, a file read to its end."""
    return (b"".join(response) if response.streaming else response.content).decode()


@pytest.mark.parametrize("person", ALL)
def test_everybody_reads_what_the_tables_say_and_finds_no_more(world: World, person: str) -> None:
    who, cases = world.people[person], everything(world)
    by_id = {one.case.id: name for name, one in cases.items()}
    expected = mine(world, who)
    assert {by_id[key] for key in visible(who.actor).values_list("id", flat=True) if key in by_id} == expected
    found = find_cases(who.actor, MARKER, kinds=KINDS, limit=900)
    titled = {name for name in expected if MARKER in cases[name].case.title}
    assert {by_id[key] for key in found.ids if key in by_id} == titled, "search"
    told = {notice.case_id for notice in page_of(who.actor, limit=900).notices if notice.case_id in by_id}
    assert {by_id[key] for key in told} <= expected, "notices"


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("person", ALL)
def test_lists_of_the_interface_hold_what_one_reads(world: World, person: str) -> None:
    who, expected = world.people[person], mine(world, world.people[person])
    for kind in KINDS:
        ids: set[str] = set()
        address = f"{kind}?limit=200"
        while address:
            told = world.programs.get(who.actor, address).json()
            ids |= {item["id"] for item in told["items"]}
            address = f"{kind}?limit=200&cursor={told['next']}" if told["next"] else ""
        by_id = {str(one.case.id): name for name, one in world.whats(kind).items()}
        assert {by_id[key] for key in ids if key in by_id} == expected & set(world.whats(kind)), kind


@pytest.mark.parametrize("person", ALL)
def test_files_and_proofs_open_with_their_case(world: World, person: str) -> None:
    who, cases, opened = world.people[person], everything(world), 0
    by_id = {one.case.id: one for one in cases.values()}
    for paper in Document.objects.filter(case_id__in=by_id):
        try:
            found = document_for(who.actor, paper.id) == paper
        except DocumentRefused:
            found = False
        assert found == reads(who, by_id[paper.case_id])
    for name in ("submitted, general", "submitted, shop", "submitted, road", "order: issued", "order: draft", "clue: issued",
                 "visit: approved, unannounced", "hidden from the enterprise", "problem: handed"):  # fmt: skip
        may = reads(who, cases[name])
        proof = world.client(person).get(f"/ledger/lives/{cases[name].case.number}")
        assert (proof.status_code in {200, 409}) == may and (may or proof.status_code == 404), name
        for file in Evidence.objects.filter(case=cases[name].case)[:1]:
            status = world.client(person).get(f"/api/v1/evidence/{file.id}").status_code
            assert status == (200 if may else 404), f"evidence of {name}"
        opened += may
    assert opened or person.startswith(("next", "jiyuan", "other_firm")), "somebody of the county reads something"


@pytest.mark.parametrize("person", DESK)
def test_what_is_taken_out_holds_what_one_reads(world: World, person: str) -> None:
    who, strange = world.people[person], foreign(world, world.people[person])
    for address, more in (("/desk/hazards/export/", {"query": ""}), ("/desk/export/hazards/", {})):
        with transaction.atomic():
            response = world.client(person).post(address, {"format": "csv", **more})
            text = said(response) if response.status_code == 200 else ""
            transaction.set_rollback(True)
        assert response.status_code in {200, 403}, address
        assert not [name for number, name in strange.items() if number in text], address
    assert who.role


@pytest.mark.parametrize("person", ALL)
def test_no_page_names_a_case_that_its_reader_may_not_read(world: World, person: str) -> None:
    who, strange = world.people[person], foreign(world, world.people[person])
    works = world.places["works"].id
    pages = {
        "desk": ["/desk/", "/desk/hazards/", f"/desk/places/{works}/", "/desk/duties/", "/desk/inherited/", "/search/?q=" + MARKER],
        "enterprise": ["/enterprise/", "/enterprise/hazards/", "/enterprise/file/", "/enterprise/visits/", "/search/?q=" + MARKER],
        "grid": ["/grid/", "/search/?q=" + MARKER],
    }[who.surface]  # fmt: skip
    some = (
        "graded, on a draft", "ordered, general", "offered", "more time asked", "merged", "order: issued", "submitted, road",
        "registered, shop",
    )  # fmt: skip
    pages += [f"/{who.surface}/cases/{world.cases[name].id}/" for name in some]
    pages.append("/notices/")
    titles = {one.case.title: name for name, one in everything(world).items() if not reads(who, one)}
    titles = {title: name for title, name in titles.items() if one_of_a_kind(world, title)}
    for address in pages:
        text = said(world.client(person).get(address))
        assert not [name for number, name in strange.items() if number in text], address
        assert not [name for title, name in titles.items() if title in text], address


def one_of_a_kind(world: World, title: str) -> bool:
    """Say whether a title belongs to one case alone."""
    return sum(title in one.case.title for one in everything(world).values()) == 1


def test_reading_is_wide_and_acting_is_narrow(world: World) -> None:
    fire, one = world.people["fire.inspector"], world.whats("hazard")["ordered, major"]
    assert one.owner.kind == "emergency" and reads(fire, one)
    response = world.client("fire.inspector").get(f"/desk/cases/{one.case.id}/")
    assert response.status_code == 200 and f"/cases/{one.case.id}/acts/verify/" not in response.content.decode()
    assert not reads(world.people["housing.inspector"], one) and not reads(
        world.people["next_emergency.inspector"], one
    )


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("person", FIRM)
def test_an_enterprise_sees_no_rank_no_score_no_next_visit_and_no_informer(world: World, person: str) -> None:
    who = world.people[person]
    texts = {
        address: said(world.client(person).get(address))
        for address in ("/enterprise/", "/enterprise/hazards/", "/enterprise/file/", "/enterprise/visits/",
                        "/enterprise/records/", "/enterprise/records/statistics/", "/notices/", "/search/?q=" + BASIS)
    }  # fmt: skip
    for kind in KINDS:
        listed = world.programs.get(who.actor, f"{kind}?limit=200").json()
        texts[f"api {kind}"] = json.dumps(listed, ensure_ascii=False)
    for name, one in world.whats("visit").items():
        if reads(who, one):
            base = f"visit/{one.case.id}"
            texts[f"page of {name}"] = said(world.client(person).get(f"/enterprise/cases/{one.case.id}/"))
            for part in (base, f"{base}/history", f"{base}/clocks"):
                texts[f"api {part} of {name}"] = said(world.programs.get(who.actor, part))
            assert world.client(person).get(f"/ledger/lives/visit/{one.case.id}").status_code == 404, (
                "the whole life tells"
            )
            assert world.client(person).get(f"/ledger/lives/{one.case.number}").status_code == 404
    for where, text in texts.items():
        assert not [word for word in NEVER_SAID if word in text], where
        if "q=" not in where:
            assert BASIS not in text and '"tip"' not in text, where
        untold = [name for name in UNTOLD if world.cases[name].number in text or str(world.cases[name].id) in text]
        assert not untold, where


def test_notices_tell_nobody_of_a_case_that_they_may_not_read(world: World) -> None:
    cases = {one.case.id: one for one in everything(world).values()}
    told = Notice.objects.filter(case_id__in=cases, superseded_at=None)
    assert told.exists()
    seats = {who.actor.post_id: who for who in world.people.values()}
    for notice in told:
        who = seats.get(notice.post_id)
        if who is not None and who.actor.person_id == notice.person_id:
            assert reads(who, cases[notice.case_id]), (who.name, notice.code)
